import CONNXRuntime
package import Diagnostics
import Libraries

/// The library itself: opened when it is first needed, its faults turned into errors.
package enum ONNXRuntimeLibrary {
    package static func version() throws(Diagnostic) -> String {
        try load()
        return onnxruntime_version().map { String(cString: $0) } ?? ""
    }

    /// Opens the library, if it is not open, and tells its path.
    package static func path() throws(Diagnostic) -> String {
        try load()
        return onnxruntime_loaded_path().map { String(cString: $0) } ?? ""
    }

    static func load() throws(Diagnostic) {
        try LibrarySearch.current.open("libonnxruntime.so") { path in
            onnxruntime_load(path).map { String(cString: $0) }
        }
    }

    /// Throws what a call gave, where it is a fault.
    static func check(_ status: ORTStatus?) throws(Diagnostic) {
        guard let status else { return }
        let reason = ort_error_message(status).map { String(cString: $0) } ?? ""
        ort_release_status(status)
        guard let told = reason.firstRange(of: "Status Message: ") else {
            throw Diagnostic("onnx.failed", "ONNX Runtime refused: \(clause(reason))")
        }
        // Which node it was stands before what it said.
        let node = reason.firstRange(of: "while running ").map { start in
            " in `\(reason[start.upperBound...].prefix { $0 != " " })`"
        }
        throw Diagnostic(
            "onnx.failed",
            "ONNX Runtime refused\(node ?? ""): \(clause(String(reason[told.upperBound...])))"
        )
    }

    /// The first line, without the places in the source, and without the full stop.
    private static func clause(_ reason: String) -> String {
        var line = reason.split(separator: "\n").first.map { String($0) } ?? "no reason given"
        // `/a/path.cc:123 void name(types) [with type = type] text`
        let place = line.firstRange(of: ".cc:") ?? line.firstRange(of: ".h:")
        if let rest = place.map({ line[$0.upperBound...] }),
            let end = rest.ranges(of: "] ").last ?? rest.firstRange(of: ") ")
        {
            line = String(line[end.upperBound...])
        }
        while let last = line.last, ".! ".contains(last) { line.removeLast() }
        return line
    }
}
