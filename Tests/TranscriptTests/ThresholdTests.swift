import Diagnostics
import Foundation
import Tables
import TestSupport
import Testing

@Suite("Thresholds of models")
struct ThresholdTests {
    private let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("epilogue-threshold-\(UUID().uuidString)")

    private func begun() throws -> Conversation {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        var talk = Conversation(folder: folder.path)
        let data = ProjectFolder.url.appendingPathComponent("sessions/data/penguins.csv").path
        talk("penguins = load(\"\(data)\") | drop_missing(sex)")
        talk("m = logistic(sex ~ body_mass_g) | fit(penguins)")
        talk("low = m | threshold(0.2)")
        return talk
    }

    @Test("decide in predictions and measures, and change no probability")
    func decides() throws {
        var talk = try begun()
        let lines = ["m", "low"].map { "\($0) | predict(penguins) | count(prediction)" }
        #expect(try talk.table(lines[0]) != talk.table(lines[1]))
        let wrong = """
            low | predict(penguins)
              | filter((prediction == "male") != (probability >= 0.2)) | collect
            """
        #expect(try talk.table(wrong).count == 0)
        #expect(
            try talk.table("m | predict(penguins) | pull(probability)")
                == talk.table("low | predict(penguins) | pull(probability)")
        )
        let recall = "penguins, metric: \"recall\") | head(1)"
        let (before, after) = try (
            talk.table("m | evaluate(\(recall)"), talk.table("low | evaluate(\(recall)")
        )
        let values = try [before, after].map { try #require($0["value"]?[0].number) }
        #expect(values[1] > values[0])
    }

    @Test("decide in f1 as in precision and recall, with weights and without")
    func harmonic() throws {
        var talk = try begun()
        for weight in ["", ", weight: bill_length_mm"] {
            for threshold in ["0.1", "0.3", "0.5", "0.8"] {
                let told = try talk.table(
                    "m | threshold(\(threshold)) | evaluate(penguins, metric: [\"precision\", "
                        + "\"recall\", \"f1\"]\(weight)) | head(3)"
                )
                let values = try (0..<3).map { try #require(told["value"]?[$0].number) }
                let mean = 2 * values[0] * values[1] / (values[0] + values[1])
                #expect((values[2] - mean).magnitude < 1e-12)
            }
        }
    }

    @Test("are saved with the model, and read again")
    func saved() throws {
        var talk = try begun()
        talk("low | save(\"low.model\")")
        #expect(talk("load(\"low.model\").threshold").hasPrefix("0.2\n"))
        talk("m | save(\"plain.model\")")
        #expect(talk("load(\"plain.model\").threshold").hasPrefix("0.5\n"))
    }

    @Test("chosen by rows that were learned from is warned of")
    func training() throws {
        var talk = try begun()
        #expect(talk("m | threshold(penguins)").contains("another threshold may be best there"))
        #expect(talk("m | threshold(penguins)").contains("penguins | split(0.8, 0.2)"))
        talk("train, rest = penguins | split(0.5, 0.5, seed: 3)")
        talk("half = logistic(sex ~ body_mass_g) | fit(train)")
        #expect(!talk("half | threshold(rest)").contains("warning"))
        #expect(!talk("m | threshold(0.3)").contains("warning"))
    }

    @Test("are no probability, or have no two classes: a fault says so")
    func faults() throws {
        var talk = try begun()
        #expect(talk.faults("m | threshold(1.5)").map(\.code) == ["threshold.value"])
        #expect(talk.faults("m | threshold(0.3, metric: \"f1\")").map(\.code) == ["threshold.aim"])
        let cost = "m | threshold(penguins, cost: {fp: 1})"
        #expect(talk.faults(cost).map(\.code) == ["threshold.cost"])
        let line = "linear(body_mass_g ~ sex) | fit(penguins) | threshold(0.2)"
        #expect(talk.faults(line).map(\.code) == ["threshold.task"])
    }
}
