import Diagnostics
import Tables
import TestSupport
import Testing

@Suite("The guard of leaks")
struct LeakGuardTests {
    private var talk = Conversation()

    init() {
        talk(#"penguins = load("data/penguins.csv") | drop_missing()"#)
        talk(#"marked = penguins | forbid(sex, because: "told by blood")"#)
    }

    /// What a forbidden column is called, and is made into, by the verbs that carry it on.
    static let carrying = [
        "marked",
        "marked | filter(year > 2007)",
        "marked | sort(desc(body_mass_g)) | head(200)",
        "marked | select(body_mass_g, a = sex)",
        "marked | rename(a = sex)",
        "marked | derive(a = sex == \"male\") | drop(sex)",
        "marked | derive(a = lag(sex), order: year) | drop(sex)",
        "marked | derive(a = upper(sex)) | rename(b = a) | drop(sex)",
        "marked | join(marked | distinct(sex), on: sex) | select(body_mass_g, sex)",
        "penguins | drop(sex) | join(marked | select(year, sex) | distinct(year), on: year)",
        "marked | append(penguins)",
        "penguins | append(marked)",
        "marked | summarize(body_mass_g = mean(body_mass_g), by: [species, sex])",
        "marked | sample(rows: 100)",
        "marked | split(0.5, 0.5) | first_part",
        "marked | sql(\"SELECT body_mass_g, upper(sex) AS a FROM _\")",
        "marked | collect",
        "marked | one_hot(sex)",
        "marked | indicate_missing(sex) | select(body_mass_g, sex_missing = sex is missing)",
    ]

    @Test("refuses a forbidden column wherever verbs carried it", arguments: carrying)
    func carried(frame: String) {
        var talk = talk
        var text = frame
        if frame.hasSuffix(" | first_part") {
            talk("one, two = marked | split(0.5, 0.5)")
            text = "one"
        }
        let faults = talk.faults("linear(body_mass_g ~ .) | fit(\(text))")
        #expect(faults.map(\.code) == ["feature.forbidden"], "\(frame)")
        #expect(faults.first?.message.hasSuffix("told by blood") == true)
        #expect(faults.first?.hints.first?.hasPrefix("body_mass_g ~ . - ") == true)
    }

    @Test("lets a forbidden column be the target, and other columns be features")
    func allowed() {
        var talk = talk
        #expect(talk.faults("logistic(sex ~ body_mass_g) | fit(marked)").isEmpty)
        #expect(talk.faults("linear(body_mass_g ~ . - sex) | fit(marked)").isEmpty)
        #expect(talk.faults("linear(body_mass_g ~ .) | fit(marked | drop(sex))").isEmpty)
        #expect(
            talk.faults("linear(recipe(body_mass_g ~ .) | drop(sex)) | fit(marked)").isEmpty
        )
        #expect(
            talk.faults("linear(recipe(body_mass_g ~ .) | one_hot(sex)) | fit(marked)").map(\.code)
                == ["feature.forbidden"]
        )
    }

    @Test("says each thing once in a session")
    func once() {
        var talk = talk
        talk("tons = penguins | derive(t = body_mass_g / 1e6)")
        #expect(talk("a = linear(t ~ body_mass_g) | fit(tons)").contains("`body_mass_g` alone"))
        #expect(!talk("b = linear(t ~ body_mass_g) | fit(tons)").contains("alone"))
        talk("scaled = penguins | scale(year)")
        #expect(talk("one, two = scaled | split(0.5, 0.5)").contains("`scale(year)` learned"))
        #expect(!talk("one, two = scaled | split(0.5, 0.5)").contains("learned"))
    }

    @Test("keeps the reason for which a feature was accepted, also in a saved model")
    func accepted() {
        var talk = talk
        talk("tons = penguins | derive(t = body_mass_g / 1e6)")
        let said = talk(#"a = linear(t ~ body_mass_g) | fit(tons, accept: "a unit")"#)
        #expect(said.contains("accepted: `body_mass_g`"))
        #expect(!said.contains("warning"))
        #expect(talk("a.accepted").contains("a unit"))
        #expect(talk("a").contains("suspected"))
    }

    @Test("is silent about other rows, and a target that earlier rows encoded")
    func silent() {
        var talk = talk
        talk("old, new = penguins | split(at: 2008, order: year)")
        talk("means = old | summarize(typical = mean(body_mass_g), by: species)")
        let fitted = talk(
            "m = linear(body_mass_g ~ typical) | fit(new | join(means, on: species))"
        )
        #expect(!fitted.contains("warning"), "\(fitted)")
        talk("n = linear(body_mass_g ~ species + sex) | fit(old)")
        let judged = talk("n | evaluate(new)")
        #expect(!judged.contains("warning"), "\(judged)")
        let whole = talk(
            "m = linear(body_mass_g ~ typical) | fit(penguins | derive(typical = mean(body_mass_g), by: species))"
        )
        #expect(whole.contains("holds the mean of `body_mass_g`"))
    }

    /// A hundred patients of whom each has three rows, in order of their visits.
    private static let visits =
        "visits = frame(n = [\((0..<300).map(String.init).joined(separator: ", "))])"
        + " | derive(patient_id = n % 100, visit = make_date(2020, 1, 1) + days(n // 100),"
        + " y = (n * 7919) % 101, z = (n * 104729) % 97) | drop(n)"

    @Test("tells the share of rows whose patient was learned from")
    func groups() throws {
        var talk = talk
        talk(Self.visits)
        talk("some, others = visits | split(0.5, 0.5, seed: 3)")
        let judged = talk("linear(y ~ z) | fit(some) | evaluate(others)")
        let known = Set(try talk.table("some | select(patient_id)").columns[0].cells)
        let asked = try talk.table("others | select(patient_id)").columns[0].cells
        let share = Double(asked.count { known.contains($0) }) / Double(asked.count)
        #expect(share > 0.5 && share < 1)
        #expect(
            judged.contains("\(Int((share * 100).rounded())) % of these rows are of a `patient_id`")
        )
        #expect(judged.contains("group: patient_id"))
        // A session is told the same once.
        var other = self.talk
        other(Self.visits)
        other("some, others = visits | split(0.5, 0.5, seed: 3)")
        let stopped = other("lightgbm(y ~ z, trees: 3, patience: 1) | fit(some, valid: others)")
        #expect(stopped.contains("of a `patient_id` that it learned from"))
    }

    @Test(
        "is silent where patients are apart, known by time, or have one row each",
        arguments: [
            ("visits", "split(0.5, 0.5, group: patient_id, seed: 3)"),
            ("visits", "split(0.6, 0.4, order: visit)"),
            (
                "(visits | derive(patient_id = row_number(), order: visit))",
                "split(0.5, 0.5, seed: 3)"
            ),
            ("(visits | rename(ward = patient_id))", "split(0.5, 0.5, seed: 3)"),
        ]
    )
    func apart(frame: String, split: String) {
        var talk = talk
        talk(Self.visits)
        talk("rows = \(frame)")
        talk("some, others = rows | \(split)")
        let judged = talk("linear(y ~ z) | fit(some) | evaluate(others)")
        #expect(judged.contains("rmse") && !judged.contains("warning"), "\(judged)")
    }
}

extension Column {
    fileprivate var cells: [Scalar] { (0..<count).map { self[$0] } }
}
