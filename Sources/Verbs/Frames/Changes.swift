import Catalog
import Diagnostics
import Explaining
import Learning
import Relations
import Tables
import Values

extension Function {
    static let changes = Function(
        "changes",
        "What differs between two frames, by rows or with a key by cells, two models, two explanations, or two "
            + "transcripts.",
        family: .session,
        effect: .runs,
        takes: Parameter<ChangedSide>(
            "a",
            "the frame, model or explanation before, or the path of a transcript"
        ),
        Parameter<ChangedSide>(
            "b",
            "the frame, model or explanation after, or the path of a later transcript"
        ),
        Parameter(
            "on",
            default: ColumnNames(),
            "columns that tell rows apart; without them whole rows are compared"
        ),
        examples: [
            Example("changes(airlines, airlines | head(14), on: carrier)"),
            Example("changes(airlines, airlines | head(14))"),
            Example(
                "changes(ridge(body_mass_g ~ sex) | fit(penguins),"
                    + " ridge(body_mass_g ~ sex, l2: 5) | fit(penguins))"
            ),
        ]
    ) { context, a, b, on in
        switch (a, b) {
        case (.frame(let before), .frame(let after)):
            let comparison = try FrameComparison(before, after, on: on.all, context)
            return try on.all.isEmpty ? comparison.rows() : comparison.cells()
        case (.transcript(let before), .transcript(let after)):
            return try transcriptChanges([before, after], context)
        case (.model(let before), .model(let after)):
            return try modelChanges(before, after, context)
        case (.explanation(let before), .explanation(let after)):
            do {
                return Frame(memory: try before.changes(to: after))
            } catch let error as Diagnostic {
                throw error.located(at: context.span(of: "b"))
            }
        case (_, .transcript(let path)):
            let hint = "changes(\"before.md\", \"\(path)\")"
            throw unlike(a, b, "\(a.words) was expected", [hint], context)
        default: throw unlike(a, b, "\(a.words) was expected", [], context)
        }
    }

    private static func unlike(
        _ a: ChangedSide,
        _ b: ChangedSide,
        _ words: String,
        _ hints: [String],
        _ context: CallContext
    ) -> Diagnostic {
        let kinds = [a, b].sorted { $0.kind < $1.kind }.map(\.noun)
        return Diagnostic(
            "changes.sides",
            "\(kinds[0]) is not compared with \(kinds[1])",
            at: context.span(of: "b"),
            words,
            hints: hints
        )
    }

    /// Part, name, before, after.
    private static func modelChanges(
        _ before: AnyModel,
        _ after: AnyModel,
        _ context: CallContext
    ) throws -> Frame {
        let found: [ModelChange]
        switch (before, after) {
        case (.supervised(let before), .supervised(let after)): found = before.changes(to: after)
        case (.unsupervised(let before), .unsupervised(let after)):
            found = before.changes(to: after)
        case (.supervised, .unsupervised), (.unsupervised, .supervised):
            throw Diagnostic(
                "changes.sides",
                "a model with a target is not compared with one without",
                at: context.span(of: "b"),
                hints: ["changes(before, after) of two models that learn alike"]
            )
        }
        if found.isEmpty { context.notes.note("the models are the same") }
        let texts: [(name: String, cells: [String?])] = [
            ("part", found.map(\.part)), ("name", found.map(\.name)),
            ("before", found.map(\.before)), ("after", found.map(\.after)),
        ]
        return Frame(
            memory: Table(
                texts.map { Field($0.name, .text) },
                texts.map {
                    Column(.text, cells: $0.cells.map { $0.map { .text($0) } ?? .missing })
                }
            )
        )
    }

    /// Step, value, old, new, statement.
    private static func transcriptChanges(
        _ paths: [String],
        _ context: CallContext
    ) throws -> Frame {
        let places = zip(["a", "b"], paths).map { side, path in
            TranscriptPlace(
                path: context.resolved(path),
                name: path,
                span: context.span(of: side)
            )
        }
        let found = try context.services[TranscriptChangesKey.self](places[0], places[1])
        let texts: [(String, KeyPath<TranscriptChange, String?>)] = [
            ("value", \.value), ("old", \.old), ("new", \.new), ("statement", \.statement),
        ]
        return Frame(
            memory: Table(
                [Field("step", .int)] + texts.map { Field($0.0, .text) },
                [Column(.int, cells: found.map { $0.step.map { .int(Int64($0)) } ?? .missing })]
                    + texts.map { _, part in
                        Column(
                            .text,
                            cells: found.map { $0[keyPath: part].map { .text($0) } ?? .missing }
                        )
                    }
            )
        )
    }
}

/// What `changes` compares: a frame, a model, an explanation, or a transcript by its path.
private enum ChangedSide: ShellRepresentable {
    case frame(Frame)
    case model(AnyModel)
    case explanation(Explanation)
    case transcript(String)

    static var shellType: ValueType {
        .oneOf([
            .frame, .object(FittedPipeline.type), .object(Explanation.type), .scalar(.text),
        ])
    }

    var kind: String {
        switch self {
        case .frame: "frame"
        case .model: "model"
        case .explanation: "explanation"
        case .transcript: "transcript"
        }
    }

    var noun: String {
        if case .explanation = self { "an explanation" } else { "a \(kind)" }
    }

    var words: String {
        if case .transcript = self { "the path of a transcript" } else { noun }
    }

    init(shell value: Value) throws(Diagnostic) {
        if case .object(let object) = value,
            object is FittedPipeline || object is UnsupervisedPipeline
        {
            self = .model(try AnyModel(shell: value))
        } else if case .object(let object) = value, object is Explanation {
            self = .explanation(try Explanation(shell: value))
        } else if case .scalar(.text(let path)) = value {
            self = .transcript(path)
        } else {
            self = .frame(try Frame(shell: value))
        }
    }

    var shellValue: Value {
        switch self {
        case .frame(let frame): .frame(frame)
        case .model(let model): model.shellValue
        case .explanation(let explanation): explanation.shellValue
        case .transcript(let path): .scalar(.text(path))
        }
    }
}

/// Two frames, before and after, by their common columns.
private struct FrameComparison {
    private let before: Frame
    private let after: Frame
    private let keys: [Field]
    private let others: [Field]
    private let context: CallContext

    init(
        _ before: Frame,
        _ after: Frame,
        on keys: [String],
        _ context: CallContext
    ) throws(Diagnostic) {
        self.before = before
        self.after = after
        self.context = context
        let common = before.schema.fields.filter { after.schema[$0.name] != nil }
        self.keys = common.filter { keys.contains($0.name) }
        others = common.filter { !keys.contains($0.name) }
        if let absent = keys.first(where: { after.schema[$0] == nil }) {
            throw Diagnostic(
                "changes.key",
                "the second frame has no column `\(absent)`",
                at: context.span(of: "on")
            )
        }
        guard !common.isEmpty else {
            throw Diagnostic(
                "changes.columns",
                "the frames have no column in common",
                at: context.span
            )
        }
        for field in common {
            guard let now = after.schema[field.name]?.type, now.word != field.type.word else {
                continue
            }
            context.notes.note(
                "`\(field.name)` is \(field.type.described) in the first frame and "
                    + "\(now.described) in the second"
            )
        }
        for (frame, other, word) in [(before, after, "first"), (after, before, "second")] {
            let alone = frame.schema.names.filter { other.schema[$0] == nil }
            guard !alone.isEmpty else { continue }
            context.notes.note(
                "only the \(word) frame has " + alone.map { "`\($0)`" }.joined(separator: ", ")
            )
        }
    }

    /// Rows that one frame has more often than the other.
    func rows() throws -> Frame {
        let fields = keys + others
        let names = fields.map(\.name)
        let sign = free("sign", in: names)
        let sides = [(before, Int64(-1)), (after, 1)].map { frame, side in
            frame.keeping(names).derived([NamedExpression(sign, .literal(.int(side)))])
        }
        let balance = RowExpression.column("balance", .int)
        let (change, count) = (free("change", in: names), free("rows", in: names))
        return try sides[0].appended([sides[1]])
            .summarized(
                [NamedExpression("balance", try .calling("sum", .column(sign, .int)))],
                by: names.compactMap { name in
                    before.schema[name].map { NamedExpression(name, .column($0)) }
                }
            )
            .filtered(where: [try .calling("!=", balance, .literal(.int(0)))])
            .derived([
                NamedExpression(change, try word(balance)),
                NamedExpression(count, try .calling("abs", balance)),
            ])
            .keeping([change, count] + names)
    }

    private func word(_ balance: RowExpression) throws -> RowExpression {
        try .calling(
            "if",
            .calling(">", balance, .literal(.int(0))),
            .literal(.text("added")),
            .literal(.text("removed"))
        )
    }

    private func free(_ name: String, in names: [String]) -> String {
        var name = name
        while names.contains(name) { name += "_" }
        return name
    }

    /// A row for each key of one frame alone, and for each cell that is another.
    func cells() throws -> Frame {
        try checkKeys(before, "first")
        try checkKeys(after, "second")
        let pairs = keys.map { JoinKey($0.name, $0.name) }
        let removed = try told("removed", before.joined(after, on: pairs, kind: .anti), nil)
        let added = try told("added", after.joined(before, on: pairs, kind: .anti), nil)
        let suffix = "\u{1}"
        let both = before.keeping(keys.map(\.name) + others.map(\.name)).joined(
            after.keeping(keys.map(\.name) + others.map(\.name)),
            on: pairs,
            kind: .inner,
            suffix: suffix
        )
        let changed = try others.map { field in
            let now = RowExpression.column(
                field.name + suffix,
                after.schema[field.name]?.type ?? field.type
            )
            return try told("changed", both, (field, now))
        }
        return try removed.appended([added] + changed)
            .sorted(by: keys.map { SortKey(.column($0)) })
    }

    /// Rows of keys with what happened to them, and to which of their cells.
    private func told(
        _ change: String,
        _ frame: Frame,
        _ cell: (before: Field, after: RowExpression)?
    ) throws -> Frame {
        let missing = RowExpression.literal(.missing, .text)
        var (column, old, new) = (missing, missing, missing)
        var rows = frame
        if let cell {
            column = .literal(.text(cell.before.name))
            (old, new) = (try text(.column(cell.before)), try text(cell.after))
            rows = frame.filtered(where: [try differs(.column(cell.before), cell.after, old, new)])
        }
        return rows.projected(
            [NamedExpression("change", .literal(.text(change)))]
                + keys.map { NamedExpression($0.name, .column($0)) }
                + [
                    NamedExpression("column", column), NamedExpression("before", old),
                    NamedExpression("after", new),
                ]
        )
    }

    /// Whether two cells differ; what is missing differs from what is not.
    private func differs(
        _ before: RowExpression,
        _ after: RowExpression,
        _ old: RowExpression,
        _ new: RowExpression
    ) throws -> RowExpression {
        let isOther =
            try (try? RowExpression.calling("!=", before, after)) ?? .calling("!=", old, new)
        return try .calling(
            "or",
            isOther,
            .calling(
                "!=",
                .calling("is missing", before),
                .calling("is missing", after)
            )
        )
    }

    private func text(_ expression: RowExpression) throws -> RowExpression {
        if expression.type == .text { return expression }
        return try .calling("text", expression)
    }

    /// A key has one row.
    private func checkKeys(_ frame: Frame, _ word: String) throws {
        let repeated = frame.summarized(
            [NamedExpression("\u{1}n", try .calling("count"))],
            by: keys.map { NamedExpression($0.name, .column($0)) }
        ).filtered(where: [
            try .calling(">", .column("\u{1}n", .int), .literal(.int(1)))
        ])
        let count = try context.engine.count(repeated.plan, in: context.work)
        guard count > 0 else { return }
        let names = keys.map(\.name).joined(separator: ", ")
        throw Diagnostic(
            "changes.key",
            "`\(names)` does not tell the rows of the \(word) frame apart",
            at: context.span(of: "on"),
            "\(count) values stand in several rows",
            hints: ["duplicates(\(names))"]
        )
    }
}
