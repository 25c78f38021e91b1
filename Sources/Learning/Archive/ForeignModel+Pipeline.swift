import Diagnostics
import Relations
import Tables
import Values

extension ForeignModel {
    /// The model with what leads to it: its columns by their names, and its target as it was told.
    package func pipeline(
        learner: String,
        target name: String?,
        classes: [String]
    ) throws -> FittedPipeline {
        guard Set(columns.map(\.name)).count == columns.count else {
            throw Diagnostic.modelCorrupt("two of its features have the same name")
        }
        // Whoever names another column is believed.
        let told = notes?.target.flatMap { name == nil || name == $0.name ? $0 : nil }
        let name = name ?? told?.name
        if let name, columns.contains(where: { $0.name == name }) {
            throw Diagnostic(
                "model.target",
                "the target `\(name)` is among the features of the model",
                hints: ["`target:` is the column that it predicts, and never reads"]
            )
        }
        let task = try task(classes.isEmpty ? self.classes?.words ?? [] : classes)
        let features = columns.map { column in
            Feature(column.name, column.levels.map { .category($0.words) } ?? .number)
        }
        var facts = TrainingFacts(rows: 0, droppedRows: 0, seconds: 0, shares: [])
        facts.origin = ModelOrigin(program: program, knowsTarget: name != nil)
        let target = try told.flatMap {
            try Self.target($0, task, isRenamed: !classes.isEmpty)
        }
        let names = columns.map { RowExpression.column($0.name, .float).text }.joined(
            separator: " + "
        )
        return try FittedPipeline(
            learner: LearnerDescription(
                name: learner,
                settings: settings.map { ($0.name, .scalar($0.value)) }
            ),
            formula: (target == nil ? nil : notes?.formula)
                ?? (name.map { RowExpression.column($0, .float).text + " " } ?? "") + "~ "
                    + names,
            expressions: try columns.map { try $0.expression },
            target: try target
                ?? self.target(
                    name ?? "target",
                    task,
                    type: classes.isEmpty ? self.classes?.type : .text
                ),
            model: try model(ModelShape(features: features, task: task)),
            training: facts
        ).deciding(from: notes?.threshold ?? FittedPipeline.plainThreshold)
    }

    /// A target as the file tells it, nil where its classes have other names than it gives; throws
    /// for one of another type than what the graph predicts.
    private static func target(
        _ column: NamedExpression,
        _ task: LearningTask,
        isRenamed: Bool
    ) throws(Diagnostic) -> Target? {
        let type = column.expression.type
        let isFitting =
            task == .regression
            ? type.isNumber
            : type == .bool ? Set(task.labels) == ["false", "true"] : type.isTextual
        if isRenamed, !isFitting { return nil }
        guard isFitting, !column.expression.reduces else {
            throw .modelCorrupt("its target `\(column.name)` is of another type than it predicts")
        }
        return Target(column, task)
    }

    private func task(_ classes: [String]) throws(Diagnostic) -> LearningTask {
        guard case .classes(let count) = outcome else {
            guard classes.isEmpty else {
                throw Diagnostic("model.classes", "the model predicts a number, and has no classes")
            }
            return .regression
        }
        guard classes.isEmpty || classes.count == count else {
            throw Diagnostic(
                "model.classes",
                "the model has \(count) classes, and \(classes.count) are named"
            )
        }
        guard Set(classes).count == classes.count else {
            throw Diagnostic("model.classes", "a class is named twice")
        }
        if count == 2 {
            let labels = classes.isEmpty ? ["false", "true"] : classes
            return .binary(negative: labels[0], positive: labels[1])
        }
        return .multiclass(classes.isEmpty ? (0..<count).map { String($0) } : classes)
    }

    /// Classes without names are true and false, or their codes; `type` is that of their names.
    private func target(
        _ name: String,
        _ task: LearningTask,
        type: ColumnType?
    ) throws(TypeFault) -> Target {
        let expression: RowExpression
        switch task {
        case .regression: expression = .column(name, .float)
        case .binary where type == nil: expression = .column(name, .bool)
        case .binary where type == .text, .multiclass where type == .text:
            expression = .column(name, .text)
        case .binary, .multiclass: expression = try .calling("text", .column(name, .int))
        }
        return Target(NamedExpression(name, expression), task)
    }
}

extension ForeignModel.Column {
    /// Categories are told by words, of numbers too.
    fileprivate var expression: NamedExpression {
        get throws(TypeFault) {
            guard let levels else { return NamedExpression(name, .column(name, .float)) }
            let column = RowExpression.column(name, levels.type)
            switch levels.type {
            case .int:
                return NamedExpression(name, try .calling("text", .calling("int", column)))
            case .bool: return NamedExpression(name, try .calling("text", column))
            default: return NamedExpression(name, column)
            }
        }
    }
}

extension FittedPipeline {
    /// Its expressions over a frame's columns.
    ///
    /// A model file does not tell numbers from flags: either will do.
    func expressions(over schema: Schema) -> [NamedExpression] {
        guard training.origin != nil else { return expressions }
        return expressions.map { column in
            guard case .column(let name, .float) = column.expression, schema[name]?.type == .bool
            else { return column }
            return NamedExpression(column.name, .column(name, .bool))
        }
    }

    /// Refuses to be judged where nobody said by which column.
    func checkTarget() throws(Diagnostic) {
        guard let origin = training.origin, !origin.knowsTarget else { return }
        throw Diagnostic(
            "model.target",
            "the file that the model was loaded from does not tell which column it predicts",
            hints: ["load(\"model.txt\", target: \"late\")"]
        )
    }
}
