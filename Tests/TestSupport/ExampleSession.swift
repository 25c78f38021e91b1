package import Assembly
import Catalog
import Diagnostics
import Foundation
import Kernels
package import Sessions

/// A session in which the examples of the catalog run, prepared once and copied for each.
///
/// Its folder is a temporary one with the project's data in it, so that examples may write.
package enum ExampleSession {
    package static let factory = SessionFactory()

    /// What is bound before an example runs; `rows` has the columns that examples of row functions
    /// speak of.
    private static let preparation = [
        #"penguins = load("data/penguins.csv")"#,
        #"flights = load("data/flights.csv.gz") | head(2000) | collect"#,
        #"airlines = load("data/airlines.csv")"#,
        #"airports = load("data/airports.csv")"#,
        #"planes = load("data/planes.csv")"#,
        #"weather = load("data/weather.csv")"#,
        """
        rows = flights | head(200) | derive(
            x = dep_delay, delay = arr_delay, late = dep_delay > 15, date = date(time_hour),
            departure = time_hour, arrival = time_hour + hours(2), name = "Ann Johnson",
            age = hour, size = "small", tags = "red,green", review = "short and sweet",
            price = distance / 10, share = distance / 5000, units = day + 1, delays = split_text("12,5,30", ",")
        ) | collect
        """,
        ":save sessions/tour.md",
    ]

    /// A session of its own for one example.
    package static func fresh() throws -> Session { try prepared.get() }

    /// Runs one input in a session of its own.
    package static func run(_ text: String) throws -> Outcome {
        var session = try fresh()
        return session.run(SourceText(text), Session.Running(work: WorkContext(threads: 1)))
    }

    private static let prepared = Result { () throws -> Session in
        var settings = Settings()
        settings.folder = try folder()
        var session = factory.session(settings)
        for line in preparation {
            let running = Session.Running(work: WorkContext(threads: 1))
            let outcome = session.run(SourceText(line), running)
            guard !outcome.hasFailed else { throw Unprepared(line: line, outcome.diagnostics) }
        }
        return session
    }

    /// Why no example can run.
    private struct Unprepared: Error, CustomStringConvertible {
        let description: String

        init(line: String, _ diagnostics: [Diagnostic]) {
            description = ([line] + diagnostics.map(\.message)).joined(separator: "\n")
        }
    }

    /// A new folder with `data` in it, and an empty `sessions`.
    private static func folder() throws -> String {
        let files = FileManager.default
        let folder = files.temporaryDirectory.appendingPathComponent(
            "epilogue-examples-\(ProcessInfo.processInfo.processIdentifier)"
        )
        try? files.removeItem(at: folder)
        try files.createDirectory(
            at: folder.appendingPathComponent("sessions"),
            withIntermediateDirectories: true
        )
        try files.createSymbolicLink(
            at: folder.appendingPathComponent("data"),
            withDestinationURL: ProjectFolder.url.appendingPathComponent("sessions/data")
        )
        return folder.path
    }
}
