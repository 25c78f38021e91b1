import Relations
import Values

/// What a bare name may mean in a row expression.
struct RowScope {
    /// The columns, or nil where there is no frame.
    var schema: Schema?
    /// What the frame is called in errors.
    var frameName: String?
    /// Columns made earlier in the same `summarize`.
    var made: [String: RowExpression] = [:]
    /// Columns that are the same for all rows of a group.
    var groups: Set<String> = []
    /// Whether rows become one row a group, so that a bare column has no single value.
    var isReducing = false
    /// Inside a reduction's argument.
    var isInsideReduction = false
}

/// The frames in whose columns a call's quoted arguments are read.
struct QuotedScope {
    var frame: Frame
    var name: String?
    /// The second frame, where the verb takes two.
    var other: Frame?
    var otherName: String?

    var rows: RowScope { RowScope(schema: frame.schema, frameName: name) }
}

/// A quoted argument: read, or waiting for a value that is not known yet.
enum QuotedResult {
    case value(Value)
    case unknown
}
