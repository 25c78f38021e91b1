import Foundation
import Glibc
import Kernels
import Relations
import Synchronization
import TestSupport
import Testing
import WebSource

@Suite("Files fetched from the web")
struct FetchingTests {
    private let work = WorkContext()

    private func source(
        connecting: Int = 2,
        silence: Int = 2,
        logins: String? = nil
    ) -> WebSource {
        WebSource(
            agent: "epilogue/test",
            patience: .init(connecting: connecting, silence: silence),
            logins: logins
        )
    }

    private func address(_ text: String) throws -> WebAddress { try #require(WebAddress(text)) }

    private func content(_ file: FetchedFile) throws -> String {
        try String(contentsOfFile: file.path, encoding: .utf8)
    }

    private func name(_ file: FetchedFile) -> String { (file.path as NSString).lastPathComponent }

    @Test(
        "a file comes whole, once, into a folder that nobody else may read, and goes with the source"
    )
    func whole() throws {
        let server = try WebServer { _ in .init("a,b\n1,2\n", ["Content-Type": "text/csv"]) }
        defer { server.close() }
        let source = source()
        let place = try address(server.address("data/rows%20of%20ours.csv?version=3#top"))
        let file = try source.file(at: place, in: work)
        #expect(try content(file) == "a,b\n1,2\n")
        #expect(name(file) == "rows of ours.csv")
        #expect(file.contentType == "text/csv")
        #expect(try source.file(at: place, in: work) == file)
        #expect(server.requests.map(\.path) == ["/data/rows%20of%20ours.csv?version=3"])
        #expect(server.requests[0].headers["user-agent"] == "epilogue/test")
        var facts = stat()
        let folder = (file.path as NSString).deletingLastPathComponent
        let above = (folder as NSString).deletingLastPathComponent
        #expect(stat(above, &facts) == 0 && facts.st_mode & 0o077 == 0)
        #expect(stat(file.path, &facts) == 0 && facts.st_mode & 0o077 == 0)
        source.close()
        #expect(!FileManager.default.fileExists(atPath: above))
    }

    @Test("the ending is the address's, the server's word for it, or that of the content's kind")
    func naming() throws {
        let server = try WebServer { request in
            switch request.path {
            case "/download/7":
                .init("a\n1\n", ["Content-Disposition": #"attachment; filename="birds.tsv""#])
            case "/rows": .init("{}", ["Content-Type": "application/x-ndjson; charset=utf-8"])
            case "/packed.csv": .init([0x1F, 0x8B, 8, 0])
            case "/unpacked.csv.gz": .init("a\n1\n", ["Content-Type": "application/gzip"])
            case "/go": .redirect("/there/flights.parquet?x=1")
            case "/there/flights.parquet?x=1": .init("PAR1")
            default: .init("a\n", ["Content-Type": "application/octet-stream"])
            }
        }
        defer { server.close() }
        let source = source()
        for (path, expected) in [
            ("download/7", "birds.tsv"), ("rows", "rows.jsonl"), ("packed.csv", "packed.csv.gz"),
            ("unpacked.csv.gz", "unpacked.csv"), ("go", "flights.parquet"), ("", "rows"),
            ("x.bin", "x.bin"), ("x.php?id=3", "x.php"),
        ] {
            let file = try source.file(at: address(server.address(path)), in: work)
            #expect(name(file) == expected)
        }
        let sly = server.address("..%2f%2e%2e%2fetc%2fpass%2awd.csv")
        #expect(name(try source.file(at: address(sly), in: work)) == "_.._etc_pass_wd.csv")
    }

    @Test("what travels packed is unpacked, and a packed file stays one")
    func packing() throws {
        // printf 'a,b\n1,2\n' | gzip -n
        let packed: [UInt8] = [
            0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0x4B, 0xD4, 0x49, 0xE2, 0x32, 0xD4,
            0x31, 0xE2, 2, 0, 0x7B, 7, 0x97, 0x0A, 8, 0, 0, 0,
        ]
        let server = try WebServer { request in
            request.path == "/a.csv.gz"
                ? .init(packed, ["Content-Type": "application/gzip"])
                : .init(packed, ["Content-Encoding": "gzip"])
        }
        defer { server.close() }
        let source = source()
        let travelled = try source.file(at: address(server.address("a.csv")), in: work)
        #expect(try content(travelled) == "a,b\n1,2\n" && name(travelled) == "a.csv")
        let kept = try source.file(at: address(server.address("a.csv.gz")), in: work)
        #expect(try Data(contentsOf: URL(filePath: kept.path)) == Data(packed))
        #expect(name(kept) == "a.csv.gz")
    }

    @Test("credentials go to the server that they are for, and no further")
    func credentials() throws {
        let other = try WebServer { _ in .init("a\n1\n") }
        let server = try WebServer { request in
            switch request.path {
            case "/own.csv": .redirect("/again.csv")
            case "/other.csv": .redirect(other.address("x.csv"))
            default: .init("a\n1\n")
            }
        }
        defer {
            server.close()
            other.close()
        }
        let basic = "Basic " + Data("ann:pa ss".utf8).base64EncodedString()
        let user = "ann:pa%20ss@"
        _ = try source().file(at: address(server.address("own.csv", user: user)), in: work)
        #expect(server.requests.map { $0.headers["authorization"] } == [basic, basic])
        _ = try source().file(at: address(server.address("other.csv", user: user)), in: work)
        #expect(other.requests.map { $0.headers["authorization"] } == [nil])

        let logins = NSTemporaryDirectory() + "logins-\(getpid())"
        defer { unlink(logins) }
        try "machine 127.0.0.1 login ben password k3y\n"
            .write(toFile: logins, atomically: true, encoding: .utf8)
        _ = try source(logins: logins).file(at: address(server.address("n.csv")), in: work)
        let netrc = "Basic " + Data("ben:k3y".utf8).base64EncodedString()
        #expect(server.requests.last?.headers["authorization"] == netrc)
        // A password that a transcript masked is looked up like one that was never there.
        let pasted = server.address("p.csv", user: "ben:<secret>@")
        _ = try source(logins: logins).file(at: address(pasted), in: work)
        #expect(server.requests.last?.headers["authorization"] == netrc)
    }

    @Test("ctrl-C ends it within a tenth of a second, whatever it waits for")
    func cancelling() throws {
        let server = try WebServer { request in
            var answer = WebServer.Answer("a,b\n1,2\n")
            answer.announced = 1_000_000
            answer.stallsAfter = request.path == "/silent.csv" ? -1 : 4
            return answer
        }
        defer { server.close() }
        for path in ["silent.csv", "stalling.csv"] {
            let work = WorkContext()
            let clock = ContinuousClock()
            let pressed = Mutex(clock.now)
            let waiting = Thread {
                while server.requests.last?.path != "/\(path)" { usleep(1000) }
                usleep(100_000)
                pressed.withLock { $0 = clock.now }
                work.cancellation.cancel()
            }
            waiting.start()
            let error = fault {
                _ = try source(silence: 60).file(at: address(server.address(path)), in: work)
            }
            #expect(error?.code == .cancelled)
            #expect(clock.now - pressed.withLock { $0 } < .milliseconds(100))
        }
        let early = WorkContext()
        early.cancellation.cancel()
        #expect(
            fault { _ = try source().file(at: address(server.address("x.csv")), in: early) }?.code
                == .cancelled
        )
    }

    @Test("says how far it is")
    func progress() throws {
        let server = try WebServer { _ in
            var answer = WebServer.Answer([UInt8](repeating: 65, count: 250_000))
            answer.announced = 1_000_000
            answer.stallsAfter = 250_000
            return answer
        }
        defer { server.close() }
        let work = WorkContext()
        let reading = Mutex<Double?>(nil)
        let watching = Thread {
            while work.progress.reading.fraction ?? 0 < 0.25 { usleep(1000) }
            reading.withLock { $0 = work.progress.reading.fraction }
            work.cancellation.cancel()
        }
        watching.start()
        let error = fault {
            _ = try source(silence: 60).file(at: address(server.address("x.csv")), in: work)
        }
        #expect(error?.code == .cancelled)
        #expect(reading.withLock { $0 } == 0.25 && work.progress.reading.label == "fetching")
    }

    private func fault(_ body: () throws -> Void) -> EngineError? {
        do {
            try body()
            return nil
        } catch {
            return error as? EngineError
        }
    }
}
