import Foundation
import Tables
import TestSupport
import Testing

@Suite("Rows held out")
struct HoldoutTests {
    private var talk = Conversation()

    private mutating func begin() {
        talk("penguins = load(\"data/penguins.csv\")")
        talk("train, test = penguins | split(0.6, 0.4)")
        talk("kept = test | holdout")
        talk("m = logistic(sex ~ body_mass_g) | fit(train)")
        talk("n = logistic(sex ~ body_mass_g + bill_length_mm) | fit(train)")
    }

    private mutating func width(_ line: String) throws -> Double {
        let table = try talk.table(line)
        let ends = try ["low", "high"].map { try #require(table[$0]?[0].number) }
        return ends[1] - ends[0]
    }

    @Test("widen intervals by the number of looks, after Bonferroni")
    mutating func widths() throws {
        begin()
        let line = "m | evaluate(kept, metric: \"log_loss\") | head(1)"
        let plain = try width("m | evaluate(test, metric: \"log_loss\") | head(1)")
        let widths = try (0..<3).map { _ in try width(line) }
        #expect(widths[0] == plain)
        // Student's quantiles at 0.975, 0.9875 and 0.99167 with 135 degrees of freedom: scipy.stats.
        #expect(talk("test | filter(sex is not missing) | count").hasPrefix("136\n"))
        #expect((widths[1] / widths[0] - 2.266_677_1 / 1.977_692_3).magnitude < 1e-6)
        #expect((widths[2] / widths[0] - 2.424_178_5 / 1.977_692_3).magnitude < 1e-6)
    }

    @Test("count every call on them or on rows of them, and no other")
    mutating func looks() {
        begin()
        talk("m | evaluate(test)")
        #expect(talk("m | evaluate(kept)").contains("for the first time"))
        #expect(talk("compare(m, n, on: kept)").contains("looked at 2 times"))
        #expect(talk("n | evaluate(kept | filter(species == \"Adelie\"))").contains("3 times"))
        #expect(talk("n | roc(kept)").contains("looked at 4 times"))
        #expect(talk("n | importance(kept)").contains("looked at 5 times"))
        talk("other = train | holdout")
        #expect(talk("m | evaluate(other)").contains("for the first time"))
        // The same rows kept aside once more are no new ones.
        talk("again = test | holdout")
        #expect(talk("(n | evaluate(again)).looks").hasPrefix("6\n"))
    }

    @Test("count a tuning on them, or on folds of them, as a look, and warn of learning from them")
    mutating func tuned() {
        begin()
        let tune = "logistic(sex ~ body_mass_g) | tune"
        let first = talk("\(tune)(kept, grid: {l2: [0, 1]})")
        #expect(first.contains("rows held out, looked at for the first time"))
        #expect(first.contains("nothing is left to judge by"))
        #expect(talk("\(tune)(kept | folds(3), grid: {l2: 1})").contains("looked at 2 times"))
        #expect(!talk("\(tune)(train, grid: {l2: [0, 1]})").contains("held out"))
        #expect(talk("(m | evaluate(kept)).looks").hasPrefix("3\n"))
    }

    @Test("stay looked at when a line is undone")
    mutating func undone() {
        begin()
        talk("first = m | evaluate(kept)")
        talk(":undo")
        #expect(talk("(m | evaluate(kept)).looks").hasPrefix("2\n"))
    }

    @Test("are remembered by a model that is saved")
    mutating func saved() throws {
        begin()
        talk("m | evaluate(kept)\ncompare(m, n, on: kept)\nn | roc(kept)")
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("epilogue-holdout-\(UUID().uuidString)").path
        talk("m | save(\"\(folder)/m.model\")\nn | save(\"\(folder)/n.model\")")
        #expect(talk("load(\"\(folder)/m.model\").looks").hasPrefix("2\n"))
        #expect(talk("load(\"\(folder)/n.model\")").contains("2 before it was saved"))
        talk("x = load(\"\(folder)/m.model\")\nx | evaluate(kept)")
        talk("x | save(\"\(folder)/x.model\")")
        #expect(talk("load(\"\(folder)/x.model\").looks").hasPrefix("3\n"))
    }

    @Test("are looked at by the same model whatever threshold or calibration it has")
    mutating func settings() throws {
        begin()
        talk("m | evaluate(kept)\nt = m | threshold(0.3)\nt | evaluate(kept)")
        talk("c = t | conformal(kept)\nm | calibrate(kept)")
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("epilogue-holdout-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for name in ["m", "t", "c"] {
            talk("\(name) | save(\"\(folder)/\(name).model\")")
            #expect(talk("load(\"\(folder)/\(name).model\").looks").hasPrefix("4\n"))
        }
    }

    @Test("are not for learning, which is said")
    mutating func learning() {
        begin()
        #expect(talk("linear(body_mass_g ~ sex) | fit(kept)").contains("held out"))
        #expect(!talk("linear(body_mass_g ~ sex) | fit(train)").contains("held out"))
        #expect(talk("f = kept | folds(3)").contains("held out"))
        // Rows to stop by are looked at.
        let stopped = "lightgbm(sex ~ body_mass_g, trees: 5, patience: 2) | fit(train, valid: kept)"
        #expect(talk(stopped).contains("for the first time"))
    }
}
