import Diagnostics
import Foundation
import Glibc
import Kernels
import Relations
import TestSupport
import Testing
import WebSource

@Suite("The web when something is wrong")
struct FetchingFaultTests {
    /// What is said of an address; nil where its file comes.
    private func fault(_ text: String, connecting: Int = 1, silence: Int = 1) throws -> EngineError?
    {
        let source = WebSource(
            agent: "epilogue/test",
            patience: .init(connecting: connecting, silence: silence)
        )
        let address = try #require(WebAddress(text))
        do throws(EngineError) {
            _ = try source.file(at: address, in: WorkContext())
            return nil
        } catch {
            return error
        }
    }

    @Test("what no address can be is not asked for")
    func malformed() throws {
        for text in [
            "https://", "https:///x.csv", "http://a b/x.csv", "http://127.0.0.1:x/a.csv",
            "http://127.0.0.1:99999/a.csv", "https://[::1/x.csv", "http://host/data-*.csv",
            "https://host/x.csv?token=<secret>",
        ] {
            #expect(try fault(text)?.code == "address.invalid", "\(text)")
        }
        #expect(WebAddress("ftp://host/x.csv") == nil && WebAddress("data/https:/x.csv") == nil)
    }

    @Test("a host that is not there, a port that nobody listens on, a server of another kind")
    func unreachable() throws {
        let nobody = try fault("https://nobody.invalid/x.csv", connecting: 20)
        #expect(nobody?.code == "address.unreachable")
        #expect(nobody?.message == "no server is called `nobody.invalid`")
        let port = try WebServer.freePort()
        let refused = try fault("http://127.0.0.1:\(port)/x.csv")
        #expect(refused?.code == "address.unreachable")
        #expect(
            refused?.message
                == "nothing answers at `http://127.0.0.1:\(port)/x.csv`: connection refused"
        )
        let strange = try WebServer { _ in
            var answer = WebServer.Answer()
            answer.raw = "220 mail.example.org ESMTP\r\n"
            return answer
        }
        defer { strange.close() }
        #expect(try fault(strange.address("x.csv"))?.code == "address.unreachable")
    }

    @Test("a server that says nothing, and one that stops in the middle")
    func slow() throws {
        let server = try WebServer { request in
            var answer = WebServer.Answer([UInt8](repeating: 65, count: 5000))
            answer.announced = 9000
            answer.stallsAfter = request.path == "/silent.csv" ? -1 : 5000
            return answer
        }
        defer { server.close() }
        let silent = try fault(server.address("silent.csv"))
        #expect(silent?.code == "address.slow")
        #expect(
            silent?.message
                == "nothing has come from `\(server.address("silent.csv"))` for 1 second"
        )
        let stalling = try fault(server.address("x.csv"))
        #expect(stalling?.code == "address.slow")
        #expect(stalling?.message.hasSuffix("for 1 second, after 5.0 kB") == true)
    }

    @Test("a file that is cut short, whatever tells its length")
    func cut() throws {
        let server = try WebServer { request in
            var answer = WebServer.Answer([UInt8](repeating: 65, count: 1_234_567))
            answer.announced = 3_400_000
            if request.path == "/nothing.csv" { answer.raw = "" }
            if request.path == "/parts.csv" {
                answer.raw = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\na\n1\n2\r\n"
            }
            return answer
        }
        defer { server.close() }
        let cut = try fault(server.address("x.csv"))
        #expect(cut?.code == "address.lost")
        #expect(
            cut?.message == "`\(server.address("x.csv"))` broke off after 1.2 MB of 3.4 MB"
        )
        #expect(try fault(server.address("parts.csv"))?.code == "address.lost")
        #expect(try fault(server.address("nothing.csv"))?.code == "address.lost")
    }

    @Test("what the server says instead of the file, in its words")
    func refused() throws {
        let server = try WebServer { request in
            let status = Int(request.path.dropFirst().prefix { $0.isNumber }) ?? 200
            var headers = ["Content-Type": "text/html"]
            if status == 429 { headers["Retry-After"] = "7" }
            return .init("<html>no</html>", status: status, headers)
        }
        defer { server.close() }
        for (status, code, words) in [
            (404, "file.missing", "is not there: 404 Not Found"),
            (410, "file.missing", "is not there: 410 Gone"),
            (401, "address.refused", "may not be read: 401 Unauthorized"),
            (403, "address.refused", "may not be read: 403 Forbidden"),
            (429, "address.refused", "is not given now: 429 Too Many Requests"),
            (500, "address.refused", "is not given: 500 Internal Server Error"),
            (503, "address.refused", "is not given now: 503 Service Unavailable"),
            (304, "address.refused", "is not given: 304 Not Modified"),
            (599, "address.refused", "is not given: 599"),
        ] {
            let address = server.address("\(status).csv")
            let error = try fault(address)
            #expect(error?.code.name == code)
            #expect(error?.message == "`\(address)` \(words)")
        }
        let proxied = try fault(server.address("407.csv"))
        #expect(proxied?.hints.first?.contains("https_proxy") == true)
        #expect(try fault(server.address("429.csv"))?.hints == ["run the line again in 7 seconds"])
        let login = try fault(server.address("401.csv", user: "ann:s3cret@"))
        #expect(login?.hints.first?.contains("machine 127.0.0.1 login") == true)
    }

    @Test("circles, long ways, and ways out of the web")
    func astray() throws {
        let server = try WebServer { request in
            switch request.path {
            case "/a.csv": .redirect("/b.csv")
            case "/b.csv": .redirect("/a.csv")
            case "/file": .redirect("file:///etc/passwd")
            case "/ftp": .redirect("ftp://127.0.0.1/x.csv")
            default: .redirect("/far" + request.path.dropFirst(4) + "x")
            }
        }
        defer { server.close() }
        let circle = try fault(server.address("a.csv"))
        #expect(circle?.code == "address.astray")
        #expect(circle?.message == "`\(server.address("a.csv"))` leads in a circle")
        #expect(server.requests.count == 2)
        let long = try fault(server.address("farx"))
        #expect(long?.message.hasSuffix("leads on more than 10 times") == true)
        let file = try fault(server.address("file"))
        #expect(file?.message.hasSuffix("leads to `file://`, which is not gone to") == true)
        #expect(try fault(server.address("ftp"))?.code == "address.astray")
    }

    @Test("a page for browsers is no table")
    func page() throws {
        let server = try WebServer { request in
            request.path == "/go.csv"
                ? .redirect("/login")
                : .init(
                    "\u{FEFF}\n <!DOCTYPE html>\n<title>a,b</title>",
                    ["Content-Type": "text/csv"]
                )
        }
        defer { server.close() }
        let page = try fault(server.address("x.csv"))
        #expect(page?.code == "address.page")
        #expect(
            page?.message
                == "`\(server.address("x.csv"))` gives a page for browsers and no table"
        )
        let led = try fault(server.address("go.csv"))
        let shown = try #require(WebAddress("https://github.com/a/b/blob/main/data/x.csv"))
        #expect(shown.rawOnGitHub == "https://github.com/a/b/raw/main/data/x.csv")
        #expect(try #require(WebAddress("https://host/blob/x.csv")).rawOnGitHub == nil)
        #expect(led?.message.hasSuffix(", from `\(server.address("login"))`") == true)
    }

    @Test("more than the disk has room for is not begun")
    func room() throws {
        let server = try WebServer { _ in
            var answer = WebServer.Answer("a,b\n")
            answer.announced = 1 << 60
            answer.stallsAfter = 4
            return answer
        }
        defer { server.close() }
        let error = try fault(server.address("x.csv"))
        #expect(error?.code == .fileUnwritable)
        #expect(error?.message.hasPrefix("the file has 1152921 TB, and ") == true)
    }

    @Test("a folder that cannot be written is told, and nothing of a failed fetch is left")
    func folders() throws {
        let address = try #require(WebAddress("http://127.0.0.1:1/x.csv"))
        func fault(_ folder: String) -> EngineError? {
            do throws(EngineError) {
                _ = try WebSource(agent: "x", folder: folder).file(at: address, in: WorkContext())
                return nil
            } catch {
                return error
            }
        }
        #expect(fault("/dev/null")?.code == .fileUnwritable)
        let folder = NSTemporaryDirectory() + "left-\(getpid())"
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true
        )
        defer { rmdir(folder) }
        #expect(fault(folder)?.code == "address.unreachable")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
    }

    @Test("no secret of an address is in what is said")
    func secrets() throws {
        let server = try WebServer { request in
            request.path.hasPrefix("/go")
                ? .redirect("/x.csv?X-Amz-Signature=Hidden4") : .init("no", status: 403)
        }
        defer { server.close() }
        let port = try WebServer.freePort()
        let tail = "x.csv?token=Hidden1&n=1&sig=Hidden2%3D"
        for text in [
            server.address(tail, user: "ann:Hidden3@"), server.address("go?key=Hidden5"),
            "http://ann:Hidden3@127.0.0.1:\(port)/\(tail)",
            "https://ann:Hidden3@nobody.invalid/\(tail)",
            "http://ann:Hidden3@127.0.0.1:nine/\(tail)",
        ] {
            let error = try #require(try fault(text, connecting: 20))
            let all = "\(error.message) \(error.hints) \(error.underlying ?? "")"
            #expect(!all.contains("Hidden"), "\(all)")
        }
        let address = try #require(WebAddress("https://ann:Hidden3@host/\(tail)"))
        #expect(
            address.shown == "https://ann:<secret>@host/x.csv?token=<secret>&n=1&sig=<secret>"
        )
        let token = try #require(WebAddress("https://ghp0123456789abcdef@host/x.csv"))
        #expect(token.shown == "https://<secret>@host/x.csv")
        let plain = "https://ann@host:8080/a@b.csv?key=species&page=2#row=3"
        #expect(WebAddress(plain)?.shown == plain)
    }
}
