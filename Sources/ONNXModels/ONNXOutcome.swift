import Diagnostics
import Learning
import Tables

/// What a graph predicts, and by which of its outputs.
struct ONNXOutcome {
    /// The tensor of numbers, and the type of its elements.
    var output: String
    var element: Int
    /// Whether it stands beside a class, and so holds probabilities.
    var hasLabel: Bool
    /// Whether it is a probability by its last node.
    var isSquashed: Bool
    /// Classes in the order of the columns, where the file tells them.
    var labels: ForeignModel.Levels?

    init(_ graph: ONNXGraph) throws(Diagnostic) {
        let maps = graph.nodes.filter { $0.operation == "ZipMap" }
        if let map = maps.first, let source = map.inputs.first {
            guard maps.count == 1 else { throw .unsupported("it predicts several targets") }
            (output, element, hasLabel, isSquashed) = (source, 1, true, false)
            labels = Self.labels(of: map)
            return
        }
        let numbers = graph.outputs.filter { [1, 11].contains($0.element) }
        let others = graph.outputs.filter { ![1, 11].contains($0.element) }
        let likely = numbers.filter { $0.name.lowercased().contains("prob") }
        guard
            let chosen = numbers.count == 1 ? numbers.first : likely.count == 1 ? likely.first : nil
        else { throw Self.unclear(graph.outputs, numbers) }
        (output, element) = (chosen.name, chosen.element ?? 1)
        hasLabel = others.contains { [6, 7, 8, 9].contains($0.element) }
        let last = graph.nodes.last { $0.outputs.contains(chosen.name) }?.operation
        isSquashed = ["Sigmoid", "Softmax"].contains(last)
        labels = nil
        for node in graph.nodes { labels = Self.labels(of: node) ?? labels }
        if hasLabel, labels == nil || labels?.words.first == "0" {
            labels = Self.namedClasses(graph, chosen.dimensions?.last ?? nil) ?? labels
        }
    }

    /// The classes that a node lists.
    private static func labels(of node: ONNXGraph.Node) -> ForeignModel.Levels? {
        if let words = node.texts["classlabels_strings"], words.count > 1 {
            return ForeignModel.Levels(words.map { .text($0) })
        }
        let codes = node.ints["classlabels_int64s"] ?? node.ints["classlabels_ints"] ?? []
        return codes.count > 1 ? ForeignModel.Levels(codes.map { .int(Int64($0)) }) : nil
    }

    /// The classes in a constant that is called so, as scikit-learn's pipelines have them.
    private static func namedClasses(_ graph: ONNXGraph, _ count: Int?) -> ForeignModel.Levels? {
        let texts = graph.texts.filter { $0.key.contains("classes") }
        let ints = graph.ints.filter { $0.key.contains("classes") }
        let lists =
            texts.values.map { $0.map { Scalar.text($0) } }
            + ints.values.map { $0.map { Scalar.int(Int64($0)) } }
        let fitting = lists.filter { $0.count > 1 && (count == nil || $0.count == count) }
        return fitting.count == 1 ? ForeignModel.Levels(fitting[0]) : nil
    }

    private static func unclear(
        _ outputs: [ONNXGraph.Port],
        _ numbers: [ONNXGraph.Port]
    ) -> Diagnostic {
        let names = outputs.map { "`\($0.name)`" }.joined(separator: ", ")
        guard numbers.isEmpty else {
            return .unsupported("which of its outputs is the prediction is not plain: \(names)")
        }
        return outputs.isEmpty
            ? .unsupported("it gives no output")
            : .unsupported("its output \(names) is no number and no probability")
    }
}
