package import Catalog

/// The verbs of explanations, in the order in which help lists them.
package enum ExplainVerbs {
    package static let all: [Function] = [
        .explain, .interactions, .path, .reasons, .audit,
        .waterfall, .force, .bars, .beeswarm, .dependence, .decision,
        .partialDependence, .ice, .ale,
    ]
}
