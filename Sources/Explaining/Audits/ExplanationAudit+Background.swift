import Catalog
import Kernels
import Learning
import Tables

extension ExplanationAudit {
    /// Parts of the background that are left out in turn, and rows that are looked at.
    private static let (parts, someRows) = (10, 100)

    /// How far the contributions would move with other rows of the same kind in the background: the
    /// jackknife's standard error, each tenth of them left out once (Tukey 1958).
    ///
    /// Nil without a background, or where the values themselves were sampled.
    func background() throws -> Finding? {
        guard let background = source.games.background, source.found.errors == nil,
            background.rows >= 2 * Self.parts
        else { return nil }
        let places = Self.spread(Self.someRows, of: source.games.rows.rows)
        var games = source.games.some(places)
        let without = try (0..<Self.parts).map { part in
            work.progress.report("auditing", fraction: Double(part) / Double(Self.parts))
            games.background = background.rows(
                at: (0..<background.rows).filter { $0 % Self.parts != part }
            )
            return try source.explainer.explain(games, of: source.pipeline, in: work)
                .contributions.flatMap(\.cells)
        }
        let count = Double(Self.parts)
        let errors = (without.first ?? []).indices.map { place in
            let values = without.map { $0[place] }
            let mean = values.reduce(0, +) / count
            let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            return ((count - 1) / count * squares).squareRoot()
        }
        let largest = errors.max() ?? 0
        let typical = errors.isEmpty ? 0 : errors.sorted()[errors.count / 2]
        let share = meanSize > 0 ? typical / meanSize : 0
        return finding(
            "background",
            places.count,
            largest,
            "± \(Self.percent(share)) in the middle" + (share > 0.05 ? ": take more rows" : "")
        )
    }

    private static func percent(_ share: Double) -> String {
        let percent = share * 100
        return percent < 0.1 ? "less than 0.1 %" : "\((percent * 10).rounded() / 10) %"
    }
}
