import Digests
import Relations

/// The digest of all that predictions hang on.
enum PipelineFingerprint {
    static func word(of calibration: ProbabilityCalibration) -> String {
        guard let bytes = try? ModelCoding.encode(calibration) else { return "" }
        return SHA256Digest(of: bytes).hexadecimal
    }

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
