import Foundation

/// A code of a diagnostic: where it is raised, and what is said there.
struct CodeSites {
    let code: String
    /// Paths from the project's top folder.
    private(set) var files: [String]
    /// The first message that stands with it; `…` is what is filled in.
    private(set) var message: String?

    /// The kind of fault, which the first word tells.
    var family: Substring { code.prefix { $0 != "." } }

    /// All codes in the Swift files below a folder, by code.
    static func found(below folder: String) throws -> [CodeSites] {
        let sources = try FileManager.default.subpathsOfDirectory(atPath: folder)
            .filter { $0.hasSuffix(".swift") && !$0.hasPrefix("handbook/") }.sorted()
            .map { path in
                let text = try String(contentsOfFile: "\(folder)/\(path)", encoding: .utf8)
                return (path: "\(folder)/\(path)", literals: SwiftLiteral.all(in: text))
            }
        var sites: [String: CodeSites] = [:]
        for (path, literals) in sources {
            for (index, literal) in literals.enumerated() where isCode(literal.text) {
                let site = CodeSites(
                    code: literal.text,
                    files: [path],
                    message: message(after: index, in: literals)
                )
                sites[literal.text, default: CodeSites(code: literal.text, files: [])].add(site)
            }
        }
        addUsesOfConstants(sources, to: &sites)
        return sites.values.sorted { $0.code < $1.code }
    }

    private mutating func add(_ other: CodeSites) {
        for file in other.files where !files.contains(file) { files.append(file) }
        message = message ?? other.message
    }

    /// Two small words and a dot; names of files look the same.
    private static func isCode(_ text: String) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let endings = ["csv", "gz", "json", "md", "so", "zst"]
        return parts.count == 2
            && parts.allSatisfy { part in
                !part.isEmpty
                    && part.utf8.allSatisfy { (UInt8(ascii: "a")...UInt8(ascii: "z")) ~= $0 }
            } && !endings.contains(String(parts[1]))
    }

    /// The literal behind the code's comma, with what is added to it by `+`; the other code of a
    /// choice, `Diagnostic(a ? "x.y" : "x.z", "said")`, may stand between.
    private static func message(after index: Int, in literals: [SwiftLiteral]) -> String? {
        var next = index + 1
        if next < literals.count, literals[next].before == ":", isCode(literals[next].text) {
            next += 1
        }
        guard next < literals.count, literals[next].before == "," else { return nil }
        let rest = literals[(next + 1)...].prefix { $0.before == "+" }
        let message = ([literals[next]] + rest).map(\.text).joined()
        return message.contains(" ") && message.contains(where: \.isLetter) ? message : nil
    }

    /// Codes that are constants, `static let fileMissing: Self = "file.missing"`, are raised where
    /// `.fileMissing` stands.
    private static func addUsesOfConstants(
        _ sources: [(path: String, literals: [SwiftLiteral])],
        to sites: inout [String: CodeSites]
    ) {
        var names: [String: String] = [:]
        for literal in sources.flatMap(\.literals) where isCode(literal.text) {
            let words = literal.before.split { " :=".contains($0) }
            guard words.last == "Self", words.count > 1 else { continue }
            names["." + words[words.count - 2]] = literal.text
        }
        for (path, literals) in sources {
            for literal in literals where literal.before.hasSuffix(",") {
                let word = String(
                    literal.before.dropLast().suffix(while: { $0 == "." || $0.isLetter })
                )
                guard let code = names[word] else { continue }
                sites[code]?.add(CodeSites(code: code, files: [path], message: literal.text))
            }
        }
    }
}

extension StringProtocol {
    /// The longest end of which every character passes.
    fileprivate func suffix(while passes: (Character) -> Bool) -> SubSequence {
        var start = endIndex
        while start > startIndex, passes(self[index(before: start)]) {
            start = index(before: start)
        }
        return self[start...]
    }
}
