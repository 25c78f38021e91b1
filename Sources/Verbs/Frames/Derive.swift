import Catalog
import Learning
import Relations
import Values

extension Function {
    static let derive = Function(
        "derive",
        "New columns beside those there are; later ones see earlier ones.",
        family: .frames,
        effect: .pure,
        takes: Parameter<Frame>("frame", "a frame, or a recipe that it becomes a step of"),
        Parameter<Derivations>.rest(
            "columns",
            "`name = expression`; a name that is there is replaced"
        ),
        Parameter(
            "by",
            default: Grouping(),
            "groups for the reductions and windows among the expressions"
        ),
        Parameter(
            "order",
            default: SortKeys(),
            "the order that `lag`, `cumsum`, `first` and their kin need"
        ),
        examples: [
            Example("penguins | derive(ratio = bill_length_mm / bill_depth_mm) | head(3)"),
            Example("penguins | derive(share = body_mass_g / sum(body_mass_g), by: species)"),
            Example("flights | derive(before = lag(dep_delay), by: tailnum, order: time_hour)"),
        ]
    ) { _, frame, columns, by, order in
        let window = Window(partition: by.all.map(\.expression), order: order.all)
        return frame.derived(
            columns.all.map { NamedExpression($0.name, $0.expression.over(window)) }
        )
    }.inRecipes()
}
