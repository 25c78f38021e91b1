package import Learning
import Tables

/// What an output of a model tells, in words.
package struct OutputWords {
    let target: Target
    /// The class that it speaks for; nil where a number is predicted.
    let label: String?
    let shared: SharedOutput
    /// What the margin is of a predicted number; nil where it is the number itself.
    let scale: String?

    /// What is predicted: `late`, `species = Adelie`.
    package var subject: String {
        if shared == .loss { return quantity }
        guard let label else { return target.name }
        if target.type == .bool, label == "true" { return target.name }
        return "\(target.name) = \(label)"
    }

    /// The same within a sentence.
    package var quantity: String {
        let isNumber = target.task == .regression && scale == nil && shared != .loss
        return isNumber ? unit : "the \(unit)"
    }

    /// What contributions are measured in.
    package var unit: String {
        switch (target.task, shared) {
        case (.regression, .loss): "squared error of \(target.name)"
        case (_, .loss): "log loss of \(target.name)"
        case (.regression, _): scale.map { "\($0) of \(target.name)" } ?? target.name
        case (_, .prediction): "probability of \(subject)"
        case (.binary, .margin): "log odds of \(subject)"
        case (.multiclass, .margin): "margin of \(subject)"
        }
    }
}

extension OutputWords {
    /// Of the one margin of a model.
    package init(ofMargin model: FittedPipeline) {
        let label: String? =
            if case .binary(_, let positive) = model.task { positive } else { nil }
        let scale = (model.model as? any MarginModel)?.marginScale?.word
        self.init(target: model.target, label: label, shared: .margin, scale: scale)
    }
}
