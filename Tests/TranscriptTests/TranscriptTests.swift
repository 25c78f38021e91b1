import Assembly
import Catalog
import Diagnostics
import Foundation
import Kernels
import Sessions
import Testing

@Suite("Sessions of the repository")
struct TranscriptTests {
    private static let factory = SessionFactory()

    @Test("are there")
    func exist() {
        let names = SessionFile.all.map(\.name)
        #expect(names.contains("sessions/tour.md") && names.contains("sessions/flights.md"))
        #expect(names.contains { $0.hasPrefix("sessions/reference/") })
    }

    @Test("replay to what they say", arguments: SessionFile.all)
    func replay(_ file: SessionFile) throws {
        let report = try Self.report(of: file, by: Self.factory, threads: 2)
        guard !report.isGood else { return }
        // The whole report would drown what differs.
        let bad = report.results.filter { !$0.status.isGood }
        Issue.record("\(bad.map { $0.rendered(name: file.name) }.joined())")
    }

    @Test(
        "print the same on one thread, on two and on four",
        arguments: SessionFile.all.filter { file in
            ["frames.md", "joins.md", "shapes.md", "windows.md", "splits.md", "flights.md"].contains
            { file.name.hasSuffix($0) }
        }
    )
    func threads(_ file: SessionFile) throws {
        let one = try Self.report(of: file, by: SessionFactory(), threads: 1)
        #expect(one.isGood)
        for threads in [2, 4] {
            let other = try Self.report(of: file, by: SessionFactory(), threads: threads)
            #expect(other.isGood, "\(threads) threads")
            #expect(one.results.map(\.text) == other.results.map(\.text), "\(threads) threads")
        }
    }

    @Test(
        "print the same in other zones, languages and folders",
        arguments: ["sessions/reference/time.md", "sessions/reference/frames.md"],
        [["TZ": "Asia/Kathmandu", "LC_ALL": "de_DE.UTF-8"], ["TZ": "America/St_Johns"]]
    )
    func surroundings(_ name: String, _ variables: [String: String]) throws {
        let program = Self.buildFolder + "/epilogue"
        try #require(FileManager.default.isExecutableFile(atPath: program))
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = ["replay", SessionFile(name: name).path, "--check"]
        process.currentDirectoryURL = URL(fileURLWithPath: "/")
        process.environment = ProcessInfo.processInfo.environment
            .merging(variables) { $1 }.merging(["COLUMNS": "200", "TERM": "dumb"]) { $1 }
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let printed = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(String(decoding: printed, as: UTF8.self))")
    }

    private static func report(
        of file: SessionFile,
        by factory: SessionFactory,
        threads: Int
    ) throws -> ReplayReport {
        var options = ReplayOptions()
        options.mode = .check
        do throws(Faults) {
            var run = try TranscriptRun(
                path: file.path,
                name: file.name,
                fresh: factory.session(Settings())
            )
            return try run.run(
                options,
                work: { WorkContext(threads: threads) },
                cancellation: Cancellation()
            )
        } catch {
            Issue.record("\(error.all.map(\.message).joined(separator: "; "))")
            throw error
        }
    }

    /// Where the tests lie, and the program beside them.
    private static var buildFolder: String {
        URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().path
    }
}
