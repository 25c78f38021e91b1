import Diagnostics
import Tables
import TestSupport
import Testing

/// A weight of two is the row twice, whoever judges.
@Suite("Verbs of weighted rows")
struct WeightedVerbTests {
    /// Rows with weights of one and two, and the same with those of two there twice.
    private func begun() -> Conversation {
        var talk = Conversation()
        talk(
            """
            p = load("data/penguins.csv") | filter(sex is not missing)
            train = p | filter(year == 2007)
            once = p | filter(year > 2007) | derive(w = year - 2007)
            twice = append(once, once | filter(w == 2))
            m = logistic(sex ~ body_mass_g + species) | fit(train)
            mass = linear(body_mass_g ~ species + sex) | fit(train)
            """
        )
        return talk
    }

    @Test(
        "tell the same of rows that weigh two as of rows that are there twice",
        arguments: [
            ("m | threshold({}) | predict(p) | select(prediction)", []),
            ("m | threshold({}, cost: {fp: 1, fn: 5}) | predict(p) | select(prediction)", []),
            ("m | threshold({}, metric: \"f1\") | predict(p) | select(prediction)", []),
            ("m | calibrate({}) | predict(p) | select(probability)", []),
            ("m | roc({})", ["threshold", "false_positive_rate", "true_positive_rate"]),
            ("m | pr_curve({})", ["threshold", "recall", "precision"]),
            ("m | lift({})", ["threshold", "share", "lift"]),
            ("m | confusion({})", ["truth", "predicted", "share"]),
            (
                "m | fairness({}, by: species)",
                ["species", "selection_rate", "tpr", "fpr", "precision", "calibration"]
            ),
            ("mass | fairness({}, by: sex)", ["sex", "mean_error", "mae"]),
            ("mass | slices({}, by: species, min_rows: 2, metric: \"mae\")", ["slice", "value"]),
            ("mass | slices({}, by: species, min_rows: 2, metric: \"rmse\")", ["slice", "value"]),
            ("mass | slices({}, by: species, min_rows: 2, metric: \"r2\")", ["slice", "value"]),
            ("m | slices({}, by: species, min_rows: 2, metric: \"accuracy\")", ["slice", "value"]),
            ("m | slices({}, by: species, min_rows: 2, metric: \"auc\")", ["slice", "value"]),
            (
                "m | gate(auc > 0, log_loss < 9, baseline.log_loss > 0,"
                    + " on: {}, otherwise: \"report\")",
                ["condition", "value"]
            ),
        ] as [(String, [String])]
    )
    func twice(_ words: String, _ columns: [String]) throws {
        var talk = begun()
        let choice = columns.isEmpty ? "" : " | select(\(columns.joined(separator: ", ")))"
        let weighted = try talk.table(
            words.replacing("{}", with: "once").weighted() + choice
        )
        let doubled = try talk.table(words.replacing("{}", with: "twice") + choice)
        let plain = try talk.table(words.replacing("{}", with: "once") + choice)
        #expect(weighted.count == doubled.count && weighted.count > 0)
        var differs = plain.count != weighted.count
        for field in weighted.fields {
            let (a, b) = (try #require(weighted[field.name]), try #require(doubled[field.name]))
            let other = try #require(plain[field.name])
            for row in 0..<min(weighted.count, doubled.count) {
                #expect(a[row].isClose(to: b[row]), "\(field.name): \(a[row]), \(b[row])")
                if row < plain.count, !a[row].isClose(to: other[row]) { differs = true }
            }
        }
        // Where nothing would be another without weights, nothing was tried.
        #expect(differs || columns.isEmpty)
    }

    @Test("has bounds up to which weighted errors hold their share, a mean row's counted beyond")
    func conformal() throws {
        var talk = begun()
        let reach = "predict(head(once, 1)) | select(x = prediction_high - prediction)"
        let weight = "case(species == \"Gentoo\", 9, else: 1)"
        let errors = try talk.table(
            "mass | predict(once) | select(e = abs(body_mass_g - prediction), w = \(weight))"
        )
        let rows = (0..<errors.count)
            .map { (errors.columns[0][$0].number ?? .nan, errors.columns[1][$0].number ?? .nan) }
            .sorted { $0.0 < $1.0 }
        let total = rows.reduce(0) { $0 + $1.1 }
        let wanted = 0.9 * (total + total / Double(rows.count))
        var sum = 0.0
        let edge = rows.first { row in
            sum += row.1
            return sum >= wanted - 1e-9
        }
        let found = try talk.table("mass | conformal(once, weight: \(weight)) | \(reach)")
        let even = try talk.table("mass | conformal(once, weight: 2 + 0 * w) | \(reach)")
        let plain = try talk.table("mass | conformal(once) | \(reach)")
        let bound = try #require(edge?.0)
        #expect(found.columns[0][0].isClose(to: .float(bound)))
        #expect(even.columns[0][0].isClose(to: plain.columns[0][0]))
        #expect(!found.columns[0][0].isClose(to: plain.columns[0][0]))
    }

    @Test("says by what rows are weighted, and refuses weights of nothing")
    func words() {
        var talk = begun()
        #expect(talk("m | slices(once, weight: w)").contains("the rows are weighted by `w`"))
        #expect(talk("m | card(on: once, weight: w)").contains("weighted by `w`"))
        #expect(talk.faults("m | card(weight: year)").map(\.code) == ["argument.surplus"])
        #expect(talk.faults("m | threshold(0.3, weight: year)").map(\.code) == ["argument.surplus"])
        #expect(
            talk.faults("svm(sex ~ body_mass_g) | fit(once, weight: w)").map(\.code)
                == ["svm.weight"]
        )
        #expect(
            talk.faults("naive_bayes(sex ~ year) | calibrate(p | folds(3), weight: year)")
                .map(\.code) == ["argument.surplus"]
        )
    }
}

extension String {
    /// The call that reads `once`, with its weights.
    fileprivate func weighted() -> String {
        let place = firstRange(of: "once")
        guard let place else { return self }
        var depth = 0
        for index in indices[place.upperBound...] {
            if self[index] == "(" || self[index] == "{" { depth += 1 }
            if self[index] == "}" { depth -= 1 }
            guard self[index] == ")" else { continue }
            if depth == 0 { return String(self[..<index]) + ", weight: w" + self[index...] }
            depth -= 1
        }
        return self
    }
}

extension Scalar {
    fileprivate func isClose(to other: Scalar) -> Bool {
        guard let a = number, let b = other.number else { return self == other }
        return a == b || (a - b).magnitude <= 1e-9 * max(1, a.magnitude)
    }
}
