package import Diagnostics
import Foundation

/// The lessons on this machine: `sessions/lessons` in a folder above the reader or the program, or
/// where `EPILOGUE_LESSONS` says.
package struct LessonFolder: Sendable {
    package let path: String

    package init(path: String) { self.path = path }

    /// The first folder that is there, or nil.
    package init?(environment: [String: String], current: String, program: String) {
        var places: [String] = []
        if let named = environment["EPILOGUE_LESSONS"] { places.append(named) }
        for start in [current, Paths.parent(of: program)] {
            var folder = start
            while true {
                places.append(Paths.joined(folder, "sessions/lessons"))
                places.append(Paths.joined(folder, "share/epilogue/sessions/lessons"))
                let parent = Paths.parent(of: folder)
                if parent == folder { break }
                folder = parent
            }
        }
        guard let found = places.first(where: { FileManager.default.fileExists(atPath: $0) }) else {
            return nil
        }
        path = found
    }

    /// Names of all lessons, in the order of the course.
    package var names: [String] {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return files.filter { $0.hasSuffix(".md") }.map { String($0.dropLast(3)) }.sorted()
    }

    /// A lesson by its name, its number, or the words of its name: `first-model`.
    package func lesson(_ typed: String) throws(Faults) -> Lesson {
        let matching = names.filter { name in
            let words = name.drop { $0.isNumber || $0 == "-" }
            let number = Int(name.prefix { $0.isNumber })
            return name == typed || words == typed || number != nil && number == Int(typed)
        }
        guard let name = matching.first else {
            throw Faults(
                Diagnostic(
                    "lesson.unknown",
                    "no lesson `\(typed)`",
                    hints: [Suggestion.hint(for: typed, among: names) ?? "epilogue lesson"]
                )
            )
        }
        return try Lesson(TranscriptFile.read(file(of: name)), name: name)
    }

    /// Where a lesson's transcript lies.
    package func file(of name: String) -> String { path + "/" + name + ".md" }
}
