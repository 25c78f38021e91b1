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
        let lead = width - design.columns
        let columns = plainColumns.flatMap(Array.init)
        let plain = (lead == 1 ? [0] : []) + columns.map { $0 + lead }
        if scratch.isEmpty { scratch = Array(repeating: 0, count: plain.count * Self.blockRows) }
        withColumns(from: rows) { cells in
            scratch.withUnsafeMutableBufferPointer { scratch in
                factors.withUnsafeBufferPointer { factors in
                    if lead == 1 { _ = scratch.update(fromContentsOf: factors) }
                    for (index, column) in columns.enumerated() {
                        let from = cells + column * design.rows
                        let place = (index + lead) * count
                        for row in 0..<count { scratch[place + row] = from[row] * factors[row] }
                    }
                }
            }
        }
        guard plain.count < width else {
            addSquare(of: scratch, rows: count, columns: width, to: &sums)
            return
        }
        var square = [Double](repeating: 0, count: plain.count * plain.count)
        addSquare(of: scratch, rows: count, columns: plain.count, to: &square)
        for (place, column) in plain.enumerated() {
            for (other, row) in plain[...place].enumerated() {
                sums[column * width + row] += square[place * plain.count + other]
            }
        }
        addMarkedGram(factors: factors, rows: rows, plain: plain, scratch: scratch, to: &sums)
    }

    /// Adds `XᵀX` to an upper triangle, for X of `rows × columns` cells.
    private func addSquare(
        of cells: [Double],
        rows: Int,
        columns: Int,
        to sums: inout [Double]
    ) {
        guard columns > 0 else { return }
        sums.withUnsafeMutableBufferPointer { sums in
            cblas_dsyrk(
                CblasColMajor,
                CblasUpper,
                CblasTrans,
                Int32(columns),
                Int32(rows),
                1,
                cells,
                Int32(rows),
                1,
                sums.baseAddress,
                Int32(columns)
            )
        }
    }

    /// Adds to `result`, a column for each set of raw slopes, the products with some rows.
    func addProducts(_ slopes: [[Double]], rows: Range<Int>, to result: inout [Double]) {
        withColumns(from: rows) { columns in
            result.withUnsafeMutableBufferPointer { result in
                guard let result = result.baseAddress else { return }
                for (set, slopes) in slopes.enumerated() {
                    let own = result + set * rows.count
                    for run in plainColumns {
                        cblas_dgemv(
                            CblasColMajor,
                            CblasNoTrans,
                            Int32(rows.count),
                            Int32(run.count),
                            1,
                            columns + run.lowerBound * design.rows,
                            Int32(design.rows),
                            Array(slopes[run]),
                            1,
                            1,
                            own,
                            1
                        )
                    }
                    addMarked(slopes, rows: rows, to: own)
                }
            }
        }
    }

    /// Adds to `sums`, a raw entry for each coefficient and set, the products with `values`.
    func addTransposedProducts(_ values: [Double], rows: Range<Int>, to sums: inout [Double]) {
        let width = design.width
        let lead = width - design.columns
        let sets = values.count / rows.count
        withColumns(from: rows) { columns in
            values.withUnsafeBufferPointer { values in
                sums.withUnsafeMutableBufferPointer { sums in
                    guard let values = values.baseAddress, let sums = sums.baseAddress else {
                        return
                    }
                    for set in 0..<sets {
                        let own = values + set * rows.count
                        let target = sums + set * width
                        if lead == 1 {
                            target[0] += UnsafeBufferPointer(start: own, count: rows.count)
                                .reduce(0, +)
                        }
                        for run in plainColumns {
                            cblas_dgemv(
                                CblasColMajor,
                                CblasTrans,
                                Int32(rows.count),
                                Int32(run.count),
                                1,
                                columns + run.lowerBound * design.rows,
                                Int32(design.rows),
                                own,
                                1,
                                1,
                                target + lead + run.lowerBound,
                                1
                            )
                        }
                        addMarked(values: own, rows: rows, to: target + lead)
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
