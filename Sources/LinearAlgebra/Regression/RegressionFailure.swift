/// Why no regression could be fitted at all.
package enum RegressionFailure: Error, Hashable, Sendable {
    /// Somebody asked to stop.
    case cancelled
    /// No row has a positive weight.
    case noRows
    /// A column of the design holds an infinite or missing value.
    case notFinite(column: Int)
    /// The target or the weights hold an infinite or missing value.
    case targetNotFinite
    /// Fewer than two classes occur among the rows.
    case oneClass
}
