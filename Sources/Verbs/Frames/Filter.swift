import Catalog
import Relations
import Values

extension Function {
    static let filter = Function(
        "filter",
        "The rows for which all conditions hold; what is missing does not hold.",
        family: .frames,
        effect: .pure,
        takes: Parameter<Frame>("frame", "the frame to read"),
        Parameter<Conditions>.rest("x", "conditions over the columns"),
        Parameter(
            "by",
            default: Grouping(),
            "groups for the reductions and windows in a condition"
        ),
        Parameter(
            "order",
            default: SortKeys(),
            "the order that `lag`, `cumsum`, `first` and their kin need"
        ),
        examples: [
            Example("penguins | filter(body_mass_g > 5500, island == \"Biscoe\")"),
            Example("penguins | filter(body_mass_g > mean(body_mass_g), by: species) | count()"),
        ]
    ) { _, frame, conditions, by, order in
        let window = Window(partition: by.all.map(\.expression), order: order.all)
        return frame.filtered(where: conditions.all.map { $0.over(window) })
    }.keepingColumns()
}
