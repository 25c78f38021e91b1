import Relations

/// The first line of a text file, taken apart.
struct CSVHeader: Hashable {
    var delimiter: Character
    /// The fields, without quotes and, if asked for, the spaces around them.
    var cells: [String]

    /// Takes a line apart at `delimiter`, or at the likeliest of `, ; tab |`.
    ///
    /// What stands in numbers parts no fields.
    init(_ line: String, delimiter: Character?, trims: Bool, except marks: [Character] = []) {
        let delimiter = delimiter ?? Self.likeliest(line, except: marks)
        self.delimiter = delimiter
        cells = Self.cells(line, delimiter).map { trims ? $0.trimmed : $0 }
    }

    /// Whether it looks like names: texts that are no numbers, none empty, none twice.
    var looksLikeNames: Bool {
        Set(cells).count == cells.count
            && cells.allSatisfy { !$0.isEmpty && Double($0) == nil && $0.first?.isNumber == false }
    }

    private static func likeliest(_ line: String, except marks: [Character]) -> Character {
        var counts: [Character: Int] = [:]
        var isQuoted = false
        for character in line {
            if character == "\"" { isQuoted.toggle() }
            if !isQuoted { counts[character, default: 0] += 1 }
        }
        let candidates = [",", ";", "\t", "|"].filter { !marks.contains($0) }
        // Of equals the earlier candidate, and a comma where there is none.
        let best = candidates.max { counts[$0, default: 0] < counts[$1, default: 0] }
        return best ?? ","
    }

    private static func cells(_ line: String, _ delimiter: Character) -> [String] {
        var cells: [String] = []
        var cell = ""
        var isQuoted = false
        var lastWasQuote = false
        for character in line {
            if character == "\"" {
                // Two quotes inside quotes stand for one.
                if !isQuoted, lastWasQuote { cell.append("\"") }
                isQuoted.toggle()
                lastWasQuote = !isQuoted
                continue
            }
            lastWasQuote = false
            if character == delimiter, !isQuoted {
                cells.append(cell)
                cell = ""
            } else {
                cell.append(character)
            }
        }
        return cells + [cell]
    }
}
