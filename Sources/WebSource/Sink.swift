import Glibc
import Relations

/// The file that bytes are written to as they come.
final class Sink {
    let path: String
    private let file: Int32
    /// Why no more could be written.
    private(set) var fault: EngineError?
    private var written: Int64 = 0

    init(_ path: String) throws(EngineError) {
        self.path = path
        file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw .unwritable(path, errno) }
    }

    deinit { close(file) }

    /// Whether that many bytes can lie here; where not, that is the fault.
    func hasRoom(for size: Int64?) -> Bool {
        var facts = statvfs()
        guard let size, fstatvfs(file, &facts) == 0 else { return true }
        let (free, isHuge) = Int64(clamping: facts.f_bavail)
            .multipliedReportingOverflow(by: Int64(clamping: facts.f_frsize))
        guard !isHuge, size > free else { return true }
        fault = .noRoom(
            "the file has \(Self.size(size)), and \(Self.size(free)) are free"
        )
        return false
    }

    /// Writes bytes behind the others; false where the disk takes no more.
    func write(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var rest = bytes
        while !rest.isEmpty {
            let count = Glibc.write(file, rest.baseAddress, rest.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                let code = errno
                let isFull = [ENOSPC, EDQUOT, EFBIG].contains(code)
                fault =
                    isFull
                    ? .noRoom("no space is left after \(Self.size(written))")
                    : .unwritable(path, code)
                return false
            }
            written += Int64(count)
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        }
        return true
    }

    /// A number of bytes for a reader: `812 bytes`, `3.4 MB`.
    static func size(_ bytes: Int64) -> String {
        if bytes < 1000 { return bytes == 1 ? "1 byte" : "\(bytes) bytes" }
        var (value, unit) = (Double(bytes), "")
        for next in ["kB", "MB", "GB", "TB"] where value >= 1000 {
            (value, unit) = (value / 1000, next)
        }
        let tenths = (value * 10).rounded(.down) / 10
        return value < 10 ? "\(tenths) \(unit)" : "\(Int(value)) \(unit)"
    }
}
