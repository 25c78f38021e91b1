import Tables

/// What a leaf's value is compared with, and so how it is shared among the players on its path.
enum LeafGame: Sendable {
    /// With the training rows that took the other branches, as the tree counted them.
    case pathDependent
    /// With rows of a background.
    case against(Matrix)
}

/// The players whose conditions some rows of a background meet, and the share of those rows.
struct BackgroundPattern<Subset: PlayerSubset>: Sendable {
    let met: Subset
    let weight: Double
}
