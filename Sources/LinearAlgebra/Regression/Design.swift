import CLAPACK
package import Kernels

/// The columns that a regression is fitted on: numbers without gaps, stored column by column.
package struct Design: Sendable {
    package let rows: Int
    package let columns: Int
    /// `rows × columns` cells, column after column.
    package let cells: [Double]
    /// Whether a constant is fitted besides; its coefficient then stands first.
    package let hasIntercept: Bool
    /// How much each row counts, at least zero; nil when all count one.
    package let weights: [Double]?
    /// What is known of columns that mark levels, from left to right.
    package let markers: [Markers]

    package init(
        rows: Int,
        columns: Int,
        cells: [Double],
        hasIntercept: Bool = true,
        weights: [Double]? = nil,
        markers: [Markers] = []
    ) {
        precondition(markers.allSatisfy { $0.places.count == rows }, "a place for every row")
        precondition(cells.count == rows * columns, "a cell for every row and column")
        precondition(weights.map { $0.count == rows } ?? true, "a weight for every row")
        self.rows = rows
        self.columns = columns
        self.cells = cells
        self.hasIntercept = hasIntercept
        self.weights = weights
        self.markers = markers
    }

    /// How many coefficients belong to it: the columns, and the intercept before them.
    package var width: Int { columns + (hasIntercept ? 1 : 0) }

    /// The rows that count at all.
    var countedRows: Int { weights.map { $0.count { $0 > 0 } } ?? rows }

    var totalWeight: Double { weights.map { Sums.sum($0) } ?? Double(rows) }

    /// The weighted mean of each column and its deviation, which is zero where nothing is left of
    /// it but rounding.
    func spreads(context: WorkContext) throws(RegressionFailure) -> [(mean: Double, sd: Double)] {
        do {
            let parts = try parallelChunks(
                count: columns,
                size: 1,
                threads: context.threads,
                cancellation: context.cancellation
            ) { chosen in
                let values = Array(cells[chosen.lowerBound * rows..<chosen.upperBound * rows])
                let mean = Sums.mean(values, weights: weights)
                let squares = values.map { ($0 - mean) * ($0 - mean) }
                let deviation = Sums.mean(squares, weights: weights).squareRoot()
                return (mean, deviation > 1e-12 * mean.magnitude ? deviation : 0)
            }
            return parts.map { (mean: $0.0, sd: $0.1) }
        } catch {
            throw .cancelled
        }
    }

    /// Every `step`-th row, as a smaller design.
    func thinned(by step: Int, threads: Int = 1) -> Design {
        let taken = Array(stride(from: 0, to: rows, by: step))
        // The cells lie far apart, so most of the time goes into waiting for memory.
        let parts = try? parallelChunks(
            count: columns,
            size: chunkSize(count: columns, chunks: 16),
            threads: threads
        ) { chosen in
            cells.withUnsafeBufferPointer { cells in
                chosen.flatMap { column in taken.map { cells[column * rows + $0] } }
            }
        }
        return Design(
            rows: taken.count,
            columns: columns,
            cells: (parts ?? []).flatMap(\.self),
            hasIntercept: hasIntercept,
            weights: weights.map { weights in taken.map { weights[$0] } },
            markers: markers.map { $0.thinned(to: taken) }
        )
    }

    /// The intercept plus the columns times their coefficients, for every row.
    package func linearPredictor(
        _ coefficients: [Double],
        context: WorkContext
    )
        throws(CancellationError) -> [Double]
    {
        precondition(coefficients.count == width, "a coefficient for every column")
        BLAS.prepare()
        let constant = hasIntercept ? coefficients[0] : 0
        let slopes = Array(coefficients.suffix(columns))
        let parts = try parallelChunks(
            count: rows,
            size: 1 << 14,
            threads: context.threads,
            cancellation: context.cancellation
        ) { range in
            var sums = [Double](repeating: constant, count: range.count)
            guard columns > 0 else { return sums }
            cells[range.lowerBound...].withUnsafeBufferPointer { cells in
                cblas_dgemv(
                    CblasColMajor,
                    CblasNoTrans,
                    Int32(range.count),
                    Int32(columns),
                    1,
                    cells.baseAddress,
                    Int32(rows),
                    slopes,
                    1,
                    1,
                    &sums,
                    1
                )
            }
            return sums
        }
        return parts.flatMap(\.self)
    }
}
