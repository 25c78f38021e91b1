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
    package var columnPasts: [String: ColumnPast] { facts(PastWalk()) }
}

/// Follows what is known of columns, and the rows and reductions that they went through.
private struct PastWalk: ColumnWalk {
    func scanned(_ field: Field, of source: Source) -> ColumnPast {
        var past = ColumnPast()
        past.origins = [ColumnPast.Origin(source: source.hashValue, column: field.name)]
        past.rows = [RowsIdentity(source)]
        return past
    }

    func made(
        _ column: NamedExpression,
        of input: WalkedPlan<ColumnPast>,
        inGroups: Bool
    ) -> ColumnPast {
        column.expression.past(
            over: input.facts,
            rows: input.plan.rowsIdentity,
            inGroups: inGroups
        )
    }

    func united(_ a: ColumnPast, _ b: ColumnPast) -> ColumnPast {
        var both = a
        both.formUnion(b)
        return both
    }

    /// A column keeps the past of its name; a new one may be made of all that the text speaks of.
    ///
    /// The text may call one column by the name of another, so that nothing protected goes in
    /// without all that comes out being protected.
    func queried(
        _ field: Field,
        _ text: String,
        of inputs: [WalkedPlan<ColumnPast>]
    ) -> ColumnPast {
        let (text, pasts) = (text.lowercased(), inputs.flatMap(\.facts))
        let own = pasts.filter { $0.key == field.name }
        let spoken = own.isEmpty ? pasts.filter { text.contains($0.key.lowercased()) } : own
        var past = spoken.reduce(into: ColumnPast()) { $0.formUnion($1.value) }
        if pasts.contains(where: \.value.isProtected) { past.marks.insert(.protected) }
        return past
    }

    func added(
        _ field: Field,
        by transform: BatchTransform,
        to input: WalkedPlan<ColumnPast>
    ) -> ColumnPast {
        var past = transform.reads.reduce(into: ColumnPast()) {
            $0.formUnion(input[$1] ?? ColumnPast())
        }
        if !transform.keepsValues { past.marks.remove(.protected) }
        return past
    }

    func passed(_ past: ColumnPast, through plan: Plan) -> ColumnPast {
        var past = past
        past.rows.insert(plan.rowsIdentity)
        return past
    }

    func marked(_ past: ColumnPast, _ marks: Set<ColumnMark>) -> ColumnPast {
        var past = past
        past.marks.formUnion(marks)
        return past
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
