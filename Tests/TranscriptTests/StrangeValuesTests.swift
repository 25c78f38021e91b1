import TestSupport
import Testing

@Suite("Values that training did not have")
struct StrangeValuesTests {
    private func talking() -> Conversation {
        var talk = Conversation()
        talk(
            """
            rows = load("data/penguins.csv") | drop_missing()
            m = linear(body_mass_g ~ island + year) | fit(rows | filter(island != "Dream"))
            k = logistic(sex ~ year) | fit(rows)
            """
        )
        return talk
    }

    @Test("of features are counted, and those that are missing are not")
    func features() {
        var talk = talking()
        let said = talk(
            "m | evaluate(rows | derive(island = if year == 2007 then missing else island))"
        )
        // 123 of the 333 rows are Dream's, and 45 of those of 2007.
        #expect(
            said.contains("in 78 of 333 rows `island` is Dream, which training did not have"),
            "\(said)"
        )
        #expect(!talk("m | evaluate(rows | filter(island != \"Dream\"))").contains("did not have"))
    }

    @Test("of the target are told from missing ones, with the classes that are known")
    func classes() {
        var talk = talking()
        let said = talk(
            """
            k | evaluate(rows | derive(sex = case(year == 2007, missing, year == 2008, "?", else: sex)))
            """
        )
        #expect(said.contains("103 rows have no `sex` that is known"), "\(said)")
        let strangers = "in 113 rows `sex` is none of the classes of training, female, male"
        #expect(said.contains(strangers), "\(said)")
    }
}
