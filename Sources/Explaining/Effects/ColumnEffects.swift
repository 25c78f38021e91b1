package import Tables

/// What a model predicts over the values of one column, for each of its outputs.
package struct ColumnEffects: Sendable {
    /// The values, in the order of the curves' points.
    package let values: Column
    /// For each output a matrix: a row a row that was tried, a column a value.
    package let predictions: [Matrix]

    package var rows: Int { predictions.first?.rows ?? 0 }

    /// The mean prediction of an output at each value (partial dependence; Friedman 2001).
    package func means(output: Int) -> [Double] {
        let part = predictions[output]
        return (0..<part.columns).map { value in
            part.column(value).reduce(0, +) / Double(max(1, part.rows))
        }
    }
}

/// Accumulated local effects of one output: at each edge what has been added up, centred on the rows.
package struct LocalEffects: Sendable {
    /// The edges of the intervals, ascending.
    package let edges: Column
    package let effects: [[Double]]
    /// How many rows lie in the interval that ends at each edge; none at the first.
    package let counts: [Int]
}

extension ColumnVariation {
    /// Every row with every value.
    package func effects() throws -> ColumnEffects {
        let values = values()
        let picks = (0..<values.count).flatMap { value in
            (0..<rows.count).map { (row: $0, value: value) }
        }
        let found = try predictions(values, picks)
        let parts = (0..<found.columns).map { output in
            Matrix(rows: rows.count, columns: values.count, cells: Array(found.column(output)))
        }
        return ColumnEffects(values: values, predictions: parts)
    }

    /// Each row at both ends of the interval that it lies in only: what a value changes among rows that
    /// are like those that have it (Apley and Zhu 2020).
    package func localEffects() throws -> LocalEffects {
        let edges = values()
        let limits = numbers(of: edges)
        let cells = numbers(of: column)
        let inside = (0..<rows.count).compactMap { row -> (row: Int, interval: Int)? in
            guard !cells[row].isNaN, limits.count > 1 else { return nil }
            let above = limits.firstIndex { $0 >= cells[row] } ?? limits.count - 1
            return (row, max(1, above))
        }
        let picks = inside.flatMap { one in
            [(row: one.row, value: one.interval - 1), (row: one.row, value: one.interval)]
        }
        let found = try predictions(edges, picks)
        var counts = [Int](repeating: 0, count: edges.count)
        for one in inside { counts[one.interval] += 1 }
        let effects = (0..<found.columns).map { output in
            accumulated(Array(found.column(output)), inside.map(\.interval), counts)
        }
        return LocalEffects(edges: edges, effects: effects, counts: counts)
    }

    /// Mean differences of each interval added up, less their mean over the rows.
    private func accumulated(
        _ predictions: [Double],
        _ intervals: [Int],
        _ counts: [Int]
    ) -> [Double] {
        var steps = [Double](repeating: 0, count: counts.count)
        for (place, interval) in intervals.enumerated() {
            steps[interval] += predictions[2 * place + 1] - predictions[2 * place]
        }
        var reached = [Double](repeating: 0, count: counts.count)
        var mean = 0.0
        for edge in counts.indices.dropFirst() {
            reached[edge] =
                reached[edge - 1] + (counts[edge] > 0 ? steps[edge] / Double(counts[edge]) : 0)
            // A row of the interval has, on average, the middle of its ends.
            mean += Double(counts[edge]) * (reached[edge] + reached[edge - 1]) / 2
        }
        mean /= Double(max(1, intervals.count))
        return reached.map { $0 - mean }
    }
}
