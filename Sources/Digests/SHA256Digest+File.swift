import Glibc

/// Files are read in parts, so that their size does not matter.
extension SHA256Digest {
    /// One mebibyte: large beside the cost of a call, small beside memory.
    private static let partSize = 1 << 20

    /// The digest of a file's content.
    ///
    /// `whileReading` is told how many bytes are done after each mebibyte, and stops the reading by
    /// throwing. A file that cannot be read throws `UnreadableFile`.
    package init(
        ofFile path: String,
        whileReading: (_ bytes: Int) throws -> Void = { _ in }
    ) throws {
        let file = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw UnreadableFile(path: path, code: errno) }
        defer { close(file) }

        var hasher = SHA256Hasher()
        var done = 0
        let part = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.partSize, alignment: 16)
        defer { part.deallocate() }
        while true {
            let count = read(file, part.baseAddress, part.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw UnreadableFile(path: path, code: errno) }
            if count == 0 { break }
            hasher.update(with: UnsafeRawBufferPointer(rebasing: part[..<count]))
            done += count
            try whileReading(done)
        }
        self = hasher.digest
    }
}

/// A file that could not be read to its end, and the system's word for why.
package struct UnreadableFile: Error, Hashable, Sendable {
    package let path: String
    /// The value of `errno`.
    package let code: Int32

    package var reason: String { String(cString: strerror(code)) }
}
