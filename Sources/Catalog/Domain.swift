import Tables
package import Values

/// The values that a parameter admits, beyond their type.
///
/// A domain describes itself, completes itself, and gives tests a value that it refuses.
package enum Domain: Sendable, CustomStringConvertible {
    case anything
    /// A number between two, both in.
    case range(ClosedRange<Double>)
    case choice([String])
    /// A file; the extensions guide completion and refuse nothing.
    case path(extensions: [String])

    package func admits(_ value: Value) -> Bool {
        if case .list(let values) = value { return values.allSatisfy { admits($0) } }
        switch self {
        case .anything, .path: return true
        case .range(let range):
            guard case .scalar(let cell) = value, let number = cell.number else { return true }
            return range.contains(number)
        case .choice(let words):
            guard case .scalar(.text(let text)) = value else { return true }
            return words.contains(text)
        }
    }

    /// What is expected, in words: "from 0 to 1".
    package var description: String {
        switch self {
        case .anything: "anything"
        case .range(let range):
            if range.upperBound == .infinity {
                "\(Domain.text(range.lowerBound)) or more"
            } else {
                "from \(Domain.text(range.lowerBound)) to \(Domain.text(range.upperBound))"
            }
        case .choice(let words): "one of " + words.map { "\"\($0)\"" }.joined(separator: ", ")
        case .path: "a path"
        }
    }

    /// A value outside, or nil when there is none.
    package var refused: Value? {
        switch self {
        case .anything, .path: nil
        case .range(let range):
            if range.lowerBound > -.greatestFiniteMagnitude {
                .int(Int64(range.lowerBound.rounded(.down)) - 1)
            } else {
                .int(Int64(range.upperBound.rounded(.up)) + 1)
            }
        case .choice(let words): .text("not " + words.joined(separator: " or "))
        }
    }

    private static func text(_ number: Double) -> String {
        if let whole = Int64(exactly: number) { return String(whole) }
        return String(number)
    }
}
