package import Relations

/// Rows by which something of a model was chosen after it had learned: by them it looks better than by
/// others, as it does by those that it learned from.
package struct ChoosingRows: Sendable {
    package enum Choice: Sendable, Hashable {
        case threshold
        case calibration
        case bounds
        case weights
        case stopping
    }

    package let choice: Choice
    package let plan: Plan

    /// What the rows did: "chose its threshold".
    package var words: String {
        switch choice {
        case .threshold: "chose its threshold"
        case .calibration: "calibrated it"
        case .bounds: "gave its bounds"
        case .weights: "chose its weights"
        case .stopping: "told it when to stop"
        }
    }
}

extension FittedPipeline {
    /// The same model, of which rows chose something; others chose it no longer.
    package func chosen(_ choice: ChoosingRows.Choice, by frame: Frame) -> FittedPipeline {
        var copy = unchosen(choice)
        copy.training.choosing.append(ChoosingRows(choice: choice, plan: frame.plan))
        return copy
    }

    /// The same model without what is known of some choices.
    func unchosen(_ choices: ChoosingRows.Choice...) -> FittedPipeline {
        var copy = self
        copy.training.choosing.removeAll { choices.contains($0.choice) }
        return copy
    }

    /// All rows by which something was chosen, of it or of the models that it blends.
    package var choosingRows: [ChoosingRows] {
        training.choosing + blended.flatMap(\.pipeline.choosingRows)
    }
}
