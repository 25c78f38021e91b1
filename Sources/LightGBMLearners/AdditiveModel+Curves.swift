package import Learning
package import Tables

/// What a sum of curves has to say about itself.
extension AdditiveModel {
    package var summary: ModelSummary {
        var summary = ModelSummary(facts: [("trees", .int(Int64(content.trees)))])
        for (output, intercept) in content.intercepts.enumerated() {
            let name =
                content.intercepts.count > 1 ? "intercept of \(task.labels[output])" : "intercept"
            summary.facts.append((name, .float(intercept)))
        }
        summary.coefficients = overview
        if content.curves.allSatisfy({ $0.allSatisfy { $0.importance == 0 } }) {
            summary.remarks.append("no curve rises or falls: with fewer `min_rows` some may")
        }
        return summary
    }

    /// A feature and an output, with the curve between them.
    private typealias Part = (feature: Feature, label: String, curve: FeatureCurve)

    private var parts: [Part] {
        zip(features, content.curves).flatMap { feature, curves in
            curves.enumerated().map { output, curve in
                (feature, curves.count > 1 ? task.labels[output] : "", curve)
            }
        }
    }

    /// A row for each curve: how low and high it goes, and how much it matters.
    private var overview: Table {
        let parts = parts
        func ends(_ part: Part, _ chosen: ([Double]) -> Double?) -> Double {
            let pieces = zip(part.curve.scores, part.curve.weights).filter { $0.1 > 0 }.map(\.0)
            return chosen(pieces) ?? 0
        }
        return table(parts) {
            [
                (
                    Field("pieces", .int),
                    Column(.int, .ints($0.map { Int64($0.curve.scores.count) }))
                ),
                (
                    Field("lowest", .float),
                    Column(.float, .floats($0.map { ends($0) { $0.min() } }))
                ),
                (
                    Field("highest", .float),
                    Column(.float, .floats($0.map { ends($0) { $0.max() } }))
                ),
                (Field("importance", .float), Column(.float, .floats($0.map(\.curve.importance)))),
            ]
        }
    }

    /// One piece of a curve.
    private struct Piece {
        var part: Part
        var level: String?
        var from: Double?
        var upTo: Double?
        var score: Double
        var rows: Double
    }

    /// A row for each piece of each curve: above `from` and up to `to`, or the level it is of.
    package var curves: Table {
        let all = parts.flatMap { part in pieces(of: part) }
        func numbers(_ number: (Piece) -> Double?) -> Column {
            Column(.float, cells: all.map { number($0).map { .float($0) } ?? .missing })
        }
        let levels = all.map { $0.level.map { Scalar.text($0) } ?? .missing }
        return table(all.map(\.part)) { _ in
            [
                (Field("level", .text), Column(.text, cells: levels)),
                (Field("from", .float), numbers(\.from)), (Field("to", .float), numbers(\.upTo)),
                (Field("score", .float), numbers(\.score)),
                (Field("rows", .float), numbers(\.rows)),
            ]
        }
    }

    private func pieces(of part: Part) -> [Piece] {
        let (curve, cuts) = (part.curve, part.curve.cuts)
        let levels: [String]? =
            switch part.feature.kind {
            case .number: nil
            case .flag: cuts.count == 1 ? ["false", "true"] : nil
            case .category(let levels): levels
            }
        var pieces = curve.scores.indices.map { place in
            Piece(
                part: part,
                level: levels.map { $0[place] },
                from: levels == nil && place > 0 ? cuts[place - 1] : nil,
                upTo: levels == nil && place < cuts.count ? cuts[place] : nil,
                score: curve.scores[place],
                rows: curve.weights[place]
            )
        }
        if curve.missingWeight > 0 {
            pieces.append(
                Piece(
                    part: part,
                    level: "missing",
                    score: curve.missing,
                    rows: curve.missingWeight
                )
            )
        }
        return pieces
    }

    /// Columns behind those of the feature and, where there are several, of the class.
    private func table(_ parts: [Part], _ columns: ([Part]) -> [(Field, Column)]) -> Table {
        var all = [(Field("feature", .text), Column(.text, .texts(parts.map(\.feature.name))))]
        if content.intercepts.count > 1 {
            all.append((Field("class", .text), Column(.text, .texts(parts.map(\.label)))))
        }
        all += columns(parts)
        return Table(all.map(\.0), all.map(\.1))
    }
}
