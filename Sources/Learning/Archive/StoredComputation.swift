import Diagnostics
package import Relations

/// What a computation of rows learned, as JSON.
package enum StoredComputation: Hashable, Sendable {
    case vocabulary(words: [String], weights: [Double])

    /// Nil for a computation that is not one of recipes.
    package init?(_ computation: any RowComputation) {
        switch computation {
        case let words as Vocabulary:
            self = .vocabulary(words: words.words, weights: words.weights)
        default: return nil
        }
    }

    package var computation: any RowComputation {
        get throws(Diagnostic) {
            switch self {
            case .vocabulary(let words, let weights):
                guard words.count == weights.count else {
                    throw Diagnostic.modelCorrupt("a vocabulary has more words than weights")
                }
                return Vocabulary(words: words, weights: weights)
            }
        }
    }
}

extension StoredComputation: Codable {
    private enum Key: String, CodingKey {
        case words, weights
    }

    package init(from decoder: any Decoder) throws {
        let parts = try decoder.container(keyedBy: Key.self)
        self = .vocabulary(
            words: try parts.decode([String].self, forKey: .words),
            weights: try parts.decode([Double].self, forKey: .weights)
        )
    }

    package func encode(to encoder: any Encoder) throws {
        var parts = encoder.container(keyedBy: Key.self)
        switch self {
        case .vocabulary(let words, let weights):
            try parts.encode(words, forKey: .words)
            try parts.encode(weights, forKey: .weights)
        }
    }
}
