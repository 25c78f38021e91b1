/// Neighbouring columns of a design of which at most one is 1 in any row, and the others are 0: the
/// levels of a category.
///
/// Sums over the rows need touch only the column that is 1.
package struct Markers: Sendable {
    package let columns: Range<Int>
    /// For each row the column that is 1, or -1 where none is.
    package let places: [Int32]

    package init(columns: Range<Int>, places: [Int32]) {
        precondition(
            places.allSatisfy { $0 == -1 || columns.contains(Int($0)) },
            "places among the columns"
        )
        self.columns = columns
        self.places = places
    }

    func thinned(to rows: [Int]) -> Markers {
        Markers(columns: columns, places: rows.map { places[$0] })
    }
}

extension BlockPass {
    /// Runs of columns that mark no level.
    var plainColumns: [Range<Int>] {
        var runs: [Range<Int>] = []
        var start = 0
        for markers in design.markers {
            if start < markers.columns.lowerBound {
                runs.append(start..<markers.columns.lowerBound)
            }
            start = markers.columns.upperBound
        }
        if start < design.columns { runs.append(start..<design.columns) }
        return runs
    }

    /// Adds to `result` what the marked columns contribute to the products of one set of slopes.
    func addMarked(_ slopes: [Double], rows: Range<Int>, to result: UnsafeMutablePointer<Double>) {
        for markers in design.markers {
            markers.places.withUnsafeBufferPointer { places in
                slopes.withUnsafeBufferPointer { slopes in
                    for row in 0..<rows.count {
                        let place = Int(places[rows.lowerBound + row])
                        if place >= 0 { result[row] += slopes[place] }
                    }
                }
            }
        }
    }

    /// Adds each row's value to the sum of the column that it marks; `sums` begins with column 0.
    func addMarked(
        values: UnsafePointer<Double>,
        rows: Range<Int>,
        to sums: UnsafeMutablePointer<Double>
    ) {
        for markers in design.markers {
            markers.places.withUnsafeBufferPointer { places in
                for row in 0..<rows.count {
                    let place = Int(places[rows.lowerBound + row])
                    if place >= 0 { sums[place] += values[row] }
                }
            }
        }
    }

    /// The part of `Σ fᵢ² xᵢ xᵢᵀ` in which marked columns take part, added to an upper triangle.
    ///
    /// `plain` are the other coefficients, whose cells times the factors `scratch` holds, column
    /// after column.
    func addMarkedGram(
        factors: [Double],
        rows: Range<Int>,
        plain: [Int],
        scratch: [Double],
        to sums: inout [Double]
    ) {
        let (width, count) = (design.width, rows.count)
        let lead = width - design.columns
        sums.withUnsafeMutableBufferPointer { sums in
            for (index, markers) in design.markers.enumerated() {
                let places = markers.places[rows]
                func add(_ value: (Int) -> Double, _ other: (Int) -> Int) {
                    for (row, place) in places.enumerated() where place >= 0 {
                        let (one, two) = (Int(place) + lead, other(row))
                        guard two >= 0 else { continue }
                        sums[max(one, two) * width + min(one, two)] += value(row)
                    }
                }
                for (number, coefficient) in plain.enumerated() {
                    let start = number * count
                    add({ factors[$0] * scratch[start + $0] }, { _ in coefficient })
                }
                for others in design.markers[index...] {
                    let start = rows.lowerBound
                    add(
                        { factors[$0] * factors[$0] },
                        { row in
                            let place = Int(others.places[start + row])
                            return place < 0 ? -1 : place + lead
                        }
                    )
                }
            }
        }
    }
}
