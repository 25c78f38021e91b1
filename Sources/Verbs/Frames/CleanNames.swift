import Catalog
import Relations
import Tables
import Values

extension Function {
    static let cleanNames = Function(
        "clean_names",
        "The same columns under names of small letters, digits and `_`.",
        family: .frames,
        effect: .pure,
        takes: Parameter<Frame>("frame", "the frame to read"),
        examples: [
            Example("frame(`Bill Length (mm)` = [39.1], flipperLength = [181]) | clean_names")
        ]
    ) { _, frame in
        var taken: Set<String> = []
        return frame.projected(
            frame.schema.fields.map { field in
                let clean = CleanName.of(field.name)
                var (name, number) = (clean, 1)
                while !taken.insert(name).inserted {
                    number += 1
                    name = "\(clean)_\(number)"
                }
                return NamedExpression(name, .column(field.name, field.type))
            }
        )
    }
}

/// A name that needs no quotes: `Bill Length (mm)` as `bill_length_mm`.
enum CleanName {
    static func of(_ name: String) -> String {
        var words: [String] = []
        var word = ""
        var before: Character?
        let letters = Array(name.replacing("%", with: " percent ").replacing("#", with: " number "))
        for (index, letter) in letters.enumerated() {
            guard letter.isLetter || letter.isNumber else {
                words.append(word)
                word = ""
                before = nil
                continue
            }
            let next = index + 1 < letters.count ? letters[index + 1] : nil
            if letter.isUppercase, let last = before,
                !last.isUppercase || next?.isLowercase == true
            {
                words.append(word)
                word = ""
            }
            word += letter.lowercased()
            before = letter
        }
        words.append(word)
        let clean = words.filter { !$0.isEmpty }.joined(separator: "_")
        guard let first = clean.first else { return "x" }
        return first.isNumber ? "x\(clean)" : clean
    }
}
