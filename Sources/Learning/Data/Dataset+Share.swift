import Kernels

extension Dataset {
    /// Training rows of a share, drawn by chance: of each class as much, but one row at least.
    ///
    /// A smaller share is part of a larger one.
    package func share(_ share: Double, seed: UInt64) -> [Int] {
        guard share < 1 else { return Array(0..<count) }
        let order = RandomStream(seed: seed, purpose: "share").permutation(count)
        guard task != .regression else { return order.prefix(part(count, share)).sorted() }
        var byClass = [[Int]](repeating: [], count: task.labels.count)
        for row in order { byClass[Int(training.target[row])].append(row) }
        return byClass.flatMap { $0.prefix(part($0.count, share)) }.sorted()
    }

    /// How much of a fold's training rows is set apart where a learner needs rows to stop by.
    static let stoppingShare = 0.2

    /// The same with some of its training rows set apart to stop by, of each class as much; unchanged
    /// where there are such rows, or too few to give any.
    func settingApart(seed: UInt64) -> Dataset {
        guard validation == nil else { return self }
        let learned = share(1 - Self.stoppingShare, seed: seed)
        var isLearned = [Bool](repeating: false, count: count)
        for row in learned { isLearned[row] = true }
        let held = isLearned.indices.filter { !isLearned[$0] }
        guard !held.isEmpty else { return self }
        var parts = rows(at: learned)
        parts.validation = training.rows(at: held)
        return parts
    }

    private func part(_ count: Int, _ share: Double) -> Int {
        max(1, Int((Double(count) * share).rounded()))
    }
}
