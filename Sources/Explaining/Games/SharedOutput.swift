/// What of a model is shared out among its features.
package enum SharedOutput: String, Sendable, Hashable {
    /// Log odds, a score of each class, or a number before its link.
    case margin
    /// What is predicted: a probability, or a number.
    case prediction
    /// What the prediction costs against the truth: log loss of a class, squared error of a number.
    case loss
}
