extension LinearForm {
    /// The margins of all outputs side by side: a product of the numbers, and for each category a row
    /// of a table.
    func margin(of cells: [String], in graph: inout GraphWriting) -> String {
        let outputs = coefficients.count
        let slopes = coefficients.map { $0.dropFirst().map { $0.isFinite ? $0 : 0 } }
        let numbers = encoding.columns.indices.filter { encoding.columns[$0].level == nil }
        var sum = graph.constant(coefficients.map { $0[0] }, [1, outputs])
        if !numbers.isEmpty {
            let filled = numbers.map { place -> String in
                let column = encoding.columns[place]
                let name = cells[column.feature]
                let mean = graph.constant([column.mean], [1])
                return graph.node("Where", [graph.node("IsNaN", [name]), mean, name])
            }
            let matrix = graph.node("Concat", filled, [("axis", .int(1))])
            let weights = numbers.flatMap { place in slopes.map { $0[place] } }
            let product = graph.node(
                "MatMul",
                [matrix, graph.constant(weights, [numbers.count, outputs])]
            )
            sum = graph.node("Add", [product, sum])
        }
        for (feature, columns) in encoding.levelColumns {
            let levels = features[feature].levels ?? []
            // The first level is none of the columns; what is missing, or no level, lies at the mean.
            let known = slopes.map { own in [0] + columns.map { own[$0] } }
            let unknown = slopes.map { own in
                columns.reduce(0) { $0 + own[$1] * encoding.columns[$1].mean }
            }
            let table = levels.indices.flatMap { level in known.map { $0[level] } } + unknown
            let code = graph.node(
                "LabelEncoder",
                [cells[feature]],
                [
                    ("keys_strings", .texts(levels)),
                    ("values_int64s", .ints(Array(levels.indices))),
                    ("default_int64", .int(levels.count)),
                ],
                isClassic: true
            )
            let flat = graph.node("Reshape", [code, graph.constant([-1])])
            let rows = graph.constant(table, [levels.count + 1, outputs])
            sum = graph.node("Add", [sum, graph.node("Gather", [rows, flat])])
        }
        return sum
    }
}
