import Catalog
package import Diagnostics
package import Learning

/// The explainers there are, in the order in which `auto` tries them.
package enum Explainers {
    package static let all: [any Explainer.Type] = [
        ConstantExplainer.self, LinearExplainer.self, TreeExplainer.self, BlendExplainer.self,
    ]

    /// The first that fits a model.
    static func fitting(_ model: any FittedModel) -> (any Explainer)? {
        all.first { $0.support(for: model) == .full }?.init()
    }

    /// What `method` takes.
    package static let methods = ["auto"] + all.map { $0.name }

    /// The explainer of that name, one of `methods`, or for `auto` the first that fits the model.
    package static func choose(
        _ method: String,
        for pipeline: FittedPipeline
    ) throws(Diagnostic) -> any Explainer {
        let fitting = all.filter { $0.support(for: pipeline.model) == .full }
        if method == "auto" {
            guard let first = fitting.first else {
                throw pipeline.blended.isEmpty ? .unexplained(pipeline) : .blend(pipeline)
            }
            return first.init()
        }
        guard let named = all.first(where: { $0.name == method }) else {
            preconditionFailure("methods are the names of explainers")
        }
        if case .none(let reason) = named.support(for: pipeline.model) {
            throw .methodUnfit(method, pipeline, reason, fitting.map { $0.name })
        }
        return named.init()
    }
}

extension Diagnostic {
    fileprivate static func unexplained(_ pipeline: FittedPipeline) -> Diagnostic {
        Diagnostic(
            "explain.model",
            "no explainer fits `\(pipeline.learner.name)`: what a feature adds is not told by its model",
            hints: ["importance(rows)", "shuffling a feature tells how much hangs on it"]
        )
    }

    fileprivate static func blend(_ pipeline: FittedPipeline) -> Diagnostic {
        guard case .none(let reason) = BlendExplainer.support(for: pipeline.model) else {
            preconditionFailure("a blend that can be explained is")
        }
        return Diagnostic(
            "explain.model",
            "this blend cannot be explained: \(reason)",
            hints: ["blend.members[1] | explain(rows)", "importance(rows)"]
        )
    }

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
