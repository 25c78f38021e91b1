import Catalog
import OrderedCollections
import Relations
import Tables
import Values

extension Function {
    static let same = Function(
        "same",
        "Whether two values are alike: frames without order, numbers within a tolerance.",
        family: .session,
        effect: .runs,
        takes: Parameter<Value>("a", "one value"),
        Parameter<Value>("b", "the other"),
        Parameter("tolerance", default: 1e-6, "the relative difference allowed", in: .range(0...1)),
        examples: [Example("same(penguins | sort(year), penguins)", shows: "true")]
    ) { context, a, b, tolerance -> Bool in
        try Likeness(context: context, tolerance: tolerance).same(a, b)
    }
}

/// Compares values as `same` does.
struct Likeness {
    let context: CallContext
    let tolerance: Double

    func same(_ a: Value, _ b: Value) throws -> Bool {
        if let left = a.asFrame, let right = b.asFrame { return try same(left, right) }
        switch (a, b) {
        case (.column(let left), .column(let right)): return try same(left, right)
        case (.scalar(let left), .scalar(let right)): return same(left, right)
        case (.list(let left), .list(let right)):
            guard left.count == right.count else { return false }
            for (x, y) in zip(left, right) where try !same(x, y) { return false }
            return true
        case (.record(let left), .record(let right)):
            guard Set(left.keys) == Set(right.keys) else { return false }
            for (name, x) in left {
                guard let y = right[name], try same(x, y) else { return false }
            }
            return true
        case (.formula(let left), .formula(let right)): return left == right
        case (.range(let a, let b), .range(let c, let d)): return same(a, c) && same(b, d)
        default: return false
        }
    }

    private func same(_ a: Frame, _ b: Frame) throws -> Bool {
        guard Set(a.schema.names) == Set(b.schema.names) else { return false }
        let left = try rows(of: a, in: a.schema.names)
        let right = try rows(of: b, in: a.schema.names)
        guard left.count == right.count else { return false }
        return zip(left, right).allSatisfy { zip($0, $1).allSatisfy { same($0, $1) } }
    }

    /// All rows, in an order that hangs on their content alone; floats count last, being inexact.
    private func rows(of frame: Frame, in names: [String]) throws -> [[Scalar]] {
        let isExact = { (name: String) in frame.schema[name]?.type != .float }
        let keys = (names.filter(isExact) + names.filter { !isExact($0) }).compactMap { name in
            frame.schema[name].map { SortKey(.column(name, $0.type)) }
        }
        let sorted = frame.keeping(names).sorted(by: keys)
        let table = try context.engine.collect(sorted.plan.unseen, in: context.work)
        return (0..<table.count).map { row in table.columns.map { $0[row] } }
    }

    private func same(_ a: Scalar, _ b: Scalar) -> Bool {
        if a == b { return true }
        guard case .some(let x) = a.number, case .some(let y) = b.number else { return false }
        return abs(x - y) <= max(1e-9, tolerance * max(abs(x), abs(y)))
    }
}
