import CLightGBM
package import Diagnostics
import Glibc
import Libraries

/// The library itself: opened when it is first needed, its codes turned into errors.
package enum LightGBMLibrary {
    /// The version of the library; nil where nothing tells it.
    ///
    /// The library itself does not: `scripts/bootstrap` writes it beside the library that it brings.
    package static func version() throws(Diagnostic) -> String? {
        guard let file = fopen(try path() + ".version", "re") else { return nil }
        defer { fclose(file) }
        var buffer = [UInt8](repeating: 0, count: 64)
        let count = fread(&buffer, 1, buffer.count, file)
        let text = buffer[..<count].prefix { $0 > 0x20 }
        return text.isEmpty ? nil : String(decoding: text, as: UTF8.self)
    }

    /// Opens the library, if it is not open, and tells its path.
    package static func path() throws(Diagnostic) -> String {
        try load()
        return lightgbm_loaded_path().map { String(cString: $0) } ?? ""
    }

    static func load() throws(Diagnostic) {
        try LibrarySearch.current.open("lib_lightgbm.so") { path in
            lightgbm_load(path).map { String(cString: $0) }
        }
    }

    /// Runs one call on this thread, and throws what the library says when it fails.
    static func run(_ call: () -> Int32) throws(Diagnostic) {
        // The sink for messages belongs to the thread, and threads come and go.
        _ = LGBM_RegisterLogCallback { _ in }
        guard call() != 0 else { return }
        let reason = LGBM_GetLastError().map { String(cString: $0) } ?? ""
        throw Diagnostic("lightgbm.failed", "LightGBM refused: \(clause(reason))")
    }

    /// The first line, without the full stop.
    private static func clause(_ reason: String) -> String {
        let line = reason.split(separator: "\n").first.map(String.init) ?? "no reason given"
        return line.hasSuffix(".") ? String(line.dropLast()) : line
    }
}
