import Foundation
import Glibc
import TestSupport

/// `openssl s_server` on a free port of the loopback, with a certificate of its own making for
/// `127.0.0.1`; it answers each request with a file, status and headers included.
final class OpenSSLServer {
    static let isInstalled = FileManager.default.isExecutableFile(atPath: program)
    private static let program = "/usr/bin/openssl"

    let port: Int
    private let folder: String
    private let process = Process()

    /// The file that holds the certificate.
    var certificate: String { "\(folder)/certificate.pem" }

    init(_ answers: [String: String]) throws {
        port = try WebServer.freePort()
        folder = NSTemporaryDirectory() + "openssl-\(getpid())-\(port)"
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true
        )
        for (name, answer) in answers {
            try Data(answer.utf8).write(to: URL(filePath: "\(folder)/\(name)"))
        }
        let making = Process()
        Self.set(making, in: folder)
        making.arguments = [
            "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=tests",
            "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", "key.pem", "-out",
            "certificate.pem",
        ]
        try making.run()
        making.waitUntilExit()
        Self.set(process, in: folder)
        process.arguments = [
            "s_server", "-accept", "127.0.0.1:\(port)", "-cert", "certificate.pem", "-key",
            "key.pem", "-HTTP", "-quiet",
        ]
        try process.run()
        waitUntilReady()
    }

    deinit {
        // The thread that started it may have had other signals blocked.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        try? FileManager.default.removeItem(atPath: folder)
    }

    func address(_ path: String) -> String { "https://127.0.0.1:\(port)/\(path)" }

    private static func set(_ process: Process, in folder: String) {
        process.executableURL = URL(filePath: program)
        process.currentDirectoryURL = URL(filePath: folder)
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
    }

    /// Until the port is taken.
    private func waitUntilReady() {
        for _ in 0..<200 {
            let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            defer { close(socket) }
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_addr.s_addr = inet_addr("127.0.0.1")
            address.sin_port = UInt16(port).bigEndian
            let size = socklen_t(MemoryLayout<sockaddr_in>.size)
            let isThere = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(socket, $0, size) == 0
                }
            }
            if isThere { return }
            usleep(20_000)
        }
    }
}
