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
}
