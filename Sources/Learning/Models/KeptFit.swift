import Catalog
import Digests
import Kernels
import Tables

/// A fit that an earlier run may have done: with the same settings, from the same rows.
enum KeptFit {
    /// The model, and the seconds that its fit took when it was done.
    static func model<L: Learner>(
        _ learner: L,
        _ data: Dataset,
        in work: WorkContext
    ) throws -> (model: L.Model, seconds: Double) {
        guard let kept = work.kept else { return try fitted(learner, data, in: work) }
        let key = key(learner, data, in: work)
        if let bytes = kept.bytes(for: key), let found: (L.Model, Double) = read(bytes, data.shape)
        {
            return found
        }
        let (model, seconds) = try fitted(learner, data, in: work)
        if Duration.seconds(seconds) >= Duration.worthKeeping, let bytes = try? model.encoded() {
            kept.keep(written(seconds) + bytes, for: key)
        }
        return (model, seconds)
    }

    private static func fitted<L: Learner>(
        _ learner: L,
        _ data: Dataset,
        in work: WorkContext
    ) throws -> (model: L.Model, seconds: Double) {
        try L.prepare()
        WarmLibraries.warm(L.self, in: work)
        let clock = ContinuousClock()
        let start = clock.now
        let model = try learner.fit(data, in: work)
        return (model, (clock.now - start) / .seconds(1))
    }

    private static func key<L: Learner>(
        _ learner: L,
        _ data: Dataset,
        in work: WorkContext
    ) -> String {
        var key = ContentKey()
        key.add("fit", L.name, L.Model.library ?? "", "\(work.threads)", "\(work.seed)")
        for setting in LearnerDescription(learner).settings {
            key.add(setting.name, "\(setting.value)")
        }
        for feature in data.features { key.add(feature.name, "\(feature.kind)") }
        key.add("\(data.task)")
        key.add(data.training)
        if let validation = data.validation { key.add(validation) }
        return key.hexadecimal
    }

    private static func written(_ seconds: Double) -> [UInt8] {
        withUnsafeBytes(of: seconds.bitPattern.littleEndian) { Array($0) }
    }

    private static func read<Model: FittedModel>(
        _ bytes: [UInt8],
        _ shape: ModelShape
    ) -> (Model, Double)? {
        guard bytes.count > 8,
            let model = try? Model(decoding: Array(bytes[8...]), shape: shape)
        else { return nil }
        let bits = bytes.withUnsafeBytes { $0.loadUnaligned(as: UInt64.self) }
        return (model, Double(bitPattern: UInt64(littleEndian: bits)))
    }
}

extension ContentKey {
    fileprivate mutating func add(_ examples: Examples) {
        add("\(examples.features.rows)", "\(examples.features.columns)")
        add(examples.features.cells)
        add(examples.target)
        add(examples.weights ?? [])
    }
}
