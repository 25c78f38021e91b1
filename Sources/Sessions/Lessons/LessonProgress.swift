import Foundation

/// How far the reader is in each lesson, in one file below `XDG_STATE_HOME`.
package struct LessonProgress: Sendable {
    /// Steps that are done, by the lesson's name.
    package private(set) var steps: [String: Int] = [:]
    private let path: String?

    /// What the file says; nothing where it cannot be read.
    package init(path: String?) {
        self.path = path
        let text = path.flatMap { try? String(contentsOfFile: $0, encoding: .utf8) } ?? ""
        for line in text.split(separator: "\n") {
            let words = line.split(separator: "\t")
            if words.count == 2, let count = Int(words[1]) { steps[String(words[0])] = count }
        }
    }

    /// The reader's file, or none without a home.
    package init(environment: [String: String]) {
        let journals = JournalFolder(environment: environment)?.path
        self.init(path: journals.map { Paths.parent(of: $0) + "/lessons" })
    }

    /// Where a lesson goes on; one that was ended begins again.
    package func position(in lesson: Lesson) -> Int {
        let done = steps[lesson.name] ?? 0
        return done >= lesson.steps.count ? 0 : done
    }

    /// Writes down that a lesson stands at a step; where nothing can be written nothing is lost but
    /// the place.
    package mutating func note(_ runner: LessonRunner) {
        steps[runner.lesson.name] = runner.position
        guard let path else { return }
        let text = steps.sorted { $0.key < $1.key }.map { "\($0.key)\t\($0.value)\n" }.joined()
        try? FileManager.default.createDirectory(
            atPath: Paths.parent(of: path),
            withIntermediateDirectories: true
        )
        try? text.write(toFile: path, atomically: true, encoding: .utf8)
    }
}
