import Kernels
import Tables

/// Chance in row expressions.
extension Numbers {
    /// Called by its place in the order of all rows, so that threads and batches change nothing.
    static let random = RowFunction(
        "random",
        "A number from 0 to 1, 1 left out, by chance, another in each row.",
        .numbers,
        kind: .window,
        ordering: .position,
        takes: [
            RowParameter("seed", "where chance begins", .int, isConstant: true, ambient: .seed)
        ],
        examples: ["random(seed: 1)"],
        sql: .made { call in
            // The upper 53 bits of 64 as a fraction of 1.
            guard call.operands[0].constant != .missing else { return "CAST(NULL AS DOUBLE)" }
            let word =
                "epilogue_random(\(call.position), \(seed(call.operands[0].constant))::UBIGINT)"
            return "(CAST(\(word) >> 11 AS DOUBLE) * 1.1102230246251565e-16)"
        },
        evaluate: { columns, count, type in
            guard count > 0, columns[0][0] != .missing else { return .missing(type, count: count) }
            let stream = RandomStream(seed: seed(columns[0][0]), purpose: "random")
            return .floats((0..<count).map { stream.uniform(row: $0) }, nil)
        },
        gives: { _ throws(TypeFault) in .float }
    )

    private static func seed(_ value: Scalar?) -> UInt64 {
        guard case .int(let seed) = value else { return 0 }
        return UInt64(bitPattern: seed)
    }
}

extension RowExpression {
    /// The same expression, its draws made for what they become: two columns, or two draws of one
    /// column, are not alike.
    package func drawn(for title: String) -> RowExpression {
        guard containsCall(where: { $0.function == Numbers.random }) else { return self }
        var draws = 0
        return replacing { part in
            guard case .call(var call) = part, call.function == Numbers.random,
                case .int(let seed) = call.arguments[0].constant
            else { return nil }
            let stream = RandomStream(seed: UInt64(bitPattern: seed), purpose: "random " + title)
            let own = Int64(bitPattern: stream.word(row: draws))
            draws += 1
            call.arguments = [.literal(.int(own))]
            return .call(call)
        }
    }
}
