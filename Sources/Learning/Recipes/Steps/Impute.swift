package import Catalog
import Diagnostics
import Relations
package import Tables

/// A value of training rows in the place of a missing one.
///
/// A column that missed nothing in training is filled in as well when it does later.
package struct Impute: RecipeStep {
    package static let name = "impute"
    package static let summary =
        "A median, mean, mode, constant or the mean of near rows in the place of what is missing."
    package static let settings: [Setting<Impute>] = [
        Setting(
            "with",
            \.with,
            "what stands for a missing value",
            in: .choice(["median", "mean", "mode", "constant", "knn"])
        ),
        Setting("value", \.value, "the constant, for `constant`"),
        Setting(
            "neighbors",
            \.neighbors,
            "for `knn`, of how many rows that are near by all numbers; 5 if absent",
            in: .range(1...1000)
        ),
    ]
    package static let columns = StepColumns.suiting(.imputed)
    package static let examples = [
        Example("penguins | impute(bill_length_mm, with: \"mean\") | head(4)"),
        Example(
            "recipe(species ~ .) | impute(columns(type: \"numeric\")) | impute(sex, with: \"mode\")"
                + " | fit(penguins)"
        ),
        Example("recipe(species ~ .) | impute(with: \"knn\", neighbors: 3) | fit(penguins)"),
    ]

    package var with = "median"
    package var value: Scalar?
    package var neighbors: Int?

    package init() {}

    package func learn(_ columns: [Field], from rows: StepRows) throws -> StepLearning {
        guard with == "knn" || neighbors == nil else {
            throw Diagnostic(
                "argument.surplus",
                "`neighbors` is for `knn`, and this imputes a \(with)",
                hints: ["impute(with: \"knn\", neighbors: \(neighbors ?? 5))"]
            )
        }
        let all = columns
        let columns = try fitting(columns, all: rows.schema)
        guard with != "knn" else { return try nearest(columns, rows) }
        let left = all.filter { !columns.contains($0) }
        let found = try rows.reduced(
            try columns.map { NamedExpression($0.name, try reduction(of: $0)) }
                + left.map { NamedExpression($0.name, try .missingCount(of: $0.column)) }
        )
        var learning = StepLearning([])
        var made: [NamedExpression] = []
        for column in columns {
            let cell = with == "constant" ? value ?? .missing : found[column.name] ?? .missing
            guard cell != .missing else {
                throw Diagnostic.nothingToLearn(Impute.name, column.name, with)
            }
            let filler = RowExpression.literal(cell, Impute.type(of: cell, in: column))
            made.append(NamedExpression(column.name, try .call("coalesce", column.column, filler)))
            learning.facts.append(StepFact(column.name, with, cell))
        }
        for column in left {
            guard let count = found[column.name], count != .int(0) else { continue }
            learning.facts.append(StepFact(column.name, "left missing, rows", count))
        }
        learning.stages = [rows.stage(setting: made)]
        return learning
    }

    /// Medians and means are of numbers; a constant is of the column's type.
    private func fitting(_ columns: [Field], all schema: Schema) throws(Diagnostic) -> [Field] {
        if with == "constant" {
            guard let value else {
                throw Diagnostic(
                    "argument.missing",
                    "`impute` with a constant lacks `value`",
                    hints: ["impute(with: \"constant\", value: 0)"]
                )
            }
            for column in columns where column.type.unified(with: value.type) == nil {
                throw Diagnostic(
                    "step.type",
                    "`\(column.name)` is \(column.type.described), and `value` is "
                        + value.type.described
                )
            }
            return columns
        }
        guard with != "mode" else { return columns }
        let isAll =
            columns.count == schema.fields.filter { StepTypes.imputed.contains($0.type) }.count
        let numbers = columns.filter(\.type.isNumber)
        if let other = columns.first(where: { !$0.type.isNumber }), !isAll || numbers.isEmpty {
            throw Diagnostic(
                "step.type",
                "`\(other.name)` is \(other.type.described), which has no "
                    + (with == "knn" ? "mean" : with),
                hints: ["impute(\(other.name), with: \"mode\")"]
            )
        }
        return numbers
    }

    private func reduction(of column: Field) throws -> RowExpression {
        switch with {
        case "mean": try .call("mean", column.column)
        case "mode": try .call("mode", column.column)
        case "constant": try .call("count", column.column)
        default: try .call("median", column.column)
        }
    }

    private static func type(of cell: Scalar, in column: Field) -> ColumnType {
        cell.type == .float ? .float : column.type
    }
}

extension StepTypes {
    fileprivate static let imputed = StepTypes("numbers, texts, categories and bools") {
        $0.isNumber || $0.isTextual || $0 == .bool
    }
}

extension StepFact {
    /// A fact whose value is a cell.
    init(_ column: String, _ learned: String, _ cell: Scalar) {
        if case .text(let text) = cell {
            self.init(column, learned, nil, text: text)
        } else {
            self.init(column, learned, cell.number)
        }
    }
}
