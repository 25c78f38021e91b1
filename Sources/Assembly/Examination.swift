package import Diagnostics
import Libraries

/// What the program needs of the machine, and whether it is there.
package enum Examination {
    package struct Finding: Sendable {
        package var name: String
        package var problem: Diagnostic?
        package var isGood: Bool { problem == nil }

        /// One line for a reader.
        package var line: String {
            guard let problem else { return "ok       \(name)" }
            let hint = problem.hints.first.map { " (\($0))" } ?? ""
            return "missing  \(name): \(problem.message)\(hint)"
        }
    }

    package static func findings() -> [Finding] {
        []
    }
}
