import Diagnostics
import Foundation
import Kernels
import Learning
import LinearAlgebra
import Tables
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

    @Test("a row that alone tells a coefficient has no Cook's distance")
    func alone() throws {
        let cells: [Double] = [1, 2, 3, 4, 5, 6, 0, 0, 0, 0, 0, 1]
        let found = try ResidualTests.cooksDistances(
            Design(rows: 6, columns: 2, cells: cells),
            [2, 3, 5, 4, 6, 90],
            in: WorkContext()
        )
        #expect(found.prefix(5).allSatisfy { $0.isFinite })
        #expect(found[5].isNaN)
    }

    @Test("what rows cannot tell neither holds nor fails")
    func untold() throws {
        var talk = Conversation()
        talk("penguins = load(\"data/penguins.csv\") | drop_missing(sex)")
        talk("train, test = penguins | split(0.6, 0.4, seed: 1)")
        talk("m = logistic(sex ~ bill_length_mm) | fit(train)")
        let all = try talk.table("m | assumptions(test) | collect")
        #expect(all["holds"]?.count == 4)
        talk("one = m | assumptions(test | filter(sex == \"male\"))")
        let table = try talk.table("one | filter(assumption == \"no separation\")")
        #expect(table["holds"]?[0] == .missing && table["advice"]?[0] == .missing)
        #expect(talk("one").contains("no separation, area below 1: these rows cannot tell"))
    }

    @Test("are tested of the probabilities that a model gives, made anew or not")
    func calibrated() throws {
        var talk = Conversation()
        talk("penguins = load(\"data/penguins.csv\") | drop_missing(sex)")
        talk("train, rest = penguins | split(0.4, 0.6, seed: 1)")
        talk("m = lightgbm(sex ~ bill_length_mm, trees: 200, min_rows: 2) | fit(train)")
        talk("c = m | calibrate(rest, method: \"sigmoid\")")
        let statistics = try ["m", "c"].map { name in
            let line = "\(name) | assumptions(rest) | filter(test == \"Hosmer-Lemeshow\")"
            return try #require(try talk.table(line)["statistic"]?[0].number)
        }
        #expect(statistics[1] < statistics[0] / 2)
    }

    @Test("Cook's distance is of the rows that the coefficients come from, and of no others")
    func rowsOfTheFit() throws {
        var talk = Conversation()
        talk("penguins = load(\"data/penguins.csv\") | drop_missing(sex)")
        talk("train, test = penguins | split(0.6, 0.4, seed: 1)")
        talk("m = linear(body_mass_g ~ bill_length_mm) | fit(train)")
        for (rows, count) in [("train", 1), ("test", 0), ("train | filter(year == 2007)", 0)] {
            let line = "m | assumptions(\(rows)) | filter(test == \"Cook's distance\")"
            #expect(try talk.table(line).count == count, "\(rows)")
        }
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
