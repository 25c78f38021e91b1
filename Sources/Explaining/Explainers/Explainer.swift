package import Catalog
package import Kernels
package import Learning
package import Tables

/// A way to tell what each feature adds to a model's margin, row by row.
package protocol Explainer: Parameterized {
    /// Whether it can explain what a model gives, and if not, why.
    static func support(for model: any FittedModel, sharing output: SharedOutput) -> Support
    /// Whether its values depend on rows to compare with; without them it takes its own.
    static func takesBackground(for model: any FittedModel) -> BackgroundUse
    /// How many rows the model would have to predict at least; throws where it is out of reach.
    func predictions(for games: RowGames) throws -> Double
    /// The values of the games of some rows.
    ///
    /// Stops soon after the work is cancelled.
    func explain(
        _ games: RowGames,
        of pipeline: FittedPipeline,
        in work: WorkContext
    ) throws -> Attribution
}

extension Explainer {
    package func predictions(for games: RowGames) -> Double { 0 }

    /// What explainers say of predictions, when they know how to share out margins only.
    static var sharesMargins: Support {
        .none(because: "it shares out a margin, and another number only approximately")
    }
}

/// Whether an explainer fits a model.
package enum Support: Hashable, Sendable {
    case full
    /// One clause that says why not.
    case none(because: String)
}

/// What an explainer does with rows to compare with.
package enum BackgroundUse: Hashable, Sendable {
    /// Cannot do without them.
    case required
    /// Takes them; without them it compares with what the words say, or with no rows at all.
    case optional(standard: String?)
    /// Has no use for them, for the reason in words.
    case refused(because: String)
}

/// What each player adds, for each output of a model.
package struct Attribution: Sendable, Hashable {
    /// For each output a matrix with a row a row and a column a player.
    package var contributions: [Matrix]
    /// For each output what the contributions are added to.
    package var bases: [Double]
    /// The same for each row, where a loss is shared out and the base is the mean of these; else nil.
    package var rowBases: [Double]?
    /// Their standard errors, where they were sampled; nil where they are exact.
    package var errors: [Matrix]?
    /// How many rows have larger errors than was asked for.
    package var coarse: Int
    /// Whether sampling was stopped before that.
    package var isStopped: Bool

    package init(
        contributions: [Matrix],
        bases: [Double],
        rowBases: [Double]? = nil,
        errors: [Matrix]? = nil,
        coarse: Int = 0,
        isStopped: Bool = false
    ) {
        precondition(contributions.count == bases.count, "a base for every output")
        self.contributions = contributions
        self.bases = bases
        self.rowBases = rowBases
        self.errors = errors
        self.coarse = coarse
        self.isStopped = isStopped
    }

    /// What a row's contributions are added to.
    func base(_ output: Int, row: Int) -> Double { rowBases?[row] ?? bases[output] }
}

extension Attribution {
    /// The features' values added up by player, which for a sum of terms are the players' own.
    func summed(among players: [Int]) -> Attribution {
        if players == Array(players.indices) { return self }
        let count = (players.max() ?? -1) + 1
        let parts = contributions.map { part in
            var sums = Matrix(repeating: 0, rows: part.rows, columns: count)
            for (feature, player) in players.enumerated() {
                for row in 0..<part.rows { sums[row, player] += part[row, feature] }
            }
            return sums
        }
        return Attribution(contributions: parts, bases: bases)
    }
}
