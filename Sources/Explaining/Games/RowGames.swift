import Catalog
import Learning
package import Tables

/// A game for each of some rows: its players, a feature each or several, share out what a model gives
/// for the row beyond what it gives for others.
package struct RowGames: Sendable {
    /// Features coded as in training, a column each.
    package var rows: Matrix
    /// For each feature the player that it belongs to, counted from 0.
    package var players: [Int]
    /// The rows that cells are taken from for players that are left out.
    package var background: Matrix?
    package var output: SharedOutput
    /// For each row a number or the code of its class, where a loss is shared out.
    package var truth: [Double]?

    package init(
        _ rows: Matrix,
        players: [Int],
        background: Matrix? = nil,
        output: SharedOutput = .margin,
        truth: [Double]? = nil
    ) {
        precondition((output == .loss) == (truth != nil), "a loss, and no other, needs a truth")
        self.rows = rows
        self.players = players
        self.background = background
        self.output = output
        self.truth = truth
    }

    /// The same games of some of the rows.
    func some(_ places: [Int]) -> RowGames {
        var some = self
        some.rows = rows.rows(at: places)
        some.truth = truth.map { truth in places.map { truth[$0] } }
        return some
    }

    var playerCount: Int { (players.max() ?? -1) + 1 }
}

/// The players who can make a difference to a row: those of whose cells some differ from some of the
/// background's.
struct VaryingPlayers {
    private let games: RowGames
    /// For each feature the one value of the background; nil where there are several.
    private let constants: [Double?]

    init(_ games: RowGames, against background: Matrix) {
        self.games = games
        constants = (0..<background.columns).map { feature in
            let column = background.column(feature)
            guard let first = column.first else { return nil }
            return column.allSatisfy { Self.areSame($0, first) } ? first : nil
        }
    }

    func players(row: Int) -> [Int] {
        var varying = Set<Int>()
        for (feature, player) in games.players.enumerated() {
            if let constant = constants[feature], Self.areSame(constant, games.rows[row, feature]) {
                continue
            }
            varying.insert(player)
        }
        return varying.sorted()
    }

    private static func areSame(_ a: Double, _ b: Double) -> Bool { a == b || (a.isNaN && b.isNaN) }
}
