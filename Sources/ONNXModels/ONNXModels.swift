import CONNXRuntime
import Diagnostics
import Kernels
package import Learning
import Tables

/// Models that come as ONNX files.
package enum ONNXModels {
    package static let kind = ForeignKind(
        "onnx",
        ONNXModel.self,
        ForeignModelReader(
            title: "ONNX",
            writtenBy: "skl2onnx.to_onnx(model, rows)",
            endings: [".onnx"],
            recognizes: ONNXFile.recognizes
        ) { try model(ONNXFile($0), named: $1) }
    )

    private static func model(_ file: ONNXFile, named features: [String]) throws -> ForeignModel {
        let told = features.isEmpty ? nil : features.count
        let inputs = try ONNXInputs(file.graph, columns: told)
        let names = inputs.names
        var columns: [ForeignModel.Column] = []
        for input in inputs.inputs {
            let texts =
                input.element == Int32(ORT_TEXT)
                ? try file.graph.knownTexts(of: input.name) : nil
            let levels = texts.flatMap { ForeignModel.Levels($0.map { .text($0) }) }
            for _ in 0..<input.columns {
                columns.append(ForeignModel.Column(names[columns.count], levels: levels))
            }
        }
        let outcome = try ONNXOutcome(file.graph)
        let session = try opened(file, inputs, outcome)
        let width = try probe(session, inputs, columns)
        var remarks: [String] = []
        if !inputs.areNamed, features.isEmpty {
            remarks.append(
                "its columns have no names and are called `\(names[0])` to `\(names[names.count - 1])`:"
                    + " `features:` names them"
            )
        }
        return ForeignModel(
            program: file.producer.isEmpty ? "ONNX" : file.producer,
            columns: columns,
            outcome: try self.outcome(outcome, width),
            classes: classes(outcome, width.columns),
            notes: try GraphNotes(file.notes),
            remarks: remarks
        ) { ONNXModel(file, inputs, session, $0) }
    }

    /// The session, or what of the graph the library does not know.
    private static func opened(
        _ file: ONNXFile,
        _ inputs: ONNXInputs,
        _ outcome: ONNXOutcome
    ) throws(Diagnostic) -> ONNXSession {
        do throws(Diagnostic) {
            return try ONNXSession(file, inputs, outcome)
        } catch {
            throw error.code == "onnx.failed" ? refusal(error.message, file.graph) : error
        }
    }

    private static func refusal(_ words: String, _ graph: ONNXGraph) -> Diagnostic {
        let isUnknown =
            words.contains("not a registered function/op")
            || words.contains("No opset import for domain")
        let node = graph.nodes.first { isUnknown && words.contains($0.operation) }
        guard let node, !node.operation.isEmpty else { return .unsupported(words) }
        let domain = node.domain.isEmpty ? "" : node.domain + "."
        return .unsupported(
            "ONNX Runtime knows no operator `\(domain)\(node.operation)`",
            hints: ["the operators of the standard, `ai.onnx` and `ai.onnx.ml`, are known"]
        )
    }

    /// What the graph gives for two plain rows.
    private static func probe(
        _ session: ONNXSession,
        _ inputs: ONNXInputs,
        _ columns: [ForeignModel.Column]
    ) throws -> (cells: [Double], columns: Int) {
        let rows = min(2, inputs.batch ?? 2)
        do {
            return try session.run(
                0..<rows,
                of: Matrix(repeating: 0, rows: rows, columns: columns.count),
                levels: columns.map { $0.levels?.words },
                cancellation: Cancellation()
            )
        } catch let fault as Diagnostic {
            guard fault.code == "onnx.failed" else { throw fault }
            throw Diagnostic.unsupported("on plain rows \(fault.message)")
        }
    }

    private static func outcome(
        _ outcome: ONNXOutcome,
        _ told: (cells: [Double], columns: Int)
    ) throws(Diagnostic) -> ForeignModel.Outcome {
        let areShares = told.cells.allSatisfy { (-1e-6...1 + 1e-6).contains($0) }
        guard told.columns > 1 else {
            guard outcome.hasLabel || outcome.isSquashed else { return .number }
            guard areShares, outcome.labels?.words.count ?? 2 == 2 else {
                throw .noProbabilities
            }
            return .classes(2)
        }
        let sums = stride(from: 0, to: told.cells.count, by: told.columns).map { start in
            told.cells[start..<start + told.columns].reduce(0, +)
        }
        guard areShares, sums.allSatisfy({ ($0 - 1).magnitude < 1e-3 }) else {
            throw outcome.hasLabel
                ? .noProbabilities
                : .unsupported(
                    "it gives \(told.columns) numbers for a row, which are no probabilities",
                    hints: ["a graph that ends in `Softmax` gives probabilities"]
                )
        }
        return .classes(told.columns)
    }

    /// Classes as the file tells them: 0, 1, 2 are codes, and no more than their number.
    private static func classes(_ outcome: ONNXOutcome, _ width: Int) -> ForeignModel.Levels? {
        guard let labels = outcome.labels, labels.words.count == max(2, width) else { return nil }
        return labels.words == labels.words.indices.map { String($0) } ? nil : labels
    }
}
