/// Where the rows of a batch belong among all rows.
package enum RowPlaces: Sendable, Hashable {
    /// One after the other, from a position.
    case from(Int)
    /// Each at a position of its own.
    case each([Int])
}
