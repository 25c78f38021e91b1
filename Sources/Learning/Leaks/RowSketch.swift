package import Tables

/// A choice of rows by the digest of their features and target: equal rows are chosen alike,
/// wherever they stand, so that two choices tell how much two sets of rows share.
package struct RowSketch: Sendable {
    /// Digests up to this one are kept.
    private let limit: UInt64
    private let digests: Set<UInt64>

    package static let size = 20_000

    package init(_ rows: Examples) {
        let share = Double(Self.size) / Double(max(rows.count, 1))
        let limit = share >= 1 ? UInt64.max : UInt64(share * 0x1p64)
        let all = RowSketch(limit, [])
        self.init(limit, Set(all.kept(rows.features, rows.target)))
    }

    private init(_ limit: UInt64, _ digests: Set<UInt64>) {
        self.limit = limit
        self.digests = digests
    }

    package func contains(_ digest: UInt64) -> Bool { digests.contains(digest) }

    /// The digests of those of some rows that it chooses; rows without a target are left out.
    package func kept(_ features: Matrix, _ target: [Double]) -> [UInt64] {
        var states = target.map { Self.mixed(0, $0) }
        for index in 0..<features.columns {
            for (row, cell) in features.column(index).enumerated() {
                states[row] = Self.mixed(states[row], cell)
            }
        }
        return zip(states, target).compactMap { state, truth in
            let digest = Self.finished(state)
            return digest <= limit && !truth.isNaN ? digest : nil
        }
    }

    private static func mixed(_ state: UInt64, _ cell: Double) -> UInt64 {
        let bits = cell.isNaN ? UInt64.max : (cell + 0).bitPattern
        let product = (state ^ bits) &* 0x9E37_79B9_7F4A_7C15
        return product ^ product >> 32
    }

    private static func finished(_ state: UInt64) -> UInt64 {
        let product = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
        return product ^ product >> 31
    }
}
