package import Diagnostics
import Tables

/// Frames made from frames; every expression was checked against the schema it meets.
extension Frame {
    /// A frame with these columns and no rows, to stand for one in a check.
    package static func ofColumns(_ schema: Schema) -> Frame {
        let table = Table(schema.fields, schema.fields.map { Column($0.type, cells: []) }, count: 0)
        return Frame(.scan(.table(MemoryTable(table))), schema)
    }

    /// The rows for which every condition is true.
    ///
    /// What a condition computes over all rows it computes over those that were there before.
    package func filtered(where conditions: [RowExpression]) -> Frame {
        let (single, over) = (
            conditions.filter { !$0.hasWindow }, conditions.filter(\.hasWindow)
        )
        let narrowed = over.reduce(into: [NamedExpression]()) { columns, condition in
            columns.append(NamedExpression("\u{1}\(columns.count)", condition))
        }
        guard !over.isEmpty, conditions.count > 1 else {
            return Frame(conditions.reduce(plan) { .filter($0, where: $1) }, schema)
        }
        let marks = narrowed.map { RowExpression.column($0.name, $0.expression.type) }
        let marked = adding(narrowed).plan
        let kept = (marks + single).reduce(marked) { .filter($0, where: $1) }
        return Frame(kept, schema).keeping(schema.names)
    }

    /// Exactly these columns, in this order.
    package func projected(_ columns: [NamedExpression]) -> Frame {
        Frame(.project(plan, columns), Schema(columns.map { Field($0.name, $0.expression.type) }))
    }

    /// All columns, and these; later ones see earlier ones, and a name that is there is replaced.
    package func derived(_ columns: [NamedExpression]) -> Frame {
        var frame = self
        var pending: [NamedExpression] = []
        for column in columns {
            let seen = column.expression.columns
            if pending.contains(where: { seen.contains($0.name) || $0.name == column.name }) {
                frame = frame.adding(pending)
                pending = []
            }
            pending.append(column)
        }
        return pending.isEmpty ? frame : frame.adding(pending)
    }

    private func adding(_ columns: [NamedExpression]) -> Frame {
        let kept = schema.fields.map { field in
            columns.first { $0.name == field.name }
                ?? NamedExpression(field.name, .column(field.name, field.type))
        }
        return projected(kept + columns.filter { schema[$0.name] == nil })
    }

    package func keeping(_ names: [String]) -> Frame {
        projected(
            names.compactMap { name in
                schema[name].map { NamedExpression(name, .column(name, $0.type)) }
            }
        )
    }

    /// One row a group, sorted by the keys; without keys, one row.
    package func summarized(_ columns: [NamedExpression], by keys: [NamedExpression]) -> Frame {
        let fields = (keys + columns).map { Field($0.name, $0.expression.type) }
        return Frame(.aggregate(plan, by: keys, columns), Schema(fields))
    }

    package func sorted(by keys: [SortKey]) -> Frame { Frame(.sort(plan, by: keys), schema) }

    package func sliced(_ slice: Slice, by names: [String] = []) -> Frame {
        Frame(.slice(plan, slice, by: names), schema)
    }

    package func distinct(on names: [String], keep: Keep) -> Frame {
        Frame(.distinct(plan, on: names, keep: keep), schema)
    }

    package func sampled(_ sampling: Sampling) -> Frame {
        Frame(.sample(plan, sampling), schema)
    }

    /// The parts of a split, in order.
    package func parts(_ splitting: Splitting) -> [Frame] {
        (0..<splitting.count).map { Frame(.part(plan, splitting, .part($0)), schema) }
    }

    /// All rows but those of one part.
    package func outside(_ part: Int, of splitting: Splitting) -> Frame {
        Frame(.part(plan, splitting, .outside(part)), schema)
    }

    /// Columns added by Swift code; a name that is there is replaced.
    package func mapped(_ transform: BatchTransform) -> Frame {
        let added = Set(transform.adds.map(\.name))
        let fields = schema.fields.filter { !added.contains($0.name) } + transform.adds
        return Frame(.map(plan, transform), Schema(fields))
    }

    /// The rows of both whose keys fit; a right column whose name is taken gets the suffix.
    package func joined(
        _ other: Frame,
        on keys: [JoinKey],
        kind: JoinKind,
        suffix: String = "_right"
    ) -> Frame {
        let columns = JoinColumn.all(schema, other.schema, kind, on: keys, suffix: suffix)
        // Of right rows that are equally near, the last is the one.
        let right = kind == .asof ? other.distinct(on: keys.map(\.right), keep: .last) : other
        return Frame(
            .join(plan, right.plan, kind, on: keys, suffix: suffix),
            Schema(columns.map(\.field))
        )
    }

    /// The others' rows below; columns go by name, those that are absent are missing.
    package func appended(_ others: [Frame]) throws(Diagnostic) -> Frame {
        var fields = schema.fields
        for other in others {
            for field in other.schema.fields {
                guard let position = fields.firstIndex(where: { $0.name == field.name }) else {
                    fields.append(field)
                    continue
                }
                guard let type = fields[position].type.unified(with: field.type) else {
                    throw Diagnostic(
                        "append.type",
                        "`\(field.name)` is \(fields[position].type.described) above and "
                            + "\(field.type.described) below"
                    )
                }
                fields[position].type = type
            }
        }
        return Frame(.append([plan] + others.map(\.plan)), Schema(fields))
    }
}

extension RowExpression {
    fileprivate var hasWindow: Bool { containsCall { $0.window != nil } }
}
