import Learning
import Tables

/// Which features of a recipe come from one column alone: what they add is told of that column.
///
/// Of a linear margin the sum is the column's own Shapley value; of other models it is the sum of
/// its features' values. A feature of several columns stands under its own name.
struct FeatureSources {
    /// For each feature its one column, where there is just one.
    private let sources: [String?]

    init(_ pipeline: FittedPipeline) {
        sources = pipeline.featureNames.map { feature in
            let found = pipeline.recipe?.sources(of: feature) ?? []
            return found.count == 1 ? found[0] : nil
        }
    }

    /// The columns, each once.
    var names: [String] {
        var seen: Set<String> = []
        return sources.compactMap { $0 }.filter { seen.insert($0).inserted }
    }

    /// The explanation in terms of those columns.
    func told(_ explanation: Explanation, _ rows: Table) -> Explanation {
        guard !names.isEmpty else { return explanation }
        var parts: [(name: String?, features: [Int])] = []
        for (place, source) in sources.enumerated() {
            let known = source.flatMap { name in parts.firstIndex { $0.name == name } }
            if let known {
                parts[known].features.append(place)
            } else {
                parts.append((source, [place]))
            }
        }
        let features = parts.map { part in
            guard let name = part.name, let column = rows["source \(name)"] else {
                return explanation.features[part.features[0]]
            }
            return ExplainedFeature(name, column)
        }
        return explanation.replacing(
            features,
            explanation.outputs.map { $0.summed(over: parts.map(\.features)) }
        )
    }
}
