import Relations
import Tables
import Values

/// What a bare name may mean in a row expression.
struct RowScope {
    /// The columns, or nil where there is no frame.
    var schema: Schema?
    /// Columns whose values are not to be told.
    var hidden: Set<String> = []
    /// What the frame is called in errors.
    var frameName: String?
    /// Whether names are metrics of a model, not columns.
    var isOfMetrics = false
    /// Columns made earlier in the same `summarize`.
    var made: [String: RowExpression] = [:]
    /// Columns that are the same for all rows of a group.
    var groups: Set<String> = []
    /// Whether rows become one row a group, so that a bare column has no single value.
    var isReducing = false
    /// The reduction or window function in whose argument this is.
    var enclosing: String?
    /// Whether reductions may stand here.
    var takesReductions = true
    /// How to say an order of the rows, where there is none yet.
    var missingOrder: MissingOrder?
    /// The first key by which the rows are in order.
    var order: SortKey?

    /// What `it` is in the body of a `map`: the type of its list's elements.
    var element: ColumnType?

    var isInsideReduction: Bool { enclosing != nil }

    /// The same names where each row has a value of its own.
    var withoutReductions: RowScope {
        var copy = self
        copy.takesReductions = false
        return copy
    }
}

/// A call over rows in no order that was asked for, and what would give them one.
struct MissingOrder {
    var hint: String
}

/// The frames in whose columns a call's quoted arguments are read.
struct QuotedScope {
    var frame: Frame
    var name: String?
    /// The model for whose metrics the columns stand.
    var subject: (any MetricSubject)?
    /// The second frame, where the verb takes two.
    var other: Frame?
    var otherName: String?
    /// The keys of the `by:` beside the reductions that are read.
    var groups: Set<String> = []
    var missingOrder: MissingOrder?
    /// The first key by which the rows are in order: the call's, or one from before it.
    var order: SortKey?

    var rows: RowScope {
        RowScope(
            schema: frame.schema,
            hidden: frame.protectedColumns,
            frameName: name,
            isOfMetrics: subject != nil,
            takesReductions: subject == nil,
            missingOrder: missingOrder,
            order: order
        )
    }
}

/// A quoted argument: read, or waiting for a value that is not known yet.
enum QuotedResult {
    case value(Value)
    case unknown
}
