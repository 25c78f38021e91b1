import Catalog
import Diagnostics
import Relations
import Tables
import Values

extension Function {
    static let join = Function(
        "join",
        "The columns of another frame beside the rows whose keys fit; the left order stays.",
        family: .frames,
        effect: .pure,
        takes: Parameter<Frame>("frame", "the left frame"),
        Parameter<Frame>("other", "the right frame"),
        Parameter(
            "on",
            default: JoinKeys(),
            "columns of both, `left == right`, or by size `left >= right`; several in `[ ]`"
        ),
        Parameter(
            "kind",
            default: "inner",
            "which rows stay; `asof` takes the one nearest of the right",
            in: .choice(JoinKind.allCases.map(\.rawValue))
        ),
        Parameter("suffix", default: "_right", "what a right column gets whose name is taken"),
        Parameter(
            "validate",
            default: "many_to_many",
            "on which sides a key may stand in several rows",
            in: .choice(JoinMultiplicity.allCases.map(\.rawValue))
        ),
        examples: [
            Example("flights | join(airlines, on: carrier) | select(carrier, name) | head(2)"),
            Example("flights | join(planes, on: tailnum, kind: \"anti\") | count()"),
            Example(
                "flights | join(weather, on: [origin, time_hour >= time_hour], kind: \"asof\") | head(2)"
            ),
            Example("flights | join(airlines, on: carrier, validate: \"many_to_one\") | count()"),
        ]
    ) { context, frame, other, keys, word, suffix, validate in
        let kind = JoinKind(rawValue: word) ?? .inner
        try kind.check(keys.all, frame, other, context)
        let multiplicity = JoinMultiplicity(rawValue: validate) ?? .manyToMany
        try multiplicity.check(keys.all, frame, other, context)
        return frame.joined(other, on: keys.all, kind: kind, suffix: suffix)
    }
    .effect { values in
        guard case .scalar(.text("many_to_many"))? = values.last else { return .runs }
        return .pure
    }

    static let append = Function(
        "append",
        "The rows of other frames below; columns go by name, absent ones are missing.",
        family: .frames,
        effect: .pure,
        takes: Parameter<Frame>("frame", "the frame above"),
        Parameter<[Frame]>.rest("other", "the frames below"),
        examples: [Example("penguins | head(1) | append(penguins | tail(1))")]
    ) { _, frame, others in
        try frame.appended(others)
    }
}

extension JoinKind {
    /// Refuses keys that the kind of join does not take.
    fileprivate func check(
        _ keys: [JoinKey],
        _ frame: Frame,
        _ other: Frame,
        _ context: CallContext
    ) throws(Diagnostic) {
        guard keys.isEmpty == (self == .cross) else {
            let shared = frame.schema.fields.filter { other.schema[$0.name] != nil }
            // A text that both have is a likelier key than a number, such as a year.
            let likeliest = shared.first { $0.type == .text } ?? shared.first
            let hint = "on: \(likeliest?.name ?? "left == right")"
            let names = shared.prefix(6).map { "`\($0.name)`" }.joined(separator: ", ")
            throw Diagnostic(
                "join.key",
                self == .cross ? "a cross join has no keys" : "`join` needs columns to join on",
                at: context.span,
                self == .cross || shared.isEmpty ? "" : "both have \(names)",
                hints: self == .cross ? [] : [hint]
            )
        }
        let sizes = keys.filter { !$0.test.isEquality }
        guard self == .asof, sizes.count != 1 else { return }
        let moment = frame.schema.fields.first { field in
            [.timestamp, .date].contains(field.type) && other.schema[field.name] != nil
        }
        let name = moment.map(\.name) ?? "time"
        throw Diagnostic(
            "join.key",
            "an `asof` join has one key by size, which says what is near",
            at: context.span(of: "on"),
            sizes.isEmpty ? "none" : "\(sizes.count) of them",
            hints: ["\(name) >= \(name)"]
        )
    }
}

/// On which sides of a join a key may stand in several rows.
enum JoinMultiplicity: String, CaseIterable {
    case manyToMany = "many_to_many"
    case manyToOne = "many_to_one"
    case oneToMany = "one_to_many"
    case oneToOne = "one_to_one"

    /// Refuses keys that stand more than once where they may not.
    fileprivate func check(
        _ keys: [JoinKey],
        _ left: Frame,
        _ right: Frame,
        _ context: CallContext
    ) throws {
        guard self != .manyToMany else { return }
        let equal = keys.filter { $0.test == .equal }
        guard !equal.isEmpty else {
            throw Diagnostic(
                "join.key",
                "without a key by `==` there is nothing to hold to `\(rawValue)`",
                at: context.span(of: "on")
            )
        }
        let (names, sides) = (context.argumentNames, ["frame", "other"])
        func called(_ side: Int) -> String {
            (names[sides[side]]?.first ?? nil).map { "`\($0)`" }
                ?? (side == 0 ? "the left frame" : "the right frame")
        }
        if self == .oneToMany || self == .oneToOne {
            try checkOnce(equal.map(\.left), left, called(0), context)
        }
        if self == .manyToOne || self == .oneToOne {
            try checkOnce(equal.map(\.right), right, called(1), context)
        }
    }

    private func checkOnce(
        _ names: [String],
        _ frame: Frame,
        _ called: String,
        _ context: CallContext
    ) throws {
        guard let repeated = try frame.repeated(names, context) else { return }
        let (presentation, hidden) = (Presentation(context), frame.protectedColumns)
        let key = zip(names, repeated.cells).map { name, cell in
            "\(name) \(hidden.contains(name) ? Presentation.blot : presentation.words(of: cell))"
        }
        throw Diagnostic(
            "join.repeated",
            "a key stands in several rows of \(called): \(key.joined(separator: ", "))",
            at: context.span(of: "validate"),
            "in \(repeated.rows) rows",
            hints: ["distinct(\(names.joined(separator: ", ")), keep: \"last\")"]
        )
    }
}

extension Frame {
    /// The first combination of these columns' values that stands in several rows, and in how many;
    /// what is missing is left out.
    func repeated(
        _ names: [String],
        _ context: CallContext
    ) throws -> (cells: [Scalar], rows: Int64)? {
        let keys = names.compactMap { name in
            schema[name].map { NamedExpression(name, .column(name, $0.type)) }
        }
        var number = "rows"
        while names.contains(number) { number += "_" }
        let present = try keys.map { key in
            try RowExpression.calling(
                .not,
                [.calling(.isMissing, [key.expression])]
            )
        }
        let counted = try RowExpression.calling("count")
        let several = try RowExpression.calling(
            .greater,
            [.column(number, .int), .literal(.int(1))]
        )
        let found = filtered(where: present)
            .summarized([NamedExpression(number, counted)], by: keys)
            .filtered(where: [several]).sliced(.head(1))
        let table = try context.engine.collect(found.plan, in: context.work)
        guard table.count > 0, case .int(let rows)? = table.columns.last?[0] else { return nil }
        return (table.columns.dropLast().map { $0[0] }, rows)
    }
}
