import Diagnostics
import Relations
import Tables
import Values

/// Where a model of a blend finds one of its features among those of all.
struct FeaturePlace: Codable, Hashable, Sendable {
    /// The position among the blend's features.
    var feature: Int
    /// For each level of the blend's feature its code in the model's own.
    ///
    /// It is -1 of a level that the model's training rows did not have; nil where the codes are the
    /// same, or there are no levels.
    var codes: [Int]?
}

/// What several models read, each feature once: of a category all levels that one of them knows.
struct JoinedFeatures {
    let features: [Feature]
    let expressions: [NamedExpression]
    /// What prepares the columns, where some model has a recipe: all recipes side by side.
    let recipe: LearnedRecipe?
    /// For each model where its features are.
    let places: [[FeaturePlace]]

    /// Throws where a column is of one kind to one model and of another to the next.
    init(_ members: [(name: String, pipeline: FittedPipeline)]) throws {
        var joining = FeatureJoining()
        for member in members { try joining.add(member.pipeline, of: member.name) }
        let slots = joining.slots
        let names = FeatureJoining.names(slots)
        features = zip(slots, names).map { Feature($1, $0.kind) }
        places = joining.places.map { own in
            own.map { place in
                FeaturePlace(
                    feature: place.slot,
                    codes: Self.codes(of: place.kind, in: slots[place.slot].kind)
                )
            }
        }
        recipe = joining.recipe(giving: names)
        expressions =
            recipe.map { $0.fields.map { NamedExpression($0) } }
            ?? zip(slots, names).map { NamedExpression($1, $0.column.expression) }
    }

    private static func codes(of own: Feature.Kind, in all: Feature.Kind) -> [Int]? {
        guard case .category(let levels) = own, case .category(let known) = all, levels != known
        else { return nil }
        return known.map { levels.firstIndex(of: $0) ?? -1 }
    }
}

/// Models' features on their way together.
private struct FeatureJoining {
    /// A recipe, or nil for columns as they are.
    private var lanes: [(key: [UInt8], recipe: LearnedRecipe?)] = []
    var slots: [Slot] = []
    /// For each model its features' slots, and what they are to it.
    var places: [[(slot: Int, kind: Feature.Kind)]] = []
    /// For each slot the model that it came with.
    private var owners: [String] = []

    struct Slot {
        var lane: Int
        /// Its name among what the lane gives, and how it is computed.
        var column: NamedExpression
        var kind: Feature.Kind
    }

    mutating func add(_ pipeline: FittedPipeline, of owner: String) throws {
        let lane = try lane(of: pipeline.recipe)
        var own: [(slot: Int, kind: Feature.Kind)] = []
        for (feature, column) in zip(pipeline.features, pipeline.expressions) {
            let known = slots.indices.first { slot in
                slots[slot].lane == lane && slots[slot].column.name == column.name
                    && slots[slot].column.expression.text == column.expression.text
            }
            if let known {
                try merge(feature, column, into: known, owner)
                own.append((known, feature.kind))
            } else {
                own.append((slots.count, feature.kind))
                slots.append(Slot(lane: lane, column: column, kind: feature.kind))
                owners.append(owner)
            }
        }
        places.append(own)
    }

    private mutating func lane(of recipe: LearnedRecipe?) throws -> Int {
        let key = try recipe.map { try ModelCoding.encode($0) } ?? []
        if let known = lanes.firstIndex(where: { $0.key == key }) { return known }
        lanes.append((key, recipe))
        return lanes.count - 1
    }

    private mutating func merge(
        _ feature: Feature,
        _ column: NamedExpression,
        into slot: Int,
        _ owner: String
    ) throws(Diagnostic) {
        switch (slots[slot].kind, feature.kind) {
        case (.number, .number), (.flag, .flag), (.flag, .number): break
        case (.number, .flag):
            // A model from elsewhere takes flags for numbers; a frame's column tells them apart.
            slots[slot].kind = .flag
            slots[slot].column = column
        case (.category(let known), .category(let levels)):
            let old = Set(known)
            let new = levels.filter { !old.contains($0) }
            guard !new.isEmpty else { break }
            slots[slot].kind = .category(slots[slot].column.expression.type.joined(known + new))
        case (let one, let other):
            throw Diagnostic(
                "blend.feature",
                "`\(feature.name)` is \(one.words) to `\(owners[slot])`, and \(other.words) to "
                    + "`\(owner)`",
                hints: ["models that read the same columns can be blended"]
            )
        }
    }

    /// The slots' own names, those that come twice told apart by a number.
    static func names(_ slots: [Slot]) -> [String] {
        var seen: [String: Int] = [:]
        return slots.map { slot in
            let name = slot.column.name
            seen[name, default: 0] += 1
            let count = seen[name, default: 1]
            return count == 1 ? name : "\(name) (\(count))"
        }
    }

    /// The recipes side by side, stage by stage; nil where there is none.
    func recipe(giving names: [String]) -> LearnedRecipe? {
        let recipes = lanes.compactMap(\.recipe)
        guard let first = recipes.first else { return nil }
        let last = zip(slots, names).map { slot, name in
            NamedExpression(
                name,
                .column(Self.name(slot.column.name, in: slot.lane), slot.column.expression.type)
            )
        }
        let length = recipes.map(\.stages.count).max() ?? 0
        let stages = (0..<length).map { RecipeStage.project(columns(ofStage: $0)) }
        return LearnedRecipe(
            text: recipes.map(\.text).joined(separator: "; "),
            formula: first.formula,
            target: first.target,
            inputs: lanes.indices.flatMap { lane in
                inputs(of: lane).map {
                    NamedExpression(Self.name($0.name, in: lane), $0.expression)
                }
            },
            steps: [
                LearnedStep(
                    name: "blend",
                    text: recipes.map(\.text).joined(separator: "; "),
                    stages: stages + [.project(last)],
                    facts: recipes.flatMap { $0.steps.flatMap(\.facts) }
                )
            ],
            rows: recipes.map(\.rows).max() ?? 0
        )
    }

    /// What a lane reads of a frame.
    private func inputs(of lane: Int) -> [NamedExpression] {
        lanes[lane].recipe?.inputs ?? slots.filter { $0.lane == lane }.map(\.column)
    }

    /// All lanes' columns after a stage; a recipe that has ended keeps what it gives.
    private func columns(ofStage stage: Int) -> [NamedExpression] {
        lanes.indices.flatMap { lane -> [NamedExpression] in
            let stages = lanes[lane].recipe?.stages ?? []
            let columns =
                stage < stages.count
                ? stages[stage].columns
                : (lanes[lane].recipe?.fields ?? inputs(of: lane).map(\.field))
                    .map { NamedExpression($0) }
            return columns.map { column in
                NamedExpression(
                    Self.name(column.name, in: lane),
                    column.expression.replacing { part in
                        guard case .column(let name, let type) = part else { return nil }
                        return .column(Self.name(name, in: lane), type)
                    }
                )
            }
        }
    }

    private static func name(_ name: String, in lane: Int) -> String { "\(lane + 1) \(name)" }
}

extension ColumnType {
    /// Levels of several models: in the order of the category, others behind them.
    fileprivate func joined(_ levels: [String]) -> [String] {
        let sorted = sorted(levels: levels)
        let found = Set(sorted)
        return sorted + levels.filter { !found.contains($0) }
    }
}

extension Feature.Kind {
    fileprivate var words: String {
        switch self {
        case .number: "a number"
        case .flag: "true or false"
        case .category: "a category"
        }
    }
}
