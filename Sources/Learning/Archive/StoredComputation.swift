import Diagnostics
package import Relations

/// What a computation of rows learned, as JSON.
package enum StoredComputation: Hashable, Sendable {
    case vocabulary(words: [String], weights: [Double])
    case donors(DonorRows.Facts)

    /// Nil for a computation that is not one of recipes.
    package init?(_ computation: any RowComputation) {
        switch computation {
        case let words as Vocabulary:
            self = .vocabulary(words: words.words, weights: words.weights)
        case let donors as DonorRows: self = .donors(donors.facts)
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
            case .donors(let facts):
                guard facts.isWhole else {
                    throw Diagnostic.modelCorrupt("donors have not as many cells as columns")
                }
                return DonorRows(facts)
            }
        }
    }
}

extension StoredComputation: Codable {
    private enum Key: String, CodingKey {
        case words, weights, donors
    }

    package init(from decoder: any Decoder) throws {
        let parts = try decoder.container(keyedBy: Key.self)
        if let words = try parts.decodeIfPresent([String].self, forKey: .words) {
            self = .vocabulary(
                words: words,
                weights: try parts.decode([Double].self, forKey: .weights)
            )
        } else {
            self = .donors(try parts.decode(DonorRows.Facts.self, forKey: .donors))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var parts = encoder.container(keyedBy: Key.self)
        switch self {
        case .vocabulary(let words, let weights):
            try parts.encode(words, forKey: .words)
            try parts.encode(weights, forKey: .weights)
        case .donors(let facts): try parts.encode(facts, forKey: .donors)
        }
    }
}
