package import Diagnostics
package import Documents
package import Kernels
package import Relations
package import Tables
package import Values

/// How good a model is on some rows: a measure a row, perhaps for each group.
package struct Evaluation: ShellObject, ShellRepresentable {
    package static let type = ObjectType("evaluation")

    /// One measure of one group.
    package struct Line: Sendable {
        package var group: [Scalar]
        package var score: String
        package var method: String
        package var estimate: IntervalEstimate
    }

    package let model: String
    package let groups: [Tables.Field]
    package let lines: [Line]
    /// Rows that were judged.
    package let rows: Int
    /// The share of each class among them, or their mean.
    package let base: String
    /// Measures by fold, where there were folds.
    private let byFold: [(score: String, values: [Double])]
    /// By what rows were weighted; nil where all count alike.
    private let weight: String?
    /// How often the rows have been looked at; nil for rows that were not held out.
    package let looks: Int?
    /// The path under which members are found: measures without groups.
    private var members: [(name: String, value: Double)] {
        groups.isEmpty ? lines.map { ($0.score, $0.estimate.value) } : []
    }

    /// Measures that were found already.
    init(
        model: String,
        lines: [Line],
        rows: Int,
        base: String,
        byFold: [(score: String, values: [Double])],
        weight: RowExpression?
    ) {
        self.model = model
        self.lines = lines
        self.rows = rows
        self.base = base
        self.byFold = byFold
        self.weight = weight?.text
        looks = nil
        groups = []
    }

    /// Judges scored rows by some measures.
    package init(
        _ scored: Scored,
        model: String,
        groups: [Tables.Field],
        scores: [Score],
        weight: RowExpression? = nil,
        looks: Int? = nil,
        in work: WorkContext
    ) throws {
        guard scored.count > 0 else { throw Diagnostic.nothingToJudge }
        self.model = model
        self.groups = groups
        rows = scored.count
        base = scored.baseWords
        byFold = []
        self.weight = weight?.text
        self.looks = looks
        let level = ReusedRows.level(looks)
        var lines: [Line] = []
        for index in scored.groups.indices {
            let part = scored.group(index)
            for score in scores {
                lines.append(
                    Line(
                        group: scored.groups[index],
                        score: score.name,
                        method: score.method,
                        estimate: try score.estimate(part, level: level, in: work)
                    )
                )
            }
        }
        self.lines = lines
    }

    package var brief: String { "of \(model) on \(rows) rows" }
    package var memberNames: [String] {
        members.map(\.name) + (byFold.isEmpty ? [] : ["folds"]) + (looks == nil ? [] : ["looks"])
    }

    package func member(_ name: String) -> Value? {
        if name == "looks", let looks { return .scalar(.int(Int64(looks))) }
        if name == "folds", !byFold.isEmpty { return .frame(Frame(memory: foldTable)) }
        return members.first { $0.name == name }.map { .scalar(Scalar(finite: $0.value)) }
    }

    package var frame: Frame? { Frame(memory: table) }

    /// Groups, model, metric, value, low, high.
    package var table: Table {
        var columns = groups.enumerated().map { index, field in
            (field, Column(field.type, cells: lines.map { $0.group[index] }))
        }
        columns += [
            (Tables.Field("model", .text), Column(.text, .texts(lines.map { _ in model }))),
            (Tables.Field("metric", .text), Column(.text, .texts(lines.map(\.score)))),
            (Tables.Field("value", .float), Column(finite: lines.map(\.estimate.value)[...])),
            (Tables.Field("low", .float), Column(finite: lines.map(\.estimate.low)[...])),
            (Tables.Field("high", .float), Column(finite: lines.map(\.estimate.high)[...])),
        ]
        return Table(columns.map(\.0), columns.map(\.1))
    }

    /// Fold, metric, value.
    private var foldTable: Table {
        let rows = byFold.flatMap { score, values in
            values.enumerated().map { (fold: Int64($0 + 1), score: score, value: $1) }
        }
        return Table(
            [
                Tables.Field("fold", .int), Tables.Field("metric", .text),
                Tables.Field("value", .float),
            ],
            [
                Column(.int, .ints(rows.map(\.fold))), Column(.text, .texts(rows.map(\.score))),
                Column(finite: rows.map(\.value)[...]),
            ]
        )
    }

    package var document: Document {
        var document = Document([
            .table(TableBlock(of: table, rows: 100)),
            .note(
                "\(rows) row\(rows == 1 ? "" : "s")\(WeightWords.text(weight)), \(base); 95 % intervals: "
                    + MethodWords.text(lines)
            ),
        ])
        if let looks { document.append(.note(ReusedRows.words(looks))) }
        return document
    }
}

/// What becomes of intervals and tests on rows that were held out and are looked at again.
///
/// Bonferroni: the chance that any of k looks misleads stays 5 % where each has a kth of it.
enum ReusedRows {
    static func level(_ looks: Int?) -> Double { 1 - 0.05 / Double(max(1, looks ?? 1)) }

    static func words(_ looks: Int) -> String {
        guard looks > 1 else { return "rows held out, looked at for the first time" }
        return
            "rows held out, looked at \(looks) times: intervals and tests hold for all \(looks) looks"
            + " together, after Bonferroni"
    }
}

/// By what rows were weighted, as part of a sentence.
enum WeightWords {
    static func text(_ weight: String?) -> String { weight.map { " weighted by `\($0)`" } ?? "" }
}

/// Which intervals come from which method, in words.
enum MethodWords {
    static func text(_ lines: [Evaluation.Line]) -> String {
        text(lines.map { ($0.score, $0.method) })
    }

    static func text(_ pairs: [(score: String, method: String)]) -> String {
        var methods: [String] = []
        for pair in pairs where !methods.contains(pair.method) { methods.append(pair.method) }
        return methods.map { method in
            var scores: [String] = []
            for pair in pairs where pair.method == method && !scores.contains(pair.score) {
                scores.append(pair.score)
            }
            return "\(scores.joined(separator: ", ")) by \(method)"
        }.joined(separator: "; ")
    }
}

extension Scored {
    /// What a guess without features would know.
    fileprivate var baseWords: String {
        switch task {
        case .regression:
            return "mean \(Rounded.text(Sums.mean(truth, weights: weights)))"
        case .binary(_, let positive):
            return "\(Rounded.text(Sums.mean(truth, weights: weights))) of them \(positive)"
        case .multiclass(let names):
            var counts = [Double](repeating: 0, count: names.count)
            for (row, label) in labels.enumerated() { counts[label] += weights?[row] ?? 1 }
            let most = counts.indices.max { (counts[$0], $1) < (counts[$1], $0) } ?? 0
            let share = counts[most] / Sums.sum(counts)
            return "\(Rounded.text(share)) of them \(names[most])"
        }
    }
}

/// Numbers within sentences.
enum Rounded {
    /// Four significant digits.
    static func text(_ number: Double) -> String { NumberFormat(digits: 4).string(number) }
}

extension Scalar {
    /// A float, or missing where there is no number.
    package init(finite number: Double) { self = number.isFinite ? .float(number) : .missing }
}

extension Diagnostic {
    package static var nothingToJudge: Diagnostic {
        Diagnostic(
            "evaluate.rows",
            "there are no rows to judge the model by",
            hints: ["count() after each stage of the pipe tells where they went"]
        )
    }
}
