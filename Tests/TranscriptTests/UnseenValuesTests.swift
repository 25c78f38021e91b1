import Diagnostics
import TestSupport
import Testing

/// Levels that training did not have, and features without a value, are told by who meets them.
@Suite("What training did not have")
struct UnseenValuesTests {
    private func begun() -> Conversation {
        var talk = Conversation()
        talk(
            """
            p = load("data/penguins.csv")
            old = p | filter(species != "Gentoo")
            bare = p | derive(flipper_length_mm = missing_if(flipper_length_mm, flipper_length_mm))
            plain = linear(body_mass_g ~ species + flipper_length_mm) | fit(old)
            boosted = lightgbm(body_mass_g ~ species + flipper_length_mm) | fit(old)
            """
        )
        return talk
    }

    @Test(
        "is told with its column, its rows, its levels and what becomes of it",
        arguments: ["predict(p) | head(1)", "evaluate(p)", "explain(p | tail(200)) | head(1)"]
    )
    func levels(_ asking: String) {
        var talk = begun()
        let rows = asking.contains("tail") ? "of 200 rows" : "of 344 rows"
        let found = "`species` is Gentoo, which training did not have: "
        let linear = talk("plain | \(asking)")
        #expect(linear.contains(rows) && linear.contains("\(found)taken as the mean of training"))
        #expect(talk("boosted | \(asking)").contains("\(found)taken as missing"))
    }

    @Test("is told of a feature that no row has a value of, and never of one that some have")
    func empty() {
        var talk = begun()
        let words = "`flipper_length_mm` is missing in all 344 rows: "
        #expect(talk("plain | predict(bare)").contains("\(words)taken as the mean of training"))
        let zero = "\(words)taken as 0, as training missed none"
        #expect(talk("boosted | predict(bare)").contains(zero))
        #expect(talk("boosted | evaluate(bare)").contains("\(words)taken as 0"))
        #expect(!talk("plain | predict(p)").contains("missing in all"))
    }

    @Test("is taken as missing where training had gaps, and as zero where it had none")
    func zero() {
        var talk = begun()
        talk(
            """
            holed = old | derive(flipper_length_mm = missing_if(flipper_length_mm, 190))
            holes = lightgbm(body_mass_g ~ species + flipper_length_mm) | fit(holed)
            """
        )
        #expect(talk("holes | predict(bare)").contains("in all 344 rows: taken as missing"))
        let none = talk("boosted | predict(bare | head(1)) | pull(prediction)")
        let zero = talk(
            "boosted | predict(bare | head(1) | derive(flipper_length_mm = 0)) | pull(prediction)"
        )
        #expect(none.contains(zero) && !zero.isEmpty)
    }

    @Test("is counted over all rows, whatever is shown of them, and named at most three times")
    func counted() {
        var talk = begun()
        talk(
            """
            m = linear(body_mass_g ~ place) | fit(p | derive(place = case(year < 2008, "a", else: "b")))
            words = ["c", "d", "d", "e", "e", "e", "f", "g", "a", missing]
            """
        )
        let told = talk("m | predict(frame(place = words)) | head(1)")
        #expect(told.contains("in 8 of 10 rows `place` is e, d, c or 2 others, which training did"))
    }

    @Test("names no value of a protected column")
    func protected() {
        var talk = begun()
        let told = talk("plain | predict(p | protect(species))")
        #expect(told.contains("in 124 of 344 rows `species` has values that training did not have"))
        #expect(!told.contains("is Gentoo"))
    }

    @Test("does not keep a misspelt column behind `predict` from being told")
    func names() {
        var talk = begun()
        let faults = talk.faults("plain | predict(p) | filter(predicton > 3)")
        #expect(faults.map(\.code) == ["column.unknown"])
    }

    @Test("is judged by no metric where there is no prediction, built in or defined")
    func unpredicted() {
        var talk = Conversation()
        talk(
            """
            t = frame(x = [1.0, 2, 3, 4, 5.5, 6, 7, 8.2], y = [2.0, 4.1, 6.2, 8, 11.1, 12, 14.2, 16.1])
            m = linear(y ~ x) | fit(t)
            far = t | derive(x = case(x > 8, 1.7e308, else: x))
            def largest(truth, prediction) = max(abs(truth - prediction))
            def over(truth, prediction) = mean(case(prediction > truth, 1, else: 0))
            """
        )
        for metric in ["\"rmse\"", "largest", "over"] {
            let faults = talk.faults("m | evaluate(far, metric: \(metric))")
            #expect(faults.map(\.code) == ["evaluate.prediction"], "\(metric)")
            #expect(faults.first?.message.contains("of 1 of 8 rows") == true)
        }
        #expect(talk("m | evaluate(t, metric: largest)").contains("largest"))
    }
}
