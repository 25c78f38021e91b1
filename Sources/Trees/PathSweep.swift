/// Takes single rows through whole trees: down for what each path weighs at the nodes of a rule, and
/// up again for what each branch adds.
///
/// With g = t o + (1 − t) z for each player on a path, of whom o tells whether the row meets all
/// conditions and z is the share of the training rows that do, a leaf of value v gives player j
/// v (oⱼ − zⱼ) ∫₀¹ Πₖ gₖ / gⱼ dt. Summed from the leaves upwards, a branch has the sum of all below it,
/// and adds it times its own (o − z) / g less that of the player's branch before it (Wettenstein,
/// Mitchell and Yu 2026, arXiv 2605.04497).
struct PathSweep {
    private var block = RowBlock()

    /// Adds what a tree gives to each row: `totals` hold a vector for each player, row after row,
    /// whose lanes are summed up at the end.
    mutating func add(
        _ path: PathTree,
        _ cells: UnsafeBufferPointer<Double>,
        rows: Int,
        to totals: UnsafeMutablePointer<SIMD4<Double>>,
        players: Int
    ) {
        guard path.longest > 0 else { return }
        let rule = QuadratureRule.of(players: path.longest)
        PathRoom.with(path, rule) { room in
            for start in stride(from: 0, to: rows, by: RowBlock.most) {
                let count = min(RowBlock.most, rows - start)
                block.decide(path.tree, cells, rows: rows, from: start, count: count)
                for row in 0..<count {
                    room.goDown(block, row)
                    room.goUp(to: totals + (start + row) * players)
                }
            }
        }
    }
}

/// A tree's branches, and what is worked out for each of them.
private struct PathRoom {
    let branches: UnsafeBufferPointer<PathBranch>
    let steps: UnsafeBufferPointer<QuadratureRule.Step>
    let met: UnsafeMutablePointer<Bool>
    /// The product of the path's factors, weighted.
    let heads: UnsafeMutablePointer<SIMD4<Double>>
    /// One over the factor of the branch's player.
    let inverses: UnsafeMutablePointer<SIMD4<Double>>
    /// What all leaves below give together.
    let sums: UnsafeMutablePointer<SIMD4<Double>>

    static func with(_ path: PathTree, _ rule: QuadratureRule, _ body: (PathRoom) -> Void) {
        let (branches, vectors) = (path.branches.count, path.branches.count * rule.steps.count)
        withUnsafeTemporaryAllocation(of: SIMD4<Double>.self, capacity: 3 * vectors) { room in
            withUnsafeTemporaryAllocation(of: Bool.self, capacity: branches) { met in
                guard let first = room.baseAddress, let met = met.baseAddress else { return }
                path.branches.withUnsafeBufferPointer { branches in
                    rule.steps.withUnsafeBufferPointer { steps in
                        body(
                            PathRoom(
                                branches: branches,
                                steps: steps,
                                met: met,
                                heads: first,
                                inverses: first + vectors,
                                sums: first + 2 * vectors
                            )
                        )
                    }
                }
            }
        }
    }

    func goDown(_ block: borrowing RowBlock, _ row: Int) {
        let vectors = steps.count
        for step in 0..<vectors { heads[step] = steps[step].weights }
        for place in 1..<branches.count {
            let branch = branches[place]
            let earlier = Int(branch.earlier)
            let isMet =
                block.isLeft(at: Int(branch.split), row: row) == branch.isLeft
                && (earlier < 0 || met[earlier])
            met[place] = isMet
            let above = heads + Int(branch.above) * vectors
            let (head, inverse) = (heads + place * vectors, inverses + place * vectors)
            // Neither the row nor any training row comes so far.
            let isDead = !isMet && branch.share == 0
            for step in 0..<vectors {
                let nodes = steps[step].nodes
                var factor = (1 - nodes) * branch.share
                if isMet { factor += nodes }
                head[step] = above[step] * factor
                if earlier >= 0 { head[step] *= inverses[earlier * vectors + step] }
                inverse[step] = isDead ? .zero : 1 / factor
            }
        }
    }

    func goUp(to totals: UnsafeMutablePointer<SIMD4<Double>>) {
        let vectors = steps.count
        for index in 0..<branches.count * vectors { sums[index] = .zero }
        for place in stride(from: branches.count - 1, to: 0, by: -1) {
            let branch = branches[place]
            let earlier = Int(branch.earlier)
            let gap = (met[place] ? 1 : 0) - branch.share
            let before = earlier < 0 ? 0 : (met[earlier] ? 1 : 0) - branches[earlier].share
            let below = branch.isLeaf ? heads + place * vectors : sums + place * vectors
            let scale = branch.isLeaf ? branch.value : 1
            let above = sums + Int(branch.above) * vectors
            var total = SIMD4<Double>.zero
            for step in 0..<vectors {
                let sum = below[step] * scale
                var rate = inverses[place * vectors + step] * gap
                if earlier >= 0 { rate -= inverses[earlier * vectors + step] * before }
                total += sum * rate
                above[step] += sum
            }
            totals[Int(branch.player)] += total
        }
    }
}
