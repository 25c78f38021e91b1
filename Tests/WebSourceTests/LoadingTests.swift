import Assembly
import Catalog
import Diagnostics
import Foundation
import Glibc
import Kernels
import Sessions
import TestSupport
import Testing

@Suite("`load` of an address")
struct LoadingTests {
    private let folder: String

    init() throws {
        folder = NSTemporaryDirectory() + "web-\(getpid())-\(UInt64.random(in: 0...(.max)))"
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true
        )
    }

    /// A server of the files in a folder.
    private func server(of folder: String) throws -> WebServer {
        try WebServer { request in
            let name = request.path.dropFirst().prefix { $0 != "?" }
            guard let data = FileManager.default.contents(atPath: "\(folder)/\(name)") else {
                return .init("none", status: 404)
            }
            return .init(Array(data))
        }
    }

    private func write(_ text: String, _ name: String, _ encoding: String.Encoding = .utf8) throws {
        try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: encoding)
    }

    private func session() -> PlayedLines { PlayedLines(folder) }

    @Test("gives the rows that the file gives, in every format")
    func formats() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let server = try server(of: folder)
        defer { server.close() }
        var session = session()
        let data = ProjectFolder.url.appendingPathComponent("sessions/data").path
        session.type(#"flights = load("\#(data)/flights.csv.gz") | head(3000) | collect"#)
        for name in [
            "a.csv", "a.csv.gz", "a.csv.zst", "a.tsv", "a.parquet", "a.json", "a.jsonl",
        ] {
            session.type(#"flights | save("\#(name)")"#)
            let loading = #"load("\#(server.address(name))")"#
            #expect(session.type(#"same(load("\#(name)"), \#(loading))"#) == "true\n", "\(name)")
        }
        for name in ["a.duckdb", "a.sqlite"] {
            session.type(#"flights | head(500) | save("\#(name)", table: "flights")"#)
            session.type(#"flights | head(3) | save("\#(name)", table: "few")"#)
            let address = server.address(name)
            let pair = #"load("\#(name)", table: "few"), load("\#(address)", table: "few")"#
            #expect(session.type("same(\(pair))") == "true\n", "\(name)")
            #expect(session.type(#"tables("\#(address)") | pull(table)"#).contains("flights"))
            let unclear = session.type(#"load("\#(address)")"#)
            #expect(unclear.hasPrefix("error: `\(address)` holds 2 tables"), "\(unclear)")
        }
    }

    @Test("takes the options that files take")
    func options() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let server = try server(of: folder)
        defer { server.close() }
        var session = session()
        try write("größe;wert\n1,5;x\n2.000,25;-\n", "prices", .isoLatin1)
        let options = #"""
            format: "csv", delimiter: ";", decimal: ",", thousands: ".", encoding: "latin-1", \#
            missing: "-", names: ["size", "word"], types: {word: "text"}
            """#
        let printed = session.type(#"load("\#(server.address("prices"))", \#(options))"#)
        #expect(printed == session.type(#"load("prices", \#(options))"#))
        #expect(printed.contains("2000.3") && printed.contains("missing"))
        #expect(
            session.type(#"load("\#(server.address("prices"))", table: "x")"#).hasPrefix("error: ")
        )
    }

    @Test("says what is wrong with a file by its address, also when its rows are read later")
    func wrongFiles() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let server = try server(of: folder)
        defer { server.close() }
        var session = session()
        try write("PAR1 and no more", "cut.parquet")
        try write("", "empty.csv")
        try write("a\n1\n", "x.unknown")
        let rows = (0..<60_000).map { "\($0)\n" }.joined()
        try write("number\n\(rows)seven\n", "late.csv")
        for (name, code) in [
            ("cut.parquet", "file.malformed"), ("empty.csv", "file.malformed"),
            ("x.unknown", "file.format"), ("none.csv", "file.missing"),
            ("book.xlsx", "file.foreign"),
        ] {
            let faults = session.faults(#"load("\#(server.address(name))")"#)
            #expect(faults.map(\.code.description) == [code], "\(name)")
            let all = faults.map { "\($0.message) \($0.hints)" }.joined()
            #expect(!all.contains(NSTemporaryDirectory()), "\(all)")
        }
        try write("a\n\(String(repeating: "1", count: 2_100_000))", "long.csv")
        let long = server.address("long.csv")
        #expect(
            session.faults(#"load("\#(long)")"#).first?.hints
                == ["! curl -LO \(long)", "awk 'length > 2000000 {print NR}' long.csv"]
        )
        let late = session.faults(
            #"load("\#(server.address("late.csv"))") | summarize(s = sum(number))"#
        )
        let all = late.map { "\($0.message) \($0.hints)" }.joined()
        #expect(all.contains("seven") && all.contains(server.address("late.csv")), "\(all)")
        #expect(!all.contains("epilogue-\(getpid())"), "\(all)")
    }

    @Test("is not a place to save to")
    func saving() throws {
        var session = session()
        let faults = session.faults(#"frame(x = [1]) | save("https://host/x.csv")"#)
        #expect(faults.map(\.code.description) == ["file.unwritable"])
        #expect(faults.first?.hints == [#"save("x.csv")"#])
    }

    @Test("pins what came, asks once a session, and a replay names what is another file now")
    func pins() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let server = try server(of: folder)
        defer { server.close() }
        try write("a,b\n1,2\n", "rows.csv")
        let address = server.address("rows.csv")
        var session = session()
        session.type(#"rows = load("\#(address)")"#)
        session.type("rows | summarize(s = sum(b))")
        session.type(#"load("\#(address)", names: ["x", "y"]) | count()"#)
        session.type(":save story.md")
        #expect(server.requests.count == 1)
        let story = try TranscriptFile.read("\(folder)/story.md")
        // printf 'a,b\n1,2\n' | sha256sum
        #expect(
            story.header.inputs[address]
                == "sha256:492d5ea496056f1a6a6592241032fab764c321596317930b4fa0e1e8bc3b7470"
        )
        #expect(try session.replay("story.md").isGood)
        #expect(server.requests.count == 2)
        try write("a,b\n1,3\n", "rows.csv")
        let faults = #expect(throws: Faults.self) { try session.replay("story.md") }
        #expect(faults?.all.map(\.code) == ["replay.input"])
        #expect(faults?.all.first?.message == "`\(address)` is not the file that was pinned")
        unlink("\(folder)/rows.csv")
        let gone = #expect(throws: Faults.self) { try session.replay("story.md") }
        #expect(gone?.all.map(\.code) == ["file.missing"])
    }

    @Test("keeps secrets out of transcripts and of what is printed")
    func secrets() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let server = try server(of: folder)
        defer { server.close() }
        try write("a,b\n1,2\n", "rows.csv")
        let address = server.address("rows.csv?token=Hidden1", user: "ann:Hidden2@")
        var session = session()
        var printed = session.type(#"load("\#(address)") | lineage"#)
        printed += session.type(#"load("\#(address)", types: {c: "int"})"#)
        printed += session.type(#"load("\#(address)", table: "x")"#)
        printed += session.type(#"save("\#(address)")"#)
        printed += session.type(#"tables("\#(address)")"#)
        session.type(#"load("\#(address)")"#)
        session.type(":save story.md")
        let text = try String(contentsOfFile: "\(folder)/story.md", encoding: .utf8)
        #expect(text.contains("<secret>") && !text.contains("Hidden"), "\(text)")
        #expect(!printed.contains("Hidden"), "\(printed)")
        let report = try session.replay("story.md")
        #expect(report.results.last?.text.contains("a secret in the address is masked") == true)
    }
}

/// Lines played in a session of its own program.
private struct PlayedLines {
    private let folder: String
    private var session: Session

    init(_ folder: String) {
        self.folder = folder
        session = Self.fresh(folder)
    }

    private static func fresh(_ folder: String) -> Session {
        var settings = Settings()
        settings.folder = folder
        return SessionFactory().session(settings)
    }

    @discardableResult
    mutating func type(_ line: String) -> String {
        let outcome = run(line)
        return session.plainText(of: outcome)
    }

    mutating func faults(_ line: String) -> [Diagnostic] {
        run(line).diagnostics.filter { $0.severity == .error }
    }

    private mutating func run(_ line: String) -> Outcome {
        session.run(SourceText(line), Session.Running(work: WorkContext(threads: 1)))
    }

    func replay(_ name: String) throws -> ReplayReport {
        let path = "\(folder)/\(name)"
        var run = try TranscriptRun(path: path, name: name, fresh: Self.fresh(folder))
        return try run.run(
            ReplayOptions(),
            work: { WorkContext() },
            cancellation: Cancellation()
        )
    }
}
