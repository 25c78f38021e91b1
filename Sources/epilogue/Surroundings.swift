import Assembly
import Catalog
import Foundation
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

    static func work() -> WorkContext { WorkContext(threads: threads) }
}
