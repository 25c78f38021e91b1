package import Kernels
package import Tables

/// Shapley values of an ensemble's margins, by grouping rows with equal patterns.
///
/// Many rows, and all rows against a background, are explained by pattern: a tree is cut into groups
/// of leaves, what a group adds to a row depends on a pattern of a few bits, and far fewer patterns
/// occur than there are rows; each is worked out once, and rows look it up. A few rows go through
/// whole trees instead. The results are the same bits for any number of threads.
package struct TreeContributions: Sendable {
    package let ensemble: TreeEnsemble
    /// The player that each feature belongs to.
    package let players: [Int]
    private let count: Int

    /// Trees prepared at a time, between two looks at the work's cancellation.
    private static let batch = 16
    /// The bits of a group of leaves.
    private static let bits = 12
    /// Up to so many rows no table pays: with 31 leaves a tree, and the less the more leaves there are.
    package static let few = 256
    /// Trees whose values are summed up on their own when rows are few.
    private static let share = 16

    /// Each feature is a player of its own unless told otherwise: `players` tells for each feature
    /// the player that it belongs to, counted from 0.
    package init(of ensemble: TreeEnsemble, players: [Int]? = nil) {
        let players = players ?? Array(0..<ensemble.features)
        precondition(players.count == ensemble.features, "a player for every feature")
        self.ensemble = ensemble
        self.players = players
        count = (players.max() ?? -1) + 1
    }

    /// What contributions were found, and what they are added to.
    package struct Found: Sendable, Hashable {
        /// For each output a matrix of a row a row and a column a player.
        package var contributions: [Matrix]
        package let bases: [Double]
    }

    /// Values that compare with the training rows on each path; their base is the trees' mean over
    /// the training rows.
    package func pathDependent(_ rows: Matrix, in work: WorkContext) throws -> Found {
        rows.rows <= TreeContributions.few
            ? try alongPaths(rows, in: work)
            : try byPattern(rows, .pathDependent, .values, in: work)
    }

    /// Values that compare with the rows of a background, all of them; their base is its mean
    /// margin.
    package func interventional(
        _ rows: Matrix,
        against background: Matrix,
        in work: WorkContext
    ) throws -> Found {
        precondition(background.rows > 0, "a background has rows")
        return try byPattern(rows, .against(background), .values, in: work)
    }

    /// What each player adds by itself and what each two add together.
    ///
    /// For each output a matrix with a column a pair, by `PairOfPlayers.place`, of the Shapley
    /// interaction index (Grabisch and Roubens 1999). A player's own number is its value without half of all its pairs, so that a
    /// row's numbers, both halves of each pair among them, add up to the margin beyond the base.
    ///
    /// Without a background they are path-dependent.
    package func interactions(
        _ rows: Matrix,
        against background: Matrix?,
        in work: WorkContext
    ) throws -> Found {
        let game = background.map { LeafGame.against($0) } ?? .pathDependent
        var found = try byPattern(rows, game, .pairs, in: work)
        found.contributions = found.contributions.map { halved($0) }
        return found
    }

    /// The players' values become what is left of them without half of their pairs, and the halves of
    /// pairs whole.
    private func halved(_ part: Matrix) -> Matrix {
        var made = part
        for first in 0..<count {
            let own = PairOfPlayers.place(first, first, of: count)
            for second in 0..<count where second != first {
                let pair = PairOfPlayers.place(first, second, of: count)
                for row in 0..<part.rows { made[row, own] -= part[row, pair] }
            }
        }
        for first in 0..<count {
            for second in first + 1..<count {
                let pair = PairOfPlayers.place(first, second, of: count)
                for row in 0..<part.rows { made[row, pair] = 2 * part[row, pair] }
            }
        }
        return made
    }

    /// Trees in shares of some, so that few rows keep several threads busy; their sums are added in
    /// the order of the trees.
    private func alongPaths(_ rows: Matrix, in work: WorkContext) throws -> Found {
        let (count, outputs) = (count, ensemble.outputs)
        let listed = try ensemble.paths
            .listed(ensemble, players: players, count: count, in: work)
        let trees = listed.trees
        let parts = try parallelChunks(
            count: trees.count,
            size: TreeContributions.share,
            threads: work.threads,
            cancellation: work.cancellation
        ) { chunk in
            let sums = ContributionSums(rows: rows.rows, players: 4 * count, outputs: outputs)
            var sweep = PathSweep()
            rows.cells.withUnsafeBufferPointer { cells in
                for path in trees[chunk] where !work.cancellation.isCancelled {
                    let totals = sums.start(output: path.tree.output, row: 0)
                    sweep.add(path, cells, rows: rows.rows, to: totals, players: count)
                }
            }
            return sums
        }
        try work.cancellation.check()
        let sums = ContributionSums(rows: rows.rows, players: count, outputs: outputs)
        for part in parts { sums.addLanes(of: part) }
        return Found(
            contributions: sums.matrices(scaledBy: ensemble.scale),
            bases: listed.means.map { $0 * ensemble.scale }
        )
    }

    private func byPattern(
        _ rows: Matrix,
        _ game: LeafGame,
        _ terms: LeafTerms,
        in work: WorkContext
    ) throws -> Found {
        let sums = ContributionSums(
            rows: rows.rows,
            players: terms.count(count),
            outputs: ensemble.outputs
        )
        var bases = [Double](repeating: 0, count: ensemble.outputs)
        let trees = ensemble.trees
        for start in stride(from: 0, to: trees.count, by: TreeContributions.batch) {
            let end = min(trees.count, start + TreeContributions.batch)
            let prepared = try prepare(trees[start..<end], game, in: work)
            for tree in prepared { bases[tree.tree.output] += tree.base }
            try add(prepared, rows, game, terms, to: sums, in: work)
            work.progress.report("explaining", fraction: Double(end) / Double(trees.count))
        }
        let scale = ensemble.scale
        return Found(
            contributions: sums.matrices(scaledBy: scale),
            bases: bases.map { $0 * scale }
        )
    }

    private func prepare(
        _ trees: ArraySlice<DecisionTree>,
        _ game: LeafGame,
        in work: WorkContext
    ) throws -> [PreparedTree] {
        let trees = Array(trees)
        let (players, bits) = (players, TreeContributions.bits)
        return try parallelChunks(
            count: trees.count,
            size: 1,
            threads: work.threads,
            cancellation: work.cancellation
        ) { chunk in
            let tree = trees[chunk.lowerBound]
            let groups = LeafGroups(tree: tree, players: players, limit: bits).all()
            return PreparedTree(tree, groups, game)
        }
    }

    /// Adds what the trees give to every row.
    private func add(
        _ trees: [PreparedTree],
        _ rows: Matrix,
        _ game: LeafGame,
        _ terms: LeafTerms,
        to sums: ContributionSums,
        in work: WorkContext
    ) throws {
        let longest = trees.flatMap(\.groups).flatMap(\.leaves.leaves).map(\.players.count).max()
        let sharing = LeafSharing(most: longest ?? 0, game: game, terms: terms)
        let size = chunkSize(count: rows.rows, chunks: work.threads, minimum: RowBlock.most)
        _ = try parallelChunks(
            count: rows.rows,
            size: min(size, 32_768),
            threads: work.threads,
            cancellation: work.cancellation
        ) { chunk in
            var sweep = RowSweep(sharing, sums, players: count)
            for tree in trees {
                if work.cancellation.isCancelled { return }
                sweep.add(tree, rows, chunk)
            }
        }
        try work.cancellation.check()
    }
}

/// Two players, or one with itself, among all pairs.
package enum PairOfPlayers {
    package static func place(_ first: Int, _ second: Int, of players: Int) -> Int {
        LeafTerms.place(first, second, of: players)
    }

    /// How many pairs there are.
    package static func count(_ players: Int) -> Int { LeafTerms.pairs.count(players) }
}
