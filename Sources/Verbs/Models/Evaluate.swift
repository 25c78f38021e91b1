import Catalog
import Diagnostics
import Documents
import Kernels
import Learning
import Relations
import Tables
import Values

extension Function {
    static let evaluate = Function(
        "evaluate",
        "How good a model is on rows whose truth is known, with 95 % intervals.",
        family: .models,
        effect: .runs,
        takes: Parameter<FittedPipeline>("model", "a model"),
        Parameter<Frame>("frame", "rows with the target, better not those it learned from"),
        Parameter<[MetricChoice]>(
            "metric",
            default: [],
            "one metric or a list, a `def` of truth and prediction among them; the usual ones if"
                + " absent",
            in: MetricChoice.domain
        ),
        Parameter("by", default: Grouping(), "groups, each judged by itself"),
        Judging.weight,
        examples: [
            Example("linear(body_mass_g ~ species) | fit(penguins) | evaluate(penguins)"),
            Example(
                "logistic(sex ~ body_mass_g) | fit(penguins)"
                    + " | evaluate(penguins, metric: \"auc\", by: species)"
            ),
        ]
    ) { context, model, frame, metrics, by, weight -> Evaluation in
        let judging = Judging(context: context, frame: frame)
        let scores = try context.scores(metrics, for: model.task, weight: weight)
        let scored = try judging.scored(model, by: by.all, weight: weight)
        try judging.warn(of: model, scored)
        try judging.warn(ofChoicesOf: model, scored)
        if metrics.isEmpty { context.note(aimOf: model) }
        if let reach = model.conformal { judging.note(reach, scored) }
        return try Evaluation(
            scored,
            model: (context.argumentNames["model"]?.first ?? nil) ?? model.learner.name,
            groups: by.all.map(\.field),
            scores: scores,
            weight: weight,
            looks: judging.look([model]),
            in: context.work
        )
    }
}

extension Judging {
    static let weight = Parameter<RowExpression?>(
        "weight",
        "how much each row counts; to intervals it is one row all the same"
    )

    /// Says by what rows are weighted, where a report does not.
    func note(weight: RowExpression?) {
        guard let weight else { return }
        context.notes.note("the rows are weighted by `\(weight.text)`")
    }
}

/// What `evaluate`, `compare` and `importance` do alike.
struct Judging {
    let context: CallContext
    let frame: Frame
    /// The parameter that the frame was given for.
    var parameter = "frame"

    func scored(
        _ model: FittedPipeline,
        by keys: [NamedExpression] = [],
        beside others: [NamedExpression] = [],
        weight: RowExpression? = nil
    ) throws -> Scored {
        do {
            let scored = try model.scored(
                frame,
                by: keys,
                beside: others,
                weight: weight,
                engine: try context.engine,
                in: context.work
            )
            context.note(
                dropped: scored.droppedRows - scored.strangeClasses,
                without: model.target.name
            )
            context.note(strangersIn: scored, to: model)
            return scored
        } catch let fault as Diagnostic {
            let isOfWeight = weight != nil && fault.code == "weight.value"
            throw fault.located(at: context.span(of: isOfWeight ? "weight" : parameter))
        }
    }

    /// A few of the rows, in memory, for `warmUp`; nil where there is something wrong with them, which is
    /// told where all are read.
    func fewRows() -> Frame? {
        let few = frame.sliced(.head(64))
        let table = try? context.engine.collect(few.plan.unseen, in: context.work)
        return table.map { Frame(memory: $0) }
    }

    /// Has a model predict a few rows, so that the first that is timed does not pay for what all need: the
    /// start of its library, and of the engine.
    func warmUp(_ model: FittedPipeline, on few: Frame?) {
        guard let few, let engine = try? context.engine else { return }
        _ = try? model.scored(few, engine: engine, in: context.work)
    }

    /// Counts a look at rows that were held out: how many there were by now, or nil.
    func look(_ models: [FittedPipeline]) -> Int? {
        let before = models.map { ($0.learnedFingerprint, $0.training.looks) }
        return context.looks.look(
            at: frame.heldOutRows,
            by: Dictionary(before, uniquingKeysWith: max)
        )
    }

    /// The same where nothing but a note can tell of it.
    func noteLook(_ model: FittedPipeline?) {
        guard let looks = look(model.map { [$0] } ?? []) else { return }
        context.notes.note(Self.words(looks: looks))
    }

    /// How often rows that were held out have been looked at, in a sentence.
    static func words(looks: Int) -> String {
        "rows held out, looked at \(looks == 1 ? "for the first time" : "\(looks) times")"
    }

    /// Says so where a model, or one that it blends, is judged by rows that it learned from, or by
    /// earlier ones.
    func warn(
        of model: FittedPipeline,
        _ scored: Scored,
        _ code: Diagnostic.Code = "evaluate.training",
        _ consequence: String = "on others it will do worse"
    ) throws {
        try context.warn(of: model, on: frame)
        for one in model.learnedApart {
            if let found = try learned(one, scored.digests) {
                context.notes.warn(
                    code,
                    "\(found.words): \(consequence)",
                    hints: ["train, test = \(found.whole) | split(0.8, 0.2)"]
                )
                return
            }
        }
    }

    /// Says how often the truth lay within a model's bounds, rows counting alike, and how wide they are.
    func note(_ reach: ConformalReach, _ scored: Scored) {
        guard scored.count > 0 else { return }
        let (share, size) = reach.held(in: scored)
        let number = NumberFormat(digits: 4)
        let (bounds, width) =
            scored.task == .regression
            ? ("bounds", "lie \(number.string(size)) apart")
            : ("sets", "hold \(number.string(size)) classes on the average")
        context.notes.note(
            "of a coverage of \(number.string(reach.coverage)) its \(bounds) held the truth of"
                + " \(number.string(share.value)) of the rows (\(number.string(share.low)) to"
                + " \(number.string(share.high)), Wilson); they \(width)"
        )
    }

    /// Says so where a model is judged by rows that chose its threshold, or something else of it.
    func warn(ofChoicesOf model: FittedPipeline, _ scored: Scored) throws {
        let name = context.argumentNames[parameter]?.first.flatMap { $0 }
        let rows = name.map { "rows of `\($0)`" } ?? "rows"
        var told: [(words: String, choices: [String])] = []
        var relations = scored.remembered
        for choosing in model.choosingRows {
            guard let plan = choosing.plan else { continue }
            let sides = TwoSides(
                training: plan,
                other: frame,
                engine: try context.engine,
                work: context.work
            )
            relations.append((choosing.choice, sides.relation))
        }
        for (choice, relation) in relations {
            let words: String
            switch relation {
            case .same, .within: words = "these \(rows)"
            case .around: words = "some of these \(rows)"
            case .unknown: continue
            }
            if let place = told.firstIndex(where: { $0.words == words }) {
                if !told[place].choices.contains(choice.words) {
                    told[place].choices.append(choice.words)
                }
            } else {
                told.append((words, [choice.words]))
            }
        }
        for (words, choices) in told {
            context.notes.warn(
                "evaluate.choice",
                "\(words) \(choices.joined(separator: " and ")): on others it will do worse",
                hints: ["train, valid, test = frame | split(0.6, 0.2, 0.2)"]
            )
        }
    }

    /// Whether these are rows that a model learned from, in words, and the frame that has all of
    /// them; what looks like it is told by itself.
    private func learned(
        _ model: FittedPipeline,
        _ digests: [UInt64]
    ) throws -> (words: String, whole: String)? {
        guard let sides = try sides(of: model) else { return nil }
        // The frame that was judged by, where it has all the rows that were learned from.
        let whole = context.argumentNames[parameter]?.first.flatMap { $0 } ?? "frame"
        switch sides.relation {
        case .same: return ("these are the rows it learned from", whole)
        case .within: return ("these are some of the rows it learned from", "frame")
        case .around: return ("the rows it learned from are among these", whole)
        case .unknown:
            guard model.training.rows <= TwoSides.mostRows else { return nil }
            if let warning = try sides.backwards() { context.notes.add(warning) }
            if let warning = try sides.groups() { context.notes.add(warning) }
            guard let sketch = model.training.sketch else { return nil }
            let warning = try sides.duplicates(digests, sketch)
            if let warning { context.notes.add(warning) }
            return nil
        }
    }

    /// The rows that a model learned from beside these; nil where they are not known.
    func sides(of model: FittedPipeline) throws -> TwoSides? {
        guard let plan = model.training.plan else { return nil }
        return TwoSides(
            training: plan,
            other: frame,
            engine: try context.engine,
            work: context.work
        )
    }
}

extension UnseenValues.Levels {
    /// How many are named.
    private static let most = 3

    /// `in 5 of 90 rows `dest` is ANC, LEX or 2 others, which training did not have: taken as missing`;
    /// of a protected column no value is named.
    fileprivate func words(of all: Int, _ model: FittedPipeline) -> String {
        let name = "`\(model.featureNames[feature])`"
        let place =
            rows < all
            ? "in \(NumberFormat.grouped(rows)) of \(NumberFormat.grouped(all)) rows"
            : all == 1 ? "in the only row" : "in all \(NumberFormat.grouped(all)) rows"
        let fate = model.model.fate(ofMissing: feature)
        guard !isProtected else {
            return "\(place) \(name) has values that training did not have: \(fate)"
        }
        let others = names.count - Self.most
        var told = Array(names.prefix(Self.most))
        if others > 0 { told.append("\(others) other\(others == 1 ? "" : "s")") }
        let list = told.dropLast().joined(separator: ", ")
        let last = told.last ?? ""
        let listed = list.isEmpty ? last : "\(list) or \(last)"
        return "\(place) \(name) is \(listed), which training did not have: \(fate)"
    }
}

extension CallContext {
    /// Says by what a model of a quantile is judged, which the usual measures of a mean are not.
    func note(aimOf model: FittedPipeline) {
        let setting = model.learner.settings.first { $0.name == "quantile" }
        guard case .scalar(.float(let share))? = setting?.value else { return }
        let metric = share == 0.5 ? "pinball" : "pinball_\(share)"
        notes.note(
            Score.names.contains(metric)
                ? "it predicts the \(share) quantile, which `metric: \"\(metric)\"` judges"
                : "it predicts the \(share) quantile, and these judge a mean"
        )
    }

    /// Says how many rows could not be judged.
    func note(dropped rows: Int, without target: String) {
        guard rows > 0 else { return }
        let subject = rows == 1 ? "1 row has" : "\(rows) rows have"
        let verb = rows == 1 ? "was" : "were"
        notes.note("\(subject) no `\(target)` that is known and \(verb) left out")
    }

    /// Says which rows have classes or levels that training did not have.
    func note(strangersIn scored: Scored, to model: FittedPipeline) {
        func counted(_ rows: Int) -> String {
            rows == 1 ? "1 row" : "\(NumberFormat.grouped(rows)) rows"
        }
        if scored.strangeClasses > 0 {
            let labels = model.task.labels
            let known = labels.prefix(5).joined(separator: ", ") + (labels.count > 5 ? ", …" : "")
            notes.note(
                "in \(counted(scored.strangeClasses)) `\(model.target.name)` is none of the classes"
                    + " of training, \(known): left out"
            )
        }
        note(scored.unseen, by: model)
    }

    /// Counts what a frame's rows have that training did not have, and says so.
    func note(unseenBy model: FittedPipeline, in frame: Frame) throws {
        do {
            note(try model.unseen(in: frame, by: try engine, work: work), by: model)
        } catch let fault as Diagnostic {
            throw fault.located(at: span(of: "frame"))
        }
    }

    /// Says what rows have that training did not have, and what the model makes of it.
    private func note(_ unseen: UnseenValues, by model: FittedPipeline) {
        for levels in unseen.levels { notes.note(levels.words(of: unseen.rows, model)) }
        for place in unseen.empty {
            let count = NumberFormat.grouped(unseen.rows)
            let rows = unseen.rows == 1 ? "the only row" : "all \(count) rows"
            notes.note(
                "`\(model.featureNames[place])` is missing in \(rows): "
                    + model.model.fate(ofMissing: place)
            )
        }
    }

    /// Says which rules of a model's training rows others break.
    func warn(of model: FittedPipeline, on frame: Frame) throws {
        guard !model.training.rules.isEmpty else { return }
        for warning in try model.brokenRules(frame, by: try engine, in: work) { notes.add(warning) }
    }
}
