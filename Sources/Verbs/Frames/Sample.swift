import Catalog
import Diagnostics
import Relations
import Values

extension Function {
    static let sample = Function(
        "sample",
        "Some rows by chance, in their order; the seed fixes which.",
        family: .frames,
        effect: .pure,
        takes: Parameter<Frame>("frame", "the frame to read"),
        Parameter<Int?>("rows", "how many rows", in: .range(0...(.infinity))),
        Parameter<Double?>("share", "which share of the rows", in: .range(0...1)),
        Parameter("by", default: Grouping(), "groups to draw from one by one"),
        Parameter<Int?>("seed", "where chance begins; the session's seed if absent"),
        examples: [Example("penguins | sample(rows: 3, seed: 1)")]
    ) { context, frame, rows, share, by, seed in
        let size: Sampling.Size
        switch (rows, share) {
        case (let rows?, nil): size = .rows(Int64(rows))
        case (nil, let share?): size = .share(share)
        default:
            throw Diagnostic(
                "argument.missing",
                "`sample` takes either `rows` or `share`",
                at: context.span,
                hints: ["sample(rows: 100)", "sample(share: 0.1)"]
            )
        }
        let groups = try by.columns(at: context.span(of: "by"))
        return frame.sampled(
            Sampling(size, by: groups, seed: context.seed(or: seed))
        )
    }.keepingColumns()
}

extension CallContext {
    /// The seed that was given, or the session's.
    func seed(or given: Int?) -> UInt64 {
        given.map { UInt64(bitPattern: Int64($0)) } ?? settings.seed
    }
}
