package import Catalog

/// The verbs of models, in the order in which help lists them.
package enum ModelVerbs {
    package static let all: [Function] = [
        .fit, .predict, .evaluate, .crossValidate, .compare, .blend, .tune, .importance,
        .threshold, .calibrate, .conformal, .slices, .fairness, .assumptions, .gate,
        .notWorse, .card,
    ]
}
