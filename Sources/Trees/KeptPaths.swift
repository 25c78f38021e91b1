import Kernels
import Synchronization

/// The lists of an ensemble's branches, made when rows first go through whole trees, and kept for the
/// next: whoever explains one row after the other makes them once.
final class KeptPaths: Sendable {
    /// The lists, for whom they share out, and the means that contributions are added to.
    struct Listed: Sendable {
        let players: [Int]
        let trees: [PathTree]
        let means: [Double]
    }

    private let kept = Mutex<Listed?>(nil)

    func listed(
        _ ensemble: TreeEnsemble,
        players: [Int],
        count: Int,
        in work: WorkContext
    ) throws(CancellationError) -> Listed {
        if let known = kept.withLock(\.self), known.players == players { return known }
        let trees = try parallelChunks(
            count: ensemble.trees.count,
            size: 16,
            threads: work.threads,
            cancellation: work.cancellation
        ) { chunk in
            ensemble.trees[chunk].map { PathTree($0, players: players, count: count) }
        }
        let made = Listed(
            players: players,
            trees: trees.flatMap(\.self),
            means: ensemble.coverMeans
        )
        kept.withLock { $0 = made }
        return made
    }
}

/// What was worked out of trees does not make them others.
extension KeptPaths: Hashable {
    static func == (a: KeptPaths, b: KeptPaths) -> Bool { true }

    func hash(into hasher: inout Hasher) {}
}
