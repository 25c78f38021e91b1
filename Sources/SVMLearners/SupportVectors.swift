package import Catalog
import Diagnostics
package import Kernels
package import Learning
import Tables

/// Support vector machines by libsvm: the widest margin between two classes, or the flattest sum of
/// kernels within a tolerance of the number.
///
/// Numbers are scaled within; the number that is learned is, too, so that `cost` and `epsilon` mean
/// the same for grams and for tons. Of several classes each two have a machine. Probabilities come
/// from what machines say of rows that they did not see.
package struct SupportVectors: Learner {
    package var kernel = "rbf"
    package var cost = 1.0
    package var gamma: Double?
    package var degree: Int?
    package var constant: Double?
    package var epsilon: Double?
    /// How far the optimality conditions may be off at the end.
    package var tolerance = 1e-3

    package static let name = "svm"
    package static let summary = "Support vector machines by libsvm: wide margins under a kernel."
    package static let settings: [Setting<SupportVectors>] = [
        Setting(
            "kernel",
            \.kernel,
            "how alike two rows are: by their distance, or by products of their values",
            in: .choice(["rbf", "linear", "polynomial"])
        ),
        Setting(
            "cost",
            \.cost,
            "what a row on the wrong side of the margin costs: more follows the rows closer",
            in: .range(1e-6...1e6),
            scale: .logarithmic
        ),
        Setting(
            "gamma",
            \.gamma,
            "what squared distances, or products, are multiplied by; if absent, 1 over the sum of"
                + " the features' variances: 1 over their number where all are numbers",
            in: .range(1e-9...1e3),
            scale: .logarithmic
        ),
        Setting("degree", \.degree, "of a polynomial; 3 if absent", in: .range(1...8)),
        Setting(
            "constant",
            \.constant,
            "what a polynomial adds to products; 1 if absent",
            in: .range(0...1e3)
        ),
        Setting(
            "epsilon",
            \.epsilon,
            "of a number, how far off costs nothing, in units of its sd; 0.1 if absent",
            in: .range(0...10),
            scale: .logarithmic
        ),
    ]

    package init() {}

    package static func supports(_ task: LearningTask) -> Bool { true }

    /// Training takes more than the square of the rows: beyond these, hours.
    static let mostRows = 50_000

    package func fit(_ data: Dataset, in work: WorkContext) throws -> SupportVectorModel {
        guard data.count > 0 else { throw Diagnostic("learning.rows", "there are no rows") }
        guard data.count <= Self.mostRows else { throw Diagnostic.tooLarge(data.count) }
        guard data.training.weights == nil else { throw Diagnostic.weighted }
        let space = DistanceSpace(data.features, data.training.features)
        let training = MachineTraining(
            data: data,
            space: space,
            kernel: kernel(over: space),
            cost: cost,
            epsilon: epsilon ?? 0.1,
            tolerance: tolerance,
            work: work
        )
        return try training.model(remarks: space.remarks + unheard(of: data.task))
    }

    private func kernel(over space: DistanceSpace) -> Kernel {
        let gamma = gamma ?? (space.variance > 0 ? 1 / space.variance : 1)
        return switch kernel {
        case "linear": .linear
        case "polynomial":
            .polynomial(gamma: gamma, constant: constant ?? 1, degree: degree ?? 3)
        default: .radial(gamma: gamma)
        }
    }

    /// Settings that this kernel, or this task, has no use for.
    private func unheard(of task: LearningTask) -> [String] {
        var unheard: [String] = []
        if kernel == "linear", gamma != nil { unheard.append("gamma") }
        if kernel != "polynomial", degree != nil { unheard.append("degree") }
        if kernel != "polynomial", constant != nil { unheard.append("constant") }
        var remarks = unheard.map { "`\($0)` is not looked at by the \(kernel) kernel" }
        if task != .regression, epsilon != nil {
            remarks.append("`epsilon` is not looked at where classes are learned")
        }
        return remarks
    }
}

extension Diagnostic {
    fileprivate static func tooLarge(_ rows: Int) -> Diagnostic {
        Diagnostic(
            "svm.size",
            "`svm` takes at most \(SupportVectors.mostRows) rows, as its time grows with more than "
                + "their square, and these are \(rows)",
            hints: ["sample(20000) before `fit`"]
        )
    }

    fileprivate static var weighted: Diagnostic {
        Diagnostic(
            "svm.weight",
            "`svm` takes no weights: libsvm counts every row once",
            hints: ["leave `weight:` out, or use a learner that takes it, such as `knn`"]
        )
    }
}
