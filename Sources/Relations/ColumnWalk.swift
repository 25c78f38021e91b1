import Tables

/// What is worked out for each column of a plan from those that it is made of.
///
/// Values are followed, not rows: a column that only decides which rows stay makes no other.
protocol ColumnWalk {
    associatedtype Fact

    /// Of a column of a source.
    func scanned(_ field: Field, of source: Source) -> Fact
    /// Of what is computed from the columns of an input.
    func made(_ column: NamedExpression, of input: WalkedPlan<Fact>, inGroups: Bool) -> Fact
    /// Of a column that holds the cells of both.
    func united(_ a: Fact, _ b: Fact) -> Fact
    /// Of a column of SQL's.
    func queried(_ field: Field, _ text: String, of inputs: [WalkedPlan<Fact>]) -> Fact
    /// Of a column that Swift code adds.
    func added(_ field: Field, by transform: BatchTransform, to input: WalkedPlan<Fact>) -> Fact
    /// The same column among other rows.
    func passed(_ fact: Fact, through plan: Plan) -> Fact
    /// The same column, missing in rows that the other side of a join has alone.
    func absent(_ fact: Fact) -> Fact
    /// The same column with something known of it.
    func marked(_ fact: Fact, _ marks: Set<ColumnMark>) -> Fact
}

/// A plan with what was worked out for its columns.
struct WalkedPlan<Fact> {
    let plan: Plan
    let facts: [String: Fact]

    subscript(_ name: String) -> Fact? { facts[name] }
}

extension Plan {
    /// What a walk works out for each column, by name.
    func facts<Walk: ColumnWalk>(_ walk: Walk) -> [String: Walk.Fact] {
        func walked(_ plan: Plan) -> WalkedPlan<Walk.Fact> {
            WalkedPlan(plan: plan, facts: plan.facts(walk))
        }
        func passed(_ facts: [String: Walk.Fact]) -> [String: Walk.Fact] {
            facts.mapValues { walk.passed($0, through: self) }
        }
        switch self {
        case .scan(let source):
            return schema.fields.keyed { walk.scanned($0, of: source) }
        case .project(let input, let columns):
            let input = walked(input)
            return columns.keyed { walk.made($0, of: input, inGroups: false) }
        case .aggregate(let input, let keys, let columns):
            let input = walked(input)
            return passed(
                (keys + columns).keyed { walk.made($0, of: input, inGroups: !keys.isEmpty) }
            )
        case .join(let left, let right, let kind, let keys, let suffix):
            let columns = JoinColumn.all(left.schema, right.schema, kind, on: keys, suffix: suffix)
            return passed(walk.joined(left.facts(walk), right.facts(walk), columns, kind))
        case .append(let inputs):
            let sides = inputs.map { $0.facts(walk) }
            var facts = sides.reduce(into: [:]) { $0.merge($1, uniquingKeysWith: walk.united) }
            for (name, fact) in facts where sides.contains(where: { $0[name] == nil }) {
                facts[name] = walk.absent(fact)
            }
            return passed(facts)
        case .sql(let frames, let text, let schema):
            let inputs = frames.map { walked($0.plan) }
            return passed(schema.fields.keyed { walk.queried($0, text, of: inputs) })
        case .map(let input, let transform):
            let input = walked(input)
            return input.facts.merging(
                transform.adds.keyed { walk.added($0, by: transform, to: input) }
            ) { _, new in new }
        case .marked(let input, let marks):
            var facts = input.facts(walk)
            for (name, marks) in marks { facts[name] = facts[name].map { walk.marked($0, marks) } }
            return facts
        case .sort(let input, _): return input.facts(walk)
        case .filter(let input, _), .distinct(let input, _, _), .slice(let input, _, _),
            .sample(let input, _), .part(let input, _, _), .unnest(let input, _):
            return passed(input.facts(walk))
        }
    }
}

extension ColumnWalk {
    func absent(_ fact: Fact) -> Fact { fact }

    fileprivate func joined(
        _ left: [String: Fact],
        _ right: [String: Fact],
        _ columns: [JoinColumn],
        _ kind: JoinKind
    ) -> [String: Fact] {
        let mayLack = kind == .left || kind == .full || kind == .asof
        var facts: [String: Fact] = [:]
        for column in columns {
            facts[column.field.name] =
                switch column.origin {
                case .left(let name): left[name]
                case .right(let name): mayLack ? right[name].map(absent) : right[name]
                case .either(let name):
                    if let mine = left[name], let other = right[name] {
                        united(mine, other)
                    } else {
                        left[name] ?? right[name]
                    }
                }
        }
        return facts
    }
}

extension [Field] {
    fileprivate func keyed<Fact>(_ fact: (Field) -> Fact) -> [String: Fact] {
        Dictionary(map { ($0.name, fact($0)) }, uniquingKeysWith: { first, _ in first })
    }
}

extension [NamedExpression] {
    fileprivate func keyed<Fact>(_ fact: (NamedExpression) -> Fact) -> [String: Fact] {
        Dictionary(map { ($0.name, fact($0)) }, uniquingKeysWith: { first, _ in first })
    }
}
