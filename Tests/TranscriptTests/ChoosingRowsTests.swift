import Diagnostics
import Foundation
import TestSupport
import Testing

/// Rows that chose something of a model, and then judge it.
@Suite("Rows that chose")
struct ChoosingRowsTests {
    private func begun() -> Conversation {
        var talk = Conversation()
        talk(
            """
            p = load("data/penguins.csv") | filter(sex is not missing)
            train, valid, test = p | split(0.5, 0.3, 0.2, seed: 1)
            plain = logistic(sex ~ body_mass_g) | fit(train)
            """
        )
        return talk
    }

    @Test(
        "are told where they judge, too",
        arguments: [
            ("plain | threshold(valid)", "chose its threshold"),
            ("plain | calibrate(valid)", "calibrated it"),
            ("plain | conformal(valid)", "gave its bounds"),
            (
                "blend(plain, logistic(sex ~ year) | fit(train), on: valid)", "chose its weights"
            ),
            (
                "lightgbm(sex ~ body_mass_g, patience: 3, trees: 9) | fit(train, valid: valid)",
                "told it when to stop"
            ),
        ]
    )
    func told(_ model: String, _ words: String) {
        var talk = begun()
        talk("m = \(model)")
        for judging in [
            "m | evaluate(valid, metric: \"auc\")", "compare(m, plain, on: valid)",
            "m | gate(auc > 0, on: valid | head(50))",
        ] {
            #expect(talk(judging).contains("these rows of `valid` \(words)"), "\(judging)")
        }
        #expect(talk("m | evaluate(p, metric: \"auc\")").contains("some of these rows of `p`"))
        #expect(!talk("m | evaluate(test, metric: \"auc\")").contains(words))
    }

    @Test(
        "are told of a model that was saved and loaded, too",
        arguments: [
            ("plain | threshold(valid)", "chose its threshold"),
            ("plain | calibrate(valid)", "calibrated it"),
            (
                "linear(body_mass_g ~ sex + species) | fit(train) | conformal(valid)",
                "gave its bounds"
            ),
            (
                "blend(plain, logistic(sex ~ year) | fit(train), on: valid)", "chose its weights"
            ),
            (
                "blend(plain | calibrate(valid), logistic(sex ~ year) | fit(train))",
                "calibrated it"
            ),
            (
                "lightgbm(sex ~ body_mass_g, patience: 3, trees: 9) | fit(train, valid: valid)",
                "told it when to stop"
            ),
        ]
    )
    func remembered(_ model: String, _ words: String) {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("epilogue-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var talk = begun()
        talk("\(model) | save(\"\(folder)\")\nm = load(\"\(folder)\")")
        #expect(talk("m | evaluate(valid)").contains("these rows of `valid` \(words)"))
        #expect(talk("m | evaluate(valid | head(40))").contains("these rows of `valid` \(words)"))
        #expect(talk("m | evaluate(p)").contains("some of these rows of `p` \(words)"))
        #expect(!talk("m | evaluate(test)").contains(words))
        #expect(!talk("m | evaluate(train)").contains(words))
        // Once more, for what was loaded is saved as well.
        talk("m | save(\"\(folder)\", replace: true)\nn = load(\"\(folder)\")")
        #expect(talk("n | evaluate(valid)").contains("these rows of `valid` \(words)"))
    }

    @Test("are forgotten with what they chose")
    func forgotten() {
        var talk = begun()
        talk("m = plain | threshold(valid) | threshold(0.4)")
        #expect(!talk("m | evaluate(valid, metric: \"auc\")").contains("chose its threshold"))
        talk("n = plain | threshold(valid) | calibrate(test)")
        #expect(!talk("n | evaluate(valid, metric: \"auc\")").contains("chose its threshold"))
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("epilogue-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        talk("plain | threshold(valid) | save(\"\(folder)\")")
        talk("l = load(\"\(folder)\") | threshold(0.4)")
        #expect(!talk("l | evaluate(valid)").contains("chose its threshold"))
    }

    @Test("to stop by and to learn from are not the same")
    func stopping() {
        var talk = begun()
        let learner = "lightgbm(sex ~ body_mass_g, patience: 3, trees: 9)"
        let warning = "that tell when to stop are learned from, too"
        #expect(talk("\(learner) | fit(train, valid: train)").contains(warning))
        #expect(talk("\(learner) | fit(p, valid: valid)").contains(warning))
        #expect(!talk("\(learner) | fit(train, valid: valid)").contains(warning))
    }

    @Test("for a model's threshold did not choose that of one that learns anew, which is said")
    func anew() {
        var talk = begun()
        talk("m = plain | threshold(0.3)")
        #expect(talk("n = m | fit(train)").contains("its threshold of 0.3") == false)
        #expect(talk("n = m | fit(train)").contains("threshold of 0.3 did not come along"))
        #expect(talk("n.threshold").contains("0.5"))
        #expect(!talk("n = plain | fit(train)").contains("did not come along"))
    }

    @Test(
        "a model is not saved under another program's ending",
        arguments: ["pkl", "onx", "joblib", "json"]
    )
    func endings(_ ending: String) {
        var talk = begun()
        let path = FileManager.default.temporaryDirectory
            .appendingPathComponent("epilogue-\(UUID().uuidString).\(ending)").path
        let faults = talk.faults("plain | save(\"\(path)\")")
        #expect(faults.map(\.code) == ["file.format"])
        #expect(!FileManager.default.fileExists(atPath: path))
    }
}
