import Catalog
import Diagnostics
import Relations

/// Lines that begin with `:`, `?` or `!`.
extension Completer {
    /// Nil where the statement at the cursor is none of these.
    func lineAnswer(_ text: String, at offset: Int) -> Answer? {
        let source = SourceText(String(decoding: text.utf8.prefix(offset), as: UTF8.self))
        let tokens = Lexer.tokens(source)
        let start = (tokens.lastIndex { $0.kind == .terminator } ?? -1) + 1
        let statement = tokens[start...].drop { $0.kind.isTrivia }
        guard let first = statement.first else { return nil }
        let tail = statement.first { $0.kind == .rest }
        // Blanks at the end belong to what is being typed.
        let lower = tail.map { Int($0.span.lower) } ?? offset
        let typed = String(decoding: source.text.utf8.dropFirst(lower), as: UTF8.self)
        switch first.kind {
        case .colon where statement.count == 1:
            return commands("", replacing: first.span.range)
        case .command where first.span.upper == UInt32(offset):
            return commands(
                String(source.slice(first.span).dropFirst()),
                replacing: first.span.range
            )
        case .command:
            let name = String(source.slice(first.span).dropFirst())
            return rest(of: name, typed, at: lower, text, offset)
        case .help: return names(typed, at: lower)
        case .shell:
            let word = typed.split(separator: " ", omittingEmptySubsequences: false).last ?? ""
            return files(String(word), at: offset - word.utf8.count)
        default: return nil
        }
    }

    private func commands(_ typed: String, replacing range: Range<Int>) -> Answer {
        let all = registry.commands.map { command in
            Candidate(
                ":" + command.name + (command.argument == .nothing ? "" : " "),
                .command,
                command.summary,
                name: command.name
            )
        }
        return Answer(candidates: Self.fitting(all, typed), replaced: range)
    }

    private func rest(
        of name: String,
        _ typed: String,
        at lower: Int,
        _ text: String,
        _ offset: Int
    ) -> Answer {
        switch registry.command(name)?.argument {
        case .path: return files(typed, at: lower, extensions: ["md"], foldersOnly: name == "cd")
        case .setting: return settings(typed, at: lower)
        case .statement:
            let inner = String(decoding: text.utf8.dropFirst(lower), as: UTF8.self)
            var found = answer(inner, at: offset - lower)
            found.replaced = found.replaced.lowerBound + lower..<found.replaced.upperBound + lower
            return found
        default: return Answer(replaced: offset..<offset)
        }
    }

    private func settings(_ typed: String, at lower: Int) -> Answer {
        let words = typed.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
        let end = lower + typed.utf8.count
        guard words.count == 2 else {
            let names = surroundings.settings.map {
                Candidate($0.name + " ", .setting, $0.summary, name: $0.name)
            }
            return Answer(candidates: Self.fitting(names, typed), replaced: lower..<end)
        }
        let values = surroundings.settings.first { $0.name == words[0] }?.values ?? []
        return Answer(
            candidates: Self.fitting(values.map { Candidate($0, .value) }, String(words[1])),
            replaced: end - words[1].utf8.count..<end
        )
    }

    /// All that has a page.
    private func names(_ typed: String, at lower: Int) -> Answer {
        let functions = registry.functions.map {
            Candidate($0.name, .verb, $0.signature.summary)
        }
        let rows = registry.rowFunctions.filter { $0.family != .operators }.map {
            Candidate($0.name, .function, $0.summary)
        }
        let commands = registry.commands.map { Candidate(":" + $0.name, .command, $0.summary) }
        return Answer(
            candidates: Self.fitting(functions + rows + commands, typed),
            replaced: lower..<(lower + typed.utf8.count)
        )
    }
}
