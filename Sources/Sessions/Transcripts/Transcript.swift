/// A session as a file: a header, prose, fences that were run, and what they printed.
///
/// Prose is kept as written; fences and header have one way of being written, which
/// `TranscriptWriter` knows. Parsing what was written gives the same transcript again.
package struct Transcript: Hashable, Sendable {
    /// The newest version of the file format that is understood.
    package static let formatVersion = 1

    package var header: Header
    /// What follows the header; two neighbours are never both prose.
    package private(set) var blocks: [Block]

    package init(header: Header = Header(), blocks: [Block] = []) {
        self.header = header
        self.blocks = []
        for block in blocks { append(block) }
    }

    /// The fences in order, lesson fences among them.
    package var fences: [Fence] {
        blocks.compactMap { block in
            if case .fence(let fence) = block { fence } else { nil }
        }
    }
}

extension Transcript {
    /// A stretch of the file.
    package enum Block: Hashable, Sendable {
        /// One or more lines of Markdown, without the last newline; "" is one blank line.
        case prose(String)
        case fence(Fence)
    }
}

// Building a transcript piece by piece, as `:save` does.
extension Transcript {
    /// Adds a block as it is; prose that follows prose becomes one with it.
    package mutating func append(_ block: Block) {
        if case .prose(let more) = block, case .prose(let text)? = blocks.last {
            blocks[blocks.count - 1] = .prose(text + "\n" + more)
        } else {
            blocks.append(block)
        }
    }

    /// Adds a paragraph or a heading, set off by blank lines, that can never open a fence.
    package mutating func append(paragraph text: String) {
        if !blocks.isEmpty { separate() }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            let bare = line.drop { $0 == " " || $0 == "\t" }
            return bare.starts(with: "```") || bare.starts(with: "~~~") ? "\\" + bare : String(line)
        }
        append(.prose(lines.joined(separator: "\n")))
    }

    /// Adds a fence after a blank line.
    package mutating func append(_ fence: Fence) {
        if !blocks.isEmpty { separate() }
        blocks.append(.fence(fence))
    }

    /// Sees to a blank line at the end.
    private mutating func separate() {
        if case .prose(let text)? = blocks.last, text.isEmpty || text.hasSuffix("\n") { return }
        append(.prose(""))
    }
}

// Changing what the fences hold, as a replay does.
extension Transcript {
    /// The same transcript with some fences replaced, by their index among the fences.
    package func replacing(_ fences: [Int: Fence]) -> Transcript {
        var copy = self
        var index = 0
        for (place, block) in blocks.enumerated() {
            guard case .fence = block else { continue }
            if let fence = fences[index] { copy.blocks[place] = .fence(fence) }
            index += 1
        }
        return copy
    }
}

extension Transcript {
    /// A remark that takes no part in equality, such as the line on which something stood.
    @propertyWrapper
    package struct Aside<Value: Sendable>: Hashable, Sendable {
        package var wrappedValue: Value
        package init(wrappedValue: Value) { self.wrappedValue = wrappedValue }
        package static func == (_: Self, _: Self) -> Bool { true }
        package func hash(into hasher: inout Hasher) {}
    }
}
