package import Diagnostics
import Tables
package import Values

/// Features with which predictions may only rise, or only fall.
package struct MonotoneFeatures: ShellRepresentable, Hashable {
    package enum Direction: String, CaseIterable, Hashable, Sendable {
        case rising
        case falling
    }

    private struct Held: Hashable {
        var feature: String
        var direction: Direction
    }

    private var all: [Held] = []

    package init() {}

    package var isEmpty: Bool { all.isEmpty }

    package static var shellType: ValueType { .record }
    package static var isOptional: Bool { true }

    package init(shell value: Value) throws(Diagnostic) {
        if value.isMissing { return }
        guard let parts = value.parts else { throw Self.refusal(of: value) }
        for (feature, value) in parts { all.append(try Self.held(feature, value)) }
    }

    private static func held(_ feature: String, _ value: Value) throws(Diagnostic) -> Held {
        if case .scalar(.text(let word)) = value, let direction = Direction(rawValue: word) {
            return Held(feature: feature, direction: direction)
        }
        throw .monotone(
            "the direction of `\(feature)` is \"rising\" or \"falling\"",
            hints: ["monotone: {\(feature): \"rising\"}"]
        )
    }

    package var shellValue: Value {
        isEmpty
            ? .missing
            : .record(of: all.map { ($0.feature, Value.text($0.direction.rawValue)) })
    }

    /// 1, 0 or -1 for each feature: whether what is predicted rises with it, may do both, or falls.
    package func signs(of data: Dataset) throws(Diagnostic) -> [Int] {
        var signs = [Int](repeating: 0, count: data.features.count)
        for held in all {
            guard let place = data.features.firstIndex(where: { $0.name == held.feature }) else {
                throw .monotone(
                    "`\(held.feature)` is not a feature of the model",
                    hints: Suggestion.hint(for: held.feature, among: data.features.map(\.name))
                        .map { [$0] } ?? []
                )
            }
            guard data.features[place].levels == nil else {
                throw .monotone(
                    "`\(held.feature)` is a category, whose values neither rise nor fall"
                )
            }
            signs[place] = held.direction == .rising ? 1 : -1
        }
        if !isEmpty, case .multiclass = data.task {
            throw .monotone("of three classes or more no probability rises alone")
        }
        return signs
    }
}

extension Diagnostic {
    fileprivate static func monotone(_ message: String, hints: [String] = []) -> Diagnostic {
        Diagnostic("learner.monotone", message, hints: hints)
    }
}
