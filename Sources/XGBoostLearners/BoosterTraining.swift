import CXGBoost
import Diagnostics
import Kernels
import Learning
import Tables

/// One training, round after round.
struct BoosterTraining {
    /// In XGBoost's words.
    let parameters: [(String, String)]
    let rounds: Int
    let patience: Int?
    let data: Dataset
    /// The number of classes, where each is to be an output that is 0 or 1.
    var classes: Int?
    let work: WorkContext

    func run() throws -> BoosterText {
        work.progress.report("fitting", fraction: 0)
        let rows = try QuantileRows(
            data.training,
            of: data.features,
            classes: classes,
            in: work,
            reference: nil
        )
        let booster = try TrainingBooster(rows, parameters, threads: work.threads)
        var validation: QuantileRows?
        if let held = data.validation, patience != nil {
            validation = try QuantileRows(held, of: data.features, in: work, reference: rows)
        }
        let kept = try boost(booster, rows, watching: validation)
        return BoosterText(grown: try booster.text(rounds: kept, of: rounds))
    }

    /// Adds trees, and tells how many rounds to keep.
    private func boost(
        _ booster: TrainingBooster,
        _ rows: QuantileRows,
        watching validation: QuantileRows?
    ) throws -> Int {
        var best = (round: 0, loss: Double.infinity)
        for round in 1...rounds {
            try work.cancellation.check()
            try booster.update(round: round - 1, rows)
            work.progress.report("fitting", fraction: Double(round) / Double(rounds))
            if let validation, let patience {
                let loss = try booster.loss(on: validation, round: round - 1)
                if loss < best.loss { best = (round, loss) }
                if round - best.round >= patience { break }
            }
        }
        return validation == nil ? rounds : max(1, best.round)
    }
}

/// A booster that still grows.
final class TrainingBooster {
    private let handle: XGBoosterHandle?

    init(
        _ rows: QuantileRows,
        _ parameters: [(String, String)],
        threads: Int
    ) throws(Diagnostic) {
        var made: XGBoosterHandle?
        try XGBoostLibrary.run {
            [rows.handle].withUnsafeBufferPointer {
                XGBoosterCreate($0.baseAddress, 1, &made)
            }
        }
        handle = made
        let sized = parameters + [("nthread", "\(max(1, threads))"), ("verbosity", "0")]
        for (name, value) in sized {
            try XGBoostLibrary.run { XGBoosterSetParam(made, name, value) }
        }
    }

    func update(round: Int, _ rows: QuantileRows) throws(Diagnostic) {
        try XGBoostLibrary.run { XGBoosterUpdateOneIter(handle, Int32(round), rows.handle) }
    }

    /// The objective's own measure, which falls.
    func loss(on rows: QuantileRows, round: Int) throws(Diagnostic) -> Double {
        var told = ""
        try XGBoostLibrary.run {
            var matrix: XGMatrixHandle? = rows.handle
            var line: UnsafePointer<CChar>?
            let code = "valid".withCString { name in
                var name: UnsafePointer<CChar>? = name
                return XGBoosterEvalOneIter(handle, Int32(round), &matrix, &name, 1, &line)
            }
            if let line { told = String(cString: line) }
            return code
        }
        // `[3]`, a tab, and `valid-rmse:0.25`.
        return told.split(separator: ":").last.flatMap { Double($0) } ?? .infinity
    }

    /// The model of the first rounds in JSON.
    func text(rounds: Int, of all: Int) throws(Diagnostic) -> String {
        guard rounds < all else { return try TrainingBooster.text(of: handle) }
        var part: XGBoosterHandle?
        try XGBoostLibrary.run { XGBoosterSlice(handle, 0, Int32(rounds), 1, &part) }
        defer { XGBoosterFree(part) }
        return try TrainingBooster.text(of: part)
    }

    private static func text(of handle: XGBoosterHandle?) throws(Diagnostic) -> String {
        var text = ""
        try XGBoostLibrary.run {
            var length: bst_ulong = 0
            var bytes: UnsafePointer<CChar>?
            let code = XGBoosterSaveModelToBuffer(handle, #"{"format": "json"}"#, &length, &bytes)
            if code == 0, let bytes {
                let raw = UnsafeRawBufferPointer(start: bytes, count: Int(length))
                text = String(decoding: raw, as: UTF8.self)
            }
            return code
        }
        return text
    }

    deinit { XGBoosterFree(handle) }
}
