import CXGBoost
import Diagnostics
import Kernels
import Learning
import Synchronization
import Tables
import Trees

/// Trees that grow no more, read from XGBoost's own JSON.
final class Booster: Sendable {
    /// What the library holds; it is told the number of threads before each prediction.
    private struct Held {
        // SAFETY: reached under the lock alone, and freed by `deinit`.
        nonisolated(unsafe) let handle: XGBoosterHandle
        var threads = 0
    }

    /// What a prediction is.
    enum Kind: Int {
        case value = 0
        case margin = 1
    }

    let text: String
    let features: Int
    private let outputs: Int
    private let held: Mutex<Held>
    /// The trees as plain data, once they were asked for.
    private let read: Mutex<BoosterContent?>

    init(_ given: BoosterText, outputs: Int) throws(Diagnostic) {
        try XGBoostLibrary.load()
        var made: XGBoosterHandle?
        try XGBoostLibrary.run { XGBoosterCreate(nil, 0, &made) }
        guard let made else {
            preconditionFailure("a booster where no error was told")
        }
        var features: bst_ulong = 0
        do throws(Diagnostic) {
            var text = given.text
            try XGBoostLibrary.run { XGBoosterSetParam(made, "verbosity", "0") }
            try XGBoostLibrary.run {
                text.withUTF8 {
                    XGBoosterLoadModelFromBuffer(made, $0.baseAddress, bst_ulong($0.count))
                }
            }
            try XGBoostLibrary.run { XGBoosterGetNumFeature(made, &features) }
        } catch {
            XGBoosterFree(made)
            throw error
        }
        self.features = Int(features)
        self.outputs = outputs
        text = given.text
        read = Mutex(given.content)
        held = Mutex(Held(handle: made))
    }

    deinit {
        held.withLock { _ = XGBoosterFree($0.handle) }
    }

    /// Numbers for every row, a column an output.
    func predict(_ rows: Matrix, _ kind: Kind, threads: Int) throws(Diagnostic) -> Matrix {
        guard rows.rows > 0 else { return Matrix(rows: 0, columns: outputs, cells: []) }
        return try held.withLock { held throws(Diagnostic) in
            let handle = held.handle
            if held.threads != max(1, threads) {
                held.threads = max(1, threads)
                let word = "\(held.threads)"
                try XGBoostLibrary.run { XGBoosterSetParam(handle, "nthread", word) }
            }
            return try Booster.predict(rows, kind, width: outputs, by: handle)
        }
    }

    private static func predict(
        _ rows: Matrix,
        _ kind: Kind,
        width: Int,
        by handle: XGBoosterHandle
    ) throws(Diagnostic) -> Matrix {
        let settings = """
            {"type": \(kind.rawValue), "training": false, "iteration_begin": 0, \
            "iteration_end": 0, "strict_shape": true, "missing": NaN}
            """
        var shape: UnsafePointer<bst_ulong>?
        var dimensions: bst_ulong = 0
        var numbers: UnsafePointer<Float>?
        try XGBoostLibrary.run {
            rows.withArrayInterface {
                XGBoosterPredictFromDense(
                    handle,
                    $0,
                    settings,
                    nil,
                    &shape,
                    &dimensions,
                    &numbers
                )
            }
        }
        let sizes = (0..<Int(dimensions)).map { Int(shape?[$0] ?? 0) }
        guard let numbers, sizes.reduce(1, *) == rows.rows * width else {
            throw .modelCorrupt("the model predicts another number of columns than it has classes")
        }
        let cells = UnsafeBufferPointer(start: numbers, count: rows.rows * width)
        return Matrix(rows: rows.rows, columns: width, rowByRow: cells)
    }

    /// The trees of its text as plain data, read when they are first asked for.
    func content() throws(Diagnostic) -> BoosterContent {
        if let known = read.withLock(\.self) { return known }
        let content = try BoosterDocument(text).content(features: features, outputs: outputs)
        read.withLock { $0 = content }
        return content
    }
}
