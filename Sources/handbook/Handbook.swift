import Assembly
import Catalog
import Foundation

/// Writes the manual, `docs/manual/`, from what the program declares.
///
/// With `--check` it writes nothing, names each page that is stale, and ends with status 1. It runs
/// in the project's top folder, beside a built `epilogue`.
@main
struct Handbook {
    private static let folder = "docs/manual"

    static func main() {
        do {
            let arguments = CommandLine.arguments.dropFirst()
            guard arguments.allSatisfy({ $0 == "--check" }) else { throw Failure.usage }
            let pages = try pages()
            try arguments.isEmpty ? write(pages) : check(pages)
        } catch {
            FileHandle.standardError.write(Data("handbook: \(error)\n".utf8))
            exit(1)
        }
    }

    /// Every page by its file name.
    private static func pages() throws -> [String: String] {
        guard FileManager.default.fileExists(atPath: "Package.swift") else { throw Failure.folder }
        let help = Help(SessionFactory().registry)
        var pages = Manual(help: help).pages
        pages["command-line.md"] = try CommandLinePage.text()
        pages["diagnostics.md"] = DiagnosticsPage.text(try CodeSites.found(below: "Sources"))
        return pages
    }

    private static func write(_ pages: [String: String]) throws {
        let files = FileManager.default
        try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for name in try present() where pages[name] == nil {
            try files.removeItem(atPath: "\(folder)/\(name)")
        }
        for (name, text) in pages {
            try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
        }
    }

    private static func check(_ pages: [String: String]) throws {
        let superfluous = try present().filter { pages[$0] == nil }
        let stale = pages.keys.filter { name in
            (try? String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)) != pages[name]
        }
        guard superfluous.isEmpty, stale.isEmpty else {
            throw Failure.stale((superfluous + stale).sorted())
        }
    }

    private static func present() throws -> [String] {
        guard FileManager.default.fileExists(atPath: folder) else { return [] }
        return try FileManager.default.contentsOfDirectory(atPath: folder)
            .filter { $0.hasSuffix(".md") }
    }
}

/// Why the manual cannot be written, or is not what it should be.
enum Failure: Error, CustomStringConvertible {
    case usage
    case folder
    case program(String)
    case stale([String])

    var description: String {
        switch self {
        case .usage: "it takes --check or nothing"
        case .folder: "it runs in the project's top folder"
        case .program(let path): "there is no program at \(path): swift build"
        case .stale(let names):
            names.map { "docs/manual/\($0) is stale" }.joined(separator: "\nhandbook: ")
                + "\nhandbook: swift run handbook writes it anew"
        }
    }
}
