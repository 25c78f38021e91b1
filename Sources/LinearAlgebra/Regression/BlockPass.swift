import CLAPACK
import Kernels

/// A pass over the rows of a design: standardised block by block, summed chunk by chunk in order.
struct BlockPass: Sendable {
    let design: Design
    let standardization: Standardization
    /// The coefficients that take part, among the intercept and the columns.
    let kept: [Int]
    let context: WorkContext

    /// Rows in a block: with fifty columns it stays in the second-level cache.
    static let blockRows = 1024
    /// Chunks whose sums are kept apart until the end, whatever the number of threads.
    static let chunks = 16

    /// Runs `body` over all blocks, packed and standardised; one state for each chunk, in order.
    func run<State: Sendable>(
        _ initial: State,
        _ body: @Sendable (inout State, inout RowBlock) -> Void
    ) throws(RegressionFailure) -> [State] {
        let width = kept.count
        let start = (initial, RowBlock(width: width, capacity: 0))
        let states = try runRows(start) { state, rows in
            if state.1.cells.isEmpty {
                state.1 = RowBlock(width: width, capacity: Self.blockRows)
            }
            fill(&state.1, rows)
            body(&state.0, &state.1)
        }
        return states.map(\.0)
    }

    /// Runs `body` over the rows of all blocks, without looking at their cells.
    func runRows<State: Sendable>(
        _ initial: State,
        _ body: @Sendable (inout State, Range<Int>) -> Void
    ) throws(RegressionFailure) -> [State] {
        BLAS.prepare()
        let size = chunkSize(count: design.rows, chunks: Self.chunks, minimum: Self.blockRows)
        do {
            return try parallelChunks(
                count: design.rows,
                size: size,
                threads: context.threads,
                cancellation: context.cancellation
            ) { rows in
                var state = initial
                for start in stride(from: rows.lowerBound, to: rows.upperBound, by: Self.blockRows)
                {
                    body(&state, start..<min(rows.upperBound, start + Self.blockRows))
                }
                return state
            }
        } catch {
            throw .cancelled
        }
    }

    private func fill(_ block: inout RowBlock, _ rows: Range<Int>) {
        block.rows = rows
        let lead = design.hasIntercept ? 1 : 0
        design.cells.withUnsafeBufferPointer { cells in
            block.cells.withUnsafeMutableBufferPointer { target in
                for (place, coefficient) in kept.enumerated() {
                    let from = (coefficient - lead) * design.rows + rows.lowerBound
                    let to = place * rows.count
                    if coefficient < lead {
                        for row in 0..<rows.count { target[to + row] = 1 }
                        continue
                    }
                    let center = standardization.centers[coefficient]
                    let factor = 1 / standardization.scales[coefficient]
                    for row in 0..<rows.count {
                        target[to + row] = (cells[from + row] - center) * factor
                    }
                }
            }
        }
    }
}

/// Some standardised rows, column after column.
struct RowBlock {
    /// Which rows of the design these are.
    var rows: Range<Int> = 0..<0
    let width: Int
    /// The first `rows.count × width` cells are in use.
    var cells: [Double]

    init(width: Int, capacity: Int) {
        self.width = width
        cells = Array(repeating: 0, count: width * capacity)
    }

    /// The block times `coefficients`, a column of `width` for each column of the result.
    func times(_ coefficients: [Double], into result: inout [Double]) {
        let columns = coefficients.count / max(1, width)
        guard width > 0 else { return }
        guard columns > 1 else {
            cblas_dgemv(
                CblasColMajor,
                CblasNoTrans,
                Int32(rows.count),
                Int32(width),
                1,
                cells,
                Int32(rows.count),
                coefficients,
                1,
                0,
                &result,
                1
            )
            return
        }
        cblas_dgemm(
            CblasColMajor,
            CblasNoTrans,
            CblasNoTrans,
            Int32(rows.count),
            Int32(columns),
            Int32(width),
            1,
            cells,
            Int32(rows.count),
            coefficients,
            Int32(width),
            0,
            &result,
            Int32(rows.count)
        )
    }

    /// Adds the transposed block times `values`, some columns of a value a row, to `sums`.
    func addTransposed(_ values: [Double], columns: Int, to sums: inout [Double]) {
        guard width > 0 else { return }
        guard columns > 1 else {
            cblas_dgemv(
                CblasColMajor,
                CblasTrans,
                Int32(rows.count),
                Int32(width),
                1,
                cells,
                Int32(rows.count),
                values,
                1,
                1,
                &sums,
                1
            )
            return
        }
        cblas_dgemm(
            CblasColMajor,
            CblasTrans,
            CblasNoTrans,
            Int32(width),
            Int32(columns),
            Int32(rows.count),
            1,
            cells,
            Int32(rows.count),
            values,
            Int32(rows.count),
            1,
            &sums,
            Int32(width)
        )
    }

    /// Adds `sign · Σ fᵢ² zᵢ zᵢᵀ` over the rows zᵢ to the upper triangle at `offset` in `sums`.
    ///
    /// `factors` are the fᵢ, from its position `start`; `scratch` has room for the block.
    func addGram(
        factors: [Double],
        from start: Int,
        sign: Double,
        scratch: inout [Double],
        to sums: inout [Double],
        at offset: Int
    ) {
        guard width > 0 else { return }
        let count = rows.count
        scratch.withUnsafeMutableBufferPointer { scratch in
            cells.withUnsafeBufferPointer { cells in
                factors.withUnsafeBufferPointer { factors in
                    for column in 0..<width {
                        let place = column * count
                        for row in 0..<count {
                            scratch[place + row] = cells[place + row] * factors[start + row]
                        }
                    }
                }
            }
        }
        sums.withUnsafeMutableBufferPointer { sums in
            guard let base = sums.baseAddress else { return }
            cblas_dsyrk(
                CblasColMajor,
                CblasUpper,
                CblasTrans,
                Int32(width),
                Int32(count),
                sign,
                scratch,
                Int32(count),
                1,
                base + offset,
                Int32(width)
            )
        }
    }
}
