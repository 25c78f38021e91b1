import Glibc

/// A model of classes whose score of a class is the log of its share, and a log likelihood of each
/// feature.
///
/// The margin of two classes is the second's score beyond the first's, of several each beyond their
/// mean.
package protocol NormalForm: MarginModel {
    /// The logarithm of each class's share.
    var priors: [Double] { get }
    /// For each feature how its values are spread in the classes.
    var spreads: [ClassSpread] { get }
}

/// How the values of a feature are spread within each class.
package enum ClassSpread: Sendable {
    /// It leaves the odds as they are.
    case silent
    /// Normal: a mean and a standard deviation for each class.
    case normal(means: [Double], deviations: [Double])
    /// For each class the logarithm of the share of each level, or of false and true.
    case levels([[Double]])
}

extension NormalForm {
    /// For each output how the scores of the classes are added up.
    fileprivate var weights: [[Double]] {
        let count = priors.count
        if count == 2 { return [[-1, 1]] }
        return (0..<count).map { own in
            (0..<count).map { ($0 == own ? 1 : 0) - 1 / Double(count) }
        }
    }

    private func sum(_ weights: [Double], _ scores: [Double]) -> Double {
        zip(weights, scores).reduce(0) { $0 + $1.0 * $1.1 }
    }
}

/// In SQL.
extension NormalForm {
    package func terms(over features: [FeatureSQL]) -> [[String]] {
        weights.map { weights in
            let own = zip(features, spreads).compactMap { term(of: $0, $1, weights) }
            return [PortableSQL.number(sum(weights, priors))] + own
        }
    }

    private func term(
        of feature: FeatureSQL,
        _ spread: ClassSpread,
        _ weights: [Double]
    ) -> String? {
        switch spread {
        case .silent: return nil
        case .normal(let means, let deviations):
            let cell = PortableSQL.double(feature.cell)
            let parts = weights.indices.map { label in
                let (mean, deviation) = (means[label], deviations[label])
                let (center, unit) = (PortableSQL.number(mean), PortableSQL.number(deviation))
                let gap = "((\(cell) - \(center)) / \(unit))"
                return "\(PortableSQL.number(-weights[label] / 2)) * \(gap) * \(gap)"
            }
            let height = PortableSQL.number(sum(weights, deviations.map { -log($0) }))
            return "coalesce(\(([height] + parts).joined(separator: " + ")), 0e0)"
        case .levels(let logs):
            let scores = (logs.first ?? []).indices.map { level in
                sum(weights, logs.map { $0[level] })
            }
            guard feature.feature.levels == nil else { return feature.choice(scores, otherwise: 0) }
            guard scores.count == 2 else { return nil }
            return feature.steps([0.5], scores, missing: 0)
        }
    }
}

/// In a graph.
extension NormalForm {
    func margin(of cells: [String], in graph: inout GraphWriting) -> String {
        let outputs = weights.count
        var total = graph.constant(weights.map { sum($0, priors) }, [1, outputs])
        for (index, spread) in spreads.enumerated() {
            let term: String
            switch spread {
            case .silent: continue
            case .normal(let means, let deviations):
                term = normal(cells[index], means, deviations, in: &graph)
            case .levels(let logs):
                term = chosen(cells[index], features[index].levels, logs, in: &graph)
            }
            total = graph.node("Add", [total, term])
        }
        return total
    }

    /// Log likelihoods of the classes side by side, and from them what each output has of them.
    private func normal(
        _ cell: String,
        _ means: [Double],
        _ deviations: [Double],
        in graph: inout GraphWriting
    ) -> String {
        let classes = means.count
        let isGap = graph.node("IsNaN", [cell])
        let zero = graph.constant([0], [1, 1])
        let number = graph.node("Where", [isGap, zero, cell])
        let gap = graph.node("Sub", [number, graph.constant(means, [1, classes])])
        let scaled = graph.node("Div", [gap, graph.constant(deviations, [1, classes])])
        let square = graph.node("Mul", [scaled, scaled])
        let half = graph.node("Mul", [square, graph.constant([-0.5], [1, 1])])
        let heights = graph.constant(deviations.map { -log($0) }, [1, classes])
        let scores = graph.node("Add", [half, heights])
        let matrix = (0..<classes).flatMap { label in weights.map { $0[label] } }
        let mixed = graph.node(
            "MatMul",
            [scores, graph.constant(matrix, [classes, weights.count])]
        )
        return graph.node("Where", [isGap, zero, mixed])
    }

    private func chosen(
        _ cell: String,
        _ levels: [String]?,
        _ logs: [[Double]],
        in graph: inout GraphWriting
    ) -> String {
        let count = logs.first?.count ?? 0
        let code: String
        if let levels {
            code = graph.node(
                "LabelEncoder",
                [cell],
                [
                    ("keys_strings", .texts(levels)),
                    ("values_int64s", .ints(Array(levels.indices))),
                    ("default_int64", .int(count)),
                ],
                isClassic: true
            )
        } else {
            let other = graph.constant([Double(count)], [1, 1])
            let known = graph.node("Where", [graph.node("IsNaN", [cell]), other, cell])
            let element = GraphWriting.Element.int.rawValue
            code = graph.node("Cast", [known], [("to", .int(element))])
        }
        let table = (0..<count).flatMap { level in
            weights.map { sum($0, logs.map { $0[level] }) }
        }
        let rows = graph.constant(table + weights.map { _ in 0 }, [count + 1, weights.count])
        let flat = graph.node("Reshape", [code, graph.constant([-1])])
        return graph.node("Gather", [rows, flat])
    }
}
