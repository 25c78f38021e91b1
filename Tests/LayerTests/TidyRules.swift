import Foundation

/// What the house forbids and a compiler does not see.
///
/// Each rule gives the faults of one file.
enum TidyRules {
    static let longestFile = 600
    static let longestFunction = 70

    static func lengthFaults(_ file: SourceTree.File) -> [String] {
        guard file.lineCount > longestFile else { return [] }
        return ["\(file.path): \(file.lineCount) lines; split it at \(longestFile)"]
    }

    static func functionFaults(_ file: SourceTree.File) -> [String] {
        file.code.functions().filter { $0.length > longestFunction }.map {
            "\(file.path):\($0.line): `\($0.name)` takes \($0.length) lines; "
                + "split it at \(longestFunction)"
        }
    }

    /// Endings of type names that say nothing, and what says more.
    static let emptyEndings: KeyValuePairs<String, String> = [
        "Manager": "what it holds or decides", "Helper": "what it is",
        "Util": "what it is", "Utils": "what it is", "Utilities": "what it is",
        "Handler": "what it does with the event", "Info": "the noun itself",
        "Protocol": "the role",
    ]

    static func nameFaults(_ file: SourceTree.File) -> [String] {
        let kinds: Set<String> = ["struct", "class", "enum", "actor", "protocol", "typealias"]
        let code = file.code
        let words = code.words()
        return zip(words, words.dropFirst()).compactMap { kind, name in
            guard kinds.contains(kind.text),
                let ending = emptyEndings.first(where: { name.text.hasSuffix($0.key) })
            else { return nil }
            return "\(file.path):\(code.lineNumber(at: name.start)): `\(name.text)`; "
                + "name it after \(ending.value)"
        }
    }

    /// Words in code that stand for something better.
    static let codeWords: KeyValuePairs<String, String> = [
        "public": "`package`", "fatalError": "`preconditionFailure` with what should have been",
        "NSLog": "a diagnostic", "XCTest": "Swift Testing",
    ]

    static func wordFaults(_ file: SourceTree.File) -> [String] {
        let code = file.code
        return code.words().compactMap { word in
            codeWords.first { $0.key == word.text }.map {
                "\(file.path):\(code.lineNumber(at: word.start)): `\($0.key)`; write \($0.value)"
            }
        }
    }

    /// What no file may hold.
    ///
    /// The words are put together here so that this file holds none.
    static let forbiddenText: KeyValuePairs<String, String> = [
        "/wo" + "rk/": "a path of one machine", "/ho" + "me/": "a path of one machine",
        "/ro" + "ot/": "a path of one machine", "/tm" + "p/": "a path of one machine",
        "py" + "pi.org": "the caller's configuration names the registry",
        "python" + "hosted.org": "the caller's configuration names the registry",
        "npm" + "js.org": "the caller's configuration names the registry",
        "proxy." + "golang.org": "the caller's configuration names the registry",
    ]

    /// Paths that every machine has and a test may use as examples.
    static let invitedPaths: Set<String> = ["/ho" + "me/", "/tm" + "p/"]

    static func textFaults(_ file: SourceTree.File) -> [String] {
        // A test may well be about paths: of the machine it was written on it still says nothing.
        let isTest = file.path.hasPrefix("Tests/")
        let forbidden = forbiddenText.filter { !isTest || !invitedPaths.contains($0.key) }
        return numbered(file).flatMap { number, line in
            forbidden.filter { line.contains($0.key) }.map {
                "\(file.path):\(number): `\($0.key)`: \($0.value)"
            }
        }
    }

    /// A promise for later is kept in a decision record, whose number stands beside it.
    static func promiseFaults(_ file: SourceTree.File) -> [String] {
        let marks = ["TO" + "DO", "FIX" + "ME", "XX" + "X:", "HA" + "CK:"]
        return numbered(file).compactMap { number, line in
            guard let mark = marks.first(where: { line.contains($0) }),
                !line.contains("docs/decisions/")
            else { return nil }
            return "\(file.path):\(number): `\(mark)` without its record in docs/decisions"
        }
    }

    /// Who guards what the compiler does not is said in the lines around it.
    static func safetyFaults(_ file: SourceTree.File) -> [String] {
        let lines = file.lines
        let code = String(decoding: file.code.text, as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false)
        return code.indices.compactMap { index in
            let isUnsafe = ["@unchecked Sendable", "nonisolated(unsafe)"].contains {
                code[index].contains($0)
            }
            let around = lines[max(0, index - 6)...min(lines.count - 1, index + 2)]
            guard isUnsafe, !around.contains(where: { $0.contains("SAFETY:") }) else { return nil }
            return "\(file.path):\(index + 1): no `SAFETY:` line says who guards this"
        }
    }

    /// A page has one title, its first line of text.
    static func titleFaults(_ file: SourceTree.File) -> [String] {
        var fence: Substring?
        var titles = 0
        for line in file.lines {
            let mark = line.prefix { $0 == "`" || $0 == "~" }
            if let open = fence {
                if mark.count >= open.count, mark.first == open.first, line.count == mark.count {
                    fence = nil
                }
            } else if mark.count >= 3 {
                fence = mark
            } else if line.hasPrefix("# ") {
                titles += 1
            }
        }
        return titles == 1 ? [] : ["\(file.path): \(titles) titles, and a page has one"]
    }

    private static func numbered(_ file: SourceTree.File) -> [(Int, Substring)] {
        zip(1..., file.lines).map { ($0, $1) }
    }
}
