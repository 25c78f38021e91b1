import Assembly
import Catalog
import Foundation
import Tables
import TestSupport
import Testing

@Suite("Learning again from a model")
struct LearningAgainTests {
    /// One line a learner that fits penguins, as its help shows it.
    static let lines: [String] = ExampleSession.factory.registry.functions
        .filter { $0.signature.family == .learners }
        .compactMap { $0.signature.examples.first?.code }
        .filter { $0.contains("| fit(penguins)") }

    private func session() -> Conversation {
        var talk = Conversation()
        talk("penguins = load(\"data/penguins.csv\") | drop_missing()")
        return talk
    }

    @Test("gives the same model from the same rows, saved and loaded or not", arguments: lines)
    func sameRows(line: String) throws {
        let folder = NSTemporaryDirectory() + "again-\(UUID().uuidString).model"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var talk = session()
        talk("model = \(line)")
        talk("model | save(\"\(folder)\")")
        talk("known = model | predict(penguins) | collect")
        for model in ["model", "load(\"\(folder)\")"] {
            let same = "(\(model) | fit(penguins) | predict(penguins)) | same(known)"
            #expect(try talk.table(same)["value"]?[0] == .bool(true), "\(line): \(talk(same))")
        }
    }

    @Test("takes the recipe along, and the class that was named")
    func recipes() throws {
        var talk = session()
        talk(
            "prep = recipe(sex ~ . - year) | derive(bulk = log(body_mass_g)) | one_hot(island, species)"
        )
        talk("model = logistic(prep, l2: 0.5, positive: \"female\") | fit(penguins | head(200))")
        let again = try talk.table("model | fit(penguins) | predict(penguins)")
        let anew = try talk.table(
            "logistic(prep, l2: 0.5, positive: \"female\") | fit(penguins) | predict(penguins)"
        )
        #expect(again == anew)
        let learned = try talk.table(
            "((prep | fit(penguins | head(99))) | fit(penguins)) | transform(penguins)"
        )
        #expect(learned == (try talk.table("prep | fit(penguins) | transform(penguins)")))
    }
}
