import Foundation
import Tables
import TestSupport
import Testing

@Suite("Metrics that a user defines")
struct DefinedMetricTests {
    private func begun() throws -> Conversation {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("epilogue-metric-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        var talk = Conversation(folder: folder.path)
        let data = ProjectFolder.url.appendingPathComponent("sessions/data/penguins.csv").path
        talk("penguins = load(\"\(data)\") | drop_missing()")
        talk("train, test = penguins | split(0.6, 0.4, seed: 5)")
        talk("mass = linear(body_mass_g ~ species + sex) | fit(train)")
        talk("sexes = logistic(sex ~ body_mass_g + species) | fit(train)")
        talk("def far(truth, prediction) = abs(truth - prediction)")
        talk("def off(truth, prediction) = mean(abs(truth - prediction))")
        talk(
            "def root(truth, prediction) = sqrt(mean((truth - prediction) * (truth - prediction)))"
        )
        talk("def worst_tenth(truth, prediction) = quantile(abs(truth - prediction), 0.9)")
        talk("def right(truth, prediction) = truth == prediction")
        talk(
            """
            def surprise(truth, prediction, probability) =
              -log(if truth == "male" then probability else 1 - probability)
            """
        )
        return talk
    }

    /// Value, low and high of a metric.
    private func numbers(_ line: String, _ talk: inout Conversation) throws -> [Double] {
        let table = try talk.table(line + " | head(9)")
        return try ["value", "low", "high"].map { try #require(table[$0]?[0].number) }
    }

    @Test(
        "are what those of the catalogue are that are so defined, and as sure",
        arguments: [
            ("mass", "far", "mae"), ("mass", "off", "mae"), ("mass", "root", "rmse"),
            ("sexes", "surprise", "log_loss"),
        ]
    )
    func catalogue(_ model: String, _ mine: String, _ theirs: String) throws {
        var talk = try begun()
        for weight in ["", ", weight: 2010 - year"] {
            let found = try numbers("\(model) | evaluate(test, metric: \(mine)\(weight))", &talk)
            let known = try numbers(
                "\(model) | evaluate(test, metric: \"\(theirs)\"\(weight))",
                &talk
            )
            for (one, other) in zip(found, known) {
                #expect((one - other).magnitude <= 1e-12 * other.magnitude, "\(mine)\(weight)")
            }
        }
    }

    @Test("of all rows are what a reduction of the predictions is, inside their interval")
    func reductions() throws {
        var talk = try begun()
        let found = try numbers("mass | evaluate(test, metric: worst_tenth)", &talk)
        let own = try talk.table(
            "mass | predict(test) | summarize(x = quantile(abs(body_mass_g - prediction), 0.9))"
        )
        #expect(own["x"]?[0].number == found[0])
        #expect(found[1] < found[0] && found[0] < found[2])
        // A mean that weighs rows itself is no plain mean of them.
        talk("def heavy(truth, prediction) = mean(abs(truth - prediction), weight: truth)")
        let heavy = try numbers("mass | evaluate(test, metric: heavy)", &talk)
        let wanted = try talk.table(
            """
            mass | predict(test)
              | summarize(x = mean(abs(body_mass_g - prediction), weight: body_mass_g))
            """
        )
        #expect(try #require(wanted["x"]?[0].number).distance(to: heavy[0]).magnitude < 1e-9)
        let right = try numbers("sexes | evaluate(test, metric: right)", &talk)
        let accuracy = try numbers("sexes | evaluate(test, metric: \"accuracy\")", &talk)
        #expect(right[0] == accuracy[0])
        let weighted = talk("mass | evaluate(test, metric: worst_tenth, weight: year)")
        #expect(weighted.contains("takes no weights"))
    }

    @Test("rank models and settings, less being better, beside those of the catalogue")
    func choosing() throws {
        var talk = try begun()
        talk("folds_of = train | folds(4, seed: 2)")
        let compared = try talk.table(
            """
            compare(linear(body_mass_g ~ species), linear(body_mass_g ~ species + sex),
              on: folds_of, metric: [off, "mae"]) | head(9)
            """
        )
        let metrics = try #require(compared["metric"])
        let named = ["off", "off", "off", "mae", "mae", "mae"]
        #expect((0..<6).map { metrics[$0] } == named.map { .text($0) })
        for name in ["rank", "value", "low", "high", "gap", "p_value"] {
            let cells = try #require(compared[name])
            #expect((0..<3).map { cells[$0] } == (3..<6).map { cells[$0] }, "\(name)")
        }
        let tuned = { (metric: String) in
            "tree(body_mass_g ~ .) | tune(folds_of, grid: {depth: [1, 2, 4]}, metric: \(metric)) | head(9)"
        }
        let (mine, theirs) = try (talk.table(tuned("far")), talk.table(tuned("\"mae\"")))
        #expect(mine["depth"] == theirs["depth"])
    }

    @Test("that are none are told before anything is computed")
    func refused() throws {
        var talk = try begun()
        talk("def alone(truth) = mean(truth)")
        talk("def words(truth, prediction) = \"a\"")
        talk("def lost(truth, prediction) = mean(truth - forecast)")
        talk("def chance(truth, prediction, probability) = probability")
        #expect(
            talk("mass | evaluate(test, metric: alone)").contains("def alone(truth, prediction)")
        )
        #expect(talk("mass | evaluate(test, metric: words)").contains("is no number"))
        #expect(talk("mass | evaluate(test, metric: lost)").contains("forecast"))
        #expect(talk("mass | evaluate(test, metric: chance)").contains("of two classes only"))
        #expect(
            talk("mass | evaluate(test, metric: surprise)").contains("of two classes only")
        )
        #expect(talk("mass | evaluate(test, metric: offf)").contains("metric: off"))
        #expect(talk("mass | evaluate(test, metric: \"off\")").contains("without quotes"))
        let listed = talk("mass | evaluate(test, metric: [off, \"maee\"])")
        #expect(listed.contains("is never \"maee\""))
    }
}
