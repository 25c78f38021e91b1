package import Kernels
package import Tables

/// Shapley values of an ensemble's margins, by grouping rows with equal patterns.
///
/// A tree is cut into groups of leaves. What a group adds to a row depends on a pattern of a few
/// bits, and far fewer patterns occur than there are rows: each is worked out once, and rows look
/// it up. Rows are independent of each other, so the results are the same bits for any number of
/// threads.
package struct TreeContributions: Sendable {
    package let ensemble: TreeEnsemble
    /// The player that each feature belongs to.
    package let players: [Int]
    private let count: Int

    /// Trees prepared at a time, between two looks at the work's cancellation.
    private static let batch = 16
    /// The bits of a group of leaves.
    private static let bits = 12

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
        package let contributions: [Matrix]
        package let bases: [Double]
    }

    /// Values that compare with the training rows on each path; their base is the trees' mean over
    /// the training rows.
    package func pathDependent(_ rows: Matrix, in work: WorkContext) throws -> Found {
        try found(rows, .pathDependent, in: work)
    }

    /// Values that compare with the rows of a background, all of them; their base is its mean
    /// margin.
    package func interventional(
        _ rows: Matrix,
        against background: Matrix,
        in work: WorkContext
    ) throws -> Found {
        precondition(background.rows > 0, "a background has rows")
        return try found(rows, .against(background), in: work)
    }

    private func found(_ rows: Matrix, _ game: LeafGame, in work: WorkContext) throws -> Found {
        let sums = ContributionSums(rows: rows.rows, players: count, outputs: ensemble.outputs)
        var bases = [Double](repeating: 0, count: ensemble.outputs)
        let trees = ensemble.trees
        for start in stride(from: 0, to: trees.count, by: TreeContributions.batch) {
            let end = min(trees.count, start + TreeContributions.batch)
            let prepared = try prepare(trees[start..<end], game, in: work)
            for tree in prepared { bases[tree.tree.output] += tree.base }
            try add(prepared, rows, game, to: sums, in: work)
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
        to sums: ContributionSums,
        in work: WorkContext
    ) throws {
        let longest = trees.flatMap(\.groups).flatMap(\.leaves.leaves).map(\.players.count).max()
        let sharing = LeafSharing(most: longest ?? 0, game: game)
        let size = chunkSize(count: rows.rows, chunks: work.threads, minimum: RowBlock.most)
        _ = try parallelChunks(
            count: rows.rows,
            size: min(size, 32_768),
            threads: work.threads,
            cancellation: work.cancellation
        ) { chunk in
            var sweep = RowSweep(sharing, sums)
            for tree in trees {
                if work.cancellation.isCancelled { return }
                sweep.add(tree, rows, chunk)
            }
        }
        try work.cancellation.check()
    }
}
