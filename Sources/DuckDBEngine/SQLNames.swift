import Relations
import Tables

/// Names that no column of a plan has, whatever its letters' case, since SQL ignores it.
struct SQLNames {
    private let taken: Set<String>
    private var next = 0

    init(avoiding plan: Plan) {
        var taken: Set<String> = []
        Self.collect(plan, into: &taken)
        self.taken = taken
    }

    /// A new hidden name: `#1`, `#2`, ….
    mutating func hidden() -> String {
        repeat { next += 1 } while taken.contains("#\(next)")
        return "#\(next)"
    }

    /// An alias for each name; of two that SQL would confuse, the second gets a mark.
    static func aliases(_ names: [String]) -> [String] {
        var used: Set<String> = []
        let lower = Set(names.map { $0.lowercased() })
        return names.map { name in
            var alias = name
            var mark = 1
            while used.contains(alias.lowercased())
                || (alias != name && lower.contains(alias.lowercased()))
            {
                mark += 1
                alias = "\(name)#\(mark)"
            }
            used.insert(alias.lowercased())
            return alias
        }
    }

    private static func collect(_ plan: Plan, into names: inout Set<String>) {
        for field in plan.schema.fields { names.insert(field.name.lowercased()) }
        for input in plan.inputs { collect(input, into: &names) }
    }
}
