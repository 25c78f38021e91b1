import Digests
package import Kernels
package import Tables

/// A choice of rows by the digest of their features and target: equal rows are chosen alike,
/// wherever they stand, so that two choices tell how much two sets of rows share.
package struct RowSketch: Sendable {
    /// Digests up to this one are kept.
    private let limit: UInt64
    private let digests: Set<UInt64>

    package static let size = 20_000

    package init(_ rows: Examples, in work: WorkContext = WorkContext()) throws {
        let share = Double(Self.size) / Double(max(rows.count, 1))
        let limit = share >= 1 ? UInt64.max : UInt64(share * 0x1p64)
        let all = RowSketch(limit, [])
        let kept = try parallelChunks(
            count: rows.count,
            size: Self.block,
            threads: work.threads,
            cancellation: work.cancellation
        ) { all.kept(rows.features, rows.target, rows: $0) }
        self.init(limit, Set(kept.flatMap(\.self)))
    }

    private init(_ limit: UInt64, _ digests: Set<UInt64>) {
        self.limit = limit
        self.digests = digests
    }

    /// The smallest so many of some rows' digests.
    init(smallest count: Int, of digests: [UInt64]) {
        let near = Self.few(digests, about: 16 * count)
        let kept = (near.count >= count ? near : digests).sorted().prefix(count)
        limit = digests.count > count ? kept.last ?? 0 : .max
        self.digests = Set(kept)
    }

    /// Those of many digests that are small, some so many; equal rows are all in or all out.
    static func few(_ digests: [UInt64], about count: Int) -> [UInt64] {
        guard digests.count > count else { return digests }
        let limit = UInt64(Double(count) / Double(digests.count) * 0x1p64)
        return digests.filter { $0 <= limit }
    }

    /// One that was saved.
    init(saved digests: [UInt64], isWhole: Bool) {
        limit = isWhole ? .max : digests.max() ?? 0
        self.digests = Set(digests)
    }

    /// Whether it has the digest of every row.
    var isWhole: Bool { limit == .max }
    /// All that it has, ascending.
    var sorted: [UInt64] { digests.sorted() }
    var count: Int { digests.count }

    /// Whether it would hold a row of this digest.
    package func chooses(_ digest: UInt64) -> Bool { digest <= limit }

    /// The digests of rows, those without a target left out.
    package static func digests(of features: Matrix, _ target: [Double]) -> [UInt64] {
        RowSketch(.max, []).kept(features, target)
    }

    /// A word that is the same for the same rows, in whatever order.
    var word: String {
        var hasher = SHA256Hasher()
        for digest in digests.sorted() {
            withUnsafeBytes(of: digest.littleEndian) { hasher.update(with: Array($0)) }
        }
        return String(hasher.digest.hexadecimal.prefix(12))
    }

    /// A number that is the same for the same rows, all of them with their weights, in whatever order.
    static func sum(of rows: Examples, in work: WorkContext) throws -> UInt64 {
        let all = RowSketch(.max, [])
        let parts = try parallelChunks(
            count: rows.count,
            size: Self.block,
            threads: work.threads,
            cancellation: work.cancellation
        ) { part in
            let digests = all.kept(rows.features, rows.target, rows: part)
            guard let weights = rows.weights, digests.count == part.count else {
                return digests.reduce(0, &+)
            }
            return zip(digests, weights[part]).reduce(0) { sum, row in
                sum &+ finished(row.0 &+ weighed(row.1, key: key(column: -2)))
            }
        }
        return parts.reduce(0, &+)
    }

    package func contains(_ digest: UInt64) -> Bool { digests.contains(digest) }

    /// The digests of those of some rows that it chooses; rows without a target are left out.
    package func kept(_ features: Matrix, _ target: [Double]) -> [UInt64] {
        stride(from: 0, to: target.count, by: Self.block).flatMap { start in
            kept(features, target, rows: start..<min(target.count, start + Self.block))
        }
    }

    /// Rows whose states stay in the first-level cache while the columns pass.
    private static let block = 1024

    private func kept(
        _ features: Matrix,
        _ target: [Double],
        rows: Range<Int>
    ) -> [UInt64] {
        var states = target[rows].map { Self.weighed($0, key: Self.key(column: -1)) }
        features.cells.withUnsafeBufferPointer { cells in
            states.withUnsafeMutableBufferPointer { states in
                for index in 0..<features.columns {
                    let start = index * features.rows + rows.lowerBound
                    let key = Self.key(column: index)
                    for place in 0..<rows.count {
                        states[place] &+= Self.weighed(cells[start + place], key: key)
                    }
                }
            }
        }
        return zip(states, target[rows]).compactMap { state, truth in
            let digest = Self.finished(state)
            return digest <= limit && !truth.isNaN ? digest : nil
        }
    }

    /// What a cell adds to its row's digest: the product of its keyed halves, much as in NH (Black
    /// and others, UMAC, 1999), which processors find for several rows at once.
    private static func weighed(_ cell: Double, key: UInt64) -> UInt64 {
        // Zeros are equal, and NaNs are.
        let keyed = (cell.isNaN ? UInt64.max : (cell + 0).bitPattern) &+ key
        let high = keyed >> 32
        // The lower half of a small whole number is zero: it would be the same factor in all rows.
        return ((keyed ^ high) & 0xFFFF_FFFF) &* high
    }

    private static func key(column: Int) -> UInt64 {
        finished(UInt64(column + 2) &* 0x9E37_79B9_7F4A_7C15)
    }

    private static func finished(_ state: UInt64) -> UInt64 {
        let product = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
        return product ^ product >> 31
    }
}
