import Catalog
import Diagnostics
import Documents
import Kernels
import Learning
import Relations
import Tables
import Values

extension Function {
    static let card = Function(
        "card",
        "What is to be known of a model: data, splits, measures with intervals, worst rows, limits.",
        family: .models,
        effect: .runs,
        takes: Parameter<AnyModel>("model", "a model"),
        Parameter<Frame?>("on", "rows with the target by which it is judged in the card"),
        Parameter<String>("purpose", default: "", "what it is for, and what not, in a sentence"),
        Judging.weight,
        examples: [
            Example("linear(body_mass_g ~ species) | fit(penguins) | card"),
            Example(
                "logistic(sex ~ body_mass_g) | fit(penguins)"
                    + " | card(on: penguins, purpose: \"A first guess in the field.\")"
            ),
        ]
    ) { context, any, frame, purpose, weight -> ModelCard in
        let variable = context.argumentNames["model"]?.first ?? nil
        let model: FittedPipeline
        switch any {
        case .supervised(let found): model = found
        case .unsupervised(let found):
            guard frame == nil else { throw Diagnostic.cardWithoutTarget(found, context) }
            return found.card(variable ?? found.learner.name, purpose: purpose)
        }
        let name = variable ?? model.learner.name
        var card = CardWriting(name: name, model: model)
        if !purpose.isEmpty { card.document.append(.paragraph(purpose)) }
        card.addModel()
        card.addData()
        if let frame {
            try card.addMeasures(on: frame, weight, context)
        } else {
            if let weight { throw Diagnostic.weightOfNoRows(weight, context) }
            card.limits.append("it was not judged here: `card(on: test)` does")
        }
        card.addLimits()
        return ModelCard(model: name, document: card.document)
    }
}

/// A card while it is written.
private struct CardWriting {
    let name: String
    let model: FittedPipeline
    var document: Document
    var limits: [String] = []

    init(name: String, model: FittedPipeline) {
        self.name = name
        self.model = model
        document = Document(.heading("Model card: \(name)", level: 1))
    }

    mutating func addModel() {
        document.append(.heading("Model", level: 2))
        // Of a blend the models and their weights, too.
        let blocks = model.document.blocks.prefix(model.blended.isEmpty ? 1 : 2)
        for block in blocks { document.append(block) }
        document.append(.note("fingerprint \(model.fingerprint.prefix(16))"))
    }

    /// The columns it reads, and the rows it learned from.
    mutating func addData() {
        document.append(.heading("Data", level: 2))
        let rows: [[Cell]] = model.inputs.map { [.text($0.name), .text($0.type.word)] }
        document.append(
            .table(
                TableBlock(
                    [ColumnHeader("column", "text"), ColumnHeader("type", "text")],
                    rows: rows
                )
            )
        )
        let facts = model.training
        var points = ["learned from \(NumberFormat.grouped(Int64(facts.rows))) rows"]
        if facts.droppedRows > 0 {
            points.append(
                "\(NumberFormat.grouped(Int64(facts.droppedRows))) rows had no "
                    + "`\(model.target.name)` and were left out"
            )
        }
        points += (facts.plan?.splitWords ?? []).map { "they are \($0)" }
        points.append(shares)
        points += facts.rules.map { "every row was held to `\($0.text)`" }
        document.append(.list(points.map { StyledLine($0) }))
    }

    private var shares: String {
        let format = NumberFormat(digits: 4)
        let labels = model.task.labels
        guard !labels.isEmpty else {
            let mean = model.training.shares.first ?? .nan
            return "the mean of `\(model.target.name)` was \(format.string(mean))"
        }
        let parts = zip(labels, model.training.shares).map { "\(format.string($1)) \($0)" }
        return "`\(model.target.name)` was " + parts.joined(separator: ", ")
    }

    mutating func addMeasures(
        on frame: Frame,
        _ weight: RowExpression?,
        _ context: CallContext
    ) throws {
        let judging = Judging(context: context, frame: frame, parameter: "on")
        let keys = judging.sliceColumns(of: model)
        let scored = try judging.scored(model, beside: keys, weight: weight)
        guard scored.count > 0 else { throw Diagnostic.nothingToJudge }
        try judging.warn(of: model, scored)
        let looks = judging.look([model])
        let scores = Score.standard(for: model.task)
        let evaluation = try Evaluation(
            scored,
            model: name,
            groups: [],
            scores: scores,
            weight: weight,
            looks: looks,
            in: context.work
        )
        document.append(.heading("Measures", level: 2))
        document.append(evaluation.document)
        guard let score = scores.first(where: \.isOfLosses) else { return }
        let search = judging.search(scored, by: score, keys.map(\.name), looks: looks)
        let slices = try SliceReport(search, 5, in: context.work)
        document.append(.heading("Worst rows", level: 2))
        document.append(slices.document)
        limits += slices.slices.filter { $0.pValue < 0.05 }.map {
            "worse than elsewhere where \($0.conditions)"
        }
        if try judging.isOfTraining(model) {
            limits.append("it was judged by rows that it learned from: on others it does worse")
        }
    }

    mutating func addLimits() {
        let facts = model.training
        for one in facts.suspicions {
            limits.append("`\(one.feature)` may know the outcome: \(one.evidence)")
        }
        if let reason = facts.acceptance { limits.append("which was accepted: \(reason)") }
        for feature in model.features {
            guard let levels = feature.levels else { continue }
            limits.append("of `\(feature.name)` it knows \(levels.count) values, and no other")
        }
        if model.learnedApart.contains(where: { $0.training.plan == nil }) {
            limits.append("it was loaded: which rows it learned from is not known any more")
        }
        if model.learnedApart.count > 1 {
            limits.append("its models did not all learn from the same rows")
        }
        if facts.looks > 0 {
            limits.append("rows held out were looked at \(facts.looks) times before it was saved")
        }
        guard !limits.isEmpty else { return }
        document.append(.heading("Limits", level: 2))
        document.append(.list(limits.map { StyledLine($0) }))
    }
}

extension Diagnostic {
    /// A weight says nothing of a card that judges no rows.
    fileprivate static func weightOfNoRows(
        _ weight: RowExpression,
        _ context: CallContext
    ) -> Diagnostic {
        Diagnostic(
            "argument.surplus",
            "`weight` is of the rows by which the model is judged, and there are none",
            at: context.span(of: "weight"),
            hints: ["card(on: test, weight: \(weight.text))"]
        )
    }
}
