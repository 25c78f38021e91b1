import Diagnostics
import Foundation
import TestSupport
import Testing

@testable import Console

@Suite("What is seen at a terminal", .serialized, .timeLimit(.minutes(5)))
struct ScreenTests {
    let folder = ScratchFolder()

    /// A shell in a folder that has the data of the sessions.
    private func start(columns: UInt16 = 80, rows: UInt16 = 24) async throws -> ShellProgram {
        let data = ProjectFolder.url.appendingPathComponent("sessions/data").path
        try? FileManager.default.createSymbolicLink(
            atPath: folder.path + "/data",
            withDestinationPath: data
        )
        let shell = try ShellProgram(home: folder.path, columns: columns, rows: rows)
        try await shell.terminal.wait(for: "> ")
        return shell
    }

    private func quit(_ shell: ShellProgram) throws {
        shell.terminal.type(":quit\r")
        #expect(try shell.waitForEnd() == 0)
    }

    @Test(
        "of the flights is ten rows, the types, how many there are, and every column's name",
        arguments: [40, 80, 200]
    )
    func flights(_ columns: Int) async throws {
        let shell = try await start(columns: UInt16(columns))
        shell.terminal.type("f = load(\"data/flights.csv.gz\")\rf\r")
        try await shell.terminal.wait(for: "336,776 rows, 10 shown")
        shell.terminal.type("40 + 2\r")
        try await shell.terminal.wait(forOutput: "42")
        let shown = shell.terminal.transcript
        try quit(shell)
        let begin = try #require(shown.range(of: "year  month"))
        let rest = shown[begin.lowerBound...]
        let end = try #require(rest.range(of: "\u{1B}"))
        let lines = rest[..<end.lowerBound].split(separator: "\r\n").map(String.init)
        #expect(lines.count <= 22)
        #expect(lines.allSatisfy { DisplayWidth.of($0) <= columns }, "\(lines)")
        let text = lines.joined(separator: " ")
        for name in ["year", "sched_arr_time", "tailnum", "air_time", "time_hour", "timestamp"] {
            #expect(text.contains(name), "\(name)")
        }
    }

    @Test("of a popup is an argument with its type, its default and its values")
    func argument() async throws {
        let shell = try await start()
        shell.terminal.type("lightgbm(late ~ ., tr\t")
        try await shell.terminal.wait(for: "int, default 100, from 1 to 100000")
        shell.terminal.type("\u{3}")
        try await shell.terminal.wait(for: "> ")
        try quit(shell)
    }

    @Test("after ctrl-C in a fit is the prompt, with all that was bound")
    func fit() async throws {
        let shell = try await start()
        shell.terminal.type("p = load(\"data/penguins.csv\"); x = 20\r")
        shell.terminal.type("m = lightgbm(body_mass_g ~ ., trees: 100000) | fit(p)\r")
        try await shell.terminal.wait(for: "fitting")
        let start = ContinuousClock.now
        shell.terminal.type("\u{3}")
        try await shell.terminal.wait(for: "the work was stopped")
        shell.terminal.type("x + (p | count())\r")
        try await shell.terminal.wait(forOutput: "364")
        // Far from the minutes that the fit takes, and no promise about busy machines.
        #expect(ContinuousClock.now - start < .seconds(15))
        try quit(shell)
    }

    @Test("of a line that begins with a bar goes on from the value before, and binds nothing")
    func bar() async throws {
        let shell = try await start()
        shell.terminal.type("late = frame(a = [1, 2, 3, 4])\r| tail(1)\r")
        try await shell.terminal.wait(for: "note: `late` is as it was")
        shell.terminal.type("late | count()\r")
        try await shell.terminal.wait(forOutput: "4")
        try quit(shell)
    }

    @Test("of a long note is broken between words")
    func note() async throws {
        let shell = try await start(columns: 60)
        shell.terminal.type("p = load(\"data/penguins.csv\")\r")
        shell.terminal.type(
            "linear(year ~ bill_length_mm + bill_depth_mm + flipper_length_mm) | fit(p)\r"
        )
        try await shell.terminal.wait(for: "count as the mean")
        let shown = shell.terminal.transcript
        try quit(shell)
        let note = try #require(shown.range(of: "note: ", options: .backwards))
        let lines = shown[note.lowerBound...].split(separator: "\r\n").prefix(2)
        #expect(lines.allSatisfy { $0.count <= 60 }, "\(lines)")
        #expect(lines.last?.hasPrefix("      ") == true, "\(lines)")
    }
}

@Suite("The program's formats for other programs", .serialized, .timeLimit(.minutes(5)))
struct FormatTests {
    let folder = ScratchFolder()

    @Test("are JSON that parses, missing as null", arguments: ["json", "jsonl"])
    func json(_ format: String) async throws {
        let statement = "frame(a = [1, missing], b = [\"é\\n\\\"\", \"y\"])"
        let program = try PipedProgram(["--format", format, "-c", statement], in: folder.path)
        let ended = try await program.end()
        #expect(ended.status == 0, "\(ended.errors)")
        var rows: [[String: Any]] = []
        for line in ended.output.split(separator: "\n") {
            let value = try JSONSerialization.jsonObject(with: Data(line.utf8))
            if let all = value as? [[String: Any]] {
                rows += all
            } else {
                rows.append(try #require(value as? [String: Any]))
            }
        }
        #expect(rows.count == 2)
        #expect(rows[0]["a"] as? Int == 1 && rows[0]["b"] as? String == "é\n\"")
        #expect(rows[1]["a"] is NSNull && rows[1]["b"] as? String == "y")
    }
}
