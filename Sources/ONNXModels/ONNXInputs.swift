import CONNXRuntime
import Diagnostics
import Learning

/// How columns are handed to a graph: one or more of them an input.
struct ONNXInputs: Sendable {
    struct Input: Sendable {
        var name: String
        var element: Int32
        /// How many columns it takes, and whether it has a dimension for them.
        var columns: Int
        var isFlat: Bool
    }

    var inputs: [Input]
    /// The rows that the graph takes at a time; nil where any number will do.
    var batch: Int?

    var columns: Int { inputs.reduce(0) { $0 + $1.columns } }

    private static let known: [Int: String] = [
        1: "float", 6: "int32", 7: "int64", 8: "string", 9: "bool", 11: "double",
    ]

    /// `told` is how many columns there are, where somebody knows: a graph need not tell.
    init(_ graph: ONNXGraph, columns told: Int?) throws(Diagnostic) {
        guard !graph.inputs.isEmpty else { throw .unsupported("it takes no input") }
        inputs = []
        var batches: Set<Int> = []
        for port in graph.inputs {
            guard let element = port.element, Self.known[element] != nil else {
                throw .unsupported("its input `\(port.name)` is of a type that no column has")
            }
            let sizes = port.dimensions ?? [nil, nil]
            guard (1...2).contains(sizes.count) else {
                throw .unsupported(
                    "its input `\(port.name)` has \(sizes.count) dimensions, and a table has two"
                )
            }
            if let batch = sizes[0] { batches.insert(batch) }
            let rest = told.map { $0 - graph.inputs.count + 1 }
            guard let columns = sizes.count == 1 ? 1 : sizes[1] ?? rest, columns > 0 else {
                throw .unsupported(
                    "its input `\(port.name)` does not tell how many columns it takes",
                    hints: ["load(\"model.onnx\", features: [\"x1\", \"x2\"])"]
                )
            }
            guard columns < 100_000 else {
                throw .modelCorrupt("its input `\(port.name)` takes \(columns) columns")
            }
            inputs.append(
                Input(
                    name: port.name,
                    element: Int32(element),
                    columns: columns,
                    isFlat: sizes.count == 1
                )
            )
        }
        guard batches.count <= 1 else {
            throw .unsupported("its inputs take different numbers of rows")
        }
        batch = batches.first
        if let batch, batch > 65_536 {
            throw .unsupported("it takes \(batch) rows at a time")
        }
    }

    /// The names of the columns: of the inputs where each is one, else numbered.
    var names: [String] {
        guard inputs.count > 1 || columns == 1 else { return (1...columns).map { "x\($0)" } }
        return inputs.flatMap { input in
            input.columns == 1
                ? [input.name] : (1...input.columns).map { "\(input.name)_\($0)" }
        }
    }

    /// Whether the file itself names the columns.
    var areNamed: Bool { inputs.allSatisfy { $0.columns == 1 } }
}
