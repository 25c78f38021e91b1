import Diagnostics
import Foundation
import Tables
import TestSupport
import Testing

@Suite("Changes from one model to another")
struct ModelChangesTests {
    private func begun() -> Conversation {
        var talk = Conversation()
        talk("rows = load(\"data/penguins.csv\") | drop_missing(sex)")
        talk("a = lasso(body_mass_g ~ sex, l1: 9) | fit(rows)")
        return talk
    }

    /// `part name: before -> after`, a line each.
    private func changes(_ talk: inout Conversation, _ a: String, _ b: String) throws -> [String] {
        let table = try talk.table("changes(\(a), \(b))")
        return (0..<table.count).map { row in
            let words = table.columns.map { column in
                if case .text(let text) = column[row] { text } else { "-" }
            }
            return "\(words[0]) \(words[1]): \(words[2]) -> \(words[3])"
        }
    }

    @Test("a model is as it was when it is loaded, and from rows in another order")
    func same() throws {
        let path = NSTemporaryDirectory() + "epilogue-changes-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        var talk = begun()
        talk("a | save(\"\(path)\")")
        #expect(try changes(&talk, "a", "load(\"\(path)\")") == [])
        talk("tree = tree(sex ~ species + body_mass_g) | fit(rows)")
        talk("again = tree(sex ~ species + body_mass_g) | fit(rows | sort(year))")
        #expect(try changes(&talk, "tree", "again") == [])
    }

    @Test("settings, features, rows, seeds and coefficients are told")
    func told() throws {
        var talk = begun()
        talk("b = lasso(body_mass_g ~ sex + year, l1: 5) | fit(rows | filter(year > 2007))")
        let found = try changes(&talk, "a", "b")
        let kept = try talk.table("rows | filter(year > 2007) | count").columns[0][0].number
        #expect(found.contains("setting l1: 9 -> 5"))
        #expect(found.contains("feature year: - -> a number"))
        #expect(found.contains("training rows: 333 -> \(Int(try #require(kept)))"))
        #expect(found.contains { $0.hasPrefix("training fingerprint: ") })
        #expect(found.contains { $0.hasPrefix("coefficient intercept: ") })
        #expect(!found.contains { $0.hasPrefix("training seed") })
        talk(":set seed 11")
        talk("c = lasso(body_mass_g ~ sex, l1: 9) | fit(rows)")
        #expect(try changes(&talk, "a", "c").contains { $0.hasSuffix("-> 11") })
    }

    @Test("thresholds, classes and libraries are told")
    func classes() throws {
        var talk = begun()
        talk("p = logistic(sex ~ body_mass_g) | fit(rows)")
        #expect(
            try changes(&talk, "p", "p | threshold(0.25)").contains("model threshold: 0.5 -> 0.25")
        )
        talk("q = lightgbm(sex ~ body_mass_g, trees: 3) | fit(rows)")
        let found = try changes(&talk, "p", "q")
        #expect(found.contains("model library: - -> LightGBM 4.7"))
        #expect(found.contains("setting trees: - -> 3"))
        talk("r = logistic(species ~ body_mass_g) | fit(rows)")
        let other = try changes(&talk, "p", "r")
        #expect(other.contains("model classes: female, male -> Adelie, Chinstrap, Gentoo"))
        #expect(talk.faults("changes(p, rows)").map(\.code) == ["changes.sides"])
    }
}
