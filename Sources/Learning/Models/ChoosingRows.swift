import Glibc
import Kernels
package import Relations
import Tables

/// Rows by which something of a model was chosen after it had learned: by them it looks better than by
/// others, as it does by those that it learned from.
package struct ChoosingRows: Sendable {
    package enum Choice: String, Sendable, Hashable, Codable {
        case threshold
        case calibration
        case bounds
        case weights
        case stopping

        /// What the rows did: "chose its threshold".
        package var words: String {
            switch self {
            case .threshold: "chose its threshold"
            case .calibration: "calibrated it"
            case .bounds: "gave its bounds"
            case .weights: "chose its weights"
            case .stopping: "told it when to stop"
            }
        }
    }

    package let choice: Choice
    /// What the rows were; nil of a model that was loaded.
    package let plan: Plan?
    /// What is left of them when the model has been saved; nil where nothing is.
    package let memory: RowsMemory?
}

extension FittedPipeline {
    /// The same model, of which rows chose something; others chose it no longer.
    package func chosen(
        _ choice: ChoosingRows.Choice,
        by frame: Frame,
        _ memory: RowsMemory?
    ) -> FittedPipeline {
        var copy = unchosen(choice)
        copy.training.choosing.append(
            ChoosingRows(choice: choice, plan: frame.plan, memory: memory)
        )
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

    /// Choices of which rows only a memory is left, and features as the model sees them whose choice
    /// it was: weights are of the first that is blended.
    var rememberedChoices: [RememberedChoice] {
        let own = training.choosing.compactMap { choosing -> RememberedChoice? in
            guard choosing.plan == nil, let memory = choosing.memory else { return nil }
            let first = choosing.choice == .weights ? blended.first : nil
            return RememberedChoice(choice: choosing.choice, memory: memory) {
                first?.rows($0) ?? $0
            }
        }
        let others = blended.flatMap { member in
            member.pipeline.rememberedChoices.map { choice in
                RememberedChoice(choice: choice.choice, memory: choice.memory) {
                    choice.features(member.rows($0))
                }
            }
        }
        return own + others
    }
}

/// A choice of a saved model, and what its rows' digests are made of.
struct RememberedChoice {
    let choice: ChoosingRows.Choice
    let memory: RowsMemory
    let features: (Matrix) -> Matrix
}

/// What is left of rows when they are gone: how many there were, and digests of them, which tell
/// equal rows and nothing else.
package struct RowsMemory: Sendable {
    let rows: Int
    /// The sum of all digests: the same for the same rows in whatever order.
    let sum: UInt64
    /// How likely a further row is like none of these.
    let novelty: Double
    /// Digests of some rows, for others that have them among themselves.
    let sketch: RowSketch
    static let size = 256

    init(rows: Int, sum: UInt64, novelty: Double, sketch: RowSketch) {
        (self.rows, self.sum, self.novelty, self.sketch) = (rows, sum, novelty, sketch)
    }

    /// The memory of rows with these digests.
    package init(_ digests: [UInt64]) {
        self.init(
            rows: digests.count,
            sum: digests.reduce(0, &+),
            novelty: Self.novelty(RowSketch.few(digests, about: RowSketch.size)),
            sketch: RowSketch(smallest: Self.size, of: digests)
        )
    }

    package init(_ rows: Examples) {
        self.init(RowSketch.digests(of: rows.features, rows.target))
    }

    /// How likely a further row is like none of some: the share of those that are there once (Good,
    /// "The population frequencies of species", 1953).
    static func novelty(_ digests: [UInt64]) -> Double {
        guard !digests.isEmpty else { return 1 }
        var counts: [UInt64: Int] = [:]
        for digest in digests { counts[digest, default: 0] += 1 }
        return Double(counts.values.count { $0 == 1 }) / Double(digests.count)
    }
}

/// Compares rows with those that are remembered, batch after batch.
struct ChoiceTally {
    private let remembered: RememberedChoice
    private var rows = 0
    private var sum: UInt64 = 0
    /// Digests of those rows that the sketch would hold.
    private var chosen: [UInt64] = []
    /// A few rows may differ where a file was written and read again.
    private static let mostOthers = 0.05
    /// How unlikely it has to be that rows which have nothing to do with each other are as alike.
    private static let leastChance = 1e-3

    init(_ remembered: RememberedChoice) { self.remembered = remembered }

    mutating func add(_ features: Matrix, _ target: [Double]) {
        let digests = RowSketch.digests(of: remembered.features(features), target)
        rows += digests.count
        sum = digests.reduce(sum, &+)
        chosen += digests.filter(remembered.memory.sketch.chooses)
    }

    /// What the rows are to those that chose; nil where they are others.
    var relation: (choice: ChoosingRows.Choice, relation: TwoSides.Relation)? {
        let memory = remembered.memory
        guard rows > 0 else { return nil }
        if rows == memory.rows, sum == memory.sum { return (remembered.choice, .same) }
        let alike = chosen.filter(memory.sketch.contains)
        if Self.tells(alike.count, of: chosen.count, by: memory.novelty) {
            return (remembered.choice, .within)
        }
        let found = Set(alike).count
        let isAround = Self.tells(found, of: memory.sketch.count, by: RowsMemory.novelty(chosen))
        return isAround ? (remembered.choice, .around) : nil
    }

    /// Whether nearly all of some rows are alike, and would not be by chance.
    private static func tells(_ alike: Int, of all: Int, by novelty: Double) -> Bool {
        alike > 0 && Double(alike) >= (1 - mostOthers) * Double(all)
            && pow(1 - novelty, Double(alike)) < leastChance
    }
}
