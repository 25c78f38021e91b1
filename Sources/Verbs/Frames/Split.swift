import Catalog
import Diagnostics
import Relations
import Tables
import Values

extension Function {
    static let split = Function(
        "split",
        "Parts of a frame, by shares drawn by chance or by moments of an order.",
        family: .splits,
        effect: .pure,
        takes: Parameter<Frame>("frame", "the frame to divide"),
        Parameter<[Double]>.rest(
            "share",
            "the share of each part; what they leave is one part more",
            default: [],
            in: .range(0...1)
        ),
        Parameter<Value?>("at", "where one part ends and the next begins, or a list of such"),
        Parameter("stratify", default: ColumnNames(), "columns whose values each part has alike"),
        Parameter("group", default: ColumnNames(), "columns whose equals stay together"),
        Parameter("order", default: SortKeys(), "the order in which parts follow each other"),
        Parameter<Int?>("seed", "where chance begins; the session's seed if absent"),
        examples: [
            Example("train, test = penguins | split(0.8, 0.2, stratify: species, seed: 7)"),
            Example("before, after = flights | split(at: \"2013-10-01\", order: time_hour)"),
        ]
    ) { context, frame, shares, at, stratify, group, order, seed in
        let method: Splitting.Method
        if let at {
            guard shares.isEmpty else {
                throw Diagnostic(
                    "argument.surplus",
                    "`split` takes shares or `at`, not both",
                    at: context.span
                )
            }
            guard group.all.isEmpty, stratify.all.isEmpty else {
                throw Diagnostic(
                    "argument.surplus",
                    "moments divide the rows whatever their groups and strata",
                    at: context.span(of: group.all.isEmpty ? "stratify" : "group"),
                    "shares were expected with this",
                    hints: ["split(0.8, 0.2, group: tailnum, order: time_hour)"]
                )
            }
            method = .cuts(try SplitRules.cuts(at, order: order, context))
        } else {
            method = .shares(try SplitRules.shares(shares, context))
        }
        let splitting = Splitting(
            method,
            stratify: stratify.all,
            group: group.all,
            order: order.all,
            seed: context.seed(or: seed)
        )
        for warning in SplitLeaks.warnings(frame) { context.notes.add(warning) }
        return frame.parts(splitting)
    }
}

/// What a frame knows of all its rows, and its parts should not know of each other.
private enum SplitLeaks {
    static func warnings(_ frame: Frame) -> [Diagnostic] {
        let (pasts, rows) = (frame.plan.columnPasts, frame.plan.rowsBehind)
        var steps: [String: [String]] = [:]
        var pooled: [Diagnostic] = []
        for name in frame.schema.names {
            guard let past = pasts[name] else { continue }
            for case .learned(let step) in past.marks { steps[step, default: []].append(name) }
            let pooling = past.poolings.filter { !$0.isGrouped && rows.contains($0.rows) }
            if let function = pooling.map(\.function).min() {
                pooled.append(
                    warning(
                        "`\(name)` holds a `\(function)` over all rows, those of every part",
                        "derive(\(name) = …)"
                    )
                )
            }
        }
        return steps.keys.sorted().map {
            warning("`\($0)` learned from all rows, those of every part", $0)
        } + pooled
    }

    private static func warning(_ message: String, _ step: String) -> Diagnostic {
        Diagnostic(
            "leak.learned",
            message,
            hints: ["recipe(target ~ .) | \(step) | fit(train)", "split before it"],
            severity: .warning
        )
    }
}

/// What `split` asks of its arguments.
private enum SplitRules {
    static func shares(_ shares: [Double], _ context: CallContext) throws(Diagnostic) -> [Double] {
        let total = shares.reduce(0, +)
        guard !shares.isEmpty, shares.allSatisfy({ $0 > 0 }), total <= 1 + 1e-9 else {
            throw Diagnostic(
                "split.shares",
                "the shares are above 0 and add up to 1 at most",
                at: context.span(of: "share"),
                shares.isEmpty ? "none" : "they add up to \(total)",
                hints: ["split(0.6, 0.2, 0.2)"]
            )
        }
        return total < 1 - 1e-9 ? shares + [1 - total] : shares
    }

    static func cuts(_ at: Value, order: SortKeys, _ context: CallContext) throws -> [RowExpression]
    {
        guard order.all.count == 1, let key = order.all.first else {
            throw Diagnostic(
                "split.order",
                "`at` needs one column to follow",
                at: context.span(of: "at"),
                hints: ["order: time_hour"]
            )
        }
        var values: [Value] = [at]
        if case .list(let several) = at { values = several }
        var cuts: [RowExpression] = []
        for value in values {
            guard case .scalar(let cell) = value else {
                throw Diagnostic(
                    "argument.type",
                    "`at` takes single values",
                    at: context.span(of: "at"),
                    value.type.described
                )
            }
            let pair = try Comparison.coerced(
                key.expression,
                .literal(cell),
                zone: context.settings.zone
            )
            cuts.append(pair.1)
        }
        return cuts
    }
}
