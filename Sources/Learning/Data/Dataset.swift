package import Tables

/// Rows with known targets, as learners take them.
package struct Examples: Sendable, Hashable {
    /// A column a feature; a missing cell is a NaN.
    package var features: Matrix
    /// Numbers, or codes of classes from 0.
    package var target: [Double]
    /// How much each row counts, at least zero; nil when all count one.
    package var weights: [Double]?

    package init(features: Matrix, target: [Double], weights: [Double]? = nil) {
        precondition(features.rows == target.count, "a target for every row")
        precondition(weights.map { $0.count == target.count } ?? true, "a weight for every row")
        self.features = features
        self.target = target
        self.weights = weights
    }

    package var count: Int { target.count }

    /// Some of the rows, in this order.
    package func rows(at places: [Int]) -> Examples {
        Examples(
            features: features.rows(at: places),
            target: places.map { target[$0] },
            weights: weights.map { weights in places.map { weights[$0] } }
        )
    }
}

/// What a learner learns from: described features, a task, rows, and rows to stop by.
package struct Dataset: Sendable {
    package var shape: ModelShape
    package var training: Examples
    /// Rows that are not learned from, by which a learner may tell when to stop.
    package var validation: Examples?

    package init(shape: ModelShape, training: Examples, validation: Examples? = nil) {
        precondition(shape.features.count == training.features.columns, "a column a feature")
        self.shape = shape
        self.training = training
        self.validation = validation
    }

    package var features: [Feature] { shape.features }
    package var task: LearningTask { shape.task }
    package var count: Int { training.count }

    /// The same with some of its training rows.
    package func rows(at places: [Int]) -> Dataset {
        var copy = self
        copy.training = training.rows(at: places)
        return copy
    }
}
