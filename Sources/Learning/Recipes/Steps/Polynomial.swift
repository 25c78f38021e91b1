package import Catalog
import Diagnostics
import Relations
package import Tables

/// Powers of numbers beside them; nothing is learned.
package struct Polynomial: RecipeStep {
    package static let name = "polynomial"
    package static let summary = "The square of a number, its cube and so on, beside it."
    package static let settings: [Setting<Polynomial>] = [
        Setting("degree", \.degree, "the highest power", in: .range(2...10))
    ]
    package static let columns = StepColumns.suiting(.numbers)
    package static let examples = [
        Example("penguins | polynomial(bill_length_mm, degree: 3) | head(2)"),
        Example("recipe(body_mass_g ~ bill_length_mm) | scale() | polynomial() | fit(penguins)"),
    ]

    package var degree = 2

    package init() {}

    package func learn(_ columns: [Field], from rows: StepRows) throws -> StepLearning {
        var made: [NamedExpression] = []
        for column in columns {
            let x = try RowExpression.call("float", column.column)
            var power = x
            for exponent in 2...degree {
                power = try .call("*", power, x)
                made.append(NamedExpression("\(column.name)_\(exponent)", power))
            }
        }
        return StepLearning([rows.stage(setting: made)])
    }
}
