/// How far a number may be from the one that was stored.
package struct NumberTolerance: Hashable, Sendable {
    package var relative: Double
    package var absolute: Double
    /// Whether one unit of the last printed digit is let pass.
    package var allowsLastDigit: Bool
    /// Whether numbers without a point may differ too; counts must be equal unless a fence says so.
    package var includesWholeNumbers: Bool

    package init(
        relative: Double,
        absolute: Double,
        allowsLastDigit: Bool,
        includesWholeNumbers: Bool
    ) {
        self.relative = relative
        self.absolute = absolute
        self.allowsLastDigit = allowsLastDigit
        self.includesWholeNumbers = includesWholeNumbers
    }

    /// A relative 1e-6, an absolute 1e-9, or one unit of the last printed digit.
    package static let standard = NumberTolerance(
        relative: 1e-6,
        absolute: 1e-9,
        allowsLastDigit: true,
        includesWholeNumbers: false
    )

    /// A fence's own `{tolerance=…}`, relative and absolute, instead of the standard one.
    package static func fence(_ tolerance: Double) -> NumberTolerance {
        NumberTolerance(
            relative: tolerance,
            absolute: tolerance,
            allowsLastDigit: false,
            includesWholeNumbers: true
        )
    }

    /// Whether two pieces of output count as the same.
    func accepts(_ expected: OutputToken, _ actual: OutputToken) -> Bool {
        if expected.text == actual.text { return true }
        guard case .number(let old, let oldUnit, let oldGrouped) = expected.kind,
            case .number(let new, let newUnit, let newGrouped) = actual.kind,
            oldGrouped == newGrouped
        else { return false }
        if old == new { return true }
        if oldUnit == nil && newUnit == nil && !includesWholeNumbers { return false }
        let distance = abs(old - new)
        if distance <= absolute || distance <= relative * max(abs(old), abs(new)) { return true }
        guard allowsLastDigit, let unit = [oldUnit, newUnit].compactMap(\.self).min() else {
            return false
        }
        // The two decimal texts are not exact in binary: 0.5 - 0.4 is a little more than 0.1.
        return distance <= unit * (1 + 1e-6)
    }
}
