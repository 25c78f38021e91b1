package import Kernels
package import Learning
import LinearAlgebra
package import Tables

extension LinearForm {
    /// The linear sum of each output.
    func linearMargin(_ features: Matrix, in work: WorkContext) throws -> Matrix {
        let design = Design(try encoding.matrix(of: features, in: work))
        var cells: [Double] = []
        for row in coefficients {
            cells += try design.linearPredictor(row, context: work)
        }
        return Matrix(rows: features.rows, columns: coefficients.count, cells: cells)
    }

    /// What each feature adds to the margin beyond its mean in training.
    ///
    /// The base is the margin of the means. Exact, where features are taken as independent.
    package func contributions(_ features: Matrix, in work: WorkContext) throws -> [Matrix] {
        let encoded = try encoding.matrix(of: features, in: work).cells
        let (rows, count) = (features.rows, shape.features.count)
        return coefficients.map { coefficients in
            var matrix = Matrix(repeating: 0, rows: rows, columns: count + 1)
            var base = coefficients[0]
            for (index, column) in encoding.columns.enumerated() {
                let weight = coefficients[index + 1]
                base += weight * column.mean
                for row in 0..<rows {
                    matrix[row, column.feature] +=
                        weight * (encoded[index * rows + row] - column.mean)
                }
            }
            for row in 0..<rows { matrix[row, count] = base }
            return matrix
        }
    }
}

extension Design {
    /// Encoded rows with an intercept.
    init(_ rows: Matrix, weights: [Double]? = nil, markers: [Markers] = []) {
        self.init(
            rows: rows.rows,
            columns: rows.columns,
            cells: rows.cells,
            weights: weights,
            markers: markers
        )
    }

    /// Training rows as they were encoded, with an intercept.
    init(_ encoded: EncodedRows, of rows: Examples) {
        let markers = encoded.encoding.levelColumns.compactMap { feature, columns in
            Markers(columns, codes: rows.features.column(feature))
        }
        self.init(encoded.matrix, weights: rows.weights, markers: markers)
    }
}

extension Markers {
    /// The columns of all levels but the first; nil where some row has no level.
    fileprivate init?(_ columns: Range<Int>, codes: ArraySlice<Double>) {
        var places: [Int32] = []
        places.reserveCapacity(codes.count)
        for code in codes {
            guard !code.isNaN else { return nil }
            places.append(code == 0 ? -1 : Int32(columns.lowerBound) + Int32(code) - 1)
        }
        self.init(columns: columns, places: places)
    }
}
