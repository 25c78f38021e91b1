package import Tables

/// Where a column of a plan comes from.
package struct ColumnLineage: Sendable {
    package var name: String
    package var type: ColumnType
    package var origin: Origin
    /// The columns of the sources that its values hang on, in the order of their first use.
    package var sources: [SourceColumn]

    package enum Origin: Sendable {
        /// Computed from the columns of the sources.
        case expression(RowExpression)
        /// Made by what no expression says, in its own words: `sql`, `predicting`.
        case step(String)
    }
}

/// A column of a file, or of a table in memory.
package struct SourceColumn: Hashable, Sendable {
    /// The file's path as typed, or `memory`.
    package var source: String
    package var column: String
}

extension Plan {
    /// Where each column comes from, down to the sources, in the order of the columns.
    package var lineage: [ColumnLineage] {
        let facts = facts(LineageWalk())
        return schema.fields.compactMap { field in
            guard let fact = facts[field.name] else { return nil }
            return ColumnLineage(
                name: field.name,
                type: field.type,
                origin: fact.origin,
                sources: fact.sources
            )
        }
    }
}

/// Follows columns to those of the sources, and what was done to them on the way.
private struct LineageWalk: ColumnWalk {
    struct Fact {
        var origin: ColumnLineage.Origin
        var sources: [SourceColumn]
    }

    func scanned(_ field: Field, of source: Source) -> Fact {
        if case .table(let memory) = source, let known = memory.origins[field.name] {
            return Fact(origin: known.origin, sources: known.sources)
        }
        return Fact(
            origin: .expression(.column(field)),
            sources: [SourceColumn(source: source.title, column: field.name)]
        )
    }

    func made(_ column: NamedExpression, of input: WalkedPlan<Fact>, inGroups: Bool) -> Fact {
        Fact(
            origin: origin(of: column.expression, input),
            sources: Self.sources(column.expression.fields.compactMap { input[$0.name] })
        )
    }

    /// Beyond this many parts an expression stays as it stands in its stage: texts double with
    /// every stage that reads a column twice.
    private static let longest = 60

    private func origin(
        of expression: RowExpression,
        _ input: WalkedPlan<Fact>
    ) -> ColumnLineage.Origin {
        if case .column(let name, _) = expression, let column = input[name] { return column.origin }
        let followed = expression.replacing { part in
            guard case .column(let name, _) = part,
                case .expression(let origin)? = input[name]?.origin
            else { return nil }
            return origin
        }
        return .expression(followed.size > Self.longest ? expression : followed)
    }

    /// The first's own, and all that both hang on.
    func united(_ a: Fact, _ b: Fact) -> Fact {
        Fact(origin: a.origin, sources: Self.sources([a, b]))
    }

    func queried(_ field: Field, _ text: String, of inputs: [WalkedPlan<Fact>]) -> Fact {
        let columns = inputs.flatMap { input in input.plan.schema.names.compactMap { input[$0] } }
        return Fact(origin: .step("sql"), sources: Self.sources(columns))
    }

    func added(_ field: Field, by transform: BatchTransform, to input: WalkedPlan<Fact>) -> Fact {
        Fact(
            origin: .step(transform.label),
            sources: Self.sources(transform.reads.compactMap { input[$0] })
        )
    }

    func passed(_ fact: Fact, through plan: Plan) -> Fact { fact }
    func marked(_ fact: Fact, _ marks: Set<ColumnMark>) -> Fact { fact }

    private static func sources(_ facts: [Fact]) -> [SourceColumn] {
        var sources: [SourceColumn] = []
        for fact in facts { sources.add(fact.sources) }
        return sources
    }
}

extension Source {
    /// What a reader calls it.
    package var title: String {
        switch self {
        case .files(let files): files.request.path
        case .table: "memory"
        // Not the place: a server's address may hold a password.
        case .database(let database): database.rows.title
        }
    }
}

extension [SourceColumn] {
    fileprivate mutating func add(_ others: [SourceColumn]) {
        for other in others where !contains(other) { append(other) }
    }
}

extension RowExpression {
    /// How many parts it is made of.
    fileprivate var size: Int {
        guard case .call(let call) = self else { return 1 }
        return call.parts.reduce(1) { $0 + $1.size }
    }
}
