import Catalog

/// Which statements the values of variables hang on.
struct StatementTrail: Sendable, Hashable {
    private var statements: [BoundStatement] = []
    /// For each variable, `_` among them, the places of the statements behind its value.
    private var behind: [String: Set<Int>] = [:]

    mutating func note(_ text: String, reading names: Set<String>, binding targets: [String]) {
        var places = names.reduce(into: Set<Int>()) { $0.formUnion(behind[$1] ?? []) }
        places.insert(statements.count)
        statements.append(BoundStatement(text, binding: targets))
        for name in targets + ["_"] { behind[name] = places }
    }

    func statements(behind names: Set<String>) -> [BoundStatement] {
        names.reduce(into: Set<Int>()) { $0.formUnion(behind[$1] ?? []) }
            .sorted().map { statements[$0] }
    }
}
