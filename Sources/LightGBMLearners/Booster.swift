import CLightGBM
import Diagnostics
import Kernels
import Synchronization
import Tables
import Trees

/// Trees that grow no more, read from LightGBM's own text.
final class Booster: Sendable {
    // SAFETY: set once, freed by `deinit`; the library takes a lock of its own for every call, and
    // predictions change nothing.
    private nonisolated(unsafe) let handle: BoosterHandle
    /// Rounds; with several classes each has a tree a class.
    let rounds: Int
    let features: Int
    /// Scores a row.
    let outputs: Int
    /// The trees as plain data, once they were asked for.
    private let ensemble = Mutex<TreeEnsemble?>(nil)

    init(text: String) throws(Diagnostic) {
        try LightGBMLibrary.load()
        var made: BoosterHandle?
        var rounds: Int32 = 0
        try LightGBMLibrary.run { LGBM_BoosterLoadModelFromString(text, &rounds, &made) }
        guard let made else {
            preconditionFailure("a booster where no error was told")
        }
        handle = made
        self.rounds = Int(rounds)
        var features: Int32 = 0
        var outputs: Int32 = 0
        try LightGBMLibrary.run { LGBM_BoosterGetNumFeature(made, &features) }
        try LightGBMLibrary.run { LGBM_BoosterNumModelPerIteration(made, &outputs) }
        self.features = Int(features)
        self.outputs = Int(outputs)
    }

    deinit { LGBM_BoosterFree(handle) }

    /// Numbers for every row, a column an output.
    func predict(_ rows: Matrix, kind: Int32, threads: Int) throws -> Matrix {
        guard rows.rows > 0 else { return Matrix(rows: 0, columns: outputs, cells: []) }
        var numbers = [Double](repeating: 0, count: rows.rows * outputs)
        var count: Int64 = 0
        try LightGBMLibrary.run {
            LGBM_BoosterPredictForMat(
                handle,
                rows.cells,
                C_API_DTYPE_FLOAT64,
                Int32(rows.rows),
                Int32(rows.columns),
                0,
                kind,
                0,
                -1,
                "num_threads=\(max(1, threads)) verbosity=-1",
                &count,
                &numbers
            )
        }
        precondition(Int(count) == numbers.count, "as many numbers as were expected")
        return Matrix(rows: rows.rows, columns: outputs, rowByRow: numbers)
    }

    /// The trees of its text as plain data, read when they are first asked for.
    func ensemble(in text: String) throws(Diagnostic) -> TreeEnsemble {
        if let known = ensemble.withLock(\.self) { return known }
        let read = try EnsembleText(text).ensemble(features: features, outputs: outputs)
        ensemble.withLock { $0 = read }
        return read
    }

    /// The total gain of the splits on each feature.
    func gains() throws -> [Double] {
        var gains = [Double](repeating: 0, count: features)
        try LightGBMLibrary.run {
            LGBM_BoosterFeatureImportance(handle, 0, C_API_FEATURE_IMPORTANCE_GAIN, &gains)
        }
        return gains
    }
}
