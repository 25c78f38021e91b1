import Diagnostics
import Relations
import Tables
import Values

/// A model with all that leads to it, as the JSON of a saved model.
struct StoredPipeline: Codable {
    /// The layout of the folder; others are refused.
    static let format = 1

    struct Setting: Codable {
        var name: String
        var value: StoredCell

        static func all(of learner: LearnerDescription) -> [Setting] {
            learner.settings.compactMap { name, value in
                value.keptCell.map { Setting(name: name, value: StoredCell($0)) }
            }
        }
    }

    struct Column: Codable {
        var name: String
        var expression: StoredExpression
    }

    struct Feature: Codable {
        var name: String
        var expression: StoredExpression
        /// `number`, `flag` or `category`, which has levels.
        var kind: String
        var levels: [String]?
    }

    struct Training: Codable {
        var rows: Int
        var droppedRows: Int
        var seconds: Double
        var shares: [Double]
        /// Absent from models that were saved before there were any.
        var suspicions: [LeakSuspicion]?
        var acceptance: String?
        var rules: [Column]?
        /// Looks at rows that were held out.
        var looks: Int?
        /// The session's seed, and a digest of the rows.
        var seed: UInt64?
        var digest: String?
        /// Rows by which something of it was chosen.
        var choices: [StoredChoice]?
        /// Where it was trained, if not here.
        var origin: ModelOrigin?
    }

    var format = Self.format
    var flavor: String
    /// The library whose text the model is, where it is not ours.
    var library: String?
    var learner: String
    var settings: [Setting]
    var formula: String
    /// What prepares the columns that the features are computed from.
    var recipe: LearnedRecipe?
    var target: Column
    /// The classes in the order of their codes, of two the positive last; empty for a number.
    var classes: [String]
    var features: [Feature]
    var training: Training
    /// Where one was chosen.
    var threshold: Double?
    /// What its probabilities are made anew by.
    var calibration: ProbabilityCalibration?
    /// How far from its predictions the truth lies.
    var conformal: ConformalReach?
    /// How many models it blends, where it is a blend.
    var members: Int?
    /// The digest of the model's own file.
    var digest: String
    /// That of this description.
    var seal: String? = ArchiveSeal.open

    init(_ pipeline: FittedPipeline, digest: String) {
        flavor = pipeline.model.flavor
        library = type(of: pipeline.model).library
        learner = pipeline.learner.name
        settings = Setting.all(of: pipeline.learner)
        formula = pipeline.formula
        recipe = pipeline.recipe
        target = Column(pipeline.target.column)
        classes = pipeline.task.labels
        features = zip(pipeline.expressions, pipeline.features).map { expression, feature in
            Feature(expression, feature)
        }
        let facts = pipeline.training
        training = Training(
            rows: facts.rows,
            droppedRows: facts.droppedRows,
            seconds: facts.seconds,
            shares: facts.shares,
            suspicions: facts.suspicions.isEmpty ? nil : facts.suspicions,
            acceptance: facts.acceptance,
            rules: facts.rules.isEmpty
                ? nil : facts.rules.map { Column(NamedExpression($0.text, $0.condition)) },
            looks: facts.looks == 0 ? nil : facts.looks,
            seed: facts.seed,
            digest: facts.digest,
            choices: facts.choosing.isEmpty ? nil : facts.choosing.compactMap { StoredChoice($0) },
            origin: facts.origin
        )
        threshold = pipeline.threshold == FittedPipeline.plainThreshold ? nil : pipeline.threshold
        calibration = pipeline.calibration
        conformal = pipeline.conformal
        members = pipeline.blended.isEmpty ? nil : pipeline.blended.count
        self.digest = digest
    }

    /// The pipeline again, its model made for the shape that is told here.
    func pipeline(_ model: (ModelShape) throws -> any FittedModel) throws -> FittedPipeline {
        let shape = ModelShape(
            features: try features.map { try $0.feature },
            task: try task
        )
        var facts = TrainingFacts(
            rows: training.rows,
            droppedRows: training.droppedRows,
            seconds: training.seconds,
            shares: training.shares
        )
        facts.suspicions = training.suspicions ?? []
        facts.acceptance = training.acceptance
        facts.looks = training.looks ?? 0
        facts.seed = training.seed
        facts.digest = training.digest
        facts.origin = training.origin
        facts.rules = try (training.rules ?? []).map { stored in
            let column = try stored.column
            return RowRule(column.name, column.expression)
        }
        let calibration = try calibration?.checked(outputs: task.outputs)
        guard calibration == nil || !classes.isEmpty else {
            throw Diagnostic.modelCorrupt("a number is calibrated")
        }
        let conformal = try conformal?.checked(isClasses: !classes.isEmpty)
        let threshold = threshold ?? FittedPipeline.plainThreshold
        guard (0...1).contains(threshold) else {
            throw Diagnostic.modelCorrupt("its threshold is no probability")
        }
        var pipeline = try FittedPipeline(
            learner: LearnerDescription(name: learner, settings),
            formula: formula,
            recipe: recipe,
            expressions: try features.map { try $0.column },
            target: Target(try target.column, task),
            model: try model(shape),
            training: facts
        ).calibrated(by: calibration).deciding(from: threshold).reaching(conformal)
        // Last, for who sets a threshold or a reach forgets by what it was chosen.
        pipeline.training.choosing = try (training.choices ?? []).map { try $0.choosing }
        return pipeline
    }
}

extension StoredPipeline.Column {
    init(_ column: NamedExpression) {
        self.init(name: column.name, expression: StoredExpression(column.expression))
    }

    var column: NamedExpression {
        get throws {
            NamedExpression(name, try expression.expression { RowFunctions.named($0) })
        }
    }
}

extension StoredPipeline.Feature {
    init(_ column: NamedExpression, _ feature: Feature) {
        name = feature.name
        expression = StoredExpression(column.expression)
        levels = feature.levels
        switch feature.kind {
        case .number: kind = "number"
        case .flag: kind = "flag"
        case .category: kind = "category"
        }
    }

    var column: NamedExpression {
        get throws {
            NamedExpression(name, try expression.expression { RowFunctions.named($0) })
        }
    }

    var feature: Feature {
        get throws(Diagnostic) {
            switch (kind, levels) {
            case ("number", _): return Feature(name, .number)
            case ("flag", _): return Feature(name, .flag)
            case ("category", let levels?): return Feature(name, .category(levels))
            default: throw .modelCorrupt("`\(name)` is of no known kind")
            }
        }
    }
}

extension StoredPipeline {
    /// The task that the classes tell.
    fileprivate var task: LearningTask {
        get throws(Diagnostic) {
            switch classes.count {
            case 0: return .regression
            case 1: throw .modelCorrupt("it has a single class")
            case 2: return .binary(negative: classes[0], positive: classes[1])
            default: return .multiclass(classes)
            }
        }
    }
}

extension LearnerDescription {
    /// A learner whose settings were kept.
    init(name: String, _ stored: [StoredPipeline.Setting]) {
        self.init(
            name: name,
            settings: stored.map { ($0.name, Value(keptCell: $0.value.scalar)) }
        )
    }
}
