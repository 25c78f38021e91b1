import Diagnostics
package import Documents
package import Relations
package import Tables
package import Values

/// Pairs of training and test rows of one frame, on which several models are judged alike.
package struct Folds: ShellObject, ShellRepresentable {
    package static let type = ObjectType("folds")

    /// One pair.
    package struct Fold: Sendable {
        /// From 1, within its repetition.
        package var number: Int
        package var repetition: Int
        package var train: Frame
        package var test: Frame
        package var trainRows: Int
        package var testRows: Int
        /// The share of each stratum among the test rows, or where they begin in the order.
        package var facts: [Scalar]
    }

    package let folds: [Fold]
    /// All rows, of which each fold takes its own.
    package let rows: Frame
    /// How much each row counts, in learning and in judging; nil where all count alike.
    package var weight: RowExpression?
    /// The columns of `facts`.
    let factFields: [Tables.Field]
    /// How they were made, in a clause: "stratified by `late`, seed 7".
    let words: String

    package var count: Int { folds.count }

    /// The test rows of all folds together.
    var testRows: Int { folds.reduce(0) { $0 + $1.testRows } }

    /// Test rows over training rows, the mean of all folds.
    package var ratio: Double {
        folds.reduce(0) { $0 + Double($1.testRows) / Double(max(1, $1.trainRows)) } / Double(count)
    }

    private var isRepeated: Bool { folds.contains { $0.repetition > 1 } }

    package var brief: String {
        let rows = testRows / max(1, folds.count)
        return "\(count) of some \(rows) rows each"
    }

    /// The folds' frames as lists, and how many there are.
    package var memberNames: [String] { ["train", "test", "count"] }

    package func member(_ name: String) -> Value? {
        switch name {
        case "train": .list(folds.map { .frame($0.train) })
        case "test": .list(folds.map { .frame($0.test) })
        case "count": .int(Int64(count))
        default: nil
        }
    }

    package var frame: Frame? { Frame(memory: table) }
    /// What learners learn and are judged by.
    package var argumentFrame: Frame? { rows }

    /// Fold, train, test, then the facts; repeated ones say which repetition they are of.
    package var table: Table {
        func ints(_ name: String, _ number: (Fold) -> Int) -> (Tables.Field, Column) {
            (Tables.Field(name, .int), Column(.int, .ints(folds.map { Int64(number($0)) })))
        }
        var columns = isRepeated ? [ints("repetition", \.repetition)] : []
        columns += [ints("fold", \.number), ints("train", \.trainRows), ints("test", \.testRows)]
        columns += factFields.enumerated().map { index, field in
            (field, Column(field.type, cells: folds.map { $0.facts[index] }))
        }
        return Table(columns.map(\.0), columns.map(\.1))
    }

    package var document: Document {
        Document([
            .table(TableBlock(of: table, rows: 100)),
            .note(words + (weight.map { "; rows weighted by `\($0.text)`" } ?? "")),
        ])
    }
}
