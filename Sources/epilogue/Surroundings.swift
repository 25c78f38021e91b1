import Assembly
import Catalog
import Foundation
import Glibc
import Kernels
import Sessions
import Tables

/// What the program takes from the machine it runs on.
enum Surroundings {
    static let threads = ProcessInfo.processInfo.activeProcessorCount

    /// Settings as a new session has them here.
    static func settings() -> Settings {
        var settings = Settings()
        settings.folder = FileManager.default.currentDirectoryPath
        settings.home = NSHomeDirectory()
        settings.now = Instant(microseconds: Int64(Date().timeIntervalSince1970) * 1_000_000)
        return settings
    }

    /// This very program, by version, and by size and time of its file.
    static var program: String {
        var file = stat()
        guard stat("/proc/self/exe", &file) == 0 else { return Version.current }
        let time = file.st_mtim
        return "\(Version.current) \(file.st_size) \(time.tv_sec).\(time.tv_nsec)"
    }

    static func work() -> WorkContext { WorkContext(threads: threads) }
}
