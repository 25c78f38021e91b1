import Diagnostics
package import Relations
package import Tables

/// What is predicted: an expression over the columns, and the task that follows from its type.
package struct Target: Hashable, Sendable {
    package var column: NamedExpression
    package var task: LearningTask

    package init(_ column: NamedExpression, _ task: LearningTask) {
        self.column = column
        self.task = task
    }

    package var name: String { column.name }
    package var type: ColumnType { column.expression.type }

    /// The type of predictions: the target's, a float for every number.
    package var predictedType: ColumnType {
        switch task {
        case .regression: .float
        case .binary, .multiclass: type
        }
    }

    /// Classes by their codes, as cells of the target's type.
    package func column(ofCodes codes: [Int]) -> Column {
        let labels = task.labels
        guard type != .bool else {
            return Column(.bool, .bools(codes.map { labels[$0] == "true" }))
        }
        guard case .category(let levels) = type else {
            return Column(.text, .texts(codes.map { labels[$0] }))
        }
        let places = labels.map { label in Int32(levels.firstIndex(of: label) ?? 0) }
        return Column(type, .codes(codes.map { places[$0] }))
    }

    /// Cells as numbers or codes of classes; a class that training did not have is a NaN.
    package func numbers(of column: Column) -> [Double] {
        guard task != .regression else { return column.numbers { _ in .nan } }
        let codes = Dictionary(uniqueKeysWithValues: zip(task.labels, 0...))
        if column.type == .bool {
            let words = [codes["false"], codes["true"]].map { $0.map(Double.init) ?? .nan }
            return column.numbers { _ in .nan }.map { $0.isNaN ? .nan : words[Int($0)] }
        }
        return column.numbers { text in codes[text].map(Double.init) ?? .nan }
    }
}

/// Cells of a target in training, batch after batch; the task is found at the end.
struct TargetColumn {
    var column: FeatureColumn
    var cells: [Double] = []
    private let source: NamedExpression

    init(_ source: NamedExpression) throws(Diagnostic) {
        self.source = source
        switch source.expression.type {
        case .bool, .int, .float, .text, .category: break
        case let type:
            throw Diagnostic(
                "target.type",
                "the target `\(source.name)` is \(type.described)",
                hints: ["a number, a bool, a text or a category was expected"]
            )
        }
        column = try FeatureColumn(source.name, source.expression.type)
    }

    /// Adds a batch's cells, and tells which rows have one; nil when all have.
    mutating func append(_ cells: Column) throws(Diagnostic) -> [Int]? {
        let rows = Self.known(in: cells)
        self.cells.append(contentsOf: try column.numbers(of: cells, rows: rows))
        return rows
    }

    private static func known(in cells: Column) -> [Int]? {
        let isFloat = cells.type == .float
        guard cells.missingCount > 0 || isFloat else { return nil }
        let rows = (0..<cells.count).filter { row in
            !cells.isMissing(row) && !(isFloat && (cells[row].number ?? .nan).isNaN)
        }
        return rows.count == cells.count ? nil : rows
    }

    /// The target with its task, and numbers or codes.
    consuming func finished(positive: Scalar?) throws(Diagnostic) -> (Target, [Double]) {
        let source = source
        let (feature, recoding) = column.finished(cells[...])
        let codes = cells
        let cells = recoding.map { recoding in codes.map { recoding($0) } } ?? codes
        let labels: [String]
        switch feature.kind {
        case .number:
            if positive != nil { throw .positiveOfNumber(source.name) }
            return (Target(source, .regression), cells)
        case .flag:
            labels = [0, 1].filter { cells.contains($0) }.map { $0 == 1 ? "true" : "false" }
        case .category(let levels): labels = levels
        }
        guard labels.count > 1 else { throw .oneClass(source.name, labels, cells.count) }
        return try TargetColumn.classes(source, labels, cells, positive)
    }

    private static func classes(
        _ source: NamedExpression,
        _ labels: [String],
        _ cells: [Double],
        _ positive: Scalar?
    ) throws(Diagnostic) -> (Target, [Double]) {
        let chosen = try positive.map { value throws(Diagnostic) in
            try label(of: value, among: labels, of: source.name)
        }
        guard labels.count == 2 else {
            if let chosen { throw .positiveOfMany(source.name, chosen) }
            return (Target(source, .multiclass(labels)), cells)
        }
        guard chosen == labels[0] else {
            return (Target(source, .binary(negative: labels[0], positive: labels[1])), cells)
        }
        let task = LearningTask.binary(negative: labels[1], positive: labels[0])
        return (Target(source, task), cells.map { 1 - $0 })
    }

    private static func label(
        of value: Scalar,
        among labels: [String],
        of name: String
    )
        throws(Diagnostic) -> String
    {
        let word: String
        switch value {
        case .bool(let flag): word = flag ? "true" : "false"
        case .text(let text): word = text
        default: word = "\(value.type.word)"
        }
        guard labels.contains(word) else {
            throw Diagnostic(
                "target.positive",
                "`\(word)` is not a class of `\(name)`",
                hints: ["one of " + labels.prefix(10).joined(separator: ", ")]
            )
        }
        return word
    }
}

extension Diagnostic {
    static func oneClass(_ name: String, _ labels: [String], _ rows: Int) -> Diagnostic {
        guard let only = labels.first, rows > 0 else { return .noRows }
        return Diagnostic(
            "target.classes",
            "`\(name)` is \(only) in all \(rows) rows; two classes or more were expected",
            hints: ["count(\(name))"]
        )
    }

    static func positiveOfNumber(_ name: String) -> Diagnostic {
        Diagnostic(
            "target.positive",
            "`\(name)` is a number, so it has no positive class",
            hints: ["\(name) > 0 ~ ."]
        )
    }

    static func positiveOfMany(_ name: String, _ chosen: String) -> Diagnostic {
        Diagnostic(
            "target.positive",
            "`\(name)` has more than two classes",
            hints: ["\(name) == \"\(chosen)\" ~ ."]
        )
    }

    static var noRows: Diagnostic {
        Diagnostic(
            "learning.rows",
            "there are no rows to learn from",
            hints: ["count() after each stage of the pipe tells where they went"]
        )
    }
}
