package import Catalog
import Diagnostics
package import Relations
import Values

/// Says what may stand at a cursor: verbs, arguments, legal values, columns, variables, files.
///
/// It reads the same declarations as the checker, and lets the checker find the columns on the left
/// of a pipe. It runs nothing and opens no file.
package struct Completer: Sendable {
    let registry: Registry
    /// The registry in which what looks at files answers from memory.
    let looking: Registry
    let scope: Scope
    let context: CallContext
    let surroundings: Surroundings

    package init(
        registry: Registry,
        scope: Scope,
        context: CallContext,
        surroundings: Surroundings = Surroundings()
    ) {
        self.registry = registry
        self.scope = scope
        self.context = context
        self.surroundings = surroundings
        let memory = try? context.services[CompleterMemoryKey.self]
        looking =
            memory.map { memory in
                Registry(
                    functions: registry.functions.map { memory.answering($0) },
                    rowFunctions: registry.rowFunctions,
                    commands: registry.commands
                )
            } ?? registry
    }

    /// What a completer cannot know from declarations: each closure must be quick.
    package struct Surroundings: Sendable {
        /// The entries of a folder, named as typed: "", "data/", "~/".
        package var entries: @Sendable (String) -> [Entry] = { _ in [] }
        /// What `:set` can change.
        package var settings: [Setting] = []
        /// The commonest texts of a column, where they can be had at once.
        package var texts: @Sendable (Frame, String) -> [String] = { _, _ in [] }

        package init() {}
    }

    /// A file or a folder.
    package struct Entry: Sendable, Hashable {
        package var name: String
        package var isFolder: Bool

        package init(_ name: String, isFolder: Bool) {
            self.name = name
            self.isFolder = isFolder
        }
    }

    /// A setting with its values, where they are few.
    package struct Setting: Sendable, Hashable {
        package var name: String
        package var summary: String
        package var values: [String]

        package init(_ name: String, _ summary: String, values: [String] = []) {
            self.name = name
            self.summary = summary
            self.values = values
        }
    }

    /// Something that could be typed.
    package struct Candidate: Sendable, Hashable {
        package enum Kind: String, Sendable {
            case verb, function, argument, value, column, variable, member, file, folder
            case command, setting, keyword, definition
        }

        package var text: String
        package var kind: Kind
        package var summary: String
        /// What it is called, by which what was typed finds it.
        var name: String

        init(_ text: String, _ kind: Kind, _ summary: String = "", name: String? = nil) {
            self.text = text
            self.kind = kind
            self.summary = summary
            self.name = name ?? text
        }
    }

    /// Candidates, the likeliest first, and the UTF-8 bytes that one of them replaces.
    package struct Answer: Sendable, Hashable {
        package var candidates: [Candidate] = []
        package var replaced: Range<Int>
    }

    /// What may stand at a UTF-8 offset of an entry.
    package func answer(_ text: String, at offset: Int) -> Answer {
        if let answer = lineAnswer(text, at: offset) { return answer }
        let position = CompleterPosition(text, at: offset)
        guard !position.isClosed else { return Answer(replaced: offset..<offset) }
        let rest = String(decoding: text.utf8.dropFirst(offset), as: UTF8.self)
        if case .text(let quote) = position.word.form {
            return textAnswer(position, quote: quote, rest: rest)
        }
        let found = candidates(position)
        return Answer(
            candidates: Self.fitting(found, position.word.typed).map { $0.before(rest) },
            replaced: position.word.range
        )
    }

    private func candidates(_ position: CompleterPosition) -> [Candidate] {
        if position.word.form == .variable { return variables(sign: "$") }
        if position.tokens.last?.kind == .dot {
            return position.memberBase.map { members(of: $0, position) } ?? []
        }
        if position.tokens.last?.kind == .pipe { return stages(position) }
        if position.isBehindOperand || position.tokens.last?.kind == .is {
            return operators(position)
        }
        return values(position)
    }

    /// Those that begin with what was typed; else those that do in other letter case; else those
    /// that contain it.
    static func fitting(_ candidates: [Candidate], _ typed: String) -> [Candidate] {
        var seen: Set<String> = []
        let unique = candidates.filter { seen.insert($0.text).inserted }
        guard !typed.isEmpty else { return unique }
        let exact = unique.filter { $0.name.hasPrefix(typed) }
        if !exact.isEmpty { return exact }
        let lower = typed.lowercased()
        let loose = unique.filter { $0.name.lowercased().hasPrefix(lower) }
        if !loose.isEmpty || typed.count < 2 { return loose }
        return unique.filter { $0.name.lowercased().contains(lower) }
    }

    /// The operators that are words, behind a value.
    private func operators(_ position: CompleterPosition) -> [Candidate] {
        if position.tokens.last?.kind == .is {
            return ["missing", "not missing"].map { Candidate($0, .keyword) }
        }
        guard !position.word.typed.isEmpty else { return [] }
        return [
            "and", "or", "is missing", "is not missing", "in", "not in", "like", "between",
            "then", "else",
        ].map { Candidate($0, .keyword) }
    }
}

extension Completer.Candidate {
    /// The same without what stands behind the cursor already.
    func before(_ rest: String) -> Completer.Candidate {
        var copy = self
        let tail = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        let behind = rest.dropFirst(tail.count)
        var sign = ["()", "(", ": "].first { text.hasSuffix($0) } ?? ""
        if !tail.isEmpty {
            // In the middle of a name, what is left of it stays.
            guard text.dropLast(sign.count).hasSuffix(tail) else { return self }
            copy.text.removeLast(sign.count + tail.count)
            sign = ""
        }
        if let first = sign.first, behind.first == first { copy.text.removeLast(sign.count) }
        return copy
    }
}
