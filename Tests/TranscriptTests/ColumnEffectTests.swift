import Foundation
import Tables
import TestSupport
import Testing

@Suite("Predictions over the values of a column")
struct ColumnEffectTests {
    /// A session with models of the penguins.
    private func conversation() -> Conversation {
        var shell = Conversation()
        shell(#"penguins = load("data/penguins.csv") | filter(sex is not missing)"#)
        shell("trees = lightgbm(body_mass_g ~ . - year, trees: 30) | fit(penguins)")
        shell("line = linear(body_mass_g ~ flipper_length_mm + sex) | fit(penguins)")
        shell("classes = lightgbm(species ~ . - year, trees: 20) | fit(penguins)")
        shell(
            "prepared = recipe(body_mass_g ~ flipper_length_mm + species + sex)"
                + " | scale(flipper_length_mm) | one_hot(species, sex) | linear() | fit(penguins)"
        )
        return shell
    }

    private func numbers(_ table: Table, _ name: String) -> [Double] {
        guard let column = table[name] else { return [] }
        return (0..<column.count).map { column[$0].number ?? .nan }
    }

    @Test(
        "partial dependence is the mean of what `predict` says with the value in every row",
        arguments: ["trees", "line", "prepared"]
    )
    func means(_ model: String) throws {
        var shell = conversation()
        let found = try shell.table(
            "\(model) | partial_dependence(penguins, flipper_length_mm) | head(99)"
        )
        let values = numbers(found, "flipper_length_mm")
        #expect(values.count > 20)
        for place in [0, 11, values.count - 1] {
            let told = try shell.table(
                "\(model) | predict(penguins | derive(flipper_length_mm = \(Int(values[place]))))"
                    + " | summarize(mean = mean(prediction))"
            )
            let gap = numbers(told, "mean")[0] - numbers(found, "prediction")[place]
            #expect(gap.magnitude < 1e-8)
        }
    }

    @Test("a category has a mean for each of its names, and of several classes each a curve")
    func classes() throws {
        var shell = conversation()
        let found = try shell.table("classes | partial_dependence(penguins, island) | head(99)")
        #expect(found.fields.map(\.name) == ["island", "class", "prediction"])
        #expect(found.count == 9)
        let told = try shell.table(
            #"classes | predict(penguins | derive(island = "Dream"))"#
                + " | summarize(mean = mean(probability_Gentoo))"
        )
        let dream = try shell.table(
            #"classes | partial_dependence(penguins, island, class: "Gentoo")"#
                + #" | filter(island == "Dream")"#
        )
        let gap = numbers(told, "mean")[0] - numbers(dream, "prediction")[0]
        #expect(gap.magnitude < 1e-12)
    }

    @Test("the rows of `ice` have the mean that partial dependence draws")
    func rows() throws {
        var shell = conversation()
        shell("some = penguins | head(40)")
        let rows = try shell.table(
            "trees | ice(some, bill_depth_mm) | summarize(prediction = mean(prediction),"
                + " by: bill_depth_mm)"
        )
        let means = try shell.table("trees | partial_dependence(some, bill_depth_mm) | head(99)")
        for (one, other) in zip(numbers(rows, "prediction"), numbers(means, "prediction")) {
            #expect((one - other).magnitude < 1e-8)
        }
    }

    @Test("local effects of a line are the line, centred on the rows")
    func local() throws {
        var shell = conversation()
        let local = try shell.table("line | ale(penguins, flipper_length_mm) | head(99)")
        let partial = try shell.table(
            "line | partial_dependence(penguins, flipper_length_mm) | head(99)"
        )
        let (edges, whole) = (numbers(local, "prediction"), numbers(partial, "prediction"))
        for place in edges.indices {
            #expect((edges[place] - edges[0] - whole[place] + whole[0]).magnitude < 1e-8)
        }
        #expect(edges[0] < 0 && (edges.last ?? 0) > 0)
    }
}
