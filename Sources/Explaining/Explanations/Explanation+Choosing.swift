package import Diagnostics
import Learning
package import Tables

/// Outputs by the name of their class, and rows by their number.
extension Explanation {
    /// The output of a class; without one the only output.
    package func output(of label: Scalar?) throws(Diagnostic) -> ExplainedOutput {
        guard let label else {
            guard outputs.count == 1 else { throw .severalClasses(outputs.compactMap(\.label)) }
            return outputs[0]
        }
        let word = label.classWord
        guard let found = outputs.first(where: { $0.label == word }) else {
            throw .classAbsent(word, outputs.compactMap(\.label), of: target.name)
        }
        return found
    }

    /// The output of a class; without one that of the class that the row is predicted to be.
    package func output(of label: Scalar?, row: Int) throws(Diagnostic) -> ExplainedOutput {
        if label != nil || outputs.count == 1 { return try output(of: label) }
        var best = outputs[0]
        for output in outputs.dropFirst() where output.total(row: row) > best.total(row: row) {
            best = output
        }
        return best
    }

    /// The position of a row that counts from 1, or from the end where it is negative; the only
    /// row where none is named.
    package func position(of row: Int?) throws(Diagnostic) -> Int {
        try RowChoice.position(of: row, among: rows, of: "the explanation")
    }
}

extension Explanation {
    /// The same of one class only; of the other of two classes all signs turn.
    package func restricted(to label: Scalar?) throws(Diagnostic) -> Explanation {
        guard let word = label?.classWord else { return self }
        if case .binary(let negative, _) = target.task, word == negative {
            return replacing(features, [outputs[0].negated(label: negative)])
        }
        guard let found = outputs.first(where: { $0.label == word }) else {
            throw .classAbsent(word, target.task.labels, of: target.name)
        }
        return replacing(features, [found])
    }

    /// The same model and rows, with other features and outputs.
    func replacing(_ features: [ExplainedFeature], _ outputs: [ExplainedOutput]) -> Explanation {
        Explanation(
            model: model,
            target: target,
            method: method,
            features: features,
            outputs: outputs,
            rows: rows,
            coarse: coarse,
            isStopped: isStopped,
            words: words,
            source: source
        )
    }
}

extension ExplainedOutput {
    /// What the same says of the other of two classes.
    fileprivate func negated(label: String) -> ExplainedOutput {
        let (rows, columns) = (contributions.rows, contributions.columns)
        // 0 stays 0: there is no -0 in a table.
        let cells = contributions.cells.map { 0 - $0 }
        return ExplainedOutput(
            label: label,
            base: shared == .margin ? 0 - base : 1 - base,
            contributions: Matrix(rows: rows, columns: columns, cells: cells),
            errors: errors,
            probabilities: probabilities?.map { 1 - $0 },
            shared: shared
        )
    }
}

/// One of several rows, by its number.
package enum RowChoice {
    /// Of `whole`, such as `the frame`, the position of a row that counts from 1, or from the end where
    /// it is negative; the only row where none is named.
    package static func position(
        of row: Int?,
        among rows: Int,
        of whole: String
    ) throws(Diagnostic) -> Int {
        guard let row else {
            guard rows == 1 else { throw .rowUnnamed(rows, whole) }
            return 0
        }
        let place = row < 0 ? rows + row : row - 1
        guard row != 0, (0..<rows).contains(place) else { throw .rowAbsent(row, rows, whole) }
        return place
    }
}

extension Scalar {
    /// A class as labels name it.
    package var classWord: String {
        switch self {
        case .bool(let flag): flag ? "true" : "false"
        case .text(let text): text
        case .int(let number): String(number)
        case .float(let number): String(number)
        default: type.word
        }
    }
}

extension Diagnostic {
    package static func classAbsent(
        _ word: String,
        _ labels: [String],
        of target: String
    ) -> Diagnostic {
        guard !labels.isEmpty else {
            return Diagnostic(
                "explain.class",
                "`\(target)` is a number, so it has no class `\(word)`"
            )
        }
        let close = Suggestion.close(to: word, among: labels, limit: 1)
        let others = labels.filter { !close.contains($0) }
        return Diagnostic(
            "explain.class",
            "`\(word)` is not a class of `\(target)` here",
            hints: (close + others).prefix(5).map { "class: \"\($0)\"" }
        )
    }

    fileprivate static func severalClasses(_ labels: [String]) -> Diagnostic {
        Diagnostic(
            "explain.class",
            "the explanation is of \(labels.count) classes, and this shows one",
            hints: labels.prefix(5).map { "class: \"\($0)\"" }
        )
    }

    fileprivate static func rowUnnamed(_ rows: Int, _ whole: String) -> Diagnostic {
        Diagnostic(
            "explanation.row",
            "\(whole) is of \(rows) rows, and this shows one",
            hints: ["row: 1"]
        )
    }

    fileprivate static func rowAbsent(_ row: Int, _ rows: Int, _ whole: String) -> Diagnostic {
        Diagnostic(
            "explanation.row",
            "there is no row \(row): \(whole) has \(rows) \(rows == 1 ? "row" : "rows")",
            hints: ["row: \(row < 0 ? 1 : rows)"]
        )
    }
}
