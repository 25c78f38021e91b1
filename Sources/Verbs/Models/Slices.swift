import Catalog
import Diagnostics
import Learning
import Relations
import Tables
import Values

extension Function {
    static let slices = Function(
        "slices",
        "The parts of the rows on which a model does worst, searched for over one or two conditions.",
        family: .models,
        effect: .runs,
        takes: Parameter<FittedPipeline>("model", "a model"),
        Parameter<Frame>("frame", "rows with the target, better not those it learned from"),
        Parameter(
            "by",
            default: Grouping(),
            "columns that conditions are made of; all that the model reads if absent"
        ),
        Parameter<MetricChoice?>(
            "metric",
            "what is bad there, a metric or a `def` of truth and prediction; `log_loss` for classes and `rmse` for numbers if absent",
            in: MetricChoice.domain
        ),
        Parameter<Int?>(
            "min_rows",
            "the fewest rows of a slice; 30, or 2 % of many, if absent",
            in: .range(2...Double.infinity)
        ),
        Parameter("rows", default: 10, "how many slices", in: .range(1...Double.infinity)),
        Judging.weight,
        examples: [
            Example(
                "linear(body_mass_g ~ species) | fit(penguins) | slices(penguins, by: [sex, island])"
            ),
            Example(
                "logistic(sex ~ body_mass_g) | fit(penguins)"
                    + " | slices(penguins, by: species, metric: \"auc\", rows: 3)"
            ),
        ]
    ) { context, model, frame, by, metric, least, limit, weight -> SliceReport in
        let judging = Judging(context: context, frame: frame)
        let keys = by.all.isEmpty ? judging.sliceColumns(of: model) : by.all
        let score =
            try metric.map { try context.scores([$0], for: model.task, weight: weight)[0] }
            ?? Score.standard(for: model.task).first { $0.isOfLosses }
            ?? Score.all(for: model.task)[0]
        let scored = try judging.scored(model, beside: keys, weight: weight)
        judging.note(weight: weight)
        guard scored.count > 0 else { throw Diagnostic.nothingToJudge }
        try judging.warn(of: model, scored)
        let looks = judging.look([model])
        let search = judging.search(
            scored,
            by: score,
            keys.map(\.name),
            least: least,
            looks: looks
        )
        if !by.all.isEmpty { judging.noteUnsliced(keys.map(\.name), scored, search) }
        return try SliceReport(search, limit, in: context.work)
    }
}

extension Judging {
    /// The columns that a model reads, but for protected ones, which would be named.
    func sliceColumns(of model: FittedPipeline) -> [NamedExpression] {
        let hidden = frame.protectedColumns
        return model.inputs.filter { !hidden.contains($0.name) }.compactMap { field in
            frame.schema[field.name].map { NamedExpression($0.name, .column($0)) }
        }
    }

    /// A search over columns that were read beside the rows.
    func search(
        _ scored: Scored,
        by score: Score,
        _ names: [String],
        least: Int? = nil,
        looks: Int?
    ) -> SliceSearch {
        let least = least ?? SliceSearch.least(of: scored.count)
        let features = zip(names, scored.beside).compactMap { SliceFeature($0, $1, least: least) }
        return SliceSearch(scored, by: score, features, least: least, looks: looks)
    }

    /// Says which columns that were asked for make no slice.
    fileprivate func noteUnsliced(_ names: [String], _ scored: Scored, _ search: SliceSearch) {
        let used = Set(search.features.map(\.name))
        for name in names where !used.contains(name) {
            context.notes.note(
                "`\(name)` makes no slice: it has no two levels, or none of \(search.least) rows"
            )
        }
    }
}
