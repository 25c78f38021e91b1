/// Philox4x32-10: a keyed bijection of 128-bit counters that passes for random (Salmon, Moraes,
/// Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", 2011).
package struct Philox: Sendable, Hashable {
    package let key: SIMD2<UInt32>

    package init(key: SIMD2<UInt32>) { self.key = key }

    /// The four random words of a counter.
    package func words(_ counter: SIMD4<UInt32>) -> SIMD4<UInt32> {
        var words = counter
        var key = key
        for _ in 0..<10 {
            let first = UInt64(words[0]) * 0xD251_1F53
            let second = UInt64(words[2]) * 0xCD9E_8D57
            words = SIMD4(
                UInt32(truncatingIfNeeded: second >> 32) ^ words[1] ^ key[0],
                UInt32(truncatingIfNeeded: second),
                UInt32(truncatingIfNeeded: first >> 32) ^ words[3] ^ key[1],
                UInt32(truncatingIfNeeded: first)
            )
            key &+= SIMD2(0x9E37_79B9, 0xBB67_AE85)
        }
        return words
    }
}
