/// What is to be predicted: a number, one of two classes, or one of several.
package enum LearningTask: Hashable, Sendable {
    case regression
    /// Predictions are the probability of the positive class.
    case binary(negative: String, positive: String)
    /// Three classes or more, in order.
    case multiclass([String])

    /// The classes in the order of their codes, which count from 0; empty for a number.
    package var labels: [String] {
        switch self {
        case .regression: []
        case .binary(let negative, let positive): [negative, positive]
        case .multiclass(let labels): labels
        }
    }

    /// How many columns a prediction has.
    package var outputs: Int {
        switch self {
        case .regression, .binary: 1
        case .multiclass(let labels): labels.count
        }
    }

    /// A word for help and errors.
    package var word: String {
        switch self {
        case .regression: "regression"
        case .binary: "two classes"
        case .multiclass: "several classes"
        }
    }
}
