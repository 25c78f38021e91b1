package import Catalog
import Diagnostics
import Glibc
import Kernels
import Relations
package import Tables

/// Yeo and Johnson's power of a number that makes its distribution most like a normal one.
package struct PowerTransform: RecipeStep {
    package static let name = "power_transform"
    package static let summary = "The power of a number that makes its distribution most normal."
    package static let settings: [Setting<PowerTransform>] = []
    package static let columns = StepColumns.suiting(.numbers)
    package static let examples = [
        Example("flights | power_transform(distance) | head(2)"),
        Example("recipe(arr_delay ~ distance) | power_transform | scale() | fit(flights)"),
    ]

    package init() {}

    package func learn(_ columns: [Field], from rows: StepRows) throws -> StepLearning {
        var learning = StepLearning([])
        var made: [NamedExpression] = []
        for column in columns {
            let cells = try rows.read([NamedExpression(column)]).columns[0]
                .numbers { _ in .nan }.filter { !$0.isNaN }
            guard !cells.isEmpty else {
                throw Diagnostic.nothingToLearn(PowerTransform.name, column.name, "power")
            }
            let lambda = YeoJohnson.likeliest(for: cells, in: rows.work)
            made.append(NamedExpression(column.name, try transformed(column.column, lambda)))
            learning.facts.append(StepFact(column.name, "lambda", lambda))
        }
        learning.stages = [rows.stage(setting: made)]
        return learning
    }

    private func transformed(_ x: RowExpression, _ lambda: Double) throws -> RowExpression {
        /// The power of `base`, or its logarithm, as it grows from 0 at 1.
        func grown(_ base: RowExpression, _ power: Double) throws -> RowExpression {
            let above = try RowExpression.call("+", base, .number(1))
            guard power.magnitude > YeoJohnson.nothing else { return try .call("log1p", base) }
            let raised = try RowExpression.call("^", above, .number(power))
            return try .call("/", try .call("-", raised, .number(1)), .number(power))
        }
        let x = try RowExpression.call("float", x)
        let down = try grown(try .call("negate", x), 2 - lambda)
        return try .call(
            "case",
            try .call(">=", x, .number(0)),
            try grown(x, lambda),
            try .call("<", x, .number(0)),
            try .call("negate", down),
            .literal(.missing, .float)
        )
    }
}

/// The likelihood of Yeo and Johnson's transformation.
enum YeoJohnson {
    /// A power this small is a logarithm.
    static let nothing = 1e-12

    static func transformed(_ x: Double, _ lambda: Double) -> Double {
        func grown(_ base: Double, _ power: Double) -> Double {
            power.magnitude > nothing ? (pow(base + 1, power) - 1) / power : log1p(base)
        }
        return x >= 0 ? grown(x, lambda) : -grown(-x, 2 - lambda)
    }

    /// The power with the largest likelihood under a normal distribution.
    static func likeliest(for cells: [Double], in work: WorkContext) -> Double {
        let bend = Sums.sum(cells.map { ($0 < 0 ? -1 : 1) * log1p($0.magnitude) })
        let count = Double(cells.count)
        func loss(_ lambda: Double) -> Double {
            let moved = cells.map { transformed($0, lambda) }
            let mean = Sums.mean(moved)
            let variance = Sums.sum(moved.map { ($0 - mean) * ($0 - mean) }) / count
            guard variance > 0, variance.isFinite else { return .infinity }
            return count / 2 * log(variance) - (lambda - 1) * bend
        }
        // The likelihood has one top, and powers beyond these leave the floats.
        var (low, high) = (-8.0, 10.0)
        if loss(1) == .infinity { return 1 }
        let golden = (5.0.squareRoot() - 1) / 2
        var (a, b) = (high - golden * (high - low), low + golden * (high - low))
        var (atA, atB) = (loss(a), loss(b))
        while high - low > 1e-9, !work.cancellation.isCancelled {
            if atA < atB || atB == .infinity && a.magnitude < b.magnitude {
                (high, b, atB) = (b, a, atA)
                a = high - golden * (high - low)
                atA = loss(a)
            } else {
                (low, a, atA) = (a, b, atB)
                b = low + golden * (high - low)
                atB = loss(b)
            }
        }
        return (low + high) / 2
    }
}
