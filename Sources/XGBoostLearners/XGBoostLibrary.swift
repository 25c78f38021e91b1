import CXGBoost
package import Diagnostics
import Libraries

/// The library itself: opened when it is first needed, its codes turned into errors.
package enum XGBoostLibrary {
    package static func version() throws(Diagnostic) -> String {
        try load()
        var (major, minor, patch): (Int32, Int32, Int32) = (0, 0, 0)
        XGBoostVersion(&major, &minor, &patch)
        return "\(major).\(minor).\(patch)"
    }

    /// Opens the library, if it is not open, and tells its path.
    package static func path() throws(Diagnostic) -> String {
        try load()
        return xgboost_loaded_path().map { String(cString: $0) } ?? ""
    }

    static func load() throws(Diagnostic) {
        try LibrarySearch.current.open("libxgboost.so") { path in
            xgboost_load(path).map { String(cString: $0) }
        }
    }

    /// Runs one call on this thread, and throws what the library says when it fails.
    static func run(_ call: () -> Int32) throws(Diagnostic) {
        // The sink for messages belongs to the thread, and threads come and go.
        _ = XGBRegisterLogCallback { _ in }
        guard call() != 0 else { return }
        let reason = XGBGetLastError().map { String(cString: $0) } ?? ""
        throw Diagnostic("xgboost.failed", "XGBoost refused: \(clause(reason))")
    }

    /// The first line, without the time and the place in the source before it, and without the full
    /// stop.
    private static func clause(_ reason: String) -> String {
        var line = reason.split(separator: "\n").first ?? "no reason given"
        if line.hasPrefix("["), let end = line.firstRange(of: "] ") {
            let rest = line[end.upperBound...]
            line = rest.firstRange(of: ": ").map { rest[$0.upperBound...] } ?? rest
        }
        return String(line.hasSuffix(".") ? line.dropLast() : line)
    }
}
