/// Chance for one purpose: what is drawn depends on seed, purpose and row, and on nothing else.
///
/// Every row has its own endless sequence of draws, so work can be cut into any pieces and done in
/// any order:
///
///     let split = RandomStream(seed: context.seed, purpose: "split")
///     let isTest = split.uniform(row: 17) < 0.2
package struct RandomStream: Sendable, Hashable {
    private let philox: Philox

    package init(seed: UInt64, purpose: String) {
        let key = mixed(seed &+ mixed(digest(purpose)))
        philox = Philox(key: SIMD2(UInt32(truncatingIfNeeded: key), UInt32(key >> 32)))
    }

    /// The `draw`-th random word of a row.
    package func word(row: Int, draw: Int = 0) -> UInt64 {
        let row = UInt64(bitPattern: Int64(row))
        let block = UInt64(bitPattern: Int64(draw)) >> 1
        let words = philox.words(
            SIMD4(
                UInt32(truncatingIfNeeded: row),
                UInt32(row >> 32),
                UInt32(truncatingIfNeeded: block),
                UInt32(block >> 32)
            )
        )
        return draw & 1 == 0
            ? UInt64(words[1]) << 32 | UInt64(words[0])
            : UInt64(words[3]) << 32 | UInt64(words[2])
    }

    /// A number in [0, 1), a multiple of 2⁻⁵³.
    package func uniform(row: Int, draw: Int = 0) -> Double {
        Double(word(row: row, draw: draw) >> 11) * 0x1p-53
    }

    /// A standard normal number.
    package func normal(row: Int, draw: Int = 0) -> Double {
        // The middle of one of 2⁵³ cells of (0, 1): neither end can come up.
        let middle = (Double(word(row: row, draw: draw) >> 11) + 0.5) * 0x1p-53
        return NormalDistribution.quantile(middle)
    }

    /// An integer in `0..<bound`, each equally likely.
    package func integer(below bound: Int, row: Int) -> Int {
        var draws = draws(row: row)
        return draws.integer(below: bound)
    }

    /// The draws of one row, one after another.
    package func draws(row: Int) -> Draws { Draws(stream: self, row: row) }
}

extension RandomStream {
    /// The sequence of one row's random words.
    package struct Draws: RandomNumberGenerator, Sendable {
        private let stream: RandomStream
        private let row: Int
        private var draw = 0

        fileprivate init(stream: RandomStream, row: Int) {
            self.stream = stream
            self.row = row
        }

        package mutating func next() -> UInt64 {
            defer { draw += 1 }
            return stream.word(row: row, draw: draw)
        }

        /// A number in [0, 1), a multiple of 2⁻⁵³.
        package mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

        /// An integer in `0..<bound`, by Lemire's multiplication; draws are rejected, not folded.
        package mutating func integer(below bound: Int) -> Int {
            precondition(bound > 0, "a bound above zero")
            let bound = UInt64(bound)
            let unfair = (0 &- bound) % bound
            while true {
                let (high, low) = next().multipliedFullWidth(by: bound)
                if low >= unfair { return Int(high) }
            }
        }
    }

    /// The numbers `0..<count` in random order, by Fisher and Yates.
    package func permutation(_ count: Int, row: Int = 0) -> [Int] {
        var order = Array(0..<count)
        var draws = draws(row: row)
        for last in stride(from: count - 1, to: 0, by: -1) {
            order.swapAt(last, draws.integer(below: last + 1))
        }
        return order
    }

    /// `count` positions drawn from `0..<count` with replacement, for one repetition.
    package func bootstrapIndices(_ count: Int, repetition: Int) -> [Int] {
        var draws = draws(row: repetition)
        return (0..<count).map { _ in draws.integer(below: count) }
    }

    /// How often each position was drawn by `bootstrapIndices`.
    package func bootstrapWeights(_ count: Int, repetition: Int) -> [Double] {
        var weights = [Double](repeating: 0, count: count)
        var draws = draws(row: repetition)
        for _ in 0..<count { weights[draws.integer(below: count)] += 1 }
        return weights
    }
}

/// FNV-1a of the text's UTF-8.
private func digest(_ text: String) -> UInt64 {
    text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
}

/// The finaliser of SplitMix64: every bit of the result hangs on every bit given.
private func mixed(_ value: UInt64) -> UInt64 {
    var value = value &+ 0x9E37_79B9_7F4A_7C15
    value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
    return value ^ value >> 31
}
