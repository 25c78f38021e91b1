import Diagnostics
package import Relations
import Tables

/// What a graph of our own tells beside its nodes, in the format's `metadata_props`, so that the model
/// that is loaded from it predicts the same target from the same threshold on.
package struct GraphNotes: Sendable {
    private static let (targetKey, formulaKey, thresholdKey) = (
        "epilogue:target", "epilogue:formula", "epilogue:threshold"
    )

    /// How the target is computed from a frame's columns; nil where it is not known.
    package let target: NamedExpression?
    package let formula: String?
    /// Of two classes the probability in the last column of the graph from which on its class is
    /// predicted.
    package let threshold: Double?

    init(of model: FittedPipeline) {
        let isKnown = model.training.origin?.knowsTarget ?? true
        target = isKnown ? model.target.column : nil
        formula = isKnown ? model.formula : nil
        guard case .binary(_, let positive) = model.task,
            model.threshold != FittedPipeline.plainThreshold
        else {
            threshold = nil
            return
        }
        // The graph's last column is that of `true`, whichever was the positive class.
        let isTurned = model.target.type == .bool && positive == "false"
        threshold = isTurned ? min(1, (1 - model.threshold).nextUp) : model.threshold
    }

    /// What a file tells; nil for one that was not written here.
    ///
    /// Throws for what cannot have been written.
    package init?(_ told: [String: String]) throws {
        guard told.keys.contains(where: { $0.hasPrefix("epilogue:") }) else { return nil }
        formula = told[Self.formulaKey]
        target = try told[Self.targetKey].map { text in
            let stored: StoredPipeline.Column = try ModelCoding.decode(Array(text.utf8))
            return try stored.column
        }
        threshold = try told[Self.thresholdKey].map { text in
            guard let number = Double(text), (0...1).contains(number) else {
                throw Diagnostic.modelCorrupt("its threshold is no probability")
            }
            return number
        }
    }

    /// The entries of `metadata_props`: keys with their values.
    func entries() throws -> [(key: String, value: String)] {
        var entries: [(String, String)] = []
        if let target {
            let bytes = try ModelCoding.encode(StoredPipeline.Column(target))
            entries.append((Self.targetKey, String(decoding: bytes, as: UTF8.self)))
        }
        if let formula { entries.append((Self.formulaKey, formula)) }
        if let threshold { entries.append((Self.thresholdKey, "\(threshold)")) }
        return entries
    }

    /// Whether an entry is one of these.
    package static func isOwn(_ key: String) -> Bool { key.hasPrefix("epilogue:") }
}

/// A model that came as a graph, and can tell more beside its nodes.
package protocol GraphHolding: FittedModel {
    /// The file with these entries in place of those that it had of us.
    func graph(telling entries: [(key: String, value: String)]) throws -> [UInt8]
}

extension ProtocolBufferWriter {
    /// Entries as a graph's file has them.
    package mutating func append(metadata entries: [(key: String, value: String)]) {
        for (key, value) in entries {
            append(14) { entry in
                entry.append(1, key)
                entry.append(2, value)
            }
        }
    }
}
