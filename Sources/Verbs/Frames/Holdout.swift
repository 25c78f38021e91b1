import Catalog
import Relations

extension Function {
    static let holdout = Function(
        "holdout",
        "The same frame, which counts how often models were judged by it; intervals widen for it.",
        family: .splits,
        effect: .pure,
        takes: Parameter<Frame>("frame", "rows kept aside until the end"),
        examples: [
            Example("penguins | holdout | head(2)"),
            Example(
                "linear(body_mass_g ~ sex) | fit(penguins | head(200))"
                    + " | evaluate(penguins | tail(100) | holdout)"
            ),
        ]
    ) { _, frame in
        frame.heldOut()
    }
}
