import CLightGBM
import Diagnostics
import Kernels
import Learning
import Tables

/// One training, tree after tree.
struct BoostedTraining {
    let learner: LightGBM
    let data: Dataset
    let work: WorkContext
    private let parameters: String

    /// `constraints` are more of LightGBM's own parameters.
    init(
        learner: LightGBM,
        data: Dataset,
        work: WorkContext,
        constraints: String = ""
    ) throws(Diagnostic) {
        self.learner = learner
        self.data = data
        self.work = work
        parameters = try learner.parameters(for: data, in: work) + constraints
    }

    func run() throws -> LightGBMModel {
        work.progress.report("fitting", fraction: 0)
        let training = try BinnedRows(data.training, parameters, reference: nil)
        let booster = try TrainingBooster(training, parameters)
        var validation: BinnedRows?
        if let rows = data.validation, learner.patience != nil {
            let binned = try BinnedRows(rows, parameters, reference: training)
            try booster.watch(binned)
            validation = binned
        }
        let rounds = try boost(booster)
        let text = try booster.text(rounds: rounds)
        // Both are read by the booster as long as it lives.
        withExtendedLifetime((training, validation)) {}
        return try LightGBMModel(text: text, shape: data.shape)
    }

    /// Adds trees, and tells how many rounds to keep.
    private func boost(_ booster: borrowing TrainingBooster) throws -> Int {
        var best = (round: 0, loss: Double.infinity)
        for round in 1...learner.trees {
            try work.cancellation.check()
            let isFinished = try booster.update()
            work.progress.report("fitting", fraction: Double(round) / Double(learner.trees))
            if let patience = learner.patience {
                let loss = try booster.validationLoss()
                if loss < best.loss { best = (round, loss) }
                if round - best.round >= patience { return best.round }
            }
            if isFinished { break }
        }
        return learner.patience == nil ? learner.trees : max(1, best.round)
    }
}

/// Rows as LightGBM bins them.
final class BinnedRows {
    fileprivate let handle: DatasetHandle?

    init(_ rows: Examples, _ parameters: String, reference: BinnedRows?) throws {
        var made: DatasetHandle?
        try LightGBMLibrary.run {
            LGBM_DatasetCreateFromMat(
                rows.features.cells,
                C_API_DTYPE_FLOAT64,
                Int32(rows.features.rows),
                Int32(rows.features.columns),
                0,
                parameters,
                reference?.handle,
                &made
            )
        }
        handle = made
        try set("label", rows.target)
        if let weights = rows.weights { try set("weight", weights) }
    }

    private func set(_ field: String, _ values: [Double]) throws {
        let numbers = values.map { Float($0) }
        try LightGBMLibrary.run {
            LGBM_DatasetSetField(
                handle,
                field,
                numbers,
                Int32(numbers.count),
                C_API_DTYPE_FLOAT32
            )
        }
    }

    deinit { LGBM_DatasetFree(handle) }
}

/// A booster that still grows.
struct TrainingBooster: ~Copyable {
    private let handle: BoosterHandle?

    init(_ rows: BinnedRows, _ parameters: String) throws {
        var made: BoosterHandle?
        try LightGBMLibrary.run { LGBM_BoosterCreate(rows.handle, parameters, &made) }
        handle = made
    }

    func watch(_ rows: BinnedRows) throws {
        let handle = handle
        try LightGBMLibrary.run { LGBM_BoosterAddValidData(handle, rows.handle) }
    }

    /// Adds a round of trees; true when no more can be learned.
    func update() throws -> Bool {
        let handle = handle
        var finished: Int32 = 0
        try LightGBMLibrary.run { LGBM_BoosterUpdateOneIter(handle, &finished) }
        return finished != 0
    }

    func validationLoss() throws -> Double {
        let handle = handle
        var count: Int32 = 0
        var losses = [Double](repeating: 0, count: 4)
        try LightGBMLibrary.run { LGBM_BoosterGetEval(handle, 1, &count, &losses) }
        return losses[0]
    }

    /// The model of the first rounds, as LightGBM writes it.
    func text(rounds: Int) throws -> String {
        let handle = handle
        var length: Int64 = 0
        var buffer = [CChar](repeating: 0, count: 1 << 16)
        for _ in 0..<2 {
            let capacity = Int64(buffer.count)
            try LightGBMLibrary.run {
                LGBM_BoosterSaveModelToString(
                    handle,
                    0,
                    Int32(rounds),
                    C_API_FEATURE_IMPORTANCE_GAIN,
                    capacity,
                    &length,
                    &buffer
                )
            }
            if length <= capacity { break }
            buffer = [CChar](repeating: 0, count: Int(length))
        }
        let bytes = buffer.prefix(max(0, Int(length) - 1)).map { UInt8(bitPattern: $0) }
        return String(decoding: bytes, as: UTF8.self)
    }

    deinit { LGBM_BoosterFree(handle) }
}
