import Catalog
import Diagnostics
import Documents
import Explaining
import Learning
import Plotting
import Relations
import Tables
import Values

extension Function {
    static let partialDependence = Function.effect(
        PartialDependencePlot.self,
        example: "lightgbm(body_mass_g ~ . - year, trees: 20) | fit(penguins)"
            + " | partial_dependence(penguins, flipper_length_mm)"
    ) { request in
        let found = try request.variation.effects()
        let chosen = try request.outputs(found.predictions.count)
        let curves = chosen.map { EffectCurves.Curve($0.name, found.means(output: $0.place)) }
        return (request.curves(found.values, curves), request.table(found.values, curves))
    }

    static let ice = Function.effect(
        IcePlot.self,
        example: "lightgbm(body_mass_g ~ . - year, trees: 20) | fit(penguins)"
            + " | ice(penguins, flipper_length_mm)"
    ) { request in
        let found = try request.variation.effects()
        let chosen = try request.outputs(found.predictions.count)
        guard chosen.count == 1 else { throw request.severalClasses() }
        let part = found.predictions[chosen[0].place]
        let step = max(1, (part.rows + EffectRequest.mostLines - 1) / EffectRequest.mostLines)
        let places = Array(stride(from: 0, to: part.rows, by: step))
        let lines = places.map { row in (0..<part.columns).map { part[row, $0] } }
        let curve = EffectCurves.Curve(chosen[0].name, found.means(output: chosen[0].place))
        return (
            request.curves(found.values, [curve], lines: lines),
            request.table(found.values, places, lines)
        )
    }

    static let ale = Function.effect(
        AlePlot.self,
        example: "lightgbm(body_mass_g ~ . - year, trees: 20) | fit(penguins)"
            + " | ale(penguins, flipper_length_mm)"
    ) { request in
        guard request.variation.isNumeric else { throw request.withoutOrder() }
        let found = try request.variation.localEffects()
        let chosen = try request.outputs(found.effects.count)
        let curves = chosen.map { EffectCurves.Curve($0.name, found.effects[$0.place]) }
        return (request.curves(found.edges, curves), request.table(found.edges, curves))
    }

    /// A plot of what a model predicts over the values of a column.
    private static func effect<P: EffectPlot>(
        _ plot: P.Type,
        example: String,
        _ found: @escaping @Sendable (EffectRequest) throws -> (EffectCurves, Table)
    ) -> Function {
        let signature = Signature(
            P.name,
            P.summary,
            family: .figures,
            parameters: [
                Parameter<FittedPipeline>("model", "a model").spec,
                Parameter<Frame>("frame", "rows that are tried with other values").spec,
                Parameter<ColumnName>("x", "the column whose values are tried").spec,
                Parameter<Scalar?>(
                    "class",
                    "whose probability; the positive class's if absent, or of several each"
                ).spec,
            ] + P.settings.map(\.spec),
            result: .object(DrawnFigure.type),
            effect: .runs,
            examples: [Example(example)]
        )
        return Function(signature) { values, context in
            var plot = P()
            for (setting, value) in zip(P.settings, values.dropFirst(4)) {
                do throws(Diagnostic) {
                    try setting.write(value, to: &plot)
                } catch {
                    throw error.located(at: context.span(of: setting.spec.name))
                }
            }
            let request = try EffectRequest(values, context)
            let (curves, data) = try found(request)
            return .object(DrawnFigure(try plot.figure(of: curves), data: data))
        }
    }
}

/// A model, rows, and the column of which other values are tried.
private struct EffectRequest {
    let model: FittedPipeline
    let label: Scalar?
    let variation: ColumnVariation
    let context: CallContext

    /// Single rows that are drawn.
    static let mostLines = 50

    init(_ values: [Value], _ context: CallContext) throws {
        self.context = context
        model = try FittedPipeline(shell: values[0])
        label = try Scalar?(shell: values[3])
        let frame = try Frame(shell: values[1])
        let column = try ColumnName(shell: values[2]).name
        if let field = frame.schema[column] {
            try context.refuseProtected(
                [NamedExpression(field.name, .column(field))],
                of: frame,
                at: "x",
                because: "a figure would show its values"
            )
        }
        do {
            variation = try ColumnVariation(
                of: model,
                column,
                in: frame,
                by: context.engine,
                work: context.work
            )
        } catch let error as Diagnostic {
            throw error.located(at: context.span(of: error.code == "effect.column" ? "x" : "frame"))
        }
        if variation.places.count < variation.total {
            context.notes.note(
                "\(variation.places.count) of \(variation.total) rows are tried, spread evenly"
            )
        }
    }

    /// The outputs that are shown, with the names of their classes.
    func outputs(_ count: Int) throws -> [(place: Int, name: String)] {
        let labels = model.task.labels
        guard let word = label?.classWord else {
            return count == 1
                ? [(0, labels.last ?? model.target.name)]
                : labels.indices.prefix(12).map { ($0, labels[$0]) }
        }
        guard let place = labels.firstIndex(of: word), count > 1 || place == 1 else {
            throw Diagnostic.classAbsent(
                word,
                count > 1 ? labels : Array(labels.suffix(1)),
                of: model.target.name
            ).located(at: context.span(of: "class"))
        }
        return [(count > 1 ? place : 0, word)]
    }

    func curves(
        _ values: Column,
        _ curves: [EffectCurves.Curve],
        lines: [[Double]] = []
    ) -> EffectCurves {
        EffectCurves(
            title: model.target.name,
            column: variation.field.name,
            unit: model.task == .regression
                ? model.target.name
                : curves.count > 1
                    ? "probability" : "probability of \(model.target.name) = \(curves[0].name)",
            values: shown(values),
            curves: curves,
            lines: lines
        )
    }

    private func shown(_ values: Column) -> PlottedValues {
        let presentation = Presentation(context)
        let words = CellWords { presentation.cell($0) }
        let word = { words.short(values[$0]) ?? "missing" }
        guard variation.isNumeric else { return .names((0..<values.count).map(word)) }
        let numbers = Feature(variation.field.name, .number).numbers(of: values)
        switch variation.field.type {
        case .int, .float: return .numbers(numbers, ticks: nil)
        default: return .moments(numbers, word)
        }
    }

    /// The column's value, class where there are several, and what the curves are at.
    func table(_ values: Column, _ curves: [EffectCurves.Curve]) -> Table {
        let places = curves.indices.flatMap { _ in 0..<values.count }
        var fields = [Field(variation.field.name, variation.field.type)]
        var columns = [values.gathered(Array(places))]
        if curves.count > 1 {
            fields.append(Field("class", .text))
            columns.append(
                Column(
                    .text,
                    .texts(curves.flatMap { Array(repeating: $0.name, count: values.count) })
                )
            )
        }
        fields.append(Field("prediction", .float))
        columns.append(Column(.float, .floats(curves.flatMap(\.ys))))
        return Table(fields, columns)
    }

    /// Row, the column's value, and the prediction of that row.
    func table(_ values: Column, _ places: [Int], _ lines: [[Double]]) -> Table {
        let all = lines.indices.flatMap { _ in 0..<values.count }
        let rows = places.flatMap { place in
            Array(repeating: Int64(variation.places[place] + 1), count: values.count)
        }
        return Table(
            [
                Field("row", .int), Field(variation.field.name, variation.field.type),
                Field("prediction", .float),
            ],
            [
                Column(.int, .ints(rows)), values.gathered(Array(all)),
                Column(.float, .floats(lines.flatMap(\.self))),
            ]
        )
    }

    func severalClasses() -> Diagnostic {
        Diagnostic(
            "effect.class",
            "`ice` draws the rows of one class, and `\(model.target.name)` has several",
            at: context.span,
            hints: model.task.labels.prefix(5).map { "class: \"\($0)\"" }
        )
    }

    func withoutOrder() -> Diagnostic {
        Diagnostic(
            "effect.order",
            "`ale` goes from value to value, and those of `\(variation.field.name)` have no order",
            at: context.span(of: "x"),
            hints: [
                "partial_dependence(\(context.argumentNames["frame"]?.first.flatMap { $0 } ?? "rows"), \(variation.field.name))"
            ]
        )
    }
}
