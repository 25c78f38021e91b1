import Tables

/// Where the values of a column come from, as far as its plan tells.
package struct ColumnPast: Hashable, Sendable {
    /// A column of a source.
    package struct Origin: Hashable, Sendable {
        var source: Int
        var column: String
    }

    /// One value of many rows: a mean, the largest.
    package struct Pooling: Hashable, Sendable {
        package var function: String
        /// What the pooled values are made of.
        package var origins: Set<Origin>
        /// The rows that were pooled.
        package var rows: RowsIdentity
        /// Whether each group of rows has a value of its own.
        package var isGrouped: Bool
    }

    package var marks: Set<ColumnMark> = []
    package var origins: Set<Origin> = []
    /// The rows that its values have gone through, from the source on.
    package var rows: Set<RowsIdentity> = []
    package var poolings: Set<Pooling> = []

    package init() {}

    package mutating func formUnion(_ other: ColumnPast) {
        marks.formUnion(other.marks)
        origins.formUnion(other.origins)
        rows.formUnion(other.rows)
        poolings.formUnion(other.poolings)
    }
}

/// Tells the rows of one plan from those of others; plans that only change columns have the same.
package struct RowsIdentity: Hashable, Sendable {
    private let digest: Int
    init(_ content: some Hashable) { digest = content.hashValue }
}

extension Plan {
    /// Which rows it gives, whatever their columns and order.
    package var rowsIdentity: RowsIdentity {
        switch self {
        case .scan(let source): RowsIdentity(source)
        case .project(let input, _), .sort(let input, _), .map(let input, _),
            .marked(let input, _):
            input.rowsIdentity
        default: RowsIdentity(unmarked)
        }
    }

    /// Its rows, and those of which they are a choice.
    package var rowsBehind: Set<RowsIdentity> {
        var behind: Set = [rowsIdentity]
        switch self {
        case .filter, .distinct, .slice, .sample, .part, .project, .sort, .map, .marked:
            for input in inputs { behind.formUnion(input.rowsBehind) }
        case .join(let left, _, let kind, _, _) where kind != .right && kind != .full:
            behind.formUnion(left.rowsBehind)
        case .scan, .aggregate, .join, .unnest, .append, .sql: break
        }
        return behind
    }

    /// The past of each column that it gives.
    package var columnPasts: [String: ColumnPast] {
        switch self {
        case .scan(let source):
            scanned(RowsIdentity(source), source.hashValue)
        case .project(let input, let columns):
            made(of: columns, over: input, inGroups: false)
        case .aggregate(let input, let keys, let columns):
            passed(made(of: keys + columns, over: input, inGroups: !keys.isEmpty))
        case .join(let left, let right, let kind, let keys, let suffix):
            passed(joined(left, right, kind, keys, suffix))
        case .append(let inputs):
            passed(
                inputs.map(\.columnPasts).reduce(into: [:]) { $0.merge($1) { $0.united(with: $1) } }
            )
        case .sql(let frames, let text, let schema):
            passed(queried(frames.map(\.plan), text.lowercased(), schema))
        case .map(let input, let transform):
            input.columnPasts.merging(added(by: transform, to: input)) { _, new in new }
        case .marked(let input, let marks):
            input.columnPasts.merging(marks.mapValues { ColumnPast(marks: $0) }) {
                $0.united(with: $1)
            }
        case .sort(let input, _): input.columnPasts
        case .filter(let input, _), .distinct(let input, _, _), .slice(let input, _, _),
            .sample(let input, _), .part(let input, _, _), .unnest(let input, _):
            passed(input.columnPasts)
        }
    }

    private func passed(_ pasts: [String: ColumnPast]) -> [String: ColumnPast] {
        let rows = rowsIdentity
        return pasts.mapValues { past in
            var past = past
            past.rows.insert(rows)
            return past
        }
    }

    private func scanned(_ rows: RowsIdentity, _ source: Int) -> [String: ColumnPast] {
        var pasts: [String: ColumnPast] = [:]
        for name in schema.names {
            var past = ColumnPast()
            past.origins = [ColumnPast.Origin(source: source, column: name)]
            past.rows = [rows]
            pasts[name] = past
        }
        return pasts
    }

    private func made(
        of columns: [NamedExpression],
        over input: Plan,
        inGroups: Bool
    ) -> [String: ColumnPast] {
        let (pasts, rows) = (input.columnPasts, input.rowsIdentity)
        return Dictionary(
            columns.map {
                ($0.name, $0.expression.past(over: pasts, rows: rows, inGroups: inGroups))
            },
            uniquingKeysWith: { first, _ in first }
        )
    }

    private func joined(
        _ left: Plan,
        _ right: Plan,
        _ kind: JoinKind,
        _ keys: [JoinKey],
        _ suffix: String
    ) -> [String: ColumnPast] {
        let (lefts, rights) = (left.columnPasts, right.columnPasts)
        var pasts: [String: ColumnPast] = [:]
        for column in JoinColumn.all(left.schema, right.schema, kind, on: keys, suffix: suffix) {
            pasts[column.field.name] =
                switch column.origin {
                case .left(let name): lefts[name]
                case .right(let name): rights[name]
                case .either(let name):
                    (lefts[name] ?? ColumnPast()).united(with: rights[name] ?? ColumnPast())
                }
        }
        return pasts
    }

    private func added(
        by transform: BatchTransform,
        to input: Plan
    ) -> [String: ColumnPast] {
        let pasts = input.columnPasts
        var past = transform.reads.reduce(into: ColumnPast()) {
            $0.formUnion(pasts[$1] ?? ColumnPast())
        }
        if !transform.keepsValues { past.marks.remove(.protected) }
        return Dictionary(
            transform.adds.map { ($0.name, past) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// A column keeps the past of its name; a new one may be made of all that the text speaks of.
    ///
    /// The text may call one column by the name of another, so that nothing protected goes in
    /// without all that comes out being protected.
    private func queried(
        _ inputs: [Plan],
        _ text: String,
        _ schema: Schema
    ) -> [String: ColumnPast] {
        let known = inputs.map(\.columnPasts).reduce(into: [String: ColumnPast]()) {
            $0.merge($1) { $0.united(with: $1) }
        }
        let spoken = known.filter { text.contains($0.key.lowercased()) }.values
            .reduce(into: ColumnPast()) { $0.formUnion($1) }
        let isProtected = known.values.contains(where: \.isProtected)
        return Dictionary(
            schema.names.map { name in
                var past = known[name] ?? spoken
                if isProtected { past.marks.insert(.protected) }
                return (name, past)
            },
            uniquingKeysWith: { first, _ in first }
        )
    }
}

extension ColumnPast {
    fileprivate init(marks: Set<ColumnMark>) { self.marks = marks }

    fileprivate func united(with other: ColumnPast) -> ColumnPast {
        var both = self
        both.formUnion(other)
        return both
    }
}

extension RowExpression {
    /// The past of what it computes over columns with a past.
    package func past(
        over pasts: [String: ColumnPast],
        rows: RowsIdentity,
        inGroups: Bool = false
    ) -> ColumnPast {
        switch self {
        case .literal, .element: return ColumnPast()
        case .column(let name, _): return pasts[name] ?? ColumnPast()
        case .call(let call):
            var past = ColumnPast()
            for part in call.parts {
                past.formUnion(part.past(over: pasts, rows: rows, inGroups: inGroups))
            }
            if call.tellsNoValue { past.marks.remove(.protected) }
            guard call.function.kind == .reduction, !call.function.name.hasPrefix("count"),
                call.window?.order.isEmpty ?? true
            else { return past }
            let pooled = call.arguments.reduce(into: ColumnPast()) {
                $0.formUnion($1.past(over: pasts, rows: rows))
            }
            guard !pooled.origins.isEmpty else { return past }
            past.poolings.insert(
                ColumnPast.Pooling(
                    function: call.function.name,
                    origins: pooled.origins,
                    rows: rows,
                    isGrouped: call.window.map { !$0.partition.isEmpty } ?? inGroups
                )
            )
            return past
        }
    }
}

extension RowCall {
    /// Whether it tells how many cells a column has, and none of them.
    fileprivate var tellsNoValue: Bool {
        guard ["count", "count_distinct", "is missing"].contains(function.name) else {
            return false
        }
        guard case .column? = arguments.first else { return arguments.isEmpty }
        return true
    }
}
