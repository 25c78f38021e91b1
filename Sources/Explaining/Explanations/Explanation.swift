package import Learning
package import Relations
package import Tables

/// What each feature adds to the predictions of some rows, in the user's own columns.
package struct Explanation: Sendable {
    /// What one line calls the model: `lightgbm(late ~ .)`.
    package let model: String
    /// What is predicted.
    package let target: Target
    /// The name of the explainer that found the values.
    package let method: String
    package let features: [ExplainedFeature]
    /// One, or one a class.
    package let outputs: [ExplainedOutput]
    package let rows: Int
    /// How many rows have larger standard errors than was asked for.
    package let coarse: Int
    /// Whether sampling was stopped.
    package let isStopped: Bool
    let words: CellWords
    /// What it was made from, for what looks at it again.
    let source: ExplanationSource
    private let cache = Cache()

    package init(
        model: String,
        target: Target,
        method: String,
        features: [ExplainedFeature],
        outputs: [ExplainedOutput],
        rows: Int,
        coarse: Int = 0,
        isStopped: Bool = false,
        words: CellWords,
        source: ExplanationSource
    ) {
        self.model = model
        self.target = target
        self.method = method
        self.features = features
        self.outputs = outputs
        self.rows = rows
        self.coarse = coarse
        self.isStopped = isStopped
        self.words = words
        self.source = source
    }

    /// A row a row, class and feature, made when it is first asked for.
    package var contributions: Frame { cache.frame { table } }

    /// A feature's cell for labels, numbers with four digits; nil where it is missing.
    package func shortText(of feature: Int, row: Int) -> String? {
        words.short(features[feature].column[row])
    }

    /// A feature's names in the order of the alphabet, and each cell's place among them, NaN where
    /// missing.
    package func codes(of feature: Int) -> (names: [String], places: [Double]) {
        let texts = (0..<rows).map { words.text(features[feature].column[$0]) }
        let names = Set(texts.compactMap(\.self)).sorted()
        let places = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, Double($0)) })
        return (names, texts.map { $0.flatMap { places[$0] } ?? .nan })
    }

    /// A feature's cells as numbers, NaN where missing; nil where they have no size.
    package func numbers(of feature: Int) -> [Double]? {
        let column = features[feature].column
        switch column.type {
        case .bool, .int, .float, .date, .time, .timestamp:
            return Feature(features[feature].name, .number).numbers(of: column)
        case .text, .category, .duration, .list, .record, .missing: return nil
        }
    }
}

/// What an explanation was made from: the games of its rows, who shared them out, and what was found.
package struct ExplanationSource: Sendable {
    let pipeline: FittedPipeline
    let games: RowGames
    let explainer: any Explainer
    let found: Attribution
}

/// A feature as the user knows it.
package struct ExplainedFeature: Sendable {
    /// Its text in the formula, or the name of a group.
    package var name: String
    /// Its cells in the rows that are explained.
    package var column: Column

    package init(_ name: String, _ column: Column) {
        self.name = name
        self.column = column
    }
}

/// One of the numbers that a model gives for a row, and what leads to it.
package struct ExplainedOutput: Sendable {
    /// The class that it speaks for; nil where a number is predicted.
    package var label: String?
    /// What the contributions are added to.
    package var base: Double
    /// The same for each row where a loss is shared out; the base is their mean.
    package var rowBases: [Double]?
    /// A row a row, a column a feature, in the unit of what is shared out.
    package var contributions: Matrix
    /// Their standard errors; nil where they are exact.
    package var errors: Matrix?
    /// The probability of the class in each row; nil where a number is predicted.
    package var probabilities: [Double]?
    package var shared: SharedOutput
    /// What the margin is of a predicted number, `log`; nil where it is the number itself.
    package var scale: String?

    package init(
        label: String?,
        base: Double,
        rowBases: [Double]? = nil,
        contributions: Matrix,
        errors: Matrix? = nil,
        probabilities: [Double]?,
        shared: SharedOutput = .margin,
        scale: String? = nil
    ) {
        self.label = label
        self.base = base
        self.rowBases = rowBases
        self.contributions = contributions
        self.errors = errors
        self.shared = shared
        self.probabilities = probabilities
        self.scale = scale
    }

    /// What a row's contributions are added to.
    package func base(row: Int) -> Double { rowBases?[row] ?? base }

    /// The base and all contributions of a row.
    package func total(row: Int) -> Double {
        (0..<contributions.columns).reduce(base(row: row)) { $0 + contributions[row, $1] }
    }
}
