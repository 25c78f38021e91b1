import Diagnostics
package import Kernels
package import Relations
import Tables

/// From a frame to folds: drawn by chance, or following each other in an order.
package struct FoldMaking: Sendable {
    package var engine: any Engine
    package var work: WorkContext

    package init(engine: any Engine, work: WorkContext) {
        self.engine = engine
        self.work = work
    }

    /// Folds of which each row is in the test rows of one; repetitions are drawn with the seeds that
    /// follow.
    ///
    /// The rows of each stratum are shared out alike, and rows of one group stay together. Throws for
    /// fewer rows, groups, or rows of a stratum than folds.
    package func drawn(
        _ count: Int,
        of frame: Frame,
        stratify: [String],
        group: [String],
        repeats: Int,
        seed: UInt64
    ) throws -> Folds {
        let rows = Int(try engine.count(frame.plan, in: work))
        try checkEnough(count, of: frame, rows: rows, group)
        let strata = try strata(of: frame, stratify, atLeast: count)
        let shares = [Double](repeating: 1 / Double(count), count: count)
        var folds: [Folds.Fold] = []
        for repetition in 0..<repeats {
            let splitting = Splitting(
                .shares(shares),
                stratify: stratify,
                group: group,
                seed: seed &+ UInt64(repetition)
            )
            for (index, test) in frame.parts(splitting).enumerated() {
                let counted = try counts(test, stratify)
                let testRows = counted.values.reduce(0, +)
                folds.append(
                    Folds.Fold(
                        number: index + 1,
                        repetition: repetition + 1,
                        train: frame.outside(index, of: splitting),
                        test: test,
                        trainRows: rows - testRows,
                        testRows: testRows,
                        facts: strata.map {
                            .float(Double(counted[$0] ?? 0) / Double(max(1, testRows)))
                        }
                    )
                )
            }
        }
        guard folds.allSatisfy({ $0.testRows > 0 && $0.trainRows > 0 }) else {
            throw Diagnostic.emptyFold(count)
        }
        let fields = strata.map { Field($0.map(\.words).joined(separator: " "), .float) }
        return Folds(
            folds: folds,
            rows: frame,
            factFields: fields,
            words: Self.words(stratify, group, repeats: repeats, seed: seed)
        )
    }

    private static func words(
        _ stratify: [String],
        _ group: [String],
        repeats: Int,
        seed: UInt64
    ) -> String {
        func list(_ names: [String]) -> String {
            names.map { "`\($0)`" }.joined(separator: ", ")
        }
        var parts = ["drawn with seed \(seed)"]
        if !stratify.isEmpty { parts.append("shares of \(list(stratify)) among the test rows") }
        if !group.isEmpty { parts.append("rows alike in \(list(group)) stay together") }
        if repeats > 1 { parts.append("each repetition with the next seed") }
        return parts.joined(separator: "; ")
    }

    private func checkEnough(
        _ count: Int,
        of frame: Frame,
        rows: Int,
        _ group: [String]
    ) throws {
        var (units, words) = (rows, rows == 1 ? "row" : "rows")
        if !group.isEmpty {
            let groups = frame.keeping(group).distinct(on: [], keep: .first)
            units = Int(try engine.count(groups.plan, in: work))
            words = units == 1 ? "group" : "groups"
        }
        guard units < count else { return }
        throw Diagnostic(
            "folds.few",
            "\(count) folds need at least as many \(words), there \(units == 1 ? "is" : "are") \(units)",
            hints: units >= 2
                ? ["folds(\(units))"] : ["count() after each stage tells where rows went"]
        )
    }

    /// The values of the strata, sorted; the last fact of a stratum of too few rows is a refusal.
    private func strata(
        of frame: Frame,
        _ names: [String],
        atLeast count: Int
    ) throws -> [[Scalar]] {
        guard !names.isEmpty else { return [] }
        let counted = try counts(frame, names)
        if let (values, rows) = counted.min(by: { $0.value < $1.value }), rows < count {
            let words = values.map(\.words).joined(separator: ", ")
            let name = names.joined(separator: ", ")
            throw Diagnostic(
                "folds.stratum",
                "`\(name)` is \(words) in \(rows) row\(rows == 1 ? "" : "s"), fewer than \(count) folds",
                hints: rows >= 2 ? ["folds(\(rows), stratify: \(name))"] : ["folds(\(count))"]
            )
        }
        // More would be columns that nobody reads.
        guard counted.count <= 12 else { return [] }
        return counted.keys.sorted { GroupOrder.precedes($0, $1) }
    }

    /// How many rows each value has; all rows under no value where there are no columns.
    private func counts(_ frame: Frame, _ names: [String]) throws -> [[Scalar]: Int] {
        let keys = names.compactMap { name in
            frame.schema[name].map { NamedExpression(name, .column($0)) }
        }
        let table = try engine.collect(
            frame.summarized([NamedExpression("\u{1}n", try .calling("count"))], by: keys).plan,
            in: work
        )
        var counts: [[Scalar]: Int] = [:]
        for row in 0..<table.count {
            guard case .int(let count) = table.columns[keys.count][row] else { continue }
            counts[table.columns[..<keys.count].map { $0[row] }] = Int(count)
        }
        return counts
    }
}

extension Scalar {
    /// A value within a sentence, or as a column's name.
    fileprivate var words: String {
        switch self {
        case .text(let text): text
        case .bool(let flag): flag ? "true" : "false"
        case .int(let number): String(number)
        case .missing: "missing"
        default: number.map { Rounded.text($0) } ?? "\(self)"
        }
    }
}

extension Diagnostic {
    static func emptyFold(_ count: Int) -> Diagnostic {
        Diagnostic(
            "folds.empty",
            "a fold has no rows to learn from, or none to judge by",
            hints: count > 2 ? ["folds(\(count - 1))"] : ["split(0.8, 0.2)"]
        )
    }
}
