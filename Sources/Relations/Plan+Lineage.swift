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
    ///
    /// Values are followed, not rows: a column that only decides which rows stay is in no lineage.
    package var lineage: [ColumnLineage] {
        switch self {
        case .scan(let source): source.lineage
        case .filter(let plan, _), .distinct(let plan, _, _), .sort(let plan, _),
            .slice(let plan, _, _), .sample(let plan, _), .part(let plan, _, _),
            .unnest(let plan, _), .marked(let plan, _):
            plan.lineage.retyped(as: schema)
        case .project(let plan, let columns): plan.lineage.followed(columns)
        case .aggregate(let plan, let keys, let columns): plan.lineage.followed(keys + columns)
        case .join(let left, let right, let kind, let keys, let suffix):
            Plan.joined(
                left.lineage,
                right.lineage,
                JoinColumn.all(left.schema, right.schema, kind, on: keys, suffix: suffix)
            )
        case .append(let plans): Plan.stacked(plans.map(\.lineage)).retyped(as: schema)
        case .sql(let frames, _, let schema):
            schema.fields.map { field in
                field.made(by: "sql", from: frames.flatMap(\.plan.lineage))
            }
        case .map(let plan, let transform):
            plan.lineage.mapped(by: transform).arranged(as: schema)
        }
    }

    private static func joined(
        _ left: [ColumnLineage],
        _ right: [ColumnLineage],
        _ columns: [JoinColumn]
    ) -> [ColumnLineage] {
        columns.compactMap { column in
            var found: ColumnLineage?
            switch column.origin {
            case .left(let name): found = left[name]
            case .right(let name): found = right[name]
            case .either(let name):
                found = left[name]
                found?.sources.add(right[name]?.sources ?? [])
            }
            found?.name = column.field.name
            found?.type = column.field.type
            return found
        }
    }

    /// Columns go by name; each is the first plan's, and hangs on all that have it.
    private static func stacked(_ plans: [[ColumnLineage]]) -> [ColumnLineage] {
        var columns: [ColumnLineage] = []
        for column in plans.joined() {
            if let place = columns.firstIndex(where: { $0.name == column.name }) {
                columns[place].sources.add(column.sources)
            } else {
                columns.append(column)
            }
        }
        return columns
    }
}

extension Source {
    fileprivate var lineage: [ColumnLineage] {
        let (label, fields) =
            switch self {
            case .files(let files): (files.request.path, files.schema.fields)
            case .table(let memory): ("memory", memory.table.fields)
            // Not the place: a server's address may hold a password.
            case .database(let database): (database.rows.title, database.schema.fields)
            }
        return fields.map { field in
            ColumnLineage(
                name: field.name,
                type: field.type,
                origin: .expression(.column(field.name, field.type)),
                sources: [SourceColumn(source: label, column: field.name)]
            )
        }
    }
}

extension Field {
    fileprivate func made(by step: String, from columns: [ColumnLineage]) -> ColumnLineage {
        var sources: [SourceColumn] = []
        for column in columns { sources.add(column.sources) }
        return ColumnLineage(name: name, type: type, origin: .step(step), sources: sources)
    }
}

extension [SourceColumn] {
    fileprivate mutating func add(_ others: [SourceColumn]) {
        for other in others where !contains(other) { append(other) }
    }
}

extension [ColumnLineage] {
    fileprivate subscript(_ name: String) -> ColumnLineage? { first { $0.name == name } }

    /// Beyond this many parts an expression stays as it stands in its stage: texts double with
    /// every stage that reads a column twice.
    private static var longest: Int { 60 }

    /// Columns that are computed from these.
    fileprivate func followed(_ columns: [NamedExpression]) -> [ColumnLineage] {
        columns.map { column in
            let reads = column.expression.fields.map(\.name)
            var sources: [SourceColumn] = []
            for name in reads { sources.add(self[name]?.sources ?? []) }
            return ColumnLineage(
                name: column.name,
                type: column.expression.type,
                origin: origin(of: column.expression),
                sources: sources
            )
        }
    }

    private func origin(of expression: RowExpression) -> ColumnLineage.Origin {
        if case .column(let name, _) = expression, let column = self[name] { return column.origin }
        let followed = expression.replacing { part in
            guard case .column(let name, _) = part,
                case .expression(let origin)? = self[name]?.origin
            else { return nil }
            return origin
        }
        return .expression(followed.size > Self.longest ? expression : followed)
    }

    fileprivate func mapped(by transform: BatchTransform) -> [ColumnLineage] {
        let read = transform.reads.compactMap { self[$0] }
        let added = transform.adds.map { $0.made(by: transform.label, from: read) }
        return filter { column in !added.contains { $0.name == column.name } } + added
    }

    fileprivate func arranged(as schema: Schema) -> [ColumnLineage] {
        schema.names.compactMap { self[$0] }
    }

    fileprivate func retyped(as schema: Schema) -> [ColumnLineage] {
        map { column in
            var column = column
            column.type = schema[column.name]?.type ?? column.type
            return column
        }
    }
}

extension RowExpression {
    /// How many parts it is made of.
    fileprivate var size: Int {
        guard case .call(let call) = self else { return 1 }
        return call.parts.reduce(1) { $0 + $1.size }
    }
}
