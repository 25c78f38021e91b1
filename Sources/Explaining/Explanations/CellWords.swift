package import Documents
package import Tables

/// How cells become text under a session's settings, such as its time zone.
package struct CellWords: Sendable {
    private let cell: @Sendable (Scalar) -> Cell

    package init(_ cell: @escaping @Sendable (Scalar) -> Cell) { self.cell = cell }

    /// The whole cell; nil where it is missing.
    func text(_ scalar: Scalar) -> String? {
        text(scalar) { String($0) }
    }

    /// The cell with four significant digits, for labels; nil where it is missing.
    package func short(_ scalar: Scalar) -> String? {
        text(scalar) { NumberFormat().string($0) }
    }

    /// The cell with ten significant digits, beside a threshold; nil where it is missing.
    func long(_ scalar: Scalar) -> String? {
        text(scalar) { NumberFormat(digits: 10).string($0) }
    }

    private func text(_ scalar: Scalar, _ number: (Double) -> String) -> String? {
        switch cell(scalar) {
        case .missing: nil
        case .bool(let flag): flag ? "true" : "false"
        case .int(let value): String(value)
        case .float(let value): number(value)
        case .text(let text), .formatted(let text): text
        case .list, .record: scalar.type.word
        }
    }
}
