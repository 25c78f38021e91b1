import Glibc
import Synchronization

/// A small HTTP server of the tests' own, on a free port of the loopback, that can also do what
/// servers should not: stall, break off, lead in circles.
package final class WebServer: Sendable {
    /// What a client asked for.
    package struct Request: Sendable, Hashable {
        package var path: String
        /// By their names in lower case.
        package var headers: [String: String]
    }

    /// What it is told.
    package struct Answer: Sendable {
        package var status = 200
        package var headers: [String: String] = [:]
        package var body: [UInt8] = []
        /// The length that is announced, if it is not the body's.
        package var announced: Int?
        /// After how many bytes of the body nothing comes any more; before the first line for -1.
        package var stallsAfter: Int?
        /// Sent in the place of all else.
        package var raw: String?

        package init(_ body: [UInt8] = [], status: Int = 200, _ headers: [String: String] = [:]) {
            self.body = body
            self.status = status
            self.headers = headers
        }

        package init(_ text: String, status: Int = 200, _ headers: [String: String] = [:]) {
            self.init(Array(text.utf8), status: status, headers)
        }

        package static func redirect(_ address: String) -> Answer {
            Answer("<html>moved</html>", status: 302, ["Location": address])
        }
    }

    private struct State {
        var requests: [Request] = []
        var clients: [Int32] = []
        var isClosed = false
    }

    package let port: Int
    private let socket: Int32
    private let state = Mutex(State())
    private let answer: @Sendable (Request) -> Answer

    package init(_ answer: @escaping @Sendable (Request) -> Answer) throws {
        self.answer = answer
        (socket, port) = try Self.listening()
        // The loop keeps the server until `close` ends its socket.
        Self.start { [self] in accept() }
    }

    /// The address of a path: `http://127.0.0.1:PORT/…`.
    package func address(_ path: String, user: String = "") -> String {
        "http://\(user)127.0.0.1:\(port)/\(path)"
    }

    package var requests: [Request] { state.withLock(\.requests) }

    /// Ends the server, and whoever still waits for it.
    package func close() {
        state.withLock { state in
            state.isClosed = true
            for client in state.clients { shutdown(client, Int32(SHUT_RDWR)) }
        }
        shutdown(socket, Int32(SHUT_RDWR))
    }

    /// A port that nobody listens on just now.
    package static func freePort() throws -> Int {
        let (socket, port) = try listening()
        Glibc.close(socket)
        return port
    }

    // MARK: Sockets

    private struct NoPort: Error {}

    private static func listening() throws -> (socket: Int32, port: Int) {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { place in
                bind(socket, place, size) == 0 && listen(socket, 16) == 0
                    && getsockname(socket, place, &size) == 0
            }
        }
        guard isBound else { throw NoPort() }
        return (socket, Int(UInt16(bigEndian: address.sin_port)))
    }

    private static func start(_ body: @escaping @Sendable () -> Void) {
        final class Box: Sendable {
            let body: @Sendable () -> Void
            init(_ body: @escaping @Sendable () -> Void) { self.body = body }
        }
        var thread = pthread_t()
        let box = Unmanaged.passRetained(Box(body))
        pthread_create(
            &thread,
            nil,
            { context in
                guard let context else { return nil }
                Unmanaged<Box>.fromOpaque(context).takeRetainedValue().body()
                return nil
            },
            box.toOpaque()
        )
        pthread_detach(thread)
    }

    private func accept() {
        while true {
            let client = Glibc.accept(socket, nil, nil)
            guard client >= 0 else { break }
            let isClosed = state.withLock { state in
                state.clients.append(client)
                return state.isClosed
            }
            if isClosed { shutdown(client, Int32(SHUT_RDWR)) }
            Self.start { [self] in serve(client) }
        }
        Glibc.close(socket)
    }

    private func serve(_ client: Int32) {
        defer {
            state.withLock { $0.clients.removeAll { $0 == client } }
            Glibc.close(client)
        }
        guard let request = Self.request(from: client) else { return }
        state.withLock { $0.requests.append(request) }
        let answer = answer(request)
        if answer.stallsAfter == -1 { return Self.waitForEnd(of: client) }
        if let raw = answer.raw { return Self.send(Array(raw.utf8), to: client) }
        var head = "HTTP/1.1 \(answer.status) \r\nConnection: close\r\n"
        for (name, value) in answer.headers { head += "\(name): \(value)\r\n" }
        head += "Content-Length: \(answer.announced ?? answer.body.count)\r\n\r\n"
        Self.send(Array(head.utf8), to: client)
        Self.send(Array(answer.body.prefix(answer.stallsAfter ?? .max)), to: client)
        if answer.stallsAfter != nil { Self.waitForEnd(of: client) }
    }

    private static func request(from client: Int32) -> Request? {
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 4096)
        while !String(decoding: bytes.suffix(4), as: UTF8.self).hasSuffix("\r\n\r\n") {
            let count = read(client, &part, part.count)
            guard count > 0 else { return nil }
            bytes += part.prefix(count)
            // Who begins to encrypt has come to the wrong place.
            if bytes.first == 0x16 { return nil }
        }
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\r\n")
        guard let words = lines.first?.split(separator: " "), words.count > 1 else { return nil }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ": ", maxSplits: 1)
            if parts.count == 2 { headers[parts[0].lowercased()] = String(parts[1]) }
        }
        return Request(path: String(words[1]), headers: headers)
    }

    private static func send(_ bytes: [UInt8], to client: Int32) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.send(client, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    /// Until the client has gone, or the server is closed.
    private static func waitForEnd(of client: Int32) {
        var byte: UInt8 = 0
        while read(client, &byte, 1) > 0 {}
    }
}
