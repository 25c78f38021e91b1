package import Catalog
import Diagnostics
package import Kernels
package import Relations
package import Tables

/// One way to prepare columns, with its settings; it learns from training rows, and what it learned
/// prepares any others.
///
/// A step is a file and a line in `RecipeSteps.all`; it becomes a verb by itself.
package protocol RecipeStep: Parameterized {
    static var examples: [Example] { get }
    /// Which columns it takes.
    static var columns: StepColumns { get }
    /// Whether what it learns tells of the rows, more than which values there are.
    static var learnsStatistics: Bool { get }
    /// Whether it writes single values of a column of that type into what it learns.
    static func writesValues(of type: ColumnType) -> Bool
    /// Learns from the rows as the steps before left them.
    func learn(_ columns: [Field], from rows: StepRows) throws -> StepLearning
}

extension RecipeStep {
    package static var learnsStatistics: Bool { true }
    package static func writesValues(of type: ColumnType) -> Bool { type.isTextual }
}

/// The columns that a step takes.
package enum StepColumns: Sendable {
    /// Those that are named; all that suit where none is.
    case suiting(StepTypes)
    /// Those that are named, one at least.
    case named(StepTypes)
    /// All there are; none is named.
    case every
}

/// The types of columns that a step takes, with the words for them.
package struct StepTypes: Sendable {
    package let words: String
    package let contains: @Sendable (ColumnType) -> Bool

    package static let numbers = StepTypes("numbers") { $0.isNumber }
    package static let categories = StepTypes("texts and categories") { $0.isTextual }
    /// What has few values at times: texts, and what can be written as one.
    package static let discrete = StepTypes("texts, categories, bools and ints") {
        $0.isTextual || $0 == .bool || $0 == .int
    }
    package static let moments = StepTypes("dates and timestamps") {
        $0 == .date || $0 == .timestamp
    }
    package static let anything = StepTypes("columns") { _ in true }

    package init(_ words: String, _ contains: @escaping @Sendable (ColumnType) -> Bool) {
        self.words = words
        self.contains = contains
    }
}

/// What a step made of the training rows.
package struct StepLearning: Sendable {
    /// What is done to any rows, in order.
    package var stages: [RecipeStage]
    package var facts: [StepFact]
    /// The training rows afterwards, where the stages do not give them.
    package var training: Frame?
    /// What a reader should know, said once.
    package var remarks: [String]

    package init(
        _ stages: [RecipeStage],
        facts: [StepFact] = [],
        training: Frame? = nil,
        remarks: [String] = []
    ) {
        self.stages = stages
        self.facts = facts
        self.training = training
        self.remarks = remarks
    }
}

/// One thing that a step learned, such as the median of a column.
package struct StepFact: Hashable, Sendable, Codable {
    /// The column that it is about; empty where it is about all.
    package var column: String
    /// What it is: `median`, or a category.
    package var learned: String
    package var value: Double?
    package var text: String?

    package init(_ column: String, _ learned: String, _ value: Double?, text: String? = nil) {
        self.column = column
        self.learned = learned
        self.value = value.flatMap { $0.isFinite ? $0 : nil }
        self.text = text
    }
}

/// Training rows on their way through a recipe: the features so far, and the target out of reach.
package struct StepRows: Sendable {
    /// The features, and hidden columns that later stages need.
    package var frame: Frame
    /// The features alone.
    package var schema: Schema
    /// The target under its own name, read from its hidden column.
    package var target: NamedExpression?
    package var engine: any Engine
    package var work: WorkContext
    /// The zone of clocks where the step was typed.
    package var zone = "UTC"
    /// The step that learns, for errors.
    package var step: String
    /// Columns in order, where they are kept.
    var sorted: SortedColumns?

    /// Columns that stages carry along.
    package var hidden: [String] {
        frame.schema.names.filter { schema[$0] == nil }
    }

    /// One row of reductions over all rows.
    package func reduced(_ columns: [NamedExpression]) throws -> [String: Scalar] {
        let known = try sorted?.answers(to: columns, of: self) ?? [:]
        let columns = columns.filter { known[$0.name] == nil }
        guard !columns.isEmpty else { return known }
        let reductions = try SharedQuantiles(columns)
        let asked = reductions.asked
        let size = reductions.areAllQuantiles ? 4 : asked.count
        // An engine ends one query's quantiles on one thread: several queries end side by side.
        let tables = try parallelChunks(
            count: asked.count,
            size: size,
            threads: work.threads,
            cancellation: work.cancellation
        ) { chosen in
            Result { () throws(EngineError) in
                let plan = Plan.aggregate(frame.plan, by: [], Array(asked[chosen])).unseen
                return try engine.collect(plan, in: work)
            }
        }
        return reductions.answers(try tables.flatMap { try $0.get().columns.map { $0[0] } })
            .merging(known) { found, _ in found }
    }

    /// Some columns of all rows, in memory.
    package func read(_ columns: [NamedExpression]) throws -> Table {
        try engine.collect(Plan.project(frame.plan, columns).unseen, in: work)
    }

    /// All features, some of them set anew or added, and others dropped.
    package func stage(
        setting columns: [NamedExpression],
        dropping: Set<String> = []
    ) -> RecipeStage {
        .setting(columns, dropping: dropping, in: schema)
    }
}

extension Diagnostic {
    /// A step whose column has nothing to learn from.
    static func nothingToLearn(_ step: String, _ column: String, _ what: String) -> Diagnostic {
        Diagnostic(
            "step.empty",
            "no row has a value of `\(column)`, so `\(step)` finds no \(what)",
            hints: ["drop(\(column))"]
        )
    }

    static func stepNeedsTarget(_ step: String) -> Diagnostic {
        Diagnostic(
            "step.target",
            "`\(step)` learns from a target, and here is none",
            hints: ["recipe(target ~ .) | \(step)() | fit(train)"]
        )
    }
}
