import Diagnostics
import Kernels
import Learning
import LinearLearners
import Tables
import Testing

@Suite("Linear and logistic regression")
struct LinearLearnerTests {
    let fixture: Fixture
    let features = ["distance", "hour", "carrier", "temp"]

    init() throws { fixture = try Fixture.read() }

    private func column(_ name: String, of table: Table?) throws -> [Double] {
        let column = try #require(table?[name])
        return (0..<column.count).map { column[$0].number ?? .nan }
    }

    @Test("linear's coefficients, errors and intervals are those of statsmodels")
    func ordinary() throws {
        let data = try fixture.data.table.reading("delay", from: features).dataset
        let summary = try Linear().fit(data, in: WorkContext()).summary
        let table = summary.coefficients
        #expect(agree(try column("estimate", of: table), fixture.ols.estimate))
        #expect(agree(try column("se", of: table), fixture.ols.se))
        #expect(agree(try column("p_value", of: table), fixture.ols.pValue))
        #expect(agree(try column("low", of: table), try #require(fixture.ols.low)))
        #expect(agree(try column("high", of: table), try #require(fixture.ols.high)))
        let r2 = try #require(summary.facts.first { $0.name == "r2" }?.value.number)
        #expect(agree([r2], [try #require(fixture.ols.r2)]))
        #expect(summary.remarks == ["missing values of `temp` count as the mean"])
    }

    @Test("linear with weights is weighted least squares")
    func weighted() throws {
        let data = try fixture.data.table.reading("delay", from: features, weight: "weight").dataset
        let table = try Linear().fit(data, in: WorkContext()).summary.coefficients
        #expect(agree(try column("estimate", of: table), fixture.wls.estimate))
        #expect(agree(try column("se", of: table), fixture.wls.se))
    }

    @Test("logistic's coefficients and errors are those of statsmodels")
    func binary() throws {
        let data = try fixture.data.table.reading("late", from: features).dataset
        let summary = try Logistic().fit(data, in: WorkContext()).summary
        #expect(agree(try column("estimate", of: summary.coefficients), fixture.logit.estimate))
        #expect(agree(try column("se", of: summary.coefficients), fixture.logit.se))
        #expect(agree(try column("p_value", of: summary.coefficients), fixture.logit.pValue))
        let likelihood = summary.facts.first?.value.number ?? .nan
        #expect(agree([likelihood], [try #require(fixture.logit.likelihood)]))
    }

    @Test("logistic of three classes is statsmodels' multinomial logit")
    func multinomial() throws {
        let data = try fixture.data.table.reading("size", from: features).dataset
        let table = try Logistic().fit(data, in: WorkContext()).summary.coefficients
        #expect(
            agree(try column("estimate", of: table), fixture.multinomial.estimate.flatMap(\.self))
        )
        #expect(agree(try column("se", of: table), fixture.multinomial.se.flatMap(\.self)))
    }

    @Test("logistic with l2 is scikit-learn's with C = 1 / l2")
    func ridge() throws {
        let data = try fixture.data.table.reading("late", from: features).dataset
        var learner = Logistic()
        learner.l2 = 3
        let model = try learner.fit(data, in: WorkContext())
        #expect(agree(model.coefficients[0], fixture.ridge))
    }

    @Test("a column that follows from others gets no coefficient, and it is said")
    func aliased() throws {
        var table = fixture.data.table
        table.fields.append(Field("minutes", .float))
        table.columns.append(Column(.float, .floats(fixture.data.hour.map { Double($0) * 60 })))
        let data = try table.reading("delay", from: ["hour", "minutes", "distance"]).dataset
        let summary = try Linear().fit(data, in: WorkContext()).summary
        #expect(
            summary.remarks == ["`minutes` follows from the terms before and got no coefficient"]
        )
        #expect(summary.coefficients?["estimate"]?[2] == .missing)
    }

    @Test("separated classes are reported")
    func separation() throws {
        let hours = (0..<40).map { Double($0) }
        let table = Table(
            [Field("hour", .float), Field("late", .bool)],
            [Column(.float, .floats(hours)), Column(.bool, .bools(hours.map { $0 >= 20 }))]
        )
        let data = try table.reading("late", from: ["hour"]).dataset
        let remarks = try Logistic().fit(data, in: WorkContext()).summary.remarks
        #expect(remarks.count == 1)
        #expect(remarks[0].hasPrefix("`hour` tells the classes apart without error"))
    }

    @Test("more columns than rows leave the errors unknown, and it is said")
    func wide() throws {
        let table = Table(
            [Field("a", .float), Field("b", .float), Field("c", .float), Field("y", .float)],
            [[1.0, 2, 4], [2.0, 1, 7], [0.5, 3, 3], [1.0, 5, 2]].map { Column(.float, .floats($0)) }
        )
        let data = try table.reading("y", from: ["a", "b", "c"]).dataset
        let summary = try Linear().fit(data, in: WorkContext()).summary
        #expect(summary.remarks.contains { $0.contains("standard errors cannot be known") })
        #expect(summary.coefficients?["se"]?[0] == .missing)
    }

    @Test("contributions and base add up to the margin")
    func additivity() throws {
        let data = try fixture.data.table.reading("size", from: features).dataset
        let model = try Logistic().fit(data, in: WorkContext())
        let rows = data.training.features
        let margin = try model.margin(rows, in: WorkContext())
        for (output, parts) in try model.contributions(rows, in: WorkContext()).enumerated() {
            let sums = (0..<rows.rows).map { row in
                (0..<parts.columns).reduce(0.0) { $0 + parts[row, $1] }
            }
            #expect(agree(sums, Array(margin.column(output)), relative: 1e-12))
        }
    }

    @Test("a stored model gives the same predictions to the last bit")
    func storing() throws {
        let table = fixture.data.table
        let linear = try Linear().fit(
            try table.reading("delay", from: features).dataset,
            in: WorkContext()
        )
        let logistic = try Logistic().fit(
            try table.reading("size", from: features).dataset,
            in: WorkContext()
        )
        try checkStoring(linear, table, features)
        try checkStoring(logistic, table, features)
    }

    @Test("threads change nothing", arguments: [2, 4])
    func threads(_ count: Int) throws {
        let data = try fixture.data.table.reading("late", from: features).dataset
        let one = try Logistic().fit(data, in: WorkContext(threads: 1))
        let many = try Logistic().fit(data, in: WorkContext(threads: count))
        #expect(one.coefficients == many.coefficients)
    }
}

/// Whether a model's stored form gives back its predictions.
func checkStoring<Model: FittedModel>(
    _ model: Model,
    _ table: Table,
    _ features: [String]
) throws {
    let matrix = model.features.matrix(
        of: features.compactMap { table[$0] },
        rows: table.count
    )
    let again = try Model(decoding: try model.encoded(), shape: model.shape)
    let before = try model.predict(matrix, in: WorkContext())
    #expect(try again.predict(matrix, in: WorkContext()) == before)
    #expect(try again.encoded() == model.encoded())
}
