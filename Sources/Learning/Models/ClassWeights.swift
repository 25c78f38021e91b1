package import Diagnostics
import Kernels
import Tables
package import Values

/// How much the rows of each class count: all alike, so that every class counts the same, or as given.
package enum ClassWeights: ShellRepresentable, Hashable {
    case equal
    /// A row of a class counts the weight of all rows, over that of the class's rows and the number
    /// of classes.
    case balanced
    /// A class that is not named counts one.
    case given([Share])

    package struct Share: Hashable, Sendable {
        package var label: String
        package var weight: Double
    }

    package static let word = "balanced"

    package static var shellType: ValueType { .oneOf([.scalar(.text), .record]) }
    package static var isOptional: Bool { true }

    package init(shell value: Value) throws(Diagnostic) {
        switch value {
        case .scalar(.missing): self = .equal
        case .scalar(.text(Self.word)): self = .balanced
        case .record:
            var shares: [Share] = []
            for (label, value) in value.parts ?? [] {
                guard let weight = try? Double(shell: value), weight > 0, weight.isFinite else {
                    throw .classWeight("the weight of `\(label)` is no number above 0")
                }
                shares.append(Share(label: label, weight: weight))
            }
            self = .given(shares)
        case .scalar(.text(let word)):
            throw .classWeight("`\(word)` is no way to weigh classes")
        default: throw Self.refusal(of: value)
        }
    }

    package var shellValue: Value {
        switch self {
        case .equal: .missing
        case .balanced: .text(Self.word)
        case .given(let shares):
            .record(of: shares.map { ($0.label, Value.float($0.weight)) })
        }
    }
}

extension ClassWeights {
    /// What a row of each class counts, by the classes' codes.
    fileprivate func factors(
        _ labels: [String],
        _ rows: Examples
    ) throws(Diagnostic) -> [Double]? {
        switch self {
        case .equal: return nil
        case .balanced:
            var sums = [Double](repeating: 0, count: labels.count)
            for row in rows.target.indices {
                sums[Int(rows.target[row])] += rows.weights?[row] ?? 1
            }
            let mean = Sums.mean(sums)
            return sums.map { $0 > 0 ? mean / $0 : 1 }
        case .given(let shares):
            var factors = [Double](repeating: 1, count: labels.count)
            for share in shares {
                guard let place = labels.firstIndex(of: share.label) else {
                    let near = Suggestion.close(to: share.label, among: labels, limit: 1).first
                    throw .classWeight(
                        "`\(share.label)` is not a class: there are \(NameList.quoted(labels))",
                        hints: near.map { ["class_weight: {\($0): \(share.weight)}"] } ?? []
                    )
                }
                factors[place] = share.weight
            }
            return factors
        }
    }
}

extension Dataset {
    /// The same rows, each counted by its class beside what it counts already; rows to stop by are
    /// counted by the weights of the training rows.
    package func weighted(by weights: ClassWeights) throws(Diagnostic) -> Dataset {
        if weights != .equal, task == .regression {
            throw .classWeight(
                "a number has no classes to weigh",
                hints: ["fit(…, weight: column)"]
            )
        }
        guard let factors = try weights.factors(task.labels, training) else { return self }
        var copy = self
        copy.training = training.weighted(factors)
        copy.validation = validation?.weighted(factors)
        return copy
    }
}

extension Examples {
    fileprivate func weighted(_ factors: [Double]) -> Examples {
        var copy = self
        copy.weights = target.indices.map { (weights?[$0] ?? 1) * factors[Int(target[$0])] }
        return copy
    }
}

extension Diagnostic {
    fileprivate static func classWeight(_ message: String, hints: [String] = []) -> Diagnostic {
        Diagnostic(
            "learner.class_weight",
            message,
            hints: hints.isEmpty
                ? ["class_weight: \"\(ClassWeights.word)\"", "class_weight: {yes: 5, no: 1}"]
                : hints
        )
    }
}
