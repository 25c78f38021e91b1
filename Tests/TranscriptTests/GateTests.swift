import Diagnostics
import Foundation
import Tables
import TestSupport
import Testing

@Suite("Gates")
struct GateTests {
    private var talk = Conversation()

    private mutating func begin() {
        talk("penguins = load(\"data/penguins.csv\") | drop_missing(sex)")
        talk("train, test = penguins | split(0.5, 0.5, seed: 1)")
        talk("m = logistic(sex ~ . - year) | fit(train)")
        talk("n = logistic(sex ~ body_mass_g) | fit(train)")
    }

    private mutating func line(_ condition: String) throws -> [String: Scalar] {
        let table = try talk.table(
            "m | gate(\(condition), on: test, champion: n, otherwise: \"report\") | collect"
        )
        return Dictionary(
            uniqueKeysWithValues: zip(table.fields.map(\.name), table.columns.map { $0[0] })
        )
    }

    private mutating func value(_ line: String) throws -> Double {
        try #require(try talk.table(line)["value"]?[0].number)
    }

    @Test("measure what evaluate measures, with its intervals")
    mutating func measures() throws {
        begin()
        for metric in ["auc", "accuracy", "f1", "log_loss"] {
            let wanted = try talk.table("m | evaluate(test, metric: \"\(metric)\") | collect")
            let found = try line("\(metric) > 0.5")
            for name in ["value", "low", "high"] { #expect(found[name] == wanted[name]?[0]) }
        }
    }

    @Test("take differences of the same rows, whichever way they are asked for")
    mutating func differences() throws {
        begin()
        let gap =
            try value("m | evaluate(test, metric: \"auc\") | collect")
            - value("n | evaluate(test, metric: \"auc\") | collect")
        let forms = [
            "auc >= champion.auc + 0.02", "auc - 0.02 >= champion.auc",
            "champion.auc + 0.02 <= auc", "auc - champion.auc >= 0.02",
            "2 * auc - 2 * champion.auc >= 0.04", "-auc <= -0.02 - champion.auc",
        ]
        var low: Set<Scalar?> = []
        for form in forms {
            let found = try line(form)
            let seen = try #require(found["value"]?.number)
            #expect((seen - gap).magnitude < 1e-12, "\(form)")
            #expect(found["asked"] == .text(">= 0.02"), "\(form)")
            #expect(found["passed"] == .bool(gap >= 0.02), "\(form)")
            low.insert(found["low"])
        }
        #expect(low.count == 1)
        // The areas of both are correlated: two intervals apart would give a wider one.
        let widths = try ["auc >= champion.auc", "auc > 0.5", "champion.auc > 0.5"].map { form in
            let found = try line(form)
            return (try #require(found["high"]?.number)) - (try #require(found["low"]?.number))
        }
        #expect(widths[0] < (widths[1] * widths[1] + widths[2] * widths[2]).squareRoot())
    }

    @Test("hold what is not worse at the end of its interval")
    mutating func notWorse() throws {
        begin()
        let gap = try line("log_loss - champion.log_loss < 0")
        let high = try #require(gap["high"]?.number)
        for margin in [0, 0.01, 1] {
            let found = try line("not_worse(champion.log_loss, margin: \(margin))")
            // Less is better, so that the gain is the difference turned round.
            #expect((try #require(found["low"]?.number) + high).magnitude < 1e-12)
            #expect(found["passed"] == .bool(-high >= -margin))
            #expect(try line("not_worse(log_loss, margin: \(margin))")["passed"] == found["passed"])
        }
        // So few rows cannot show that hardly anything is lost.
        let few =
            "n | gate(not_worse(champion.auc), on: test | head(40), champion: m, otherwise: \"report\")"
        #expect(try talk.table("\(few) | collect")["passed"]?[0] == .bool(false))
    }

    @Test("ask of the worst slice what slices finds")
    mutating func worstSlice() throws {
        begin()
        let slices = try talk.table("m | slices(test, metric: \"auc\") | collect")
        let found = try line("worst_slice.auc >= 0.6")
        for name in ["value", "low", "high"] { #expect(found[name] == slices[name]?[0]) }
        guard case .text(let reason)? = found["reason"],
            case .text(let slice)? = slices["slice"]?[0]
        else { throw Missing() }
        #expect(reason.contains(slice))
    }

    private struct Missing: Error {}

    @Test("combine metrics freely, and fail where one has no value")
    mutating func free() throws {
        begin()
        #expect(try line("auc * f1 > 0.5 and size < 1e6")["passed"] == .bool(true))
        #expect(try line("auc between 0.5 and 1")["passed"] == .bool(true))
        #expect(try line("auc > 0.5 or auc <= 0.5")["passed"] == .bool(true))
        let alone = """
            m | gate(auc > 0, on: test | filter(sex == "male"), otherwise: "report") | collect
            """
        #expect(try talk.table(alone)["passed"]?[0] == .bool(false))
    }

    @Test("stop a line that fails, at each condition that does")
    mutating func stops() {
        begin()
        let faults = talk.faults("m | gate(auc > 2, size < 1e6, f1 > 2, on: test)")
        #expect(faults.map(\.code) == ["gate.failed", "gate.failed"])
        #expect(talk.faults("m | gate(auc > 0.5, on: test)").isEmpty)
        #expect(talk.faults("m | gate(auc > 2, on: test, otherwise: \"warn\")").isEmpty)
        #expect(
            talk("(m | gate(auc > 2, on: test, otherwise: \"report\")).passed").hasPrefix("false")
        )
    }

    @Test("count a look at rows that are held out, whatever they find")
    mutating func looks() {
        begin()
        talk("kept = test | holdout")
        talk("m | gate(auc > 2, on: kept)")
        #expect(talk("m | gate(auc > 0.5, on: kept)").contains("looked at 2 times"))
        #expect(talk("m | slices(kept)").contains("looked at 3 times"))
    }

    @Test("know metrics by their names alone, and say what is close")
    mutating func names() {
        begin()
        let unknown = talk.faults("m | gate(acuracy > 0.5, champion.acu > 0.5, on: test)")
        #expect(unknown.map(\.code) == ["metric.unknown", "member.unknown"])
        #expect(unknown.allSatisfy { !$0.hints.isEmpty })
        let codes = [
            ("champion.auc > 0", "gate.champion"), ("not_worse(auc)", "gate.champion"),
            ("not_worse(baseline.auc + 1)", "gate.metric"),
            ("auc > 0 and not_worse(baseline.auc)", "gate.nested"),
        ]
        for (condition, code) in codes {
            let found = talk.faults("m | gate(\(condition), on: test)").map(\.code.description)
            #expect(found == [code], "\(condition)")
        }
        let other = "gate(auc > 0, on: test, champion: linear(body_mass_g ~ sex) | fit(train))"
        #expect(talk.faults("m | \(other)").map(\.code) == ["compare.target"])
    }
}
