import Foundation
import Glibc
import Synchronization
package import Testing

/// A real server of the tests' own: in a temporary folder, on a free port of the loopback, ended by
/// its process number.
package final class PostgreSQLServer: Sendable {
    package static let password = "pa:ss/w@rd-7"

    package let port: Int
    private let folder: String
    private let pid: Int32

    /// The folder of the newest server that is installed, or nil.
    package static let programs: String? = {
        let root = "/usr/lib/postgresql"
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        return versions.sorted { (Int($0) ?? 0) > (Int($1) ?? 0) }
            .map { "\(root)/\($0)/bin" }
            .first { FileManager.default.isExecutableFile(atPath: "\($0)/postgres") }
    }()

    package static let absence: Comment =
        "no PostgreSQL server is installed: apt-get install postgresql"

    /// The one that all tests share, ended with the process.
    package static let shared = Result {
        let server = try PostgreSQLServer()
        ended.withLock { $0.append(server.pid) }
        atexit { PostgreSQLServer.ended.withLock { for pid in $0 { kill(pid, SIGINT) } } }
        return server
    }

    private static let ended = Mutex<[Int32]>([])

    package init() throws {
        guard let programs = Self.programs else { throw Failure("no server is installed") }
        port = try Self.freePort()
        folder = NSTemporaryDirectory() + "postgres-\(getpid())-\(port)"
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true
        )
        let secret = "\(folder)/password"
        try Self.password.write(toFile: secret, atomically: true, encoding: .utf8)
        if getuid() == 0 { try Self.run(["chown", "-R", "postgres", folder]) }
        let data = "\(folder)/data"
        try Self.run(
            Self.unprivileged + [
                "\(programs)/initdb", "-D", data, "-U", "tester", "--pwfile", secret, "-A",
                "scram-sha-256", "-E", "UTF8", "--locale=C", "--no-sync",
            ]
        )
        let process = Process()
        let words =
            Self.unprivileged + [
                "\(programs)/postgres", "-D", data, "-p", "\(port)", "-c",
                "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=\(folder)", "-c",
                "fsync=off", "-c", "log_statement=all", "-c", "shared_buffers=16MB",
            ]
        process.executableURL = URL(fileURLWithPath: words[0])
        process.arguments = Array(words.dropFirst())
        process.currentDirectoryURL = URL(fileURLWithPath: "/")
        let log = "\(folder)/log"
        try Data().write(to: URL(filePath: log))
        process.standardError = FileHandle(forWritingAtPath: log)
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        pid = process.processIdentifier
        try waitUntilReady()
    }

    /// Root may not run a server: `setpriv` becomes another user, and then the server.
    private static var unprivileged: [String] {
        guard getuid() == 0 else { return [] }
        return ["/usr/bin/setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
    }

    package func address(
        user: String = "tester",
        password: String? = PostgreSQLServer.password,
        options: String = ""
    ) -> String {
        let allowed = CharacterSet.alphanumerics
        let secret = password.flatMap { $0.addingPercentEncoding(withAllowedCharacters: allowed) }
        let who = user + (secret.map { ":\($0)" } ?? "")
        return "postgres://\(who)@127.0.0.1:\(port)/postgres\(options)"
    }

    /// Runs SQL by the server's own `psql`; what it prints, a row a line.
    @discardableResult
    package func psql(_ sql: String) throws -> String {
        guard let programs = Self.programs else { throw Failure("no server is installed") }
        return try Self.run(
            [
                "\(programs)/psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", address(),
                "-c", sql,
            ]
        )
    }

    /// Statements that the server was told.
    package var log: String {
        (try? String(contentsOfFile: "\(folder)/log", encoding: .utf8)) ?? ""
    }

    /// Ends the server at once, in the middle of what it does.
    package func stop() {
        kill(pid, SIGQUIT)
        var state: Int32 = 0
        waitpid(pid, &state, 0)
    }

    private func waitUntilReady() throws {
        for _ in 0..<600 {
            if (try? psql("SELECT 1")) != nil { return }
            usleep(50_000)
        }
        throw Failure("the server does not begin: \(log)")
    }

    @discardableResult
    private static func run(_ words: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = words
        process.currentDirectoryURL = URL(fileURLWithPath: "/")
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let said = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let text = String(decoding: said, as: UTF8.self)
        guard process.terminationStatus == 0 else { throw Failure("\(words[0]): \(text)") }
        return text
    }

    /// A port that nobody listens on just now.
    package static func freePort() throws -> Int {
        let listener = try Listener()
        return listener.port
    }

    struct Failure: Error, CustomStringConvertible {
        let description: String
        init(_ description: String) { self.description = description }
    }
}

/// Listens on a port of the loopback, and answers nothing.
package final class Listener {
    package let port: Int
    private let socket: Int32

    package init() throws {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        self.socket = socket
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { place in
                bind(socket, place, size) == 0 && listen(socket, 4) == 0
                    && getsockname(socket, place, &size) == 0
            }
        }
        guard bound else { throw PostgreSQLServer.Failure("no port is free") }
        port = Int(UInt16(bigEndian: address.sin_port))
    }

    deinit { close(socket) }
}
