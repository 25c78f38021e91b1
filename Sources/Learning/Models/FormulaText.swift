/// A formula as text, for hints.
enum FormulaText {
    /// The formula without some features: a term that is written out goes, one that `.` brings in is
    /// taken away; nil where nothing would be left.
    static func text(_ formula: String, without names: [String]) -> String? {
        guard let tilde = formula.firstIndex(of: "~") else { return nil }
        var terms = signedTerms(formula[formula.index(after: tilde)...])
        for name in names {
            let count = terms.count
            terms.removeAll { !$0.isTaken && ($0.text == name || $0.text == "`\(name)`") }
            if terms.count == count { terms.append((true, name)) }
        }
        guard let first = terms.first, !first.isTaken else { return nil }
        let rest = terms.dropFirst().map { ($0.isTaken ? " - " : " + ") + $0.text }
        return formula[...tilde] + " " + first.text + rest.joined()
    }

    /// What stands between signs outside of brackets.
    private static func signedTerms(_ text: Substring) -> [(isTaken: Bool, text: String)] {
        var terms: [(isTaken: Bool, text: String)] = [(false, "")]
        var depth = 0
        var isQuoted = false
        for (place, character) in zip(text.indices, text) {
            if "\"`".contains(character) { isQuoted.toggle() }
            if "([".contains(character) { depth += 1 }
            if ")]".contains(character) { depth -= 1 }
            let isSign = " ".contains(text[..<place].last ?? "x") && "+-".contains(character)
            if isSign, depth == 0, !isQuoted {
                terms.append((character == "-", ""))
            } else {
                terms[terms.count - 1].text.append(character)
            }
        }
        return terms.map { ($0.isTaken, $0.text.trimmed) }.filter { !$0.text.isEmpty }
    }
}

extension String {
    fileprivate var trimmed: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
