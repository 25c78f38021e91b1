package import Diagnostics
package import Documents
import Relations
import Tables
package import Values

/// A model as a graph of the Open Neural Network Exchange format, which other programs run: an input
/// for each column, and what the model predicts.
///
/// Numbers are doubles, a bool 0 or 1, a missing one NaN; a text that is missing is any that training
/// did not have. Classes come with `probabilities`, a column each.
package struct ScoringGraph: ShellObject, StoredObject {
    package static let type = ObjectType("scoring graph")

    package let bytes: [UInt8]
    package var document: Document { Document(.text("\(bytes.count) bytes")) }

    /// Throws a `Diagnostic` for a model, or a feature, that has no form in the format's operators.
    package init(_ model: FittedPipeline) throws {
        guard model.calibration == nil else {
            throw Self.unsupported("its probabilities are calibrated", model)
        }
        let notes = try GraphNotes(of: model).entries()
        if let graph = model.model as? any GraphHolding {
            // It came as a graph, and stays the one that it is.
            bytes = try graph.graph(telling: notes)
            return
        }
        let scale = (model.model as? any MarginModel)?.marginScale?.word
        guard ["log", "share", nil].contains(scale) else {
            throw Self.unsupported("its margin is on the scale `\(scale ?? "")`", model)
        }
        var graph = GraphWriting()
        let cells = try Self.cells(of: model, in: &graph)
        let margin: String
        switch model.model {
        case let linear as any LinearForm: margin = linear.margin(of: cells, in: &graph)
        case let trees as any TreeModel:
            margin = try trees.margin(of: trees.ensemble(), over: cells, in: &graph) {
                Self.unsupported($0, model)
            }
        case let trees as any ScoredByTrees:
            margin = try trees.margin(of: trees.equivalentTrees(), over: cells, in: &graph) {
                Self.unsupported($0, model)
            }
        case let classes as any NormalForm: margin = classes.margin(of: cells, in: &graph)
        default:
            throw Self.unsupported("`\(model.learner.name)` is neither linear nor of trees", model)
        }
        graph.finish(model, margin, scale: scale)
        bytes = graph.model(named: model.target.name, telling: notes)
    }

    package func write(to path: String, replacing: Bool) throws(Diagnostic) {
        try FileDraft.write(bytes, to: path, replacing: replacing)
    }

    private static func unsupported(_ reason: String, _ model: FittedPipeline) -> Diagnostic {
        Diagnostic(
            "model.graph",
            "the model cannot be written as ONNX: \(reason)",
            hints: ["save(\"\(model.target.name).model\")"]
        )
    }

    /// A cell for each feature, computed from the columns that are read, each of which is an input.
    private static func cells(
        of model: FittedPipeline,
        in graph: inout GraphWriting
    ) throws(Diagnostic) -> [String] {
        var expressions = GraphExpressions()
        var cells: [String] = []
        for (feature, expression) in zip(model.features, model.wholeExpressions) {
            let cell = try expressions.cell(expression, in: &graph)
            guard feature.levels == nil else {
                cells.append(cell)
                continue
            }
            if case .column = expression {
                cells.append(cell)
                continue
            }
            // What is computed has no infinity, and a row for each row.
            let isInfinite = graph.node("IsInf", [cell])
            cells.append(graph.node("Where", [isInfinite, graph.constant([.nan], [1, 1]), cell]))
        }
        return cells
    }
}

/// From margins to predictions.
extension GraphWriting {
    fileprivate mutating func finish(_ model: FittedPipeline, _ margin: String, scale: String?) {
        switch model.task {
        case .regression:
            _ = node(scale == "log" ? "Exp" : "Identity", [margin], named: "prediction")
            output("prediction", .double, columns: 1)
        case .binary(let negative, let positive):
            let share = scale == "share" ? clipped(margin) : node("Sigmoid", [margin])
            let other = node("Sub", [constant([1], [1]), share])
            let threshold = constant([model.threshold], [1])
            let isPositive = node("GreaterOrEqual", [share, threshold])
            let flat = node("Reshape", [isPositive, constant([-1])])
            if model.target.type == .bool {
                _ = node(positive == "true" ? "Identity" : "Not", [flat], named: "prediction")
                output("prediction", .flag, columns: nil)
            } else {
                let words = constant([negative, positive], named: "classes")
                let code = node("Cast", [flat], [("to", .int(Element.int.rawValue))])
                _ = node("Gather", [words, code], named: "prediction")
                output("prediction", .text, columns: nil)
            }
            // False stands before true, whichever was the positive class.
            let isTurned = model.target.type == .bool && positive == "false"
            let pair = isTurned ? [share, other] : [other, share]
            _ = node("Concat", pair, [("axis", .int(1))], named: "probabilities")
            output("probabilities", .double, columns: 2)
        case .multiclass(let labels):
            if scale == "share" {
                let shares = clipped(margin)
                let axes = constant([1])
                let total = node("ReduceSum", [shares, axes], [("keepdims", .int(1))])
                _ = node("Div", [shares, total], named: "probabilities")
            } else {
                _ = node("Softmax", [margin], [("axis", .int(1))], named: "probabilities")
            }
            let words = constant(labels, named: "classes")
            let first = [("axis", Attribute.int(1)), ("keepdims", .int(0))]
            let best = node("ArgMax", ["probabilities"], first)
            _ = node("Gather", [words, best], named: "prediction")
            output("prediction", .text, columns: nil)
            output("probabilities", .double, columns: labels.count)
        }
    }

    private mutating func clipped(_ margin: String) -> String {
        node("Min", [node("Max", [margin, constant([0], [1])]), constant([1], [1])])
    }
}
