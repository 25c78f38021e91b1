import Diagnostics
import Foundation
import Tables
import TestSupport
import Testing

@Suite("Models whose probabilities are calibrated")
struct CalibrateTests {
    private func begun() -> Conversation {
        var talk = Conversation()
        talk(
            """
            rows = load("data/penguins.csv") | drop_missing(sex)
            train, rest = rows | split(0.5, 0.5, seed: 7)
            other, test = rest | split(0.5, 0.5, seed: 8)
            m = lightgbm(sex ~ body_mass_g + species, trees: 30) | fit(train)
            c = m | calibrate(other, method: "sigmoid")
            """
        )
        return talk
    }

    @Test("predict and are judged by the probabilities that were made anew")
    func predictions() throws {
        var talk = begun()
        #expect(
            try talk.table("m | predict(test) | select(probability)")
                != talk.table("c | predict(test) | select(probability)")
        )
        // A curve that only rises leaves the order of the rows as it was.
        let auc = { (name: String) in "\(name) | evaluate(test, metric: \"auc\") | select(value)" }
        #expect(try talk.table(auc("m")) == talk.table(auc("c")))
        let brier = try talk.table(
            "c | predict(test) | summarize(x = mean(((if sex == \"male\" then 1 else 0) - probability)^2))"
        )
        let told = try talk.table("c | evaluate(test, metric: \"brier\") | select(value)")
        let (a, b) = (
            try #require(brier.columns[0][0].number), try #require(told.columns[0][0].number)
        )
        #expect((a - b).magnitude < 1e-12)
    }

    @Test("on the rows that it was fitted to, steps come true as often as they say")
    func comesTrue() throws {
        var talk = begun()
        talk("s = m | calibrate(other, method: \"isotonic\")")
        let table = try talk.table(
            """
            s | predict(other)
              | summarize(said = mean(probability), true_share = mean(sex == "male"), by: probability)
            """
        )
        let (said, came) = (try #require(table["said"]), try #require(table["true_share"]))
        for row in 0..<table.count {
            let (a, b) = (said[row].number ?? -1, came[row].number ?? -2)
            #expect((a - b).magnitude < 1e-9)
        }
    }

    @Test("of a learner on folds are those of rows that each fold's model did not learn from")
    func crossFitted() throws {
        var talk = begun()
        // Models of one copy are those of both, so that the other copy's rows are the folds' test rows.
        talk(
            """
            both = rows | derive(copy = 1) | append(rows | derive(copy = 2))
            learner = naive_bayes(sex ~ body_mass_g + bill_length_mm)
            a = learner | calibrate(both | folds(2, group: copy))
            b = learner | fit(both | filter(copy == 1)) | calibrate(both | filter(copy == 2))
            plain = learner | fit(both)
            """
        )
        func told(_ model: String) throws -> [Double] {
            let table = try talk.table("\(model) | predict(rows) | select(probability)")
            return (0..<table.count).map { table.columns[0][$0].number ?? .nan }
        }
        let (found, wanted, plain) = (try told("a"), try told("b"), try told("plain"))
        for (one, other) in zip(found, wanted) { #expect((one - other).magnitude < 1e-6) }
        #expect(zip(found, plain).contains { ($0 - $1).magnitude > 0.01 })
    }

    @Test("are saved with the calibration, and calibrated anew from the start")
    func saved() throws {
        let path = NSTemporaryDirectory() + "epilogue-calibrate-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        var talk = begun()
        talk("c | threshold(0.3) | save(\"\(path)\")")
        talk("again = load(\"\(path)\")")
        #expect(
            try talk.table("c | predict(test) | select(probability)")
                == talk.table("again | predict(test) | select(probability)")
        )
        #expect(talk("again.calibrated").hasPrefix("sigmoid"))
        #expect(try talk.table("changes(c, c | calibrate(other, method: \"sigmoid\"))").count == 0)
        let changed = try talk.table("changes(m, c) | filter(name == \"calibrated\")")
        #expect(changed.count == 1)
    }

    @Test("rows that were learned from, numbers and rows of one class are told")
    func faults() {
        var talk = begun()
        #expect(talk("m | calibrate(train)").contains("some of them than of others") == false)
        #expect(talk("m | calibrate(train)").contains("surer of them than of others"))
        #expect(!talk("m | calibrate(other)").contains("surer of them"))
        let number = "linear(body_mass_g ~ sex) | fit(train) | calibrate(other)"
        #expect(talk.faults(number).map(\.code) == ["calibrate.task"])
        let one = "m | calibrate(other | filter(sex == \"male\"))"
        #expect(talk.faults(one).map(\.code) == ["calibrate.class"])
        #expect(talk("c | explain(test)").contains("before its calibration"))
    }

    @Test("have the plain threshold again, which is said: the other was one of other probabilities")
    func threshold() throws {
        var talk = begun()
        talk("t = m | threshold(0.9)")
        #expect(talk("a = t | calibrate(other, method: \"sigmoid\")").contains("0.9 was one of"))
        #expect(talk("a.threshold").hasPrefix("0.5\n"))
        #expect(try talk.table("changes(a, c)").count == 0)
        #expect(!talk("m | calibrate(other, method: \"sigmoid\")").contains("threshold"))
    }

    @Test("with a threshold and a reach predict the same after they were saved")
    func all() throws {
        let folder = NSTemporaryDirectory() + "all-\(UUID().uuidString).model"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var talk = begun()
        talk("t = c | threshold(0.8) | conformal(other, coverage: 0.8)")
        talk("t | save(\"\(folder)\")\nagain = load(\"\(folder)\")")
        let live = try talk.table("t | predict(test)")
        #expect(live != (try talk.table("t | threshold(0.5) | predict(test)")))
        #expect(try talk.table("again | predict(test)") == live)
        #expect(try talk.table("again | evaluate(test)") == talk.table("t | evaluate(test)"))
        #expect(try talk.table("changes(t, again)").count == 0)
    }

    @Test("keep what lies within reach when they are saved, and lose it when calibrated anew")
    func conformal() throws {
        let folder = NSTemporaryDirectory() + "reach-\(UUID().uuidString).model"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var talk = begun()
        talk("r = c | conformal(other, coverage: 0.8)")
        talk("r | save(\"\(folder)\")")
        let live = try talk.table("r | predict(test)")
        #expect(live.fields.map(\.name).last == "prediction_set")
        #expect(try talk.table("load(\"\(folder)\") | predict(test)") == live)
        let anew = try talk.table("r | calibrate(other, method: \"isotonic\") | predict(test)")
        #expect(anew.fields.map(\.name).last == "probability")
    }
}
