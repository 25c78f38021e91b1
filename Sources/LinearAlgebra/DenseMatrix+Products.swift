import CLAPACK
import Kernels

/// Products; the pieces given to threads are fixed, so the result is the same for any number.
extension DenseMatrix {
    /// `self · other`, either of them transposed first when asked.
    package func times(
        _ other: DenseMatrix,
        transposed: Bool = false,
        otherTransposed: Bool = false,
        threads: Int = 1
    ) -> DenseMatrix {
        let height = transposed ? columns : rows
        let inner = transposed ? rows : columns
        let width = otherTransposed ? other.rows : other.columns
        precondition(inner == (otherTransposed ? other.columns : other.rows), "shapes that fit")
        guard height > 0, width > 0 else {
            return DenseMatrix(repeating: 0, rows: height, columns: width)
        }
        let strips = columnStrips(width, threads: threads) { strip in
            product(
                other,
                columns: strip,
                shape: (height, inner),
                transposed: (transposed, otherTransposed)
            )
        }
        return DenseMatrix(rows: height, columns: width, cells: strips.flatMap(\.self))
    }

    /// Some columns of the product, as cells.
    private func product(
        _ other: DenseMatrix,
        columns strip: Range<Int>,
        shape: (height: Int, inner: Int),
        transposed: (own: Bool, other: Bool)
    ) -> [Double] {
        var result = [Double](repeating: 0, count: shape.height * strip.count)
        guard shape.inner > 0 else { return result }
        let offset = transposed.other ? strip.lowerBound : strip.lowerBound * other.rows
        cells.withUnsafeBufferPointer { a in
            other.cells[offset...].withUnsafeBufferPointer { b in
                cblas_dgemm(
                    CblasColMajor,
                    transposed.own ? CblasTrans : CblasNoTrans,
                    transposed.other ? CblasTrans : CblasNoTrans,
                    Int32(shape.height),
                    Int32(strip.count),
                    Int32(shape.inner),
                    1,
                    a.baseAddress,
                    Int32(rows),
                    b.baseAddress,
                    Int32(other.rows),
                    0,
                    &result,
                    Int32(shape.height)
                )
            }
        }
        return result
    }

    /// `selfᵀ · self`, the whole symmetric matrix.
    package func gram(threads: Int = 1) -> DenseMatrix {
        var result = times(self, transposed: true, threads: threads)
        result.mirrorUpper()
        return result
    }

    /// `self · vector`.
    package func times(_ vector: [Double]) -> [Double] {
        times(DenseMatrix(rows: vector.count, columns: 1, cells: vector)).cells
    }
}

private func columnStrips(
    _ width: Int,
    threads: Int,
    _ body: @Sendable (Range<Int>) -> [Double]
) -> [[Double]] {
    BLAS.prepare()
    let size = chunkSize(count: width, chunks: 16, minimum: 32)
    do {
        return try parallelChunks(count: width, size: size, threads: threads, body)
    } catch {
        preconditionFailure("a product that nobody can cancel")
    }
}
