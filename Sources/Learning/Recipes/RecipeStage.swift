package import Relations
package import Tables

/// What a learned step does to rows, whether an engine runs or not.
package enum RecipeStage: Hashable, Sendable {
    /// The features afterwards, each computed from those before.
    case project([NamedExpression])

    /// The features afterwards.
    package var fields: [Field] {
        switch self {
        case .project(let columns): columns.map(\.field)
        }
    }

    /// The features afterwards, and how each is computed.
    var columns: [NamedExpression] {
        switch self {
        case .project(let columns): columns
        }
    }

    /// For each feature afterwards the columns it is made of.
    var sources: [(name: String, columns: [String])] {
        switch self {
        case .project(let columns): columns.map { ($0.name, $0.expression.columns.sorted()) }
        }
    }

    /// All columns, some of them set anew or added, and others dropped.
    static func setting(
        _ columns: [NamedExpression],
        dropping: Set<String> = [],
        in schema: Schema
    ) -> RecipeStage {
        var new = Dictionary(
            columns.map { ($0.name, $0) },
            uniquingKeysWith: { _, last in last }
        )
        var all: [NamedExpression] = []
        for field in schema.fields {
            if let column = new.removeValue(forKey: field.name) {
                all.append(column)
            } else if !dropping.contains(field.name) {
                all.append(NamedExpression(field.name, .column(field.name, field.type)))
            }
        }
        for column in columns where new.removeValue(forKey: column.name) != nil {
            all.append(column)
        }
        return .project(all)
    }

    /// A frame's rows afterwards, with some columns carried along as they are.
    func applied(to frame: Frame, carrying names: [String]) -> Frame {
        switch self {
        case .project(let columns):
            let carried = names.compactMap { name in
                frame.schema[name].map { NamedExpression(name, .column(name, $0.type)) }
            }
            return frame.projected(columns + carried)
        }
    }
}

extension Schema {
    /// The columns of a stage's result.
    init(_ stage: RecipeStage) { self.init(stage.fields) }
}
