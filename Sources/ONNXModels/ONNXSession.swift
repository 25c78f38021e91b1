import CONNXRuntime
import Diagnostics
import Kernels
import Learning
import Synchronization
import Tables

/// A graph that is ready to run; several threads may run it at a time.
final class ONNXSession: Sendable {
    // SAFETY: ONNX Runtime lets threads share a session, and nothing changes it before `deinit`.
    nonisolated(unsafe) private let session: ORTSession
    private let inputs: ONNXInputs
    private let output: String
    private let element: Int

    init(_ file: ONNXFile, _ inputs: ONNXInputs, _ outcome: ONNXOutcome) throws(Diagnostic) {
        try ONNXRuntimeLibrary.load()
        self.inputs = inputs
        (output, element) = (outcome.output, outcome.element)
        session = try Self.made(file.giving(outcome.output, element: outcome.element))
    }

    private static func made(_ bytes: [UInt8]) throws(Diagnostic) -> ORTSession {
        var options: ORTSessionOptions?
        try ONNXRuntimeLibrary.check(ort_create_session_options(&options))
        defer { ort_release_session_options(options) }
        // Rows are shared out here: sums within a node then go one way only.
        try ONNXRuntimeLibrary.check(ort_set_threads_in_nodes(options, 1))
        try ONNXRuntimeLibrary.check(ort_set_threads_of_nodes(options, 1))
        var session: ORTSession?
        let environment = try Environment.shared.get().handle
        let status = bytes.withUnsafeBytes {
            ort_create_session(environment, $0.baseAddress, $0.count, options, &session)
        }
        try ONNXRuntimeLibrary.check(status)
        guard let session else { throw .modelCorrupt("no session was made") }
        return session
    }

    deinit { ort_release_session(session) }

    /// What the graph gives for some rows: numbers, row by row, and how many a row.
    ///
    /// A row without a value where the graph takes a whole number or a bool gives no number.
    func run(
        _ rows: Range<Int>,
        of matrix: Matrix,
        levels: [[String]?],
        cancellation: Cancellation
    ) throws -> (cells: [Double], columns: Int) {
        let run = try ONNXRun(inputs, rows, of: matrix, levels)
        let options = try RunOptions()
        var result: ORTValue?
        let stop = { @Sendable in options.stop() }
        let status = cancellation.withAction(stop) {
            run.withNames { names, values in
                output.withCString { output in
                    var output: UnsafePointer<CChar>? = output
                    return ort_run(
                        session,
                        options.handle,
                        names.baseAddress,
                        values.baseAddress,
                        values.count,
                        &output,
                        1,
                        &result
                    )
                }
            }
        }
        defer { if let result { ort_release_value(result) } }
        do throws(Diagnostic) {
            try ONNXRuntimeLibrary.check(status)
        } catch {
            try cancellation.check()
            throw error
        }
        guard let result else { throw Diagnostic.modelCorrupt("it gave nothing") }
        return try numbers(of: result, rows: rows.count, without: run.gaps)
    }

    private func numbers(
        of value: ORTValue,
        rows: Int,
        without gaps: [Int]
    ) throws(Diagnostic) -> (cells: [Double], columns: Int) {
        var shape: ORTShape?
        try ONNXRuntimeLibrary.check(ort_tensor_shape(value, &shape))
        defer { ort_release_shape(shape) }
        var (type, rank): (Int32, Int) = (0, 0)
        try ONNXRuntimeLibrary.check(ort_element_type(shape, &type))
        try ONNXRuntimeLibrary.check(ort_rank(shape, &rank))
        var sizes = [Int64](repeating: 1, count: rank)
        try ONNXRuntimeLibrary.check(ort_dimensions(shape, &sizes, rank))
        let batch = inputs.batch ?? rows
        let count = sizes.reduce(1, *)
        guard rank > 0, sizes[0] == Int64(batch), batch > 0, Int(type) == element else {
            let told = sizes.map { String($0) }.joined(separator: " × ")
            throw .unsupported("it gives \(told) numbers for \(batch) rows")
        }
        var cells: UnsafeMutableRawPointer?
        try ONNXRuntimeLibrary.check(ort_tensor_cells(value, &cells))
        guard let cells else { throw .modelCorrupt("it gave nothing") }
        let columns = Int(count) / batch
        var numbers: [Double]
        if element == 11 {
            let start = cells.assumingMemoryBound(to: Double.self)
            numbers = Array(UnsafeBufferPointer(start: start, count: rows * columns))
        } else {
            let start = cells.assumingMemoryBound(to: Float.self)
            numbers = UnsafeBufferPointer(start: start, count: rows * columns).map { Double($0) }
        }
        for row in gaps {
            for column in 0..<columns { numbers[row * columns + column] = .nan }
        }
        return (numbers, columns)
    }
}

/// What all sessions share: the library's own log, of which nothing is heard.
private struct Environment: Sendable {
    // SAFETY: made once, and never released.
    nonisolated(unsafe) let handle: ORTEnvironment

    static let shared = Result<Environment, Diagnostic> { () throws(Diagnostic) in
        var made: ORTEnvironment?
        let fatalAlone: Int32 = 4
        try ONNXRuntimeLibrary.check(ort_create_environment(fatalAlone, "epilogue", &made))
        guard let made else { throw Diagnostic.modelCorrupt("no environment was made") }
        return Environment(handle: made)
    }
}

/// What stops one run from another thread.
private final class RunOptions: Sendable {
    // SAFETY: the library takes the request to stop from any thread.
    nonisolated(unsafe) let handle: ORTRunOptions

    init() throws(Diagnostic) {
        var made: ORTRunOptions?
        try ONNXRuntimeLibrary.check(ort_create_run_options(&made))
        guard let made else { throw .modelCorrupt("no run was made") }
        handle = made
    }

    func stop() { try? ONNXRuntimeLibrary.check(ort_stop(handle)) }

    deinit { ort_release_run_options(handle) }
}
