import Kernels
import LinearAlgebra
import Testing

@Suite("Linear algebra")
struct LinearAlgebraTests {
    private let stream = RandomStream(seed: 2, purpose: "matrices")

    private func matrix(_ rows: Int, _ columns: Int, salt: Int = 0) -> DenseMatrix {
        let cells = (0..<rows * columns).map { stream.normal(row: $0, draw: salt) }
        return DenseMatrix(rows: rows, columns: columns, cells: cells)
    }

    private func slowProduct(_ a: DenseMatrix, _ b: DenseMatrix) -> DenseMatrix {
        var result = DenseMatrix(repeating: 0, rows: a.rows, columns: b.columns)
        for row in 0..<a.rows {
            for column in 0..<b.columns {
                result[row, column] = (0..<a.columns).reduce(0) { $0 + a[row, $1] * b[$1, column] }
            }
        }
        return result
    }

    @Test("multiplies like three loops, on any number of threads")
    func products() {
        let (a, b) = (matrix(7, 5), matrix(5, 70, salt: 1))
        let slow = slowProduct(a, b)
        for threads in [1, 2, 4] {
            #expect(agree(a.times(b, threads: threads).cells, slow.cells))
            #expect(a.times(b, threads: threads) == a.times(b))
        }
        #expect(agree(a.transposed.times(b, transposed: true).cells, slow.cells))
        #expect(agree(a.times(b.transposed, otherTransposed: true).cells, slow.cells))
        #expect(agree(a.gram().cells, slowProduct(a.transposed, a).cells))
        #expect(
            agree(
                a.times([1, 2, 3, 4, 5]),
                slowProduct(
                    a,
                    DenseMatrix(
                        rows: 5,
                        columns: 1,
                        cells: [1, 2, 3, 4, 5]
                    )
                ).cells
            )
        )
    }

    @Test("solves and inverts by Cholesky, and refuses what is not positive definite")
    func cholesky() throws {
        let square = matrix(9, 4).gram()
        let factor = try #require(Cholesky(square))
        let right = [1.0, -2, 3, 0.5]
        #expect(agree(square.times(factor.solve(right)), right))
        let identity = DenseMatrix.identity(4)
        #expect(agree(slowProduct(square, factor.inverse()).cells, identity.cells, absolute: 1e-12))
        #expect(Cholesky(DenseMatrix(rows: 2, columns: 2, cells: [1, 2, 2, 1])) == nil)
    }

    @Test("finds the rank and the least squares by pivoted QR")
    func pivotedQR() throws {
        var tall = matrix(12, 4)
        let right = (0..<12).map { stream.normal(row: $0, draw: 9) }
        let full = PivotedQR(tall)
        #expect(full.rank == 4 && full.dependent.isEmpty)
        // The normal equations, which this small matrix bears well.
        let normal = try #require(Cholesky(tall.gram()))
        let expected = normal.solve(tall.transposed.times(right))
        #expect(agree(full.leastSquares(right), expected))
        for row in 0..<12 { tall[row, 2] = tall[row, 0] - 2 * tall[row, 1] }
        let short = PivotedQR(tall)
        #expect(short.rank == 3 && short.dependent.count == 1)
        let solution = short.leastSquares(right)
        let residual = zip(right, tall.times(solution)).map { $0 - $1 }
        #expect(agree(tall.transposed.times(residual), [0, 0, 0, 0], absolute: 1e-12))
    }

    @Test("takes a symmetric matrix apart into its eigenvectors, largest first")
    func eigen() throws {
        let square = matrix(8, 5).gram()
        let eigen = try #require(SymmetricEigen(square))
        #expect(eigen.values == eigen.values.sorted(by: >))
        for index in 0..<5 {
            let vector = Array(eigen.vectors.column(index))
            #expect(
                agree(
                    square.times(vector),
                    vector.map { $0 * eigen.values[index] },
                    absolute: 1e-12
                )
            )
            #expect(agree(Dots.dot(vector, vector), 1))
            #expect((vector.max() ?? 0) >= -(vector.min() ?? 0))
        }
    }
}
