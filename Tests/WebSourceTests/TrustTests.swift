import Kernels
import Relations
import TestSupport
import Testing
import WebSource

@Suite(
    "Encrypted connections",
    .enabled(if: OpenSSLServer.isInstalled, "openssl is not installed: apt-get install openssl")
)
struct TrustTests {
    private static let rows =
        "HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\nConnection: close\r\n\r\na,b\n1,2\n"

    private func fault(_ text: String, trusting certificates: String?) throws -> EngineError? {
        let address = try #require(WebAddress(text))
        let source = WebSource(agent: "epilogue/test", certificates: certificates)
        do throws(EngineError) {
            _ = try source.file(at: address, in: WorkContext())
            return nil
        } catch {
            return error
        }
    }

    @Test("a certificate that nobody vouches for is not trusted, one that is named is")
    func certificates() throws {
        let server = try OpenSSLServer(["rows.csv": Self.rows])
        let unknown = try fault(server.address("rows.csv"), trusting: nil)
        #expect(unknown?.code == "address.untrusted")
        #expect(
            unknown?.message.hasPrefix(
                "the certificate of `127.0.0.1:\(server.port)` is not trusted: "
            )
                == true
        )
        #expect(unknown?.message.contains("signed certificate") == true)
        #expect(try fault(server.address("rows.csv"), trusting: server.certificate) == nil)
        let elsewhere = server.address("rows.csv").replacing("127.0.0.1", with: "localhost")
        #expect(try fault(elsewhere, trusting: server.certificate)?.code == "address.untrusted")
        let absent = try fault(server.address("rows.csv"), trusting: "/nowhere/certificates.pem")
        #expect(absent?.code == "address.untrusted")
        #expect(absent?.hints == ["! sudo apt-get install ca-certificates"])
    }

    @Test("the way never leads from `https://` down to `http://`")
    func down() throws {
        let plain = try WebServer { _ in .init("a\n1\n") }
        defer { plain.close() }
        let server = try OpenSSLServer([
            "down.csv": """
            HTTP/1.1 302 Found\r\nLocation: \(plain.address("rows.csv"))\r\n\
            Content-Length: 0\r\nConnection: close\r\n\r\n
            """
        ])
        let error = try fault(server.address("down.csv"), trusting: server.certificate)
        #expect(error?.code == "address.astray")
        #expect(plain.requests.isEmpty)
        let open = try fault(
            plain.address("rows.csv").replacing("http:", with: "https:"),
            trusting: nil
        )
        #expect(open?.code == "address.untrusted")
        #expect(open?.message == "no encrypted connection to `127.0.0.1:\(plain.port)` comes about")
    }
}
