package import Kernels
package import Tables

/// Training rows without gaps, with the encoding that was learned from them.
package struct EncodedRows: Sendable {
    package let encoding: Encoding
    package let matrix: Matrix
    /// The features of which some row has no value.
    package let incomplete: [String]

    package init(_ features: [Feature], _ rows: Examples, in work: WorkContext) throws {
        let shares = try parallelChunks(
            count: features.count,
            size: 1,
            threads: work.threads,
            cancellation: work.cancellation
        ) { chosen in
            chosen.map { index in
                Shares(
                    rows.features.column(index),
                    rows.weights,
                    levels: features[index].levels?.count
                )
            }
        }.flatMap(\.self)
        encoding = Encoding(features, shares)
        incomplete = zip(features, shares).filter(\.1.hasGaps).map(\.0.name)
        // Numbers that are all there are encoded by themselves, and need no copy.
        let isPlain = incomplete.isEmpty && features.allSatisfy { $0.levels == nil }
        matrix = isPlain ? rows.features : try encoding.matrix(of: rows.features, in: work)
    }
}

/// The mean of a column, or the share of each of its levels, among cells that are there.
struct Shares: Sendable {
    private(set) var hasGaps = false
    private var total = 0.0
    private var sum = 0.0
    private var counts: [Double]

    init(_ cells: ArraySlice<Double>, _ weights: [Double]?, levels: Int?) {
        counts = Array(repeating: 0, count: levels ?? 0)
        if weights == nil, levels == nil {
            addEights(cells)
        } else {
            add(cells, weights)
        }
    }

    private mutating func add(_ cells: ArraySlice<Double>, _ weights: [Double]?) {
        for (row, cell) in cells.enumerated() {
            guard !cell.isNaN else {
                hasGaps = true
                continue
            }
            let weight = weights?[row] ?? 1
            total += weight
            sum += weight * cell
            if !counts.isEmpty { counts[Int(cell)] += weight }
        }
    }

    /// Numbers that count one each, eight sums side by side.
    private mutating func addEights(_ cells: ArraySlice<Double>) {
        let whole = cells.count / 8 * 8
        var (sums, gaps) = (SIMD8<Double>.zero, SIMD8<Double>.zero)
        cells.withUnsafeBytes { bytes in
            for row in stride(from: 0, to: whole, by: 8) {
                let eight = bytes.loadUnaligned(fromByteOffset: row * 8, as: SIMD8<Double>.self)
                let isGap = eight .!= eight
                sums += eight.replacing(with: 0, where: isGap)
                gaps += SIMD8.zero.replacing(with: 1, where: isGap)
            }
        }
        hasGaps = gaps.sum() > 0
        total = Double(whole) - gaps.sum()
        sum = sums.sum()
        add(cells.dropFirst(whole), nil)
    }

    var mean: Double { total > 0 ? sum / total : 0 }
    func share(_ level: Int) -> Double { total > 0 ? counts[level] / total : 0 }
}
