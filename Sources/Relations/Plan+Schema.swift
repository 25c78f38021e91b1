package import Tables

extension Plan {
    /// The plans that it reads, the left one first.
    package var inputs: [Plan] {
        switch self {
        case .scan: []
        case .filter(let plan, _), .project(let plan, _), .aggregate(let plan, _, _),
            .distinct(let plan, _, _), .sort(let plan, _), .slice(let plan, _, _),
            .sample(let plan, _), .part(let plan, _, _), .map(let plan, _), .unnest(let plan, _),
            .marked(let plan, _):
            [plan]
        case .join(let left, let right, _, _, _): [left, right]
        case .append(let plans): plans
        case .sql(let frames, _, _): frames.map(\.plan)
        }
    }

    /// The same step over other plans in the place of its inputs.
    package func replacingInputs(_ change: (Plan) -> Plan) -> Plan {
        switch self {
        case .scan: self
        case .filter(let input, let condition): .filter(change(input), where: condition)
        case .project(let input, let columns): .project(change(input), columns)
        case .aggregate(let input, let keys, let columns):
            .aggregate(change(input), by: keys, columns)
        case .distinct(let input, let names, let keep):
            .distinct(change(input), on: names, keep: keep)
        case .sort(let input, let keys): .sort(change(input), by: keys)
        case .slice(let input, let slice, let groups): .slice(change(input), slice, by: groups)
        case .sample(let input, let sampling): .sample(change(input), sampling)
        case .join(let left, let right, let kind, let keys, let suffix):
            .join(change(left), change(right), kind, on: keys, suffix: suffix)
        case .unnest(let input, let names): .unnest(change(input), names)
        case .append(let inputs): .append(inputs.map(change))
        case .part(let input, let splitting, let side): .part(change(input), splitting, side)
        case .sql(let frames, let text, let schema):
            .sql(frames.map { NamedPlan($0.name, change($0.plan)) }, text, schema)
        case .map(let input, let transform): .map(change(input), transform)
        case .marked(let input, let marks): .marked(change(input), marks)
        }
    }

    /// The columns that it gives.
    package var schema: Schema {
        switch self {
        case .scan(.files(let source)): source.schema
        case .scan(.database(let source)): source.schema
        case .scan(.table(let memory)): Schema(memory.table.fields)
        case .filter(let plan, _), .distinct(let plan, _, _), .sort(let plan, _),
            .slice(let plan, _, _), .sample(let plan, _), .part(let plan, _, _),
            .marked(let plan, _):
            plan.schema
        case .project(_, let columns): Schema(columns.map(\.field))
        case .aggregate(_, let keys, let columns): Schema((keys + columns).map(\.field))
        case .join(let left, let right, let kind, let keys, let suffix):
            Schema(
                JoinColumn.all(left.schema, right.schema, kind, on: keys, suffix: suffix)
                    .map(\.field)
            )
        case .unnest(let plan, let names): plan.schema.unnesting(names)
        case .append(let plans): Plan.appended(plans.map(\.schema))
        case .sql(_, _, let schema): schema
        case .map(let plan, let transform): Schema(transform.fields(over: plan.schema))
        }
    }

    /// Columns by name, in the order in which they first appear; each of the type that holds all.
    private static func appended(_ schemas: [Schema]) -> Schema {
        var fields: [Field] = []
        var positions: [String: Int] = [:]
        for field in schemas.flatMap(\.fields) {
            if let position = positions[field.name] {
                let unified = fields[position].type.unified(with: field.type)
                fields[position].type = unified ?? fields[position].type
            } else {
                positions[field.name] = fields.count
                fields.append(field)
            }
        }
        return Schema(fields)
    }
}

extension Schema {
    /// The columns when lists have become their elements.
    package func unnesting(_ names: [String]) -> Schema {
        Schema(
            fields.map { field in
                guard names.contains(field.name), case .list(let element) = field.type else {
                    return field
                }
                return Field(field.name, element)
            }
        )
    }
}

extension BatchTransform {
    /// The columns when it has been applied: a name that is there is replaced, and stands behind.
    package func fields(over input: Schema) -> [Field] {
        let added = Set(adds.map(\.name))
        return input.fields.filter { !added.contains($0.name) } + adds
    }
}

extension NamedExpression {
    /// The column that it makes.
    package var field: Field { Field(name, expression.type) }
}

/// A column of a join's result, and where its cells come from.
package struct JoinColumn: Hashable, Sendable {
    package enum Origin: Hashable, Sendable {
        case left(String)
        case right(String)
        /// A key: the left's, or the right's where no left row fits.
        case either(String)
    }

    package var field: Field
    package var origin: Origin

    /// The columns of a join: all of the left, then those of the right that are no keys; a name
    /// that is taken gets the suffix.
    package static func all(
        _ left: Schema,
        _ right: Schema,
        _ kind: JoinKind,
        on keys: [JoinKey],
        suffix: String
    ) -> [JoinColumn] {
        let shared = Set(keys.filter(\.isShared).map(\.right))
        let coalesces = kind == .right || kind == .full
        var columns = left.fields.map { field in
            guard coalesces, shared.contains(field.name), let other = right[field.name] else {
                return JoinColumn(field: field, origin: .left(field.name))
            }
            // Rows of the right may stand alone, so that the key holds the values of either side.
            let type = field.type.unified(with: other.type) ?? field.type
            return JoinColumn(field: Field(field.name, type), origin: .either(field.name))
        }
        if kind == .semi || kind == .anti { return columns }
        var taken = Set(left.names)
        for field in right.fields where !shared.contains(field.name) {
            var name = field.name
            while taken.contains(name) { name += suffix.isEmpty ? "_right" : suffix }
            taken.insert(name)
            columns.append(
                JoinColumn(field: Field(name, field.type), origin: .right(field.name))
            )
        }
        return columns
    }
}
