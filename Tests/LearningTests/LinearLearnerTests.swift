import Diagnostics
import Kernels
import Learning
import LinearAlgebra
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

    private func penalised(
        _ target: String,
        l1: Double,
        l2: Double,
        weighted: Bool = false,
        threads: Int = 1
    ) throws -> LogisticModel {
        let data = try fixture.data.table
            .reading(target, from: features, weight: weighted ? "weight" : nil).dataset
        var learner = Logistic()
        (learner.l1, learner.l2) = (l1, l2)
        return try learner.fit(data, in: WorkContext(threads: threads))
    }

    @Test("logistic with penalties is scikit-learn's of scaled columns")
    func penalties() throws {
        let expected = try PenalizedFixture.read()
        let cases: [(String, LogisticModel)] = [
            ("binary l2", try penalised("late", l1: 0, l2: 3)),
            ("binary l1", try penalised("late", l1: 6, l2: 0)),
            ("binary l1 weighted", try penalised("late", l1: 6, l2: 0, weighted: true)),
            ("binary both", try penalised("late", l1: 6, l2: 6)),
        ]
        for (name, model) in cases {
            #expect(agree(model.coefficients[0], try expected.coefficients(name)), "\(name)")
        }
    }

    @Test("held as they are, columns have scikit-learn's coefficients with C = 1 / l2")
    func unscaled() throws {
        let data = try fixture.data.table.reading("late", from: features).dataset
        let rows = try EncodedRows(data.features, data.training, in: WorkContext()).matrix
        let fit = try LogisticRegression(l2: 3).fit(
            Design(rows: rows.rows, columns: rows.columns, cells: rows.cells),
            labels: data.training.target.map { Int($0) },
            context: WorkContext()
        )
        #expect(agree(fit.coefficients[0], fixture.ridge))
    }

    @Test("of three classes, too, and the area under their curves")
    func severalPenalties() throws {
        let expected = try PenalizedFixture.read()
        for (name, l1, l2) in [("l1", 6.0, 0.0), ("both", 6, 6), ("l2", 0, 3)] {
            let model = try penalised("size", l1: l1, l2: l2, threads: 2)
            let wanted = try expected.classes("several \(name)")
            for (own, other) in zip(model.coefficients, wanted) {
                // scikit-learn's intercepts add up to zero where its columns are scaled.
                let slopes = zip(own, other).dropFirst()
                #expect(agree(slopes.map(\.0), slopes.map(\.1)), "\(name)")
                let heights = (model.coefficients[0][0], wanted[0][0])
                #expect(
                    agree([own[0] - heights.0], [other[0] - heights.1], relative: 1e-5),
                    "\(name)"
                )
            }
        }
        let model = try penalised("size", l1: 0, l2: 3)
        let data = try fixture.data.table.reading("size", from: features).dataset
        let scored = Scored(
            task: model.task,
            truth: data.training.target,
            outputs: try model.predict(data.training.features, in: WorkContext())
        )
        let area = try #require(try Score.named(["auc"], for: model.task).first)
        #expect(agree([area.value(scored)], try expected.coefficients("several auc")))
    }

    @Test("columns found bit by bit are those found at once")
    func growing() throws {
        let data = try fixture.data.table.reading("size", from: features).dataset
        let rows = try EncodedRows(data.features, data.training, in: WorkContext())
        let design = Design(
            rows: rows.matrix.rows,
            columns: rows.matrix.columns,
            cells: rows.matrix.cells
        )
        var sparse = SparseLogistic(classes: 3, penalty: ElasticPenalty(l1: 20, l2: 0))
        let labels = data.training.target.map { Int($0) }
        let whole = try sparse.fit(design, labels: labels, context: WorkContext())
        sparse.wholeLimit = 0
        let grown = try sparse.fit(design, labels: labels, context: WorkContext(threads: 2))
        #expect(whole.isSettled && grown.isSettled)
        for (one, other) in zip(whole.coefficients, grown.coefficients) {
            #expect(agree(one, other))
        }
        #expect(whole.scaled.flatMap(\.self).contains(0))
        sparse.penalty.l1 = 1e6
        let empty = try sparse.fit(design, labels: labels, context: WorkContext())
        #expect(empty.scaled.flatMap(\.self).allSatisfy { $0 == 0 })
    }

    @Test("a column that follows from others gets no coefficient, and it is said")
    func aliased() throws {
        var table = fixture.data.table
        table.fields.append(Field("minutes", .float))
        table.columns.append(Column(.float, .floats(fixture.data.hour.map { Double($0) * 60 })))
        let data = try table.reading("delay", from: ["hour", "minutes", "distance"]).dataset
        let summary = try Linear().fit(data, in: WorkContext()).summary
        #expect(
            summary.remarks == [
                "`minutes` follows from the terms before and got no coefficient; "
                    + "`ridge` shares the weight among them"
            ]
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
