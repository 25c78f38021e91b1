package import Tables

/// What a parameter takes and what a function gives.
///
/// The types from `expression` on are read in the columns of the call's frame, not evaluated.
package indirect enum ValueType: Hashable, Sendable {
    case anything
    /// One cell of a column type; an int passes for a float.
    case scalar(ColumnType)
    /// Any one cell.
    case cell
    case list
    case record
    case range
    case column
    case frame
    case formula
    case object(ObjectType)
    /// Any of several.
    case oneOf([ValueType])

    /// One row expression: `x`.
    case expression
    /// Several that must all hold: `filter(x…)`.
    case conditions
    /// Several that must all hold, each told on its own: `expect(x…)`.
    case rules
    /// Several conditions on metrics that must all hold: `gate(condition…)`.
    case requirements
    /// Columns that there are: `drop(cols…)`.
    case columnNames
    /// The name of one column that there is.
    case columnName
    /// Columns that there are and new ones, in order: `select(cols…, new = x)`.
    case selection
    /// New columns, later ones seeing earlier ones: `derive(name = x…)`.
    case derivations
    /// New columns made of reductions: `summarize(name = x…)`.
    case reductions
    /// Old names under new ones: `rename(new = old…)`.
    case renamings
    /// Groups: columns, or named expressions.
    case grouping
    /// Keys to sort by: `x`, `desc(x)`.
    case sortKeys
    /// Pairs of columns of two frames.
    case joinKeys

    /// Whether the argument is read in the columns of the call's frame.
    package var isQuoted: Bool {
        switch self {
        case .expression, .conditions, .rules, .requirements, .columnNames, .columnName,
            .selection, .derivations, .reductions, .renamings, .grouping, .sortKeys, .joinKeys:
            true
        default: false
        }
    }

    /// Whether a frame is what it is about: a frame, or a frame or an object that waits for one.
    package var takesFrame: Bool {
        switch self {
        case .frame: true
        case .oneOf(let types): types.first == .frame
        default: false
        }
    }

    /// Whether a value of another type will do where this one is wanted.
    package func admits(_ other: ValueType) -> Bool {
        switch (self, other) {
        case (.anything, _): true
        case (_, .oneOf(let types)): types.contains { admits($0) }
        case (.oneOf(let types), _): types.contains { $0.admits(other) }
        case (.cell, .scalar): true
        case (.scalar(.float), .scalar(.int)): true
        case (.scalar(.text), .scalar(.category)): true
        default: self == other
        }
    }

    /// What is wanted, with its article: "a frame".
    package var described: String {
        switch self {
        case .anything: "a value"
        case .scalar(.float): "a number"
        case .scalar(let type): type.described
        case .cell: "a single value"
        case .object(let type):
            // Some are several by name: folds.
            type.name.hasSuffix("s")
                ? type.name : ("aeiou".contains(type.name.prefix(1)) ? "an " : "a ") + type.name
        case .oneOf(let types): types.map(\.described).joined(separator: " or ")
        case .expression: "an expression over the columns"
        case .conditions, .rules: "conditions"
        case .requirements: "conditions on metrics"
        case .columnNames, .selection: "columns"
        case .columnName: "a column"
        case .derivations: "`name = expression`"
        case .reductions: "`name = reduction`"
        case .renamings: "`new = old`"
        case .grouping: "columns to group by"
        case .sortKeys: "columns to order by"
        case .joinKeys: "columns to join on"
        default: "a " + word
        }
    }

    /// The word by which help and `:vars` call it.
    package var word: String {
        switch self {
        case .anything, .cell: "value"
        case .scalar(.float): "number"
        case .scalar(let type): type.word
        case .list: "list"
        case .record: "record"
        case .range: "range"
        case .column, .columnName: "column"
        case .frame: "frame"
        case .formula: "formula"
        case .object(let type): type.name
        case .oneOf(let types): types.map(\.word).joined(separator: " or ")
        case .expression: "expression"
        case .conditions, .rules, .requirements: "conditions"
        case .columnNames, .selection: "columns"
        case .derivations, .reductions: "name = expression"
        case .renamings: "new = old"
        case .grouping: "columns"
        case .sortKeys: "columns"
        case .joinKeys: "keys"
        }
    }
}
