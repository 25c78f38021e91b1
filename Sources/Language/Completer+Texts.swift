import Catalog
import Relations
import Tables
import Values

/// What may stand between quotes: choices, paths, values of a column.
extension Completer {
    func textAnswer(_ position: CompleterPosition, quote: String, rest: String) -> Answer {
        let place = self.place(position)
        let closing = rest.hasPrefix(quote) ? "" : quote
        let typed = position.word.typed
        switch place.parameter?.domain {
        case .choice(let words):
            return texts(words, position, quote, closing)
        case .path(let extensions):
            let inside = position.word.range.lowerBound + quote.utf8.count
            return files(typed, at: inside, extensions: extensions, closing: closing)
        default:
            guard let frame = place.frame, let column = comparedColumn(position),
                let type = frame.schema[column]?.type, !frame.protectedColumns.contains(column)
            else { return Answer(replaced: position.word.range) }
            if case .category(let levels) = type {
                return texts(levels, position, quote, closing)
            }
            guard type == .text else { return Answer(replaced: position.word.range) }
            return texts(surroundings.texts(frame, column), position, quote, closing)
        }
    }

    private func texts(
        _ words: [String],
        _ position: CompleterPosition,
        _ quote: String,
        _ closing: String
    ) -> Answer {
        let plain = words.filter { !$0.contains(quote) && !$0.contains("\\") }
        let candidates = plain.map { Candidate(quote + $0 + closing, .value, name: $0) }
        return Answer(
            candidates: Self.fitting(candidates, position.word.typed),
            replaced: position.word.range
        )
    }

    /// The column that a text is compared with: `carrier == "`, `carrier in ["AA", "`.
    private func comparedColumn(_ position: CompleterPosition) -> String? {
        var index = position.tokens.count - 1
        if let level = position.levels.last, level.opener == .leftBracket {
            let start = level.arguments.first?.value.lowerBound ?? level.start
            index = start - 2
        }
        guard index > 0, index < position.tokens.count,
            [.equal, .notEqual, .in, .like].contains(position.tokens[index].kind)
        else { return nil }
        index -= position.tokens[index - 1].kind == .not ? 2 : 1
        guard index >= 0, [.name, .quotedName].contains(position.tokens[index].kind) else {
            return nil
        }
        return position.name(at: index)
    }

    /// Files and folders behind what was typed of a path; `start` is where the path begins.
    func files(
        _ typed: String,
        at start: Int,
        extensions: [String] = [],
        closing: String = "",
        foldersOnly: Bool = false
    ) -> Answer {
        let folder = typed.lastIndex(of: "/").map { String(typed[...$0]) } ?? ""
        let name = String(typed.dropFirst(folder.count))
        let entries = surroundings.entries(folder)
            .filter { name.hasPrefix(".") || !$0.name.hasPrefix(".") }
            .filter { $0.isFolder || !foldersOnly }
            .sorted { $0.name < $1.name }
        func isWanted(_ entry: Entry) -> Bool {
            extensions.contains { entry.name.lowercased().hasSuffix("." + $0) }
        }
        let files = entries.filter { !$0.isFolder }
        let ordered =
            files.filter(isWanted) + entries.filter(\.isFolder) + files.filter { !isWanted($0) }
        let candidates = ordered.map { entry in
            Candidate(
                entry.name + (entry.isFolder ? "/" : closing),
                entry.isFolder ? .folder : .file,
                name: entry.name
            )
        }
        let lower = start + folder.utf8.count
        return Answer(
            candidates: Self.fitting(candidates, name),
            replaced: lower..<(lower + name.utf8.count)
        )
    }
}
