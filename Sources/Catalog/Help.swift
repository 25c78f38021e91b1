package import Documents
import Relations
import Values

/// Help, all read off the declarations.
package struct Help: Sendable {
    private let registry: Registry

    package init(_ registry: Registry) { self.registry = registry }

    /// What `?` and `?words` show: the overview, a page, a family, or what a search finds.
    ///
    /// Nil when nothing is found.
    package func answer(to words: String) -> Document? {
        guard !words.isEmpty else { return overview }
        var document = Document()
        for page in pages(named: words) { document.append(page.document) }
        if let family = listing(of: words) { document.append(family) }
        if !document.isEmpty { return document }
        let found = search(words)
        return found.isEmpty ? nil : Help.listing(found)
    }

    /// The names of the language by family.
    private var overview: Document {
        let fields = Family.allCases.compactMap { family -> Field? in
            let names = names(of: family)
            guard !names.isEmpty else { return nil }
            return Field(family.rawValue, .formatted(names.joined(separator: " ")))
        }
        let commands = registry.commands.map { ":" + $0.name }.joined(separator: " ")
        var document = Document(
            .record(RecordBlock(fields + [Field("commands", .formatted(commands))]))
        )
        document.append(
            .note("?name shows a page, ?name 1 types its first example, ?family or ?word lists")
        )
        return document
    }

    /// The names of a family, in the order of their declarations.
    package func names(of family: Family) -> [String] {
        registry.functions.filter { $0.signature.family == family }.map(\.name)
            + registry.rowFunctions.filter { $0.family.rawValue == family.rawValue }.map(\.name)
    }

    /// The pages of a family, in the same order.
    package func pages(of family: Family) -> [HelpPage] {
        registry.functions.filter { $0.signature.family == family }.map(page)
            + registry.rowFunctions.filter { $0.family.rawValue == family.rawValue }.map(page)
    }

    package var commandPages: [HelpPage] { registry.commands.map(page) }

    /// Every page there is.
    package var allPages: [HelpPage] { Family.allCases.flatMap(pages(of:)) + commandPages }

    /// The pages of a name: a verb and a row function may share one.
    package func pages(named name: String) -> [HelpPage] {
        if name.hasPrefix(":") {
            return registry.command(String(name.dropFirst())).map { [page($0)] } ?? []
        }
        let found =
            [registry.function(name).map(page), registry.rowFunction(name).map(page)]
            .compactMap(\.self)
        if !found.isEmpty { return found }
        return registry.command(name).map { [page($0)] } ?? []
    }

    package func examples(_ name: String) -> [Example] { pages(named: name).flatMap(\.examples) }

    /// Names whose name or summary has the words.
    func search(_ words: String) -> [HelpPage] {
        let needle = words.lowercased()
        return allPages.filter {
            $0.name.lowercased().contains(needle) || $0.summary.lowercased().contains(needle)
        }
    }

    /// The names of the family of that name, each with its summary.
    private func listing(of word: String) -> Document? {
        let listed = word == "commands" ? commandPages : Family(rawValue: word).map(pages) ?? []
        guard !listed.isEmpty else { return nil }
        var document = Document(.heading("the family \(word)", level: 3))
        if let family = Family(rawValue: word) { document.append(.paragraph(family.summary)) }
        document.append(Help.listing(listed))
        return document
    }

    private static func listing(_ pages: [HelpPage]) -> Document {
        let fields = pages.map { Field($0.name, .formatted($0.summary)) }
        return Document(.record(RecordBlock(fields)))
    }
}

extension Help {
    private func page(_ function: Function) -> HelpPage {
        let signature = function.signature
        return HelpPage(
            signature,
            related: Help.near(signature.name, names(of: signature.family))
        )
    }

    private func page(_ function: RowFunction) -> HelpPage {
        HelpPage(
            function,
            related: Help.near(function.name, names(of: function.signature.family))
        )
    }

    private func page(_ command: Command) -> HelpPage {
        let names = registry.commands.map { ":" + $0.name }
        return HelpPage(command, related: Help.near(":" + command.name, names))
    }

    /// The names around one, few enough for a line: kin are declared beside each other.
    private static func near(_ name: String, _ names: [String]) -> [String] {
        guard let position = names.firstIndex(of: name) else { return [] }
        let most = 8
        let start = max(0, min(position - most / 2, names.count - most - 1))
        return names[start..<min(names.count, start + most + 1)].filter { $0 != name }
    }
}
