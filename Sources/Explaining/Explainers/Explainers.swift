import Catalog
package import Diagnostics
package import Learning

/// The explainers there are, in the order in which `auto` tries them.
package enum Explainers {
    package static let all: [any Explainer.Type] =
        knowing + [
            ExactExplainer.self, PermutationExplainer.self, KernelExplainer.self,
        ]

    /// Those that know how a model is made; the others only ask it.
    private static let knowing: [any Explainer.Type] = [
        ConstantExplainer.self, LinearExplainer.self, TreeExplainer.self, BlendExplainer.self,
    ]

    /// The first that knows how a model's margin is made.
    static func knowing(_ model: any FittedModel) -> (any Explainer)? {
        knowing.first { $0.support(for: model, sharing: .margin) == .full }?.init()
    }

    /// What `method` takes.
    package static let methods = ["auto"] + all.map { $0.name }

    /// The explainer of that name, one of `methods`; for `auto` the first that fits the model and so
    /// many players.
    package static func choose(
        _ method: String,
        for pipeline: FittedPipeline,
        sharing output: SharedOutput = .margin,
        among players: Int
    ) throws(Diagnostic) -> any Explainer {
        let fitting = all.filter { $0.support(for: pipeline.model, sharing: output) == .full }
        if method == "auto" {
            let first = fitting.first { $0 != ExactExplainer.self || players <= ExactExplainer.few }
            guard let first else { preconditionFailure("any model can be asked") }
            return first.init()
        }
        guard let named = all.first(where: { $0.name == method }) else {
            preconditionFailure("methods are the names of explainers")
        }
        if case .none(let reason) = named.support(for: pipeline.model, sharing: output) {
            throw .methodUnfit(method, pipeline, reason, fitting.map { $0.name })
        }
        return named.init()
    }
}

extension Diagnostic {
    fileprivate static func methodUnfit(
        _ method: String,
        _ pipeline: FittedPipeline,
        _ reason: String,
        _ fitting: [String]
    ) -> Diagnostic {
        Diagnostic(
            "explain.method",
            "`\(method)` does not fit `\(pipeline.learner.name)`: \(reason)",
            hints: (fitting + ["auto"]).map { "method: \"\($0)\"" }
        )
    }
}
