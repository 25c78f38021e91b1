import Diagnostics
import Foundation
import Kernels
import Learning
import LinearAlgebra
import TestSupport
import Testing

@Suite("Assumptions")
struct AssumptionTests {
    private struct Fixture: Decodable {
        var columns: [Double]
        var y: [Double]
        var residuals: [Double]
        var breuschPagan: [Double]
        var jarqueBera: [Double]
        var durbinWatson: Double
        var cook: [Double]
        var inflation: [Double]
        var condition: Double
        var probability: [Double]
        var truth: [Double]
        /// The statistic, and p of ten and of eight degrees of freedom.
        var hosmerLemeshow: [Double]
    }

    private let fixture: Fixture

    init() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        let data = try Data(contentsOf: folder.appendingPathComponent("Fixtures/assumptions.json"))
        fixture = try JSONDecoder().decode(Fixture.self, from: data)
    }

    private var design: Design { Design(rows: fixture.y.count, columns: 3, cells: fixture.columns) }

    @Test("tests of residuals are statsmodels'")
    func residuals() throws {
        let spread = try ResidualTests.breuschPagan(fixture.residuals, design, in: WorkContext())
        #expect(agree([spread.statistic, spread.pValue], fixture.breuschPagan))
        let shape = ResidualTests.jarqueBera(fixture.residuals)
        #expect(agree([shape.statistic, shape.pValue], fixture.jarqueBera))
        let order = ResidualTests.durbinWatson(fixture.residuals)
        #expect(agree([order.statistic], [fixture.durbinWatson]))
    }

    @Test("Cook's distances and variance inflation are statsmodels'")
    func influence() throws {
        let found = try ResidualTests.cooksDistances(design, fixture.y, in: WorkContext())
        #expect(agree(found, fixture.cook))
        let collinearity = Collinearity(design)
        #expect(agree(collinearity.inflation, fixture.inflation))
        #expect(agree([collinearity.conditionNumber], [fixture.condition]))
    }

    @Test("columns that tell each other wholly inflate without bound; a constant has no figure")
    func singular() {
        let first = Array(fixture.columns.prefix(200))
        let cells = first + first.map { 3 - $0 } + Array(repeating: 2, count: 200)
        let found = Collinearity(Design(rows: 200, columns: 3, cells: cells))
        #expect(found.inflation[0] == .infinity)
        #expect(found.inflation[1] == .infinity)
        #expect(found.inflation[2].isNaN)
        #expect(found.conditionNumber == .infinity)
    }

    @Test("calibration is tested in ten groups, with two degrees less where it was learned")
    func calibration() {
        for (wereLearnedFrom, expected) in [(false, 1), (true, 2)] {
            let found = CalibrationTest.hosmerLemeshow(
                truth: fixture.truth,
                probability: fixture.probability,
                wereLearnedFrom: wereLearnedFrom
            )
            let wanted = [fixture.hosmerLemeshow[0], fixture.hosmerLemeshow[expected]]
            #expect(agree([found.statistic, found.pValue], wanted))
        }
    }
}
