import Glibc

/// A file that is open, closed when it is let go of.
struct OpenFile: ~Copyable {
    private let descriptor: Int32

    /// Opens with the flags of open(2); child processes do not inherit it.
    init(_ path: String, _ flags: Int32, mode: mode_t = 0o600) throws(SystemFailure) {
        var descriptor = open(path, flags | O_CLOEXEC, mode)
        while descriptor < 0 && errno == EINTR { descriptor = open(path, flags | O_CLOEXEC, mode) }
        guard descriptor >= 0 else { throw SystemFailure() }
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    func write(_ bytes: [UInt8]) throws(SystemFailure) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw SystemFailure() }
            rest = rest.dropFirst(count)
        }
    }

    func readAll() throws(SystemFailure) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = chunk.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw SystemFailure() }
            if count == 0 { return bytes }
            bytes += chunk[..<count]
        }
    }

    /// Waits until all that was written is on the disk.
    func synchronize() throws(SystemFailure) {
        guard fdatasync(descriptor) == 0 else { throw SystemFailure() }
    }

    func truncate(to size: Int) throws(SystemFailure) {
        guard ftruncate(descriptor, off_t(size)) == 0, lseek(descriptor, 0, SEEK_END) >= 0 else {
            throw SystemFailure()
        }
    }

    /// Takes the lock that lasts as long as the file is open; false if another has it.
    func lock() -> Bool { flock(descriptor, LOCK_EX | LOCK_NB) == 0 }

    /// Takes the lock as soon as nobody else has it.
    func waitForLock() throws(SystemFailure) {
        while flock(descriptor, LOCK_EX) != 0 {
            guard errno == EINTR else { throw SystemFailure() }
        }
    }

    /// The permissions of the file.
    func permissions() throws(SystemFailure) -> mode_t {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw SystemFailure() }
        return status.st_mode & 0o7777
    }

    func setPermissions(_ mode: mode_t) throws(SystemFailure) {
        guard fchmod(descriptor, mode) == 0 else { throw SystemFailure() }
    }
}
