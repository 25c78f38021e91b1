import Tables

/// Takes rows through trees, and adds what they find to sums; one for each thread.
struct RowSweep {
    private var sharing: LeafSharing
    private let sums: ContributionSums
    private let players: Int
    private var block = RowBlock()
    private var entries = [Int32](repeating: 0, count: RowBlock.most)

    init(_ sharing: LeafSharing, _ sums: ContributionSums, players: Int) {
        self.sharing = sharing
        self.sums = sums
        self.players = players
    }

    /// Adds what a tree gives to some of the rows.
    mutating func add(_ prepared: PreparedTree, _ rows: Matrix, _ chunk: Range<Int>) {
        var tables = prepared.groups.map {
            PatternTable($0, sharing.terms, players: players, stride: sums.stride)
        }
        rows.cells.withUnsafeBufferPointer { cells in
            for start in stride(from: chunk.lowerBound, to: chunk.upperBound, by: RowBlock.most) {
                let count = min(RowBlock.most, chunk.upperBound - start)
                block.decide(prepared.tree, cells, rows: rows.rows, from: start, count: count)
                for index in tables.indices {
                    find(&tables[index])
                    add(tables[index], output: prepared.tree.output)
                    tables[index].forgetWide()
                }
            }
        }
    }

    /// Finds the table's entry for each row of the block.
    private mutating func find(_ table: inout PatternTable) {
        let group = table.group.leaves
        if table.isShort {
            block.findPatterns(of: group)
            for row in 0..<block.count {
                entries[row] = table.entry(short: block.patterns[row], &sharing)
            }
        } else {
            for row in 0..<block.count {
                entries[row] =
                    group.isWide
                    ? table.entry(wide: block.widePattern(of: group, row: row), &sharing)
                    : table.entry(long: block.longPattern(of: group, row: row), &sharing)
            }
        }
    }

    private func add(_ table: PatternTable, output: Int) {
        let start = sums.start(output: output, row: block.start)
        table.values.withUnsafeBufferPointer { values in
            guard let values = values.baseAddress else { return }
            if table.width == sums.stride {
                addVectors(UnsafeRawPointer(values), to: start)
            } else {
                addNumbers(values, table.terms, to: start)
            }
        }
    }

    private func addVectors(
        _ values: UnsafeRawPointer,
        to start: UnsafeMutablePointer<SIMD4<Double>>
    ) {
        let vectors = sums.stride / 4
        for row in 0..<block.count {
            let entry = values + Int(entries[row]) * vectors * 32
            let out = start + row * vectors
            for index in 0..<vectors {
                out[index] += entry.loadUnaligned(
                    fromByteOffset: index * 32,
                    as: SIMD4<Double>.self
                )
            }
        }
    }

    private func addNumbers(
        _ values: UnsafePointer<Double>,
        _ terms: [Int],
        to start: UnsafeMutablePointer<SIMD4<Double>>
    ) {
        let numbers = UnsafeMutableRawPointer(start).assumingMemoryBound(to: Double.self)
        let stride = sums.stride
        terms.withUnsafeBufferPointer { terms in
            for row in 0..<block.count {
                let entry = values + Int(entries[row]) * terms.count
                let out = numbers + row * stride
                for index in terms.indices { out[terms[index]] += entry[index] }
            }
        }
    }
}
