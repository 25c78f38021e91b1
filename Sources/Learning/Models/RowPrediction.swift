import Diagnostics
import Relations
import Tables

/// What a model adds beside a frame's rows.
struct RowPrediction: Sendable {
    let fingerprint: String
    let added: [Field]
    /// The columns that are added, of a batch that has the features alone.
    let columns: @Sendable (Batch) throws -> [Column]

    /// The frame with predictions beside its rows; nothing runs until they are asked for.
    ///
    /// Columns of the same names are replaced. Derived features are computed by the engine below
    /// the model, and leave no trace.
    func applied(to frame: Frame, features: BoundFeatures) -> Frame {
        let bound = features.expressions
        let kept = frame.schema.names.filter { name in !added.contains { $0.name == name } }
        let isPlain = bound.allSatisfy { column in
            guard case .column(let name, _) = column.expression else { return false }
            return kept.contains(name)
        }
        if isPlain {
            let reads = bound.flatMap { $0.expression.columns.sorted() }
            return frame.keeping(kept).mapped(transform(reading: reads))
        }
        let hidden = bound.enumerated().map { index, column in
            NamedExpression("\u{1}feature \(index)", column.expression)
        }
        let columns = kept.compactMap { name in
            frame.schema[name].map { NamedExpression(name, .column(name, $0.type)) }
        }
        return features.frame.projected(columns + hidden)
            .mapped(transform(reading: hidden.map(\.name)))
            .keeping(kept + added.map(\.name))
    }

    private func transform(reading names: [String]) -> BatchTransform {
        BatchTransform(
            fingerprint: "predict \(fingerprint)",
            label: "predicting",
            reads: names,
            adds: added,
            keepsValues: false,
            apply: columns
        )
    }
}

extension BoundFeatures {
    /// Some of the features that a recipe gives, by their names.
    func chosen(_ expressions: [NamedExpression]) -> BoundFeatures {
        let places = Dictionary(
            self.expressions.map { ($0.name, $0.expression) },
            uniquingKeysWith: { first, _ in first }
        )
        return BoundFeatures(
            frame: frame,
            expressions: expressions.map { column in
                NamedExpression(column.name, places[column.name] ?? column.expression)
            }
        )
    }
}
