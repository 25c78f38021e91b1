import Foundation
import Glibc
import TestSupport
import Testing

@testable import Console

@Suite("The program, not at a terminal", .serialized, .timeLimit(.minutes(5)))
struct ProgramTests {
    let folder = ScratchFolder()

    private func write(_ text: String, to name: String) throws {
        try text.write(toFile: folder.path + "/" + name, atomically: true, encoding: .utf8)
    }

    @Test("runs a statement of standard input once nothing can go on with it")
    func statementsAsTheyCome() async throws {
        let program = try PipedProgram([], in: folder.path)
        program.type("20 + 1;\n")
        try await program.wait(for: "21\n")
        program.type("x = 40 +\n")
        program.type("2\nx\n:set seed\n")
        try await program.wait(for: "42\n0\n")
        // The next line goes on with it, however late it comes.
        program.type("frame(a = [5, 6, 7])\n")
        let ended = try await program.end(typing: "# a comment\n  | head(1)\n")
        #expect(ended.status == 0)
        #expect(ended.output.hasSuffix("  a\nint\n  5\n"), "\(ended.output)")
        #expect(!ended.output.contains("6"))
    }

    @Test("stops at the first error, says it on standard error, and fails")
    func firstError() async throws {
        let program = try PipedProgram([], in: folder.path)
        let ended = try await program.end(typing: "1 + 1\nnothing\n3 + 3\n")
        #expect(ended.status == 1)
        #expect(ended.output == "2\n")
        #expect(ended.errors.contains("no name `nothing`") || ended.errors.contains("`nothing`"))
    }

    @Test(
        "sends no escape into a pipe",
        arguments: [[:], ["NO_COLOR": "1"], ["TERM": "dumb"], ["ACCESSIBLE": "1"]]
    )
    func plain(_ environment: [String: String]) async throws {
        let program = try PipedProgram(
            ["-c", "frame(a = [1, missing], b = [\"x\", \"y\"]); ?filter\n:vars"],
            in: folder.path,
            environment: environment
        )
        let ended = try await program.end()
        #expect(ended.status == 0, "\(ended.errors)")
        #expect(ended.output.contains("filter("))
        #expect(!(ended.output + ended.errors).utf8.contains(0x1B))
    }

    @Test("draws without boxes from where that is asked for", arguments: ["-c", "ACCESSIBLE"])
    func drawsPlainly(_ way: String) async throws {
        let isSet = way == "-c"
        let program = try PipedProgram(
            [
                "-c",
                "f = frame(x = [1, 2, 2])" + (isSet ? "\n:set plain on" : "")
                    + "\nf | histogram(x)",
            ],
            in: folder.path,
            environment: isSet ? [:] : ["ACCESSIBLE": "1"]
        )
        let ended = try await program.end()
        #expect(ended.status == 0, "\(ended.errors)")
        #expect(ended.output.contains("#") && !ended.output.contains("█"), "\(ended.output)")
    }

    @Test("stops a replay at ctrl-C, says how far it came, and leaves the transcript alone")
    func interruptedReplay() async throws {
        let transcript = """
            ---
            epilogue: 1
            ---
            ```epilogue
            1 + 1
            ```
            ```output
            2
            ```
            ```epilogue
            ! touch started; sleep 20
            ```

            """
        try write(transcript, to: "long.md")
        let program = try PipedProgram(
            ["replay", "long.md", "--update", "--allow-shell"],
            in: folder.path
        )
        for _ in 0..<4_000 where access(folder.path + "/started", F_OK) != 0 {
            try await Task.sleep(for: .milliseconds(5))
        }
        let start = ContinuousClock.now
        program.signal(SIGINT)
        let ended = try await program.end()
        #expect(ended.status == 130, "\(ended.errors)")
        #expect(ended.output.hasSuffix("interrupted after 1 fence: 1 same\n"), "\(ended.output)")
        // Far from the 20 s that the fence takes, and no promise about busy machines.
        #expect(ContinuousClock.now - start < .seconds(10))
        let after = try String(contentsOfFile: folder.path + "/long.md", encoding: .utf8)
        #expect(after == transcript)
    }

    @Test("goes on from what a replay that was killed has kept, and only then")
    func killedReplay() async throws {
        let rows = (0..<3_000).map { "\($0),\($0 * $0 % 97)\n" }
        try write("x,y\n" + rows.joined(), to: "rows.csv")
        try write(
            """
            ---
            epilogue: 1
            ---
            ```epilogue
            trees = 160
            ```
            ```epilogue
            model = lightgbm(y ~ x, trees: trees) | fit(load("rows.csv"))
            ```
            ```epilogue
            ! touch fitted; test -e again || sleep 60
            ```

            """,
            to: "long.md"
        )
        let arguments = ["replay", "long.md", "--allow-shell"]
        let killed = try PipedProgram(arguments, in: folder.path)
        for _ in 0..<4_000 where access(folder.path + "/fitted", F_OK) != 0 {
            try await Task.sleep(for: .milliseconds(5))
        }
        killed.signal(SIGKILL)
        _ = try await killed.end()
        try write("", to: "again")
        let kept = "1 result is an earlier replay's"
        for (more, isKept) in [
            ([], true), (["--no-cache"], false), (["--set", "trees=161"], false), ([], true),
        ] {
            let ended = try await PipedProgram(arguments + more, in: folder.path).end()
            #expect(ended.status == 0, "\(ended)")
            #expect(ended.output.contains(kept) == isKept, "\(more): \(ended.output)")
        }
    }

    @Test("replays what saves files twice, and says where a file would be another")
    func savingReplay() async throws {
        try write("x,y\n1,2\n3,4\n5,7\n", to: "rows.csv")
        let code = """
            rows = load("rows.csv")
            rows | save("a.csv"); rows | save("a.parquet"); rows | save("a.jsonl")
            linear(y ~ x) | fit(rows) | save("a.model")
            """
        try write("---\nepilogue: 1\n---\n```epilogue\n\(code)\n```\n", to: "a.md")
        var printed: [String] = []
        for mode in ["--update", "--check", "--check"] {
            let ended = try await PipedProgram(["replay", "a.md", mode], in: folder.path).end()
            #expect(ended.status == 0, "\(ended)")
            printed.append(try String(contentsOfFile: folder.path + "/a.md", encoding: .utf8))
        }
        #expect(printed[0].contains("saved 3 rows to `a.csv`") && Set(printed).count == 1)
        try write("theirs", to: "a.csv")
        let other = try await PipedProgram(["replay", "a.md", "--check"], in: folder.path).end()
        #expect(other.status == 1 && other.output.contains("`a.csv` is there already"), "\(other)")
        #expect(try String(contentsOfFile: folder.path + "/a.csv", encoding: .utf8) == "theirs")
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(!left.contains { $0.hasSuffix("again") })
    }

    @Test(
        "replays what saves tables twice, and says where a table would be another",
        arguments: ["a.sqlite", "a.duckdb"]
    )
    func savingTablesReplay(database: String) async throws {
        let code = """
            rows = frame(x = [1, 3], when = [2013-01-02, missing], of = [true, false])
            rows | save("\(database)", table: "t")
            """
        try write("---\nepilogue: 1\n---\n```epilogue\n\(code)\n```\n", to: "a.md")
        for mode in ["--update", "--check", "--check"] {
            let ended = try await PipedProgram(["replay", "a.md", mode], in: folder.path).end()
            #expect(ended.status == 0, "\(ended)")
        }
        let change = "frame(x = [4]) | save(\"\(database)\", table: \"t\", replace: true)"
        let changed = try await PipedProgram(["-c", change], in: folder.path).end()
        #expect(changed.status == 0, "\(changed)")
        let other = try await PipedProgram(["replay", "a.md", "--check"], in: folder.path).end()
        #expect(other.status == 1 && other.output.contains("holds a table `t` already"), "\(other)")
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(!left.contains { $0.contains(".again") || $0.contains(".found") }, "\(left)")
    }

    @Test(
        "replays twice what saves a table into a server",
        .enabled(if: PostgreSQLServer.programs != nil, PostgreSQLServer.absence)
    )
    func savingIntoServerReplay() async throws {
        let server = try PostgreSQLServer.shared.get()
        let address = "postgres://tester@127.0.0.1:\(server.port)/postgres"
        let secret = ["PGPASSWORD": PostgreSQLServer.password]
        let code = """
            rows = frame(x = [1, 3], when = [2013-01-02, missing], of = [0.1, 1e300], t = ["a", ""])
            rows | save("\(address)", table: "replayed")
            """
        try write("---\nepilogue: 1\n---\n```epilogue\n\(code)\n```\n", to: "a.md")
        for mode in ["--update", "--check", "--check"] {
            let program = try PipedProgram(
                ["replay", "a.md", mode],
                in: folder.path,
                environment: secret
            )
            let ended = try await program.end()
            #expect(ended.status == 0, "\(ended)")
        }
        try server.psql("UPDATE replayed SET x = 4 WHERE x = 3")
        let program = try PipedProgram(
            ["replay", "a.md", "--check"],
            in: folder.path,
            environment: secret
        )
        let other = try await program.end()
        #expect(other.status == 1 && other.output.contains("`replayed` already"), "\(other)")
    }

    @Test("ends a transcript and a script with the status that says how it went")
    func statuses() async throws {
        try write("---\nepilogue: 1\n---\n```epilogue\n1\n```\n```output\n2\n```\n", to: "a.md")
        try write("1 + 1\n:quit\nnothing\n", to: "a.epilogue")
        for (arguments, status) in [
            (["replay", "a.md", "--check"], 1), (["replay", "a.md", "--update"], 0),
            (["replay", "a.md", "--check"], 0), (["replay", "none.md"], 1),
            (["a.epilogue"], 0), (["none.epilogue"], 1), (["--format", "none"], 64),
            (["-c", "nothing"], 1),
        ] as [([String], Int32)] {
            let ended = try await PipedProgram(arguments, in: folder.path).end()
            #expect(ended.status == status, "\(arguments): \(ended)")
        }
    }
}
