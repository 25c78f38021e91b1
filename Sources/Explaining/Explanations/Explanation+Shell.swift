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
        let how = "method `\(method)`, \(exactness)"
        guard outputs.count == 1 else {
            let quantity = outputs[0].shared == .margin ? "margin" : "probability"
            return "in the \(quantity) of each class, \(how)"
        }
        let number = NumberFormat().string(outputs[0].base)
        let base = outputs[0].rowBases == nil ? number : "\(number), the mean of one for each row"
        return "in \(outputs[0].unit(of: target)) from the base \(base), \(how)"
    }

    /// Whether the values are exact, and else how far off the worst of them may be.
    private var exactness: String {
        let errors = outputs.compactMap { $0.errors?.cells.max() }
        guard let largest = errors.max() else { return "exact" }
        let text = "sampled, the largest standard error \(NumberFormat().string(largest))"
        guard coarse > 0 else { return text }
        let few = "\(coarse) of \(rows) \(rows == 1 ? "row" : "rows")"
        return text
            + (isStopped ? "; stopped with \(few) to do" : "; \(few) above 1 % of their spread")
    }
}

extension ExplainedOutput {
    /// What is predicted: `late`, `species = Adelie`.
    package func subject(of target: Target) -> String { words(of: target).subject }
    /// The same within a sentence.
    package func quantity(of target: Target) -> String { words(of: target).quantity }
    /// What contributions are measured in.
    package func unit(of target: Target) -> String { words(of: target).unit }

    private func words(of target: Target) -> OutputWords {
        OutputWords(target: target, label: label, shared: shared, scale: scale)
    }
}
