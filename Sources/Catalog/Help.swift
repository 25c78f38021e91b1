import Diagnostics
package import Documents
import Relations
import Values

/// Help pages, all read off the declarations.
package struct Help: Sendable {
    private let registry: Registry

    package init(_ registry: Registry) { self.registry = registry }

    /// The names of the language by family, each with its first words.
    package var overview: Document {
        var document = Document()
        for family in Family.allCases where family != .operators {
            let names = names(of: family)
            guard !names.isEmpty else { continue }
            document.append(.heading(family.rawValue, level: 3))
            document.append(.paragraph(names.joined(separator: "  ")))
        }
        document.append(.heading("commands", level: 3))
        document.append(
            .paragraph(registry.commands.map { ":" + $0.name }.joined(separator: "  "))
        )
        document.append(.note("?name shows a page, ?name 1 types its first example"))
        return document
    }

    package func names(of family: Family) -> [String] {
        registry.functions.filter { $0.signature.family == family }.map(\.name)
            + registry.rowFunctions.filter { $0.family.rawValue == family.rawValue }.map(\.name)
    }

    /// The page of a name, or nil when nothing has it.
    package func page(_ name: String) -> Document? {
        let word = name.hasPrefix(":") ? String(name.dropFirst()) : name
        if name.hasPrefix(":") { return registry.command(word).map(page) }
        var document = Document()
        if let function = registry.function(word) { document.append(page(function.signature)) }
        if let function = registry.rowFunction(word) { document.append(page(function.signature)) }
        if document.isEmpty, let command = registry.command(word) { return page(command) }
        return document.isEmpty ? nil : document
    }

    package func examples(_ name: String) -> [Example] {
        let word = name.hasPrefix(":") ? String(name.dropFirst()) : name
        return (registry.function(word)?.signature.examples ?? [])
            + (registry.rowFunction(word)?.signature.examples ?? [])
            + (registry.command(word)?.examples ?? [])
    }

    /// Names whose name or summary has the words.
    package func search(_ words: String) -> [(name: String, summary: String)] {
        let needle = words.lowercased()
        let all =
            registry.functions.map { ($0.name, $0.signature.summary) }
            + registry.rowFunctions.filter { $0.family != .operators }.map { ($0.name, $0.summary) }
            + registry.commands.map { (":" + $0.name, $0.summary) }
        return all.filter { $0.0.contains(needle) || $0.1.lowercased().contains(needle) }
    }

    private func page(_ signature: Signature) -> Document {
        var document = Document(.heading(signature.name, level: 2))
        document.append(.paragraph(signature.summary))
        document.append(.code(signature.usage, language: "epilogue"))
        if !signature.parameters.isEmpty {
            let headers = [
                ColumnHeader("argument", "text"), ColumnHeader("takes", "text"),
                ColumnHeader("default", "text"), ColumnHeader("meaning", "text"),
            ]
            document.append(
                .table(TableBlock(headers, rows: signature.parameters.map(Help.row)))
            )
        }
        document.append(Help.examples(signature.examples))
        return document
    }

    private static func row(_ parameter: ParameterSpec) -> [Cell] {
        let takes: String =
            switch parameter.domain {
            case .anything, .path: parameter.type.word
            default: parameter.domain.description
            }
        return [
            .text(parameter.arity == .rest ? parameter.name + "…" : parameter.name), .text(takes),
            .text(parameter.standard.map { $0.isMissing ? "" : $0.literal } ?? "required"),
            .text(parameter.summary),
        ]
    }

    private func page(_ command: Command) -> Document {
        var document = Document(.heading(":" + command.name, level: 2))
        document.append(.paragraph(command.summary))
        let usage = command.usage.isEmpty ? "" : " " + command.usage
        document.append(.code(":\(command.name)\(usage)", language: "epilogue"))
        document.append(Help.examples(command.examples))
        return document
    }

    private static func examples(_ examples: [Example]) -> Document {
        guard !examples.isEmpty else { return Document() }
        return Document(
            .code(examples.map(\.code).joined(separator: "\n"), language: "epilogue")
        )
    }
}
