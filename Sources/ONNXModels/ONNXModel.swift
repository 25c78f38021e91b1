import Diagnostics
package import Kernels
package import Learning
package import Tables

/// A model from elsewhere as a graph of ONNX, run by ONNX Runtime.
package struct ONNXModel: GraphHolding {
    package static let flavor = "onnx"
    package static let library: String? = "ONNX"
    package static let file = "model.onnx"

    package let shape: ModelShape
    private let graph: ONNXFile
    private let inputs: ONNXInputs
    private let session: ONNXSession

    init(_ file: ONNXFile, _ inputs: ONNXInputs, _ session: ONNXSession, _ shape: ModelShape) {
        self.shape = shape
        graph = file
        self.inputs = inputs
        self.session = session
    }

    /// Rows that go through the graph at once.
    private static let chunk = 4096

    package func predict(_ features: Matrix, in work: WorkContext) throws -> Matrix {
        let levels = shape.features.map(\.levels)
        let parts = try parallelChunks(
            count: features.rows,
            size: inputs.batch ?? Self.chunk,
            threads: work.threads,
            cancellation: work.cancellation
        ) { rows in
            Result {
                let told = try session.run(
                    rows,
                    of: features,
                    levels: levels,
                    cancellation: work.cancellation
                )
                return try outputs(told.cells, told.columns, rows: rows.count)
            }
        }
        return Matrix(
            rows: features.rows,
            columns: task.outputs,
            parts: try parts.map { try $0.get() }
        )
    }

    /// The columns of a prediction, one behind the other, of numbers that lie row by row.
    private func outputs(_ cells: [Double], _ columns: Int, rows: Int) throws -> [Double] {
        let classes = task.labels.count
        guard columns == max(1, classes) || columns == 1 && classes == 2 else {
            throw Diagnostic.modelCorrupt(
                "it predicts another number of columns than it has classes"
            )
        }
        guard classes > 0 else { return cells }
        guard cells.allSatisfy({ $0.isNaN || (-1e-6...1 + 1e-6).contains($0) }) else {
            throw Diagnostic.noProbabilities
        }
        let chosen = classes == 2 ? [columns - 1] : Array(0..<columns)
        return chosen.flatMap { column in
            (0..<rows).map { min(1, max(0, cells[$0 * columns + column])) }
        }
    }

    package var summary: ModelSummary {
        let shown = graph.operations.prefix(8).joined(separator: ", ")
        let more = graph.operations.count > 8 ? " and \(graph.operations.count - 8) more" : ""
        return ModelSummary(facts: [
            ("nodes", .int(Int64(graph.graph.nodes.count))), ("operators", .text(shown + more)),
        ])
    }

    package func encoded() -> [UInt8] { graph.bytes }

    package func graph(telling entries: [(key: String, value: String)]) throws -> [UInt8] {
        try graph.telling(entries)
    }

    package init(decoding bytes: [UInt8], shape: ModelShape) throws {
        let file = try ONNXFile(bytes)
        let inputs = try ONNXInputs(file.graph, columns: shape.features.count)
        guard inputs.columns == shape.features.count else {
            throw Diagnostic.modelCorrupt("it reads another number of columns")
        }
        self.init(file, inputs, try ONNXSession(file, inputs, ONNXOutcome(file.graph)), shape)
    }
}

extension Diagnostic {
    static var noProbabilities: Diagnostic {
        .unsupported("its scores of classes are no probabilities")
    }
}
