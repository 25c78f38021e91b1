/// Where a file stops to be JSON, from `malformed JSON in file "…", at byte 6 in line 4: unexpected
/// character`.
struct JSONFault: Equatable {
    /// What is wrong, in our words.
    let what: String

    init?(_ said: String) {
        guard said.hasPrefix("malformed JSON"), let byte = Self.number(after: "at byte ", in: said),
            let colon = said.lastIndex(of: ":")
        else { return nil }
        let reason = said[said.index(after: colon)...].trimmed
        // DuckDB counts the lines and records that it has begun with.
        let places = [("line", " in line "), ("value", " in record/value ")]
        guard
            let (word, number) = places.firstMap({ word, mark in
                Self.number(after: mark, in: said).map { (word, $0 - 1) }
            }), number > 0
        else { return nil }
        what = "is not JSON in \(word) \(number): \(reason) at byte \(byte)"
    }

    private static func number(after mark: String, in text: String) -> Int? {
        guard let range = text.firstRange(of: mark) else { return nil }
        return Int(text[range.upperBound...].prefix { $0.isNumber })
    }
}

extension Array {
    /// What the first element gives for which there is something.
    fileprivate func firstMap<Found>(_ find: (Element) -> Found?) -> Found? {
        for element in self { if let found = find(element) { return found } }
        return nil
    }
}
