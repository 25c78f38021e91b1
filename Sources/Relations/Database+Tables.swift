import Diagnostics

extension Database {
    /// The one that is meant of a database's tables: the one named, or the only one.
    package func table(
        _ name: String?,
        among tables: [DatabaseTable]
    ) throws(EngineError) -> DatabaseTable {
        func load(_ name: String) -> String { "load(\"\(shown)\", table: \"\(name)\")" }
        guard let name else {
            if tables.count == 1 { return tables[0] }
            let names = tables.prefix(6).map { "`\($0.name)`" }.joined(separator: ", ")
            throw EngineError(
                .tableUnclear,
                tables.isEmpty
                    ? "`\(shown)` holds no table"
                    : "`\(shown)` holds \(tables.count) tables: \(names)"
                        + (tables.count > 6 ? ", …" : ""),
                hints: tables.first.map { [load($0.name), "tables(\"\(shown)\") lists all"] } ?? []
            )
        }
        if let exact = tables.first(where: { $0.name == name }) { return exact }
        let near = Suggestion.close(to: name, among: tables.map(\.name))
        throw EngineError(
            .tableMissing,
            "`\(shown)` holds no table `\(name)`",
            hints: near.isEmpty ? ["tables(\"\(shown)\") lists them"] : near.map(load)
        )
    }
}

extension DatabaseDestination {
    /// Refuses to write over what must stay.
    package func check(against there: DatabaseTable?) throws(EngineError) {
        guard let there else { return }
        if there.isView {
            throw EngineError(
                .tableExists,
                "`\(table)` in `\(database.shown)` is a view",
                hints: ["save(\"\(database.shown)\", table: \"\(table)_2\")"]
            )
        }
        guard !replaces else { return }
        throw EngineError(
            .tableExists,
            "`\(database.shown)` holds a table `\(table)` already",
            hints: ["save(\"\(database.shown)\", table: \"\(table)\", replace: true)"]
        )
    }
}

extension EngineError {
    /// An error of the user's own query, said as one.
    package func ofQuery(_ rows: DatabaseRows) -> EngineError {
        guard case .query = rows, code == .sqlRefused else { return self }
        var error = self
        error.message = "the query is refused: \(message)"
        return error
    }
}

extension String {
    /// SQL without the semicolon and the space behind it.
    package var unterminated: String {
        var text = self[...]
        while let last = text.last, last.isWhitespace || last == ";" { text.removeLast() }
        return String(text)
    }
}
