package import Catalog
import Diagnostics
import Kernels
import Relations
package import Tables

/// The mean of the target in a category, drawn towards the mean of all, in the place of the category.
///
/// In training each row gets what the rows of the other folds say, so that no row meets its own
/// target; later rows get what all training rows say. A category that training did not have gets the
/// mean of all; so does a missing one, unless some were missing there.
package struct TargetEncode: RecipeStep {
    package static let name = "target_encode"
    package static let summary = "Categories as the mean of the target in them."
    package static let settings: [Setting<TargetEncode>] = [
        Setting(
            "smoothing",
            \.smoothing,
            "how many rows of the overall mean each category has besides its own",
            in: .range(0...1e12)
        ),
        Setting(
            "folds",
            \.folds,
            "in how many parts training rows are encoded",
            in: .range(2...100)
        ),
    ]
    package static let columns = StepColumns.suiting(.categories)
    package static let examples = [
        Example("recipe(arr_delay ~ carrier + dest) | target_encode(dest) | fit(flights)"),
        Example("linear(recipe(arr_delay ~ dest) | target_encode(smoothing: 50)) | fit(flights)"),
    ]

    package var smoothing = 10.0
    package var folds = 5

    package static func writesValues(of type: ColumnType) -> Bool { true }

    package init() {}

    package func learn(_ columns: [Field], from rows: StepRows) throws -> StepLearning {
        if let target = rows.target, rows.frame.isProtected(target.expression) {
            throw Diagnostic(
                "column.protected",
                "`\(target.name)` is protected, and `target_encode` would write its values down",
                hints: ["hash_encode(\(columns.map(\.name).joined(separator: ", ")))"]
            )
        }
        guard let target = rows.target else { throw Diagnostic.stepNeedsTarget(TargetEncode.name) }
        let folded = try folded(rows)
        let outcomes = try TargetOutcomes(of: target, in: rows)
        var learning = StepLearning([])
        var (later, during): ([NamedExpression], [NamedExpression]) = ([], [])
        for column in columns {
            let sums = try FoldedSums(of: column, outcomes, in: folded, folds: folds)
            let key = try column.column.key
            for (place, outcome) in outcomes.all.enumerated() {
                let name = outcomes.all.count == 1 ? column.name : "\(column.name)_\(outcome.name)"
                let whole = sums.table(place, without: nil, smoothing: smoothing)
                later.append(NamedExpression(name, try .lookup(key, in: whole.table)))
                during.append(NamedExpression(name, try crossFitted(key, sums, place)))
                learning.facts.append(StepFact(name, "mean of all", whole.prior))
                for (category, value) in zip(whole.table.keys, whole.values) {
                    learning.facts.append(StepFact(name, category, value))
                }
            }
        }
        let dropped = Set(columns.map(\.name)).subtracting(later.map(\.name))
        let stage = rows.stage(setting: later, dropping: dropped)
        learning.stages = [stage]
        learning.training = rows.stage(setting: during, dropping: dropped)
            .applied(to: folded.frame, carrying: rows.hidden)
        return learning
    }

    private static let fold = Field("\u{1}fold", .int)

    /// The rows with a fold each, in a hidden column.
    private func folded(_ rows: StepRows) throws -> StepRows {
        let seed = RowExpression.text(String(rows.work.seed))
        let fold = try RowExpression.calling(.fold, [.int(folds), seed]).over(Window())
        var folded = rows
        folded.frame = rows.frame.derived([NamedExpression(Self.fold.name, fold)])
        return folded
    }

    /// What the other folds say, by the fold of the row.
    private func crossFitted(
        _ key: RowExpression,
        _ sums: FoldedSums,
        _ outcome: Int
    ) throws -> RowExpression {
        var parts: [RowExpression] = []
        for fold in 0..<folds {
            let table = sums.table(outcome, without: fold, smoothing: smoothing).table
            parts.append(try .call("==", Self.fold.column, .int(fold)))
            parts.append(try .lookup(key, in: table))
        }
        return try .call("case", parts + [.literal(.missing, .float)])
    }

    /// Sums of the outcomes by category and fold.
    private struct FoldedSums {
        private struct Cell {
            var count = 0.0
            var sums: [Double]
        }

        private var cells: [String: [Cell]] = [:]
        private var missing: [Cell]
        private let order: [String]
        private let folds: Int

        init(
            of column: Field,
            _ outcomes: TargetOutcomes,
            in rows: StepRows,
            folds: Int
        ) throws {
            self.folds = folds
            let keys = [
                NamedExpression("key", try column.column.key),
                NamedExpression("fold", TargetEncode.fold.column),
            ]
            let count = NamedExpression("count", try .call("count", .literal(.missing)))
            let sums = try outcomes.all.map { outcome in
                NamedExpression("sum \(outcome.name)", try .call("sum", outcome.value))
            }
            let frame = rows.frame.summarized([count] + sums, by: keys)
            let table = try rows.engine.collect(frame.plan.unseen, in: rows.work)
            let empty = Array(
                repeating: Cell(sums: Array(repeating: 0, count: outcomes.all.count)),
                count: folds
            )
            missing = empty
            for row in 0..<table.count {
                let fold = Int(table.columns[1][row].number ?? 0)
                let cell = Cell(
                    count: table.columns[2][row].number ?? 0,
                    sums: table.columns[3...].map { $0[row].number ?? 0 }
                )
                if case .text(let text) = table.columns[0][row] {
                    cells[text, default: empty][fold] = cell
                } else {
                    missing[fold] = cell
                }
            }
            order = column.type.sorted(levels: Array(cells.keys))
        }

        /// The encodings by all folds but one.
        func table(
            _ outcome: Int,
            without fold: Int?,
            smoothing: Double
        ) -> (table: LookupTable, values: [Double], prior: Double) {
            func total(_ cells: [Cell]) -> (count: Double, sum: Double) {
                var (count, sum) = (0.0, 0.0)
                for (place, cell) in cells.enumerated() where place != fold {
                    count += cell.count
                    sum += cell.sums[outcome]
                }
                return (count, sum)
            }
            let parts = order.map { total(cells[$0] ?? []) }
            let gap = total(missing)
            let all = (parts + [gap]).reduce((count: 0.0, sum: 0.0)) {
                ($0.count + $1.count, $0.sum + $1.sum)
            }
            let prior = all.count > 0 ? all.sum / all.count : 0
            func mean(_ part: (count: Double, sum: Double)) -> Double {
                let weight = part.count + smoothing
                return weight > 0 ? (part.sum + smoothing * prior) / weight : prior
            }
            let values = parts.map(mean)
            let table = LookupTable(
                keys: order,
                values: Column(
                    .float,
                    .floats(values + [prior, gap.count > 0 ? mean(gap) : prior])
                )
            )
            return (table, values, prior)
        }
    }
}

/// A target as numbers: itself, or 1 for a class and 0 for the others.
struct TargetOutcomes {
    var all: [(name: String, value: RowExpression)]

    /// One for a number and for two classes, then that of the last; else one for each class.
    init(of target: NamedExpression, in rows: StepRows) throws {
        let value = target.expression
        switch value.type {
        case .int, .float: all = [(target.name, try .call("float", value))]
        case .bool: all = [(target.name, try TargetOutcomes.one(value))]
        default:
            let classes = try Categories(of: Field("\u{1}target", value.type), in: rows).all
            let shown = classes.count == 2 ? Array(classes.suffix(1)) : classes
            all = try shown.map { label in
                let test = try RowExpression.call("==", try value.key, .text(label.name))
                return (label.name, try TargetOutcomes.one(test))
            }
        }
    }

    private static func one(_ test: RowExpression) throws -> RowExpression {
        try .call("case", test, .number(1), .number(0))
    }
}
