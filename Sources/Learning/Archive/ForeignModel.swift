package import Diagnostics
package import Tables

/// A model that was trained elsewhere, as the file of a learner's library tells of it.
package struct ForeignModel: Sendable {
    /// What a prediction is: a number, or the probability of so many classes, which have codes.
    package enum Outcome: Sendable, Hashable {
        case number
        case classes(Int)
    }

    /// A column that it reads, with the levels of a category in the order of their codes.
    package struct Column: Sendable {
        package var name: String
        package var levels: Levels?

        package init(_ name: String, levels: Levels? = nil) {
            self.name = name
            self.levels = levels
        }
    }

    /// Levels as words, and the type of the cells that they stand for.
    package struct Levels: Sendable {
        package var words: [String]
        package var type: ColumnType

        /// Nil for levels that are of several types, or numbers with fractions.
        package init?(_ cells: [Scalar]) {
            var words: [String] = []
            var types: [ColumnType] = []
            for cell in cells {
                switch cell {
                case .text(let text): words.append(text)
                case .bool(let flag): words.append(flag ? "true" : "false")
                case .int(let number): words.append(String(number))
                case .float(let number):
                    guard let whole = Int64(exactly: number) else { return nil }
                    words.append(String(whole))
                    types.append(.int)
                    continue
                default: return nil
                }
                types.append(cell.type)
            }
            let type = types.first ?? .text
            guard types.allSatisfy({ $0 == type }), Set(words).count == words.count else {
                return nil
            }
            self.words = words
            self.type = type
        }
    }

    /// The library that wrote the file, with the version that it tells.
    package var program: String
    package var settings: [(name: String, value: Scalar)]
    package var columns: [Column]
    package var outcome: Outcome
    /// The classes in the order of their codes, where the file tells more than their number.
    package var classes: Levels?
    /// What a file of our own tells of the model that it was made of.
    package var notes: GraphNotes?
    /// What a reader should know of it.
    package var remarks: [String]
    /// The model itself, once its features and classes are known.
    package var model: @Sendable (ModelShape) throws -> any FittedModel

    package init(
        program: String,
        settings: [(name: String, value: Scalar)] = [],
        columns: [Column],
        outcome: Outcome,
        classes: Levels? = nil,
        notes: GraphNotes? = nil,
        remarks: [String] = [],
        model: @escaping @Sendable (ModelShape) throws -> any FittedModel
    ) {
        self.program = program
        self.settings = settings
        self.columns = columns
        self.outcome = outcome
        self.classes = classes
        self.notes = notes
        self.remarks = remarks
        self.model = model
    }
}

extension ForeignModel {
    /// The same with other names of its columns, in their order; none leaves them as they are.
    package func naming(_ features: [String]) throws(Diagnostic) -> ForeignModel {
        guard !features.isEmpty else { return self }
        guard features.count == columns.count else {
            throw Diagnostic(
                "model.features",
                "the model reads \(columns.count) columns, and `features` names \(features.count)"
            )
        }
        guard Set(features).count == features.count else {
            throw Diagnostic("model.features", "a column is named twice")
        }
        var copy = self
        for (place, name) in features.enumerated() { copy.columns[place].name = name }
        return copy
    }
}

/// A kind of model that is trained elsewhere alone: no learner here makes one.
package struct ForeignKind: Sendable {
    package var name: String
    package var model: any FittedModel.Type
    package var reader: ForeignModelReader

    package init(_ name: String, _ model: any FittedModel.Type, _ reader: ForeignModelReader) {
        self.name = name
        self.model = model
        self.reader = reader
    }
}

/// How model files of one library are told from other files, and read.
package struct ForeignModelReader: Sendable {
    /// The library, and what it writes such a file with.
    package var title: String
    package var writtenBy: String
    /// By the first bytes of a file, some thousands, and its whole content where that is needed.
    package var recognizes: @Sendable (_ head: [UInt8]) -> Bool
    /// What the names of such files end in, where that alone tells.
    package var endings: [String]
    /// A model of a file's content; `features` are names that were given to its columns, or none.
    package var read: @Sendable (_ content: [UInt8], _ features: [String]) throws -> ForeignModel

    package init(
        title: String,
        writtenBy: String,
        endings: [String] = [],
        recognizes: @escaping @Sendable ([UInt8]) -> Bool,
        read: @escaping @Sendable ([UInt8], [String]) throws -> ForeignModel
    ) {
        self.title = title
        self.writtenBy = writtenBy
        self.endings = endings
        self.recognizes = recognizes
        self.read = read
    }
}

/// Where a model comes from that was not trained here.
package struct ModelOrigin: Codable, Hashable, Sendable {
    /// The library that wrote it.
    package var program: String
    /// Whether it was told what the model predicts.
    package var knowsTarget: Bool
}

extension Diagnostic {
    /// The refusal of a model that is whole, and does what is not supported.
    package static func unsupported(_ message: String, hints: [String] = []) -> Diagnostic {
        Diagnostic("model.unsupported", message, hints: hints)
    }
}
