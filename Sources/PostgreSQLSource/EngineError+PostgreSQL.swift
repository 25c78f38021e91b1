import Relations

extension EngineError.Code {
    static let databaseUnreachable: Self = "database.unreachable"
    static let databaseRefused: Self = "database.refused"
    static let databaseSlow: Self = "database.slow"
    static let databaseLost: Self = "database.lost"
}

/// What servers and libpq say, in our words; no password is in any of them.
extension EngineError {
    static func silent(_ database: Database, _ seconds: Int) -> EngineError {
        EngineError(
            .databaseSlow,
            "`\(database.shown)` did not answer within \(seconds) seconds",
            hints: ["`?connect_timeout=60` at the end of the address waits longer"]
        )
    }

    /// Why there is no connection.
    static func connecting(to database: Database, said: String) -> EngineError {
        let said = database.masking(said)
        let reason = lastClause(said)
        let low = said.lowercased()
        func error(_ code: Code, _ message: String, _ hints: [String] = []) -> EngineError {
            EngineError(code, message, hints: hints, underlying: said)
        }
        if low.contains("password") || low.contains("pg_hba") || low.contains("role \"")
            || low.contains("authentication")
        {
            return error(
                .databaseRefused,
                "`\(database.shown)` lets nobody in: \(reason)",
                ["`PGUSER` and `PGPASSWORD`, or a line of `~/.pgpass`, say who asks"]
            )
        }
        if low.contains("does not exist") {
            return error(.databaseRefused, "`\(database.shown)` is not there: \(reason)")
        }
        if low.contains("invalid uri") || low.contains("connection option")
            || low.contains("invalid port") || low.contains("uri query parameter")
        {
            return error(
                .databaseRefused,
                "the address is not one of a database: \(reason)",
                ["load(\"postgres://host/database\", table: \"name\")"]
            )
        }
        return error(
            .databaseUnreachable,
            "nothing answers at `\(database.shown)`: \(reason)",
            ["`pg_isready -d \(database.shown)` tells when it does"]
        )
    }

    static func lost(_ database: Database, _ said: String) -> EngineError {
        EngineError(
            .databaseLost,
            "`\(database.shown)` broke the connection off",
            hints: ["what was bound stands; run the line again when the server is back"],
            underlying: database.masking(said)
        )
    }

    /// Why a statement failed.
    static func server(
        _ database: Database,
        state: String,
        _ message: String,
        hint: String?,
        isLost: Bool
    ) -> EngineError {
        let said = database.masking(message)
        let hints = hint.map { [$0] } ?? []
        switch state {
        case "57014":
            return EngineError(
                .databaseSlow,
                "the server stopped the query: \(lastClause(said))",
                hints: [
                    "a filter makes less of it; `statement_timeout` on the server sets the limit"
                ],
                underlying: said
            )
        case "57P01", "57P02", "57P03": return lost(database, said)
        case "42501":
            return EngineError(.databaseRefused, lastClause(said), underlying: said)
        case "53100":
            return EngineError(.fileUnwritable, "no space is left on the server's disk")
        default:
            if isLost || state.isEmpty { return lost(database, said) }
            return EngineError(.sqlRefused, lastClause(said), hints: hints, underlying: said)
        }
    }

    /// The clause that says why, in lower case: `FATAL:  role "x" does not exist`.
    private static func lastClause(_ said: String) -> String {
        let lines = said.split(whereSeparator: \.isNewline).map(String.init)
        let line = lines.first { !$0.allSatisfy(\.isWhitespace) } ?? "it does not say why"
        let cut =
            line.firstRange(of: "FATAL:").map { String(line[$0.upperBound...]) }
            ?? line.firstRange(of: "failed: ").map { String(line[$0.upperBound...]) } ?? line
        var clause = cut.replacing("ERROR:", with: "").drop { $0 == " " || $0 == "\t" }
        while clause.last == "." || clause.last == " " { clause.removeLast() }
        guard let first = clause.first, clause.dropFirst().first?.isUppercase != true else {
            return String(clause)
        }
        return first.lowercased() + clause.dropFirst()
    }
}
