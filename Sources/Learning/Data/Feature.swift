/// A feature as models see it: a name, and how its cells became numbers.
package struct Feature: Hashable, Sendable {
    /// Its text in the formula.
    package var name: String
    package var kind: Kind

    /// What a number in the feature's column stands for.
    package enum Kind: Hashable, Sendable {
        /// The number itself; of a date the days, of a timestamp or time the seconds.
        case number
        /// 1 for true, 0 for false.
        case flag
        /// A position, from 0, among levels that occurred in training.
        case category([String])
    }

    package init(_ name: String, _ kind: Kind) {
        self.name = name
        self.kind = kind
    }

    package var levels: [String]? {
        if case .category(let levels) = kind { levels } else { nil }
    }
}

/// What a model takes and gives: its features, in order, and its task.
package struct ModelShape: Hashable, Sendable {
    package var features: [Feature]
    package var task: LearningTask

    package init(features: [Feature], task: LearningTask) {
        self.features = features
        self.task = task
    }
}
