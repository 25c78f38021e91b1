import Glibc

/// The reason for which a call to the system failed.
struct SystemFailure: Error {
    let number: Int32

    /// The reason that `errno` holds.
    init() { number = errno }

    init(_ number: Int32) { self.number = number }

    /// In the system's words, with a small first letter.
    var words: String {
        switch number {
        case ENOSPC: "the disk is full"
        case EACCES, EPERM: "permission denied"
        case EROFS: "the file system is read-only"
        case ENOENT: "no such file or folder"
        case EISDIR: "it is a folder"
        case ENOTDIR: "a part of the path is not a folder"
        default: String(cString: strerror(number)).lowercased()
        }
    }
}
