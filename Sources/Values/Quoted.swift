package import Relations

/// An argument that was read in the columns of a frame.
package enum Quoted: Sendable, Hashable {
    case expression(RowExpression)
    case conditions([RowExpression])
    case rules([Rule])
    case requirements([Requirement])
    case columnNames([String])
    case columnName(String)
    case selection([NamedExpression])
    case derivations([NamedExpression])
    case reductions([NamedExpression])
    /// Old names by new ones.
    case renamings([Renaming])
    case grouping([NamedExpression])
    case sortKeys([SortKey])
    case joinKeys([JoinKey])
    /// Names that wait for a frame.
    case awaited(AwaitedColumns)

    package var type: ValueType {
        switch self {
        case .expression: .expression
        case .conditions: .conditions
        case .rules: .rules
        case .requirements: .requirements
        case .columnNames: .columnNames
        case .columnName: .columnName
        case .selection: .selection
        case .derivations: .derivations
        case .reductions: .reductions
        case .renamings: .renamings
        case .grouping: .grouping
        case .sortKeys: .sortKeys
        case .joinKeys: .joinKeys
        case .awaited(let columns): columns.type
        }
    }
}

/// A column's new name and its old one.
package struct Renaming: Sendable, Hashable {
    package var new: String
    package var old: String
    package init(_ new: String, _ old: String) {
        self.new = new
        self.old = old
    }
}
