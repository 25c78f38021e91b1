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

    private func part(_ count: Int, _ share: Double) -> Int {
        max(1, Int((Double(count) * share).rounded()))
    }
}
