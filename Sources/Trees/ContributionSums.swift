import Tables

/// Sums of contributions while trees are added, row by row so that a row's lie together.
final class ContributionSums: Sendable {
    let rows: Int
    let players: Int
    let outputs: Int
    /// The numbers of a row: the players', and some that fill up to whole vectors.
    let stride: Int
    // SAFETY: freed by `deinit`; whoever adds to rows on several threads gives each its own rows.
    private nonisolated(unsafe) let cells: UnsafeMutablePointer<SIMD4<Double>>

    init(rows: Int, players: Int, outputs: Int) {
        self.rows = rows
        self.players = players
        self.outputs = outputs
        stride = (players + 3) / 4 * 4
        let vectors = max(1, rows * outputs * stride / 4)
        cells = .allocate(capacity: vectors)
        cells.initialize(repeating: .zero, count: vectors)
    }

    deinit { cells.deallocate() }

    /// Where a row's sums of an output begin.
    func start(output: Int, row: Int) -> UnsafeMutablePointer<SIMD4<Double>> {
        cells + (output * rows + row) * (stride / 4)
    }

    /// Adds sums that hold four numbers for each player, which belong together.
    func addLanes(of part: ContributionSums) {
        precondition(part.rows == rows && part.stride == 4 * players, "a vector for each player")
        for output in 0..<outputs {
            for row in 0..<rows {
                let vectors = part.start(output: output, row: row)
                let numbers = UnsafeMutableRawPointer(start(output: output, row: row))
                    .assumingMemoryBound(to: Double.self)
                for player in 0..<players { numbers[player] += vectors[player].sum() }
            }
        }
    }

    /// A matrix an output, a column a player.
    func matrices(scaledBy scale: Double) -> [Matrix] {
        (0..<outputs).map { output in
            let numbers = UnsafeRawPointer(start(output: output, row: 0))
                .assumingMemoryBound(to: Double.self)
            let made = [Double](unsafeUninitializedCapacity: rows * players) { cells, count in
                for row in 0..<rows {
                    for player in 0..<players {
                        cells[player * rows + row] = numbers[row * stride + player] * scale
                    }
                }
                count = rows * players
            }
            return Matrix(rows: rows, columns: players, cells: made)
        }
    }
}
