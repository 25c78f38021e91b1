import Diagnostics
package import Documents
package import Kernels
package import Relations
package import Tables
package import Values

/// Models judged on the same rows, ranked, and tested against the best.
package struct ModelComparison: ShellObject, ShellRepresentable {
    package static let type = ObjectType("comparison")

    /// A model and what it made of the rows.
    package struct Candidate: Sendable {
        package var name: String
        package var scored: Scored
        /// Nil for a baseline, which costs nothing.
        package var cost: ModelCost?

        package init(name: String, scored: Scored, cost: ModelCost? = nil) {
            self.name = name
            self.scored = scored
            self.cost = cost
        }
    }

    /// One model by one measure.
    package struct Line: Sendable {
        package var model: String
        package var score: String
        package var rank: Int
        package var estimate: IntervalEstimate
        /// Its value less that of the best by this measure, on the same rows or folds; nil for the
        /// best itself.
        package var gap: IntervalEstimate?
        /// Of the gap, after Holm.
        package var pValue: Double?
    }

    package let lines: [Line]
    package let rows: Int
    /// How differences were tested, by measure.
    private let methods: [(score: String, method: String)]
    /// How many folds the rows come from; 0 for rows that were judged once.
    private let folds: Int
    private let costs: [(model: String, cost: ModelCost)]
    /// By what rows were weighted; nil where all count alike.
    private let weight: String?
    /// How often the rows have been looked at; nil for rows that were not held out.
    private let looks: Int?

    /// Compares at least two candidates on rows that must be the same for all.
    package init(
        _ candidates: [Candidate],
        scores: [Score],
        weight: RowExpression? = nil,
        looks: Int? = nil,
        in work: WorkContext
    ) throws {
        self.weight = weight?.text
        self.looks = looks
        rows = candidates.first?.scored.count ?? 0
        guard rows > 0 else { throw Diagnostic.nothingToJudge }
        var lines: [Line] = []
        for score in scores { lines += try Self.lines(candidates, score, looks, work) }
        self.lines = lines
        methods = scores.map { ($0.name, $0.pairedMethod) }
        folds = 0
        costs = candidates.compactMap { one in one.cost.map { (one.name, $0) } }
    }

    /// Learners by the same folds, beside the baseline where it is not among them.
    package init(
        _ contenders: [(name: String, found: CrossValidation)],
        hasBaseline: Bool,
        on folds: Folds,
        scores: [Score]
    ) {
        lines = scores.flatMap { score in
            var values = contenders.map { ($0.name, $0.found.values(score)) }
            if !hasBaseline, let first = contenders.first {
                values.append(
                    (Baseline.name, first.found.outcomes.map { score.value($0.baseline) })
                )
            }
            return Self.lines(values, score, ratio: folds.ratio)
        }
        rows = contenders.first?.found.rows ?? 0
        looks = nil
        weight = folds.weight?.text
        methods = scores.map { ($0.name, ResampledMethod.name) }
        self.folds = folds.count
        costs = contenders.map { ($0.name, $0.found.cost) }
    }

    private static func lines(
        _ values: [(name: String, values: [Double])],
        _ score: Score,
        ratio: Double
    ) -> [Line] {
        lines(
            values.map(\.name),
            score,
            values.map { IntervalEstimate.resampled($0.values, ratio: ratio) }
        ) { .resampled(values[$0].values, values[$1].values, ratio: ratio) }
    }

    private static func lines(
        _ candidates: [Candidate],
        _ score: Score,
        _ looks: Int?,
        _ work: WorkContext
    ) throws -> [Line] {
        let level = ReusedRows.level(looks)
        return try lines(
            candidates.map(\.name),
            score,
            candidates.map { try score.estimate($0.scored, level: level, in: work) },
            looks: looks ?? 1
        ) { one, best in
            let (one, best) = (candidates[one].scored, candidates[best].scored)
            return try score.difference(one, best, level: level, in: work)
        }
    }

    /// Ranks by the estimates, and takes the difference of each to the best.
    private static func lines(
        _ names: [String],
        _ score: Score,
        _ estimates: [IntervalEstimate],
        looks: Int = 1,
        _ difference: (_ one: Int, _ best: Int) throws -> PairedDifference
    ) rethrows -> [Line] {
        let order = ranked(estimates.map(\.value), isLoss: score.isLoss)
        let gaps = try order.dropFirst().map { try difference($0, order[0]) }
        let adjusted = MultipleTests.holm(gaps.map(\.pValue)).map { min($0 * Double(looks), 1) }
        return order.enumerated().map { place, index in
            Line(
                model: names[index],
                score: score.name,
                rank: place + 1,
                estimate: estimates[index],
                gap: place == 0 ? nil : gaps[place - 1].estimate,
                pValue: place == 0 ? nil : adjusted[place - 1]
            )
        }
    }

    /// Positions from best to worst; equals keep their order, and what has no value comes last.
    private static func ranked(_ values: [Double], isLoss: Bool) -> [Int] {
        let keys = values.map { value in
            value.isNaN ? Double.infinity : isLoss ? value : -value
        }
        return keys.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }
    }

    package var brief: String { "of \(Set(lines.map(\.model)).count) models on \(rows) rows" }

    package var memberNames: [String] {
        methods.map(\.score) + ["best", "costs"]
    }

    /// `best` is the first by the first measure; a measure gives the best value.
    package func member(_ name: String) -> Value? {
        if name == "costs" { return .frame(Frame(memory: costTable)) }
        if name == "best" { return lines.first.map { .text($0.model) } }
        return lines.first { $0.score == name && $0.rank == 1 }
            .map { .scalar(Scalar(finite: $0.estimate.value)) }
    }

    package var frame: Frame? { Frame(memory: table) }

    /// Model, metric, rank, value, low, high; then gap, gap_low, gap_high and p_value, of the difference
    /// to the best.
    package var table: Table {
        func gaps(_ number: (IntervalEstimate) -> Double) -> Column {
            Column(finite: lines.map { $0.gap.map(number) ?? .nan }[...])
        }
        let columns: [(Tables.Field, Column)] = [
            (Tables.Field("model", .text), Column(.text, .texts(lines.map(\.model)))),
            (Tables.Field("metric", .text), Column(.text, .texts(lines.map(\.score)))),
            (Tables.Field("rank", .int), Column(.int, .ints(lines.map { Int64($0.rank) }))),
            (Tables.Field("value", .float), Column(finite: lines.map(\.estimate.value)[...])),
            (Tables.Field("low", .float), Column(finite: lines.map(\.estimate.low)[...])),
            (Tables.Field("high", .float), Column(finite: lines.map(\.estimate.high)[...])),
            (Tables.Field("gap", .float), gaps(\.value)),
            (Tables.Field("gap_low", .float), gaps(\.low)),
            (Tables.Field("gap_high", .float), gaps(\.high)),
            (Tables.Field("p_value", .float), Column(finite: lines.map { $0.pValue ?? .nan }[...])),
        ]
        return Table(columns.map(\.0), columns.map(\.1))
    }

    /// Some of the columns, for some of the lines.
    private func block(_ names: [String], _ rows: [Int]) -> TableBlock {
        let table = table
        let places = names.compactMap { name in table.fields.firstIndex { $0.name == name } }
        let part = Table(
            places.map { table.fields[$0] },
            places.map { table.columns[$0].gathered(rows) }
        )
        return TableBlock(of: part, rows: 100)
    }

    /// The measures, below them the differences to the best: a line for both would be too wide.
    package var document: Document {
        let measures = ["model", "metric", "rank", "value", "low", "high"]
        let gaps = ["model", "metric", "gap", "gap_low", "gap_high", "p_value"]
        let beaten = lines.indices.filter { lines[$0].gap != nil }
        var document = Document(.table(block(measures, Array(lines.indices))))
        if !beaten.isEmpty { document.append(.table(block(gaps, beaten))) }
        for score in methods.map(\.score) {
            if let verdict = verdict(on: score) { document.append(.note(verdict)) }
        }
        document.append(
            .note(
                (folds > 0 ? "\(folds) folds, " : "")
                    + "\(rows) rows\(WeightWords.text(weight)); gap to the best on the same rows, p_value"
                    + " after Holm: "
                    + MethodWords.text(methods)
            )
        )
        if let looks { document.append(.note(ReusedRows.words(looks))) }
        for line in costLines { document.append(.note(line)) }
        return document
    }

    /// Model, seconds to fit, seconds to score a row, bytes.
    private var costTable: Table {
        Table(
            [
                Tables.Field("model", .text), Tables.Field("fit", .float),
                Tables.Field("score", .float), Tables.Field("size", .int),
            ],
            [
                Column(.text, .texts(costs.map(\.model))),
                Column(finite: costs.map(\.cost.fit)[...]),
                Column(finite: costs.map(\.cost.score)[...]),
                Column(.int, .ints(costs.map { Int64($0.cost.size) })),
            ]
        )
    }

    /// A line a model: where lines break must not hang on how long something took.
    private var costLines: [String] {
        costs.map { model, cost in
            "`\(model)`: fit in \(CostWords.time(cost.fit)), 1,000 rows in "
                + "\(CostWords.time(cost.score * 1000)), \(CostWords.size(cost.size))"
        }
    }

    /// Who leads by a measure, and who cannot be told from the leader.
    private func verdict(on score: String) -> String? {
        let field = lines.filter { $0.score == score }
        guard let best = field.first else { return nil }
        let close = field.dropFirst().filter {
            ($0.pValue ?? 0) >= 0.05 || $0.pValue?.isNaN == true
        }
        guard !close.isEmpty else { return "`\(best.model)` is best by \(score)" }
        let names = close.map { "`\($0.model)`" }.joined(separator: ", ")
        return "`\(best.model)` and \(names) cannot be told apart by \(score)"
    }
}
