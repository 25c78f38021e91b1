package import Tables

/// A function or operator of row expressions: one declaration for its help, its typing, its SQL
/// and its evaluation in Swift.
///
/// Two functions are the same when their names are: the library declares each name once.
package struct RowFunction: Sendable {
    package let name: String
    package let summary: String
    package let family: Family
    package let kind: Kind
    package let parameters: [RowParameter]
    /// Lines that show it, ready to paste.
    package let examples: [String]
    /// What the order of the rows means to it.
    package let ordering: Ordering
    /// The type it gives for these arguments, which fit the parameters one by one.
    package let result: @Sendable ([RowArgument]) throws(TypeFault) -> ColumnType
    package let sql: SQLForm
    /// The same meaning without an engine, or nil where only the engine has it.
    package let evaluate: Evaluation?
    /// What it looks up in; the table is part of its name.
    package internal(set) var table: LookupTable?
    /// What it computes in Swift alone; its fingerprint is part of the name.
    package internal(set) var computation: (any RowComputation)?

    /// Columns of equal length (and that length) to a column of that length, or, for a reduction,
    /// of one row.
    package typealias Evaluation = @Sendable ([Column], Int, ColumnType) throws -> Column

    package enum Family: String, Sendable, CaseIterable {
        case operators
        case numbers
        case text
        case time
        case lists
        case choice
        case reduce
        case windows
        case columns
    }

    package enum Kind: Sendable {
        /// A value a row.
        case scalar
        /// A value a group of rows; over a window, that value for each of its rows.
        case reduction
        /// A value a row that hangs on the rows around it.
        case window
    }

    package enum Ordering: Sendable {
        /// The rows may come in any order.
        case free
        /// The rows keep theirs: `list`.
        case kept
        /// An order must be said: `first`.
        case required
        /// Where a row stands among all of them counts, whatever its group: `random`.
        case position
    }

    package init(
        _ name: String,
        _ summary: String,
        _ family: Family,
        kind: Kind = .scalar,
        ordering: Ordering = .free,
        takes parameters: [RowParameter],
        examples: [String] = [],
        sql: SQLForm,
        evaluate: Evaluation? = nil,
        gives result: @escaping @Sendable ([RowArgument]) throws(TypeFault) -> ColumnType
    ) {
        self.name = name
        self.summary = summary
        self.family = family
        self.kind = kind
        self.ordering = ordering
        self.parameters = parameters
        self.examples = examples
        self.sql = sql
        self.evaluate = evaluate
        self.result = result
    }
}

extension RowFunction {
    /// Whether an argument is computed for each element of a list.
    package var hasBody: Bool { parameters.contains { $0.form == .body } }
}

extension RowFunction: Hashable {
    package static func == (a: RowFunction, b: RowFunction) -> Bool { a.name == b.name }
    package func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

/// What a row function takes in one place.
package struct RowParameter: Sendable {
    package let name: String
    package let summary: String
    package let accepts: TypeSet
    /// Taken when nothing is given; nil where something must be.
    package let standard: Scalar?
    /// Takes all positional arguments that are left.
    package let isRest: Bool
    /// Must be the same for all rows: a literal, or a variable's value.
    package let isConstant: Bool
    /// What fills it when it is not given.
    package let ambient: Ambient?
    /// What an argument is read as.
    package let form: Form
    /// The texts it may be, if they are few.
    package let choices: [String]

    /// What stands where a line says nothing.
    package enum Ambient: Sendable {
        /// What the session says.
        case zone
        case seed
        case now
        /// The first argument again.
        case subject
    }

    package enum Form: Sendable {
        /// A value a row.
        case value
        /// A value for each element of the list before it, which is called `it`.
        case body
        /// A record of old and new values, which become arguments one after the other.
        case pairs
    }

    package init(
        _ name: String,
        _ summary: String,
        _ accepts: TypeSet,
        standard: Scalar? = nil,
        isRest: Bool = false,
        isConstant: Bool = false,
        ambient: Ambient? = nil,
        form: Form = .value,
        choices: [String] = []
    ) {
        self.name = name
        self.summary = summary
        self.accepts = accepts
        self.standard = standard
        self.isRest = isRest
        self.isConstant = isConstant
        self.ambient = ambient
        self.form = form
        self.choices = choices
    }
}

/// The column types that a parameter takes.
package enum TypeSet: Sendable, Hashable {
    case anything
    case bool
    case int
    case number
    /// Text, or a category, which is read as text.
    case text
    case duration
    /// A date or a timestamp.
    case moment
    case timeOfDay
    case list
    /// What has an order: numbers, text, moments, durations, categories, bools.
    case ordered
    case oneOf([TypeSet])

    package func contains(_ type: ColumnType) -> Bool {
        if type == .missing { return true }
        switch self {
        case .anything: return true
        case .bool: return type == .bool
        case .int: return type == .int
        case .number: return type.isNumber
        case .text: return type.isTextual
        case .duration: return type == .duration
        case .moment: return type == .date || type == .timestamp
        case .timeOfDay: return type == .time
        case .list:
            guard case .list = type else { return false }
            return true
        case .ordered:
            switch type {
            case .list, .record: return false
            default: return true
            }
        case .oneOf(let sets): return sets.contains { $0.contains(type) }
        }
    }

    /// What was expected, in words: "a number".
    package var words: String {
        switch self {
        case .anything: "any value"
        case .bool: "a bool"
        case .int: "an int"
        case .number: "a number"
        case .text: "a text"
        case .duration: "a duration"
        case .moment: "a date or timestamp"
        case .timeOfDay: "a time"
        case .list: "a list"
        case .ordered: "something with an order"
        case .oneOf(let sets): sets.map(\.words).joined(separator: " or ")
        }
    }
}

/// Arguments that do not go together, or are not what they should be.
package struct TypeFault: Error, Hashable, Sendable {
    /// The code of the diagnostic.
    package var code = "expression.type"
    /// The clause of the diagnostic: "an int is compared with a text".
    package var message: String
    /// Which arguments to point at, with a few words about each.
    package var places: [Place]
    package var hint: String?
    /// Whether places and hint name levels of a category, which are values of it.
    var namesLevels = false

    /// The fault as it may be told where values are protected.
    package var withoutLevels: TypeFault {
        guard namesLevels else { return self }
        var fault = self
        fault.places = places.map {
            Place($0.argument, "its levels are protected", range: $0.range)
        }
        fault.hint = nil
        return fault
    }

    package struct Place: Hashable, Sendable {
        package var argument: Int
        package var words: String
        /// The bytes of a literal text to point at, instead of all of it.
        package var range: Range<Int>?
        package init(_ argument: Int, _ words: String, range: Range<Int>? = nil) {
            self.argument = argument
            self.words = words
            self.range = range
        }
    }

    package init(_ message: String, _ places: [Place], hint: String? = nil) {
        self.message = message
        self.places = places
        self.hint = hint
    }
}

/// What is known of an argument before anything runs.
package struct RowArgument: Hashable, Sendable {
    package var type: ColumnType
    /// The value, where it is the same for all rows.
    package var constant: Scalar?
    /// The column's name, where it is a column as it stands.
    package var column: String?

    package init(_ type: ColumnType, constant: Scalar? = nil, column: String? = nil) {
        self.type = type
        self.constant = constant
        self.column = column
    }

    package init(_ expression: RowExpression) {
        self.init(expression.type, constant: expression.constant)
        if case .column(let name, _) = expression { column = name }
    }
}
