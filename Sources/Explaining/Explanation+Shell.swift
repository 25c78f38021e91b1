package import Documents
package import Learning
package import Relations
import Tables
package import Values

/// How an explanation prints, and what `x.name` gives.
extension Explanation: ShellObject, ShellRepresentable {
    package static let type = ObjectType("explanation")

    package var brief: String {
        "\(rows) \(rows == 1 ? "row" : "rows") of \(model), \(features.count) features"
    }

    package var memberNames: [String] { ["base"] }

    package func member(_ name: String) -> Value? {
        guard name == "base" else { return nil }
        guard outputs.count > 1 else { return .float(outputs[0].base) }
        return .record(of: outputs.map { ($0.label ?? "", .float($0.base)) })
    }

    package var frame: Frame? { contributions }

    package var document: Document {
        var document = Document()
        if case .scan(.table(let memory)) = contributions.plan {
            document.append(.table(TableBlock(of: memory.table, rows: 10)))
        }
        document.append(.note(note))
        return document
    }

    private var note: String {
        guard outputs.count == 1 else { return "in the margin of each class, method `\(method)`" }
        let base = NumberFormat().string(outputs[0].base)
        return "in \(outputs[0].unit(of: target)) from the base \(base), method `\(method)`"
    }
}

extension ExplainedOutput {
    /// What is predicted: `late`, `species = Adelie`.
    package func subject(of target: Target) -> String {
        guard let label else { return target.name }
        if target.type == .bool, label == "true" { return target.name }
        return "\(target.name) = \(label)"
    }

    /// The same within a sentence.
    package func quantity(of target: Target) -> String {
        target.task == .regression && scale == nil ? unit(of: target) : "the \(unit(of: target))"
    }

    /// What a margin is measured in.
    package func unit(of target: Target) -> String {
        switch target.task {
        case .regression: scale.map { "\($0) of \(target.name)" } ?? target.name
        case .binary: "log odds of \(subject(of: target))"
        case .multiclass: "margin of \(subject(of: target))"
        }
    }
}
