import CLAPACK

/// Products with the columns where they lie, for passes that need no standardised rows.
///
/// The centres and scales are applied to the coefficients before and to the sums afterwards, which
/// saves a copy of every row but cancels digits when a centre is large beside its scale.
extension BlockPass {
    /// Whether all columns take part and lose no more than a few digits.
    var isDirect: Bool {
        guard kept.count == design.width, design.columns > 0 else { return false }
        return zip(standardization.centers, standardization.scales)
            .allSatisfy { $0.magnitude <= 1e3 * $1 }
    }

    /// Whether all columns take part and lose no more than two digits even in their squares.
    var isNearlyCentred: Bool {
        guard isDirect else { return false }
        return zip(standardization.centers, standardization.scales)
            .allSatisfy { $0.magnitude <= 10 * $1 }
    }

    /// Adds `Σ fᵢ² xᵢ xᵢᵀ` over some rows xᵢ as they are to an upper triangle.
    ///
    /// `factors` are the fᵢ; `scratch` takes the rows times them.
    func addGram(
        factors: [Double],
        rows: Range<Int>,
        scratch: inout [Double],
        to sums: inout [Double]
    ) {
        let (width, count) = (design.width, rows.count)
        if scratch.isEmpty { scratch = Array(repeating: 0, count: width * Self.blockRows) }
        withColumns(from: rows) { columns in
            scratch.withUnsafeMutableBufferPointer { scratch in
                factors.withUnsafeBufferPointer { factors in
                    let lead = width - design.columns
                    if lead == 1 { _ = scratch.update(fromContentsOf: factors) }
                    for column in 0..<design.columns {
                        let from = columns + column * design.rows
                        let place = (column + lead) * count
                        for row in 0..<count { scratch[place + row] = from[row] * factors[row] }
                    }
                }
            }
        }
        sums.withUnsafeMutableBufferPointer { sums in
            cblas_dsyrk(
                CblasColMajor,
                CblasUpper,
                CblasTrans,
                Int32(width),
                Int32(count),
                1,
                scratch,
                Int32(count),
                1,
                sums.baseAddress,
                Int32(width)
            )
        }
    }

    /// Adds to `result`, a column for each set of raw slopes, the products with some rows.
    func addProducts(_ slopes: [[Double]], rows: Range<Int>, to result: inout [Double]) {
        withColumns(from: rows) { columns in
            result.withUnsafeMutableBufferPointer { result in
                for (set, slopes) in slopes.enumerated() {
                    cblas_dgemv(
                        CblasColMajor,
                        CblasNoTrans,
                        Int32(rows.count),
                        Int32(design.columns),
                        1,
                        columns,
                        Int32(design.rows),
                        slopes,
                        1,
                        1,
                        result.baseAddress.map { $0 + set * rows.count },
                        1
                    )
                }
            }
        }
    }

    /// Adds to `sums`, a raw entry for each coefficient and set, the products with `values`.
    func addTransposedProducts(_ values: [Double], rows: Range<Int>, to sums: inout [Double]) {
        let width = design.width
        let lead = width - design.columns
        withColumns(from: rows) { columns in
            values.withUnsafeBufferPointer { values in
                sums.withUnsafeMutableBufferPointer { sums in
                    for set in 0..<values.count / rows.count {
                        let own = values[set * rows.count..<(set + 1) * rows.count]
                        if lead == 1 { sums[set * width] += own.reduce(0, +) }
                        cblas_dgemv(
                            CblasColMajor,
                            CblasTrans,
                            Int32(rows.count),
                            Int32(design.columns),
                            1,
                            columns,
                            Int32(design.rows),
                            values.baseAddress.map { $0 + set * rows.count },
                            1,
                            1,
                            sums.baseAddress.map { $0 + set * width + lead },
                            1
                        )
                    }
                }
            }
        }
    }

    private func withColumns(from rows: Range<Int>, _ body: (UnsafePointer<Double>) -> Void) {
        design.cells.withUnsafeBufferPointer { cells in
            guard let base = cells.baseAddress else { return }
            body(base + rows.lowerBound)
        }
    }
}

extension Standardization {
    /// Sums over standardised columns, from those over the columns as they are.
    func standardized(sums: [Double]) -> [Double] {
        let total = hasIntercept ? sums[0] : 0
        return sums.indices.map { (sums[$0] - centers[$0] * total) / scales[$0] }
    }
    /// The upper triangle of a Gram matrix of standardised columns, from that of the columns as
    /// they are.
    func standardized(gram: [Double]) -> [Double] {
        let width = centers.count
        var whole = DenseMatrix(rows: width, columns: width, cells: gram)
        whole.mirrorUpper()
        for _ in 0..<2 {
            for column in 0..<width {
                let part = (0..<width).map { whole[$0, column] }
                for (row, value) in standardized(sums: part).enumerated() {
                    whole[row, column] = value
                }
            }
            whole = whole.transposed
        }
        return whole.cells
    }
}
