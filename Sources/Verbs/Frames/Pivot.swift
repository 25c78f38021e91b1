import Catalog
import Diagnostics
import Relations
import Tables
import Values

extension Function {
    static let pivot = Function(
        "pivot",
        "Rows as columns: one for each value of `names`; a row for each combination of the rest.",
        family: .frames,
        effect: .runs,
        takes: Parameter<Frame>("frame", "the frame to read"),
        Parameter<ColumnNames>("names", "the columns whose values become names"),
        Parameter<ColumnNames>("values", "the columns whose cells become theirs"),
        Parameter<String?>(
            "reduce",
            "what makes one value of several",
            in: .choice(["sum", "mean", "median", "min", "max", "count", "list"])
        ),
        examples: [
            Example("penguins | count(species, island) | pivot(names: island, values: count)"),
            Example(
                "penguins | select(species, sex, body_mass_g) "
                    + "| pivot(names: sex, values: body_mass_g, reduce: \"mean\")"
            ),
        ]
    ) { context, frame, names, values, reduce in
        try Pivoting(frame, names.all, values.all, reduce, context).frame()
    }
}

/// A pivot in the making: its columns are known when the values of `names` are.
private struct Pivoting {
    /// More columns than a person looks at, and than the engine likes.
    private static let widest = 1000

    let source: Frame
    let names: [String]
    let values: [String]
    let reduce: String?
    let context: CallContext
    let kept: [NamedExpression]

    init(
        _ source: Frame,
        _ names: [String],
        _ values: [String],
        _ reduce: String?,
        _ context: CallContext
    ) throws(Diagnostic) {
        (self.source, self.names, self.values) = (source, names, values)
        (self.reduce, self.context) = (reduce, context)
        let used = names + values
        try Uniqueness.check(used, at: context.span)
        kept = source.schema.fields.filter { !used.contains($0.name) }
            .map { NamedExpression($0.name, .column($0.name, $0.type)) }
    }

    func frame() throws -> Frame {
        if reduce == nil { try refuseRepeated() }
        var columns: [NamedExpression] = []
        let rows = try combinations()
        for value in values {
            for row in rows { columns.append(try column(of: value, where: row)) }
        }
        try Uniqueness.check((kept + columns).map(\.name), at: context.span(of: "names"))
        let result = source.summarized(columns, by: kept)
        if rows.count > 1, kept.count > 1 { try noteRowsKept(result) }
        return result
    }

    /// Says that no two rows became one, because of the columns that are neither names nor values.
    private func noteRowsKept(_ result: Frame) throws {
        let engine = try context.engine
        let before = try engine.count(source.plan, in: context.work)
        guard before > 1, try engine.count(result.plan, in: context.work) == before else { return }
        let key = kept.first { [.text, .bool].contains($0.expression.type) } ?? kept[0]
        let chosen = [key.name] + names + values
        func listed(_ names: [String]) -> String {
            names.map { RowExpression.column($0, .missing).text }.joined(separator: ", ")
        }
        func slot(_ names: [String]) -> String {
            names.count == 1 ? listed(names) : "[\(listed(names))]"
        }
        let summary = reduce ?? "mean"
        context.notes.note(
            "each of the \(before) rows is still a row: \(kept.count) other columns keep them apart",
            hints: [
                "select(\(listed(chosen))) | pivot(names: \(slot(names)), values: \(slot(values)), "
                    + "reduce: \"\(summary)\")"
            ]
        )
    }

    /// The different values of `names`, sorted.
    private func combinations() throws -> [[Scalar]] {
        let keys = names.compactMap { name in
            source.schema[name].map { NamedExpression(name, .column(name, $0.type)) }
        }
        try context.refuseProtected(
            keys,
            of: source,
            at: "names",
            because: "`pivot` would make columns of its values"
        )
        let different = source.summarized([], by: keys)
        let table = try context.engine.collect(
            different.sliced(.head(Int64(Self.widest + 1))).plan,
            in: context.work
        )
        guard table.count * values.count <= Self.widest else {
            let count = try context.engine.count(different.plan, in: context.work)
            throw Diagnostic(
                "pivot.wide",
                "\(count) values would become \(count * Int64(values.count)) columns",
                at: context.span(of: "names"),
                "at most \(Self.widest) columns were expected",
                hints: ["count(\(names.joined(separator: ", ")))"]
            )
        }
        return (0..<table.count).map { row in table.columns.map { $0[row] } }
    }

    private func column(of value: String, where row: [Scalar]) throws -> NamedExpression {
        let cell = source.schema[value].map { RowExpression.column(value, $0.type) }
        var chosen = cell ?? .literal(.missing)
        for (name, part) in zip(names, row) {
            let subject = RowExpression.column(name, source.schema[name]?.type ?? .missing)
            let fits =
                part == .missing
                ? try RowExpression.calling(.isMissing, [subject])
                : try .calling(.equal, [subject, .literal(part, subject.type)])
            chosen = try .calling(.choose, [fits, chosen, .literal(.missing, chosen.type)])
        }
        let words = row.map { Presentation(context).words(of: $0) }
        let title = ((values.count > 1 ? [value] : []) + words).joined(separator: "_")
        return NamedExpression(title, try reduction(of: chosen, value))
    }

    private func reduction(of chosen: RowExpression, _ value: String) throws -> RowExpression {
        if let reduce {
            do throws(TypeFault) {
                return try .calling(reduce, chosen)
            } catch {
                throw Diagnostic(
                    "expression.type",
                    error.message,
                    at: context.span(of: "reduce"),
                    "`\(value)` is \(chosen.type.described)"
                )
            }
        }
        // There is one value at most, so that any of these takes it as it is.
        switch chosen.type {
        case .list, .record: return try .calling("first", chosen)
        default: return try .calling("max", chosen)
        }
    }

    /// Refuses several rows for one cell.
    private func refuseRepeated() throws {
        var number = "rows"
        while source.schema[number] != nil { number += "_" }
        let keys =
            kept
            + names.compactMap { name in
                source.schema[name].map { NamedExpression(name, .column(name, $0.type)) }
            }
        let counted = NamedExpression(number, try .calling("count"))
        let several = try RowExpression.calling(
            .greater,
            [.column(number, .int), .literal(.int(1))]
        )
        let found = source.summarized([counted], by: keys).filtered(where: [several])
        let table = try context.engine.collect(found.sliced(.head(1)).plan, in: context.work)
        guard table.count > 0, case .int(let rows)? = table.columns.last?[0] else { return }
        let presentation = Presentation(context)
        let hidden = source.protectedColumns
        let cells = zip(keys, table.columns).map { key, column in
            let cell =
                hidden.contains(key.name) ? Presentation.blot : presentation.words(of: column[0])
            return "\(key.name) \(cell)"
        }
        throw Diagnostic(
            "pivot.repeated",
            "\(rows) rows would share one cell: \(cells.joined(separator: ", "))",
            at: context.span,
            "one row for each was expected",
            hints: ["reduce: \"mean\"", "reduce: \"count\""]
        )
    }
}
