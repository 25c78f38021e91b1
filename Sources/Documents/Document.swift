/// What a value, a help page or an error looks like before a medium is chosen: blocks in order.
///
/// A document holds no width, no colour and no escape; a `Renderer` adds those.
package struct Document: Hashable, Sendable {
    package var blocks: [Block]

    package init(_ blocks: [Block] = []) { self.blocks = blocks }

    package init(_ block: Block) { blocks = [block] }

    /// Nothing to show.
    package var isEmpty: Bool { blocks.isEmpty }

    package mutating func append(_ block: Block) { blocks.append(block) }

    package mutating func append(_ other: Document) { blocks += other.blocks }
}

/// One piece of a document.
package enum Block: Hashable, Sendable {
    /// A heading; level 1 is the highest.
    case heading(String, level: Int)
    /// Prose that is wrapped to the width; spans keep their styles.
    case paragraph(StyledLine)
    /// Lines that are kept as they are: an error with its excerpt, a plan.
    case lines([StyledLine])
    /// One sentence beside a result, such as what was left out.
    case note(String)
    /// Points, one a line, each wrapped under its dash.
    case list([StyledLine])
    /// Source text, with the name of its language where it has one.
    case code(String, language: String?)
    /// A single value, such as what `1 + 2` gives.
    case value(Cell, type: String)
    case table(TableBlock)
    case record(RecordBlock)
    case figure(Figure)
}

extension Block {
    /// Prose in one style.
    package static func paragraph(_ text: String) -> Block { .paragraph(StyledLine(text)) }

    /// Text kept as it is, a line at each line feed.
    package static func text(_ text: String) -> Block {
        .lines(
            text.split(separator: "\n", omittingEmptySubsequences: false).map {
                StyledLine(String($0))
            }
        )
    }
}

/// Names with their values, in order: a record, the facts about a model.
package struct RecordBlock: Hashable, Sendable {
    package var fields: [Field]

    package init(_ fields: [Field]) { self.fields = fields }

    package init(_ fields: KeyValuePairs<String, Cell>) {
        self.fields = fields.map { Field($0.key, $0.value) }
    }
}

/// A name with its value.
package struct Field: Hashable, Sendable {
    package var name: String
    package var value: Cell

    package init(_ name: String, _ value: Cell) {
        self.name = name
        self.value = value
    }
}
