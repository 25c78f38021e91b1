/// A tree as a list of branches, each behind the one that it hangs on: the form in which a few rows
/// are explained without a table.
struct PathTree: Sendable {
    let tree: DecisionTree
    /// In preorder; the first is the whole tree and hangs on none.
    let branches: [PathBranch]
    /// The most players on a path.
    let longest: Int

    init(_ tree: DecisionTree, players: [Int], count: Int) {
        self.tree = tree
        var listing = PathListing(tree, players, count)
        listing.list()
        (branches, longest) = (listing.branches, listing.longest)
    }
}

/// One way on from a split.
struct PathBranch: Sendable {
    /// The place of the branch that it hangs on, or -1.
    var above: Int32
    /// The split that it comes from, and to which side; the whole tree comes from none.
    var split: Int32
    var isLeft: Bool
    var isLeaf: Bool
    var player: Int32
    /// The place of the nearest branch above that hangs on the same player, or -1.
    var earlier: Int32
    /// The share of the training rows that goes on here and at all earlier branches of the player.
    var share: Double
    /// The value of a leaf.
    var value: Double
}

/// Lists a tree's branches, the left ones first.
private struct PathListing {
    private let tree: DecisionTree
    private let players: [Int]
    private(set) var branches: [PathBranch] = []
    private(set) var longest = 0
    /// For each player its last branch on the path that is being listed, or -1.
    private var last: [Int32]
    private var open: [Step] = []

    /// A branch that is to be listed, or one whose list is complete: it has no target then.
    private struct Step {
        var target: Branch?
        /// The place of the branch above, or of the one that is complete.
        var place: Int32
        var split: Int32
        var isLeft: Bool
        /// The players on the path above.
        var met: Int32
    }

    init(_ tree: DecisionTree, _ players: [Int], _ count: Int) {
        (self.tree, self.players) = (tree, players)
        last = Array(repeating: -1, count: count)
        branches.reserveCapacity(2 * tree.splits.count + 1)
    }

    mutating func list() {
        append(
            PathBranch(
                above: -1,
                split: -1,
                isLeft: false,
                isLeaf: tree.splits.isEmpty,
                player: -1,
                earlier: -1,
                share: 1,
                value: 0
            ),
            tree.root,
            met: 0
        )
        while let step = open.popLast() {
            guard let target = step.target else {
                let done = branches[Int(step.place)]
                last[Int(done.player)] = done.earlier
                continue
            }
            let parent = tree.splits[Int(step.split)]
            let player = players[parent.feature]
            let earlier = last[player]
            let before = earlier < 0 ? 1 : branches[Int(earlier)].share
            last[player] = Int32(branches.count)
            open.append(
                Step(target: nil, place: Int32(branches.count), split: -1, isLeft: false, met: 0)
            )
            let (isLeaf, value) =
                if case .leaf(let leaf) = target { (true, tree.leaves[leaf].value) } else {
                    (false, 0)
                }
            append(
                PathBranch(
                    above: step.place,
                    split: step.split,
                    isLeft: step.isLeft,
                    isLeaf: isLeaf,
                    player: Int32(player),
                    earlier: earlier,
                    share: before * tree.share(of: target, below: parent),
                    value: value
                ),
                target,
                met: earlier < 0 ? step.met + 1 : step.met
            )
        }
    }

    /// Lists a branch; those from its split come next, the left one first.
    private mutating func append(_ branch: PathBranch, _ target: Branch, met: Int32) {
        let place = Int32(branches.count)
        branches.append(branch)
        longest = max(longest, Int(met))
        guard case .split(let split) = target else { return }
        let (left, right) = (tree.splits[split].left, tree.splits[split].right)
        for (target, isLeft) in [(right, false), (left, true)] {
            open.append(
                Step(target: target, place: place, split: Int32(split), isLeft: isLeft, met: met)
            )
        }
    }
}
