package import Diagnostics
package import Relations

extension RowExpression: ShellRepresentable {
    package static var shellType: ValueType { .expression }
    package init(shell value: Value) throws(Diagnostic) {
        guard case .quoted(.expression(let expression)) = value else {
            throw Self.refusal(of: value)
        }
        self = expression
    }
    package var shellValue: Value { .quoted(.expression(self)) }
}

/// Several row expressions that must all hold, as an argument.
package struct Conditions: ShellRepresentable, Hashable {
    package var all: [RowExpression]
    package init(_ all: [RowExpression] = []) { self.all = all }
    package static var shellType: ValueType { .conditions }
    package init(shell value: Value) throws(Diagnostic) {
        guard case .quoted(.conditions(let found)) = value else { throw Self.refusal(of: value) }
        self.init(found)
    }
    package var shellValue: Value { .quoted(.conditions(all)) }
}

/// Columns that there are, as an argument.
package struct ColumnNames: ShellRepresentable, Hashable {
    package var all: [String]
    package init(_ all: [String] = []) { self.all = all }
    package static var shellType: ValueType { .columnNames }
    package init(shell value: Value) throws(Diagnostic) {
        guard case .quoted(.columnNames(let found)) = value else { throw Self.refusal(of: value) }
        self.init(found)
    }
    package var shellValue: Value { .quoted(.columnNames(all)) }
}

/// One column that there is, as an argument.
package struct ColumnName: ShellRepresentable, Hashable {
    package var name: String
    package init(_ name: String) { self.name = name }
    package static var shellType: ValueType { .columnName }
    package init(shell value: Value) throws(Diagnostic) {
        guard case .quoted(.columnName(let found)) = value else { throw Self.refusal(of: value) }
        self.init(found)
    }
    package var shellValue: Value { .quoted(.columnName(name)) }
}

/// Columns that there are and new ones, in order, as an argument.
package struct Selection: ShellRepresentable, Hashable {
    package var all: [NamedExpression]
    package init(_ all: [NamedExpression] = []) { self.all = all }
    package static var shellType: ValueType { .selection }
    package init(shell value: Value) throws(Diagnostic) {
        guard case .quoted(.selection(let found)) = value else { throw Self.refusal(of: value) }
        self.init(found)
    }
    package var shellValue: Value { .quoted(.selection(all)) }
}

/// New columns, later ones seeing earlier ones, as an argument.
package struct Derivations: ShellRepresentable, Hashable {
    package var all: [NamedExpression]
    package init(_ all: [NamedExpression] = []) { self.all = all }
    package static var shellType: ValueType { .derivations }
    package init(shell value: Value) throws(Diagnostic) {
        guard case .quoted(.derivations(let found)) = value else { throw Self.refusal(of: value) }
        self.init(found)
    }
    package var shellValue: Value { .quoted(.derivations(all)) }
}

/// New columns made of reductions, as an argument.
package struct Reductions: ShellRepresentable, Hashable {
    package var all: [NamedExpression]
    package init(_ all: [NamedExpression] = []) { self.all = all }
    package static var shellType: ValueType { .reductions }
    package init(shell value: Value) throws(Diagnostic) {
        guard case .quoted(.reductions(let found)) = value else { throw Self.refusal(of: value) }
        self.init(found)
    }
    package var shellValue: Value { .quoted(.reductions(all)) }
}

/// Old column names under new ones, as an argument.
package struct Renamings: ShellRepresentable, Hashable {
    package var all: [Renaming]
    package init(_ all: [Renaming] = []) { self.all = all }
    package static var shellType: ValueType { .renamings }
    package init(shell value: Value) throws(Diagnostic) {
        guard case .quoted(.renamings(let found)) = value else { throw Self.refusal(of: value) }
        self.init(found)
    }
    package var shellValue: Value { .quoted(.renamings(all)) }
}

/// What rows are grouped by, as an argument.
package struct Grouping: ShellRepresentable, Hashable {
    package var all: [NamedExpression]
    package init(_ all: [NamedExpression] = []) { self.all = all }
    package static var shellType: ValueType { .grouping }
    package init(shell value: Value) throws(Diagnostic) {
        guard case .quoted(.grouping(let found)) = value else { throw Self.refusal(of: value) }
        self.init(found)
    }
    package var shellValue: Value { .quoted(.grouping(all)) }
}

/// What rows are ordered by, as an argument.
package struct SortKeys: ShellRepresentable, Hashable {
    package var all: [SortKey]
    package init(_ all: [SortKey] = []) { self.all = all }
    package static var shellType: ValueType { .sortKeys }
    package init(shell value: Value) throws(Diagnostic) {
        guard case .quoted(.sortKeys(let found)) = value else { throw Self.refusal(of: value) }
        self.init(found)
    }
    package var shellValue: Value { .quoted(.sortKeys(all)) }
}

/// Pairs of columns of two frames, as an argument.
package struct JoinKeys: ShellRepresentable, Hashable {
    package var all: [JoinKey]
    package init(_ all: [JoinKey] = []) { self.all = all }
    package static var shellType: ValueType { .joinKeys }
    package init(shell value: Value) throws(Diagnostic) {
        guard case .quoted(.joinKeys(let found)) = value else { throw Self.refusal(of: value) }
        self.init(found)
    }
    package var shellValue: Value { .quoted(.joinKeys(all)) }
}
