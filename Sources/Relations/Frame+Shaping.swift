package import Tables

/// Frames of other shapes: rows made of columns, lists and combinations.
extension Frame {
    /// A row for each element of these lists.
    package func unnested(_ names: [String]) -> Frame {
        Frame(.unnest(plan, names), schema.unnesting(names))
    }

    /// A row for each of some columns: its name in one new column and its cell in another.
    package func unpivoted(
        _ names: [String],
        name: String,
        value: String
    ) throws(TypeFault) -> Frame {
        let cells = names.compactMap { schema[$0].map { RowExpression.column($0.name, $0.type) } }
        let kept = schema.fields.filter { !names.contains($0.name) }
        let lists = [
            NamedExpression(
                name,
                .literal(.list(names.map { .text($0) }), .list(.text))
            ),
            NamedExpression(value, try .calling(Shaping.list, cells)),
        ]
        return projected(
            kept.map { NamedExpression($0.name, .column($0.name, $0.type)) } + lists
        ).unnested([name, value])
    }

    /// The different rows that another frame has too, or has not; missing is the same as missing.
    package func combined(with other: Frame, keepsShared: Bool) -> Frame {
        distinct(on: [], keep: .first).joined(
            other,
            on: schema.names.map { JoinKey($0, $0, .same) },
            kind: keepsShared ? .semi : .anti
        )
    }

    /// A row for every combination of the columns' values, sorted by them; a step makes the values
    /// of its column regular.
    package func completed(
        _ names: [String],
        steps: [String: Scalar],
        zone: String
    ) throws(TypeFault) -> Frame {
        var grid: Frame?
        for name in names {
            guard let field = schema[name] else { continue }
            let values = try self.values(of: field, step: steps[name], zone)
            grid = grid?.joined(values, on: [], kind: .cross) ?? values
        }
        guard let grid else { return self }
        let keys = names.map { JoinKey($0, $0, .same) }
        return grid.joined(self, on: keys, kind: .full)
            .sorted(
                by: names.compactMap { name in
                    schema[name].map { SortKey(.column(name, $0.type)) }
                }
            )
            .keeping(schema.names)
    }

    /// A column's different values, or those from its least to its largest a step apart.
    private func values(
        of field: Field,
        step: Scalar?,
        _ zone: String
    ) throws(TypeFault) -> Frame {
        let column = RowExpression.column(field.name, field.type)
        guard let step else {
            return summarized([], by: [NamedExpression(field.name, column)])
        }
        let ends = [
            NamedExpression("from", try .calling(Reductions.min, [column])),
            NamedExpression("to", try .calling(Reductions.max, [column])),
        ]
        let list = try RowExpression.calling(
            Shaping.sequence,
            [
                .column("from", field.type), .column("to", field.type), .literal(step),
                .literal(.text(zone)),
            ]
        )
        return summarized(ends, by: []).projected([NamedExpression(field.name, list)])
            .unnested([field.name])
    }
}
