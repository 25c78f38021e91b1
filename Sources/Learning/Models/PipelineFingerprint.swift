import Digests
import Relations

/// Digests of a model: of what was learned, and of all that its answers hang on.
enum PipelineFingerprint {
    /// What was learned, and what was set on it afterwards.
    static func of(
        _ learned: String,
        deciding threshold: Double,
        _ calibration: ProbabilityCalibration?,
        _ conformal: ConformalReach?
    ) -> String {
        let setting = Setting(threshold: threshold, calibration: calibration, conformal: conformal)
        guard let bytes = try? ModelCoding.encode(setting) else {
            preconditionFailure("numbers and words can be written")
        }
        var key = ContentKey()
        key.add(learned)
        key.add(bytes)
        return key.hexadecimal
    }

    private struct Setting: Encodable {
        let threshold: Double
        let calibration: ProbabilityCalibration?
        let conformal: ConformalReach?
    }

    /// What was learned.
    static func of(
        _ model: any FittedModel,
        _ target: Target,
        _ expressions: [NamedExpression],
        _ recipe: LearnedRecipe?
    ) throws -> String {
        var hasher = SHA256Hasher()
        hasher.update(with: Array("\(model.flavor)\u{0}".utf8))
        hasher.update(with: try model.encoded())
        for feature in model.shape.features {
            hasher.update(with: Array("\(feature.name)\u{0}\(feature.kind)\u{0}".utf8))
        }
        for column in expressions + [target.column] {
            hasher.update(
                with: Array(
                    "\(column.name)\u{0}\(StoredExpression(column.expression).text)\u{0}".utf8
                )
            )
        }
        hasher.update(with: Array("\(target.task)".utf8))
        if let recipe { hasher.update(with: try ModelCoding.encode(recipe)) }
        return hasher.digest.hexadecimal
    }
}
