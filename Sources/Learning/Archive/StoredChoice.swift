import Diagnostics

/// What chose something of a model, as the JSON of a saved model.
struct StoredChoice: Codable {
    var choice: ChoosingRows.Choice
    var rows: Int
    /// The sum of the rows' digests, in hexadecimal digits.
    var sum: String
    /// How likely a further row is like none of them.
    var novelty: Double
    /// Digests of some rows, sixteen digits each.
    var digests: String
    /// Whether these are the digests of all rows.
    var isWhole: Bool

    /// What is to be kept; nil of what nothing is known.
    init?(_ choosing: ChoosingRows) {
        guard let memory = choosing.memory else { return nil }
        choice = choosing.choice
        rows = memory.rows
        sum = Self.digits(memory.sum)
        novelty = memory.novelty
        digests = memory.sketch.sorted.map(Self.digits).joined()
        isWhole = memory.sketch.isWhole
    }

    var choosing: ChoosingRows {
        get throws(Diagnostic) {
            guard rows >= 0, (0...1).contains(novelty), let sum = UInt64(sum, radix: 16)
            else { throw Self.damaged }
            return ChoosingRows(
                choice: choice,
                plan: nil,
                memory: RowsMemory(
                    rows: rows,
                    sum: sum,
                    novelty: novelty,
                    sketch: RowSketch(saved: try Self.numbers(digests), isWhole: isWhole)
                )
            )
        }
    }

    private static let width = 16

    private static func digits(_ number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: width - digits.count) + digits
    }

    private static func numbers(_ text: String) throws(Diagnostic) -> [UInt64] {
        let digits = Array(text.utf8)
        guard digits.count.isMultiple(of: width) else { throw damaged }
        var numbers: [UInt64] = []
        for start in stride(from: 0, to: digits.count, by: width) {
            let word = String(decoding: digits[start..<start + width], as: UTF8.self)
            guard let number = UInt64(word, radix: 16) else { throw damaged }
            numbers.append(number)
        }
        return numbers
    }

    private static var damaged: Diagnostic {
        .modelCorrupt("what is kept of the rows that chose something is no digest")
    }
}
