/// Cuts a tree into groups of leaves.
struct LeafGroups {
    let tree: DecisionTree
    /// The player that each feature belongs to.
    let players: [Int]
    /// How many bits a group of several leaves may need: more make fewer groups, of more patterns.
    let limit: Int

    /// A step of a path.
    private struct Step {
        let condition: Condition
        let player: Int
        let share: Double
    }

    func all() -> [LeafGroup] {
        let sizes = splitsBelow()
        var groups: [LeafGroup] = []
        var open: [(branch: Branch, path: [Step])] = [(tree.root, [])]
        while let (branch, path) = open.popLast() {
            if case .split(let index) = branch,
                distinct(path).count + sizes[index] > limit
            {
                open.append((tree.splits[index].right, path + [step(index, left: false)]))
                open.append((tree.splits[index].left, path + [step(index, left: true)]))
            } else {
                groups.append(group(branch, path))
            }
        }
        return groups
    }

    private func step(_ index: Int, left: Bool) -> Step {
        let split = tree.splits[index]
        return Step(
            condition: Condition(split: index, left: left),
            player: players[split.feature],
            share: tree.share(of: left ? split.left : split.right, below: split)
        )
    }

    /// The players on a path, in the order in which it meets them.
    private func distinct(_ path: [Step]) -> [Int] {
        var found: [Int] = []
        for step in path where !found.contains(step.player) { found.append(step.player) }
        return found
    }

    /// For each split how many there are from it on.
    private func splitsBelow() -> [Int] {
        var sizes = [Int](repeating: 1, count: tree.splits.count)
        for index in preorder(from: tree.root).reversed() {
            for case .split(let child) in [tree.splits[index].left, tree.splits[index].right] {
                sizes[index] += sizes[child]
            }
        }
        return sizes
    }

    private func preorder(from branch: Branch) -> [Int] {
        var found: [Int] = []
        var open = [branch]
        while let next = open.popLast() {
            guard case .split(let index) = next else { continue }
            found.append(index)
            open.append(tree.splits[index].right)
            open.append(tree.splits[index].left)
        }
        return found
    }

    private func group(_ branch: Branch, _ path: [Step]) -> LeafGroup {
        let met = distinct(path)
        let below = preorder(from: branch)
        let bits =
            met.map { player in path.filter { $0.player == player }.map(\.condition) }
            + below.map { [Condition(split: $0, left: true)] }
        var places: [Int: Int] = [:]
        for (offset, split) in below.enumerated() { places[split] = met.count + offset }
        let paths = leafPaths(from: branch, path)
        let all = Set(paths.flatMap { $0.path.map(\.player) }).sorted()
        let leaves = paths.map { leaf, whole in
            patternLeaf(leaf, whole, above: path.count, met, places, all)
        }
        return LeafGroup(bits: bits, players: all, leaves: leaves)
    }

    private func leafPaths(from branch: Branch, _ path: [Step]) -> [(leaf: Int, path: [Step])] {
        var found: [(leaf: Int, path: [Step])] = []
        var open = [(branch, path)]
        while let (next, path) = open.popLast() {
            switch next {
            case .leaf(let leaf): found.append((leaf, path))
            case .split(let index):
                open.append((tree.splits[index].right, path + [step(index, left: false)]))
                open.append((tree.splits[index].left, path + [step(index, left: true)]))
            }
        }
        return found
    }

    private func patternLeaf(
        _ leaf: Int,
        _ path: [Step],
        above: Int,
        _ met: [Int],
        _ places: [Int: Int],
        _ all: [Int]
    ) -> PatternLeaf {
        let order = distinct(path)
        let players = order.map { player in
            var (mask, wanted): (UInt64, UInt64) = (0, 0)
            if let bit = met.firstIndex(of: player), bit < LeafGroup.widest {
                mask = 1 << UInt64(bit)
                wanted = mask
            }
            var share = 1.0
            for (place, step) in path.enumerated() where step.player == player {
                share *= step.share
                guard place >= above, let bit = places[step.condition.split] else { continue }
                mask |= 1 << UInt64(bit)
                if step.condition.left { wanted |= 1 << UInt64(bit) }
            }
            let place = all.firstIndex(of: player) ?? 0
            return PathPlayer(place: place, share: share, mask: mask, wanted: wanted)
        }
        return PatternLeaf(
            value: tree.leaves[leaf].value,
            players: players
        )
    }
}
