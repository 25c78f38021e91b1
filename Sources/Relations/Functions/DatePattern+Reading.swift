import Tables

extension DatePattern {
    /// What fits the pattern, as a regular expression of RE2: reading alone would be laxer.
    var expression: String {
        parts.map { part in
            switch part {
            case .text(let scalar):
                let isPlain = scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
                return isPlain || scalar.value > 127 ? String(scalar) : "\\\(scalar)"
            case .field(let field, _):
                return switch field {
                case "Y": "[0-9]{4}"
                case "y": "[0-9]{2}"
                case "f": "[0-9]{1,6}"
                case "B": "(?i:" + Calendar.months.joined(separator: "|") + ")"
                case "b": "(?i:" + Calendar.months.map { $0.prefix(3) }.joined(separator: "|") + ")"
                default: "[0-9]{1,2}"
                }
            }
        }.joined()
    }

    /// What a text says, as a moment of its own clocks; nil if it does not fit or is no date.
    func read(_ text: String) -> Instant? {
        var rest = text.unicodeScalars[...]
        var found: [Character: Int] = [:]
        for part in parts {
            switch part {
            case .text(let scalar): guard rest.popFirst() == scalar else { return nil }
            case .field(let field, _):
                guard let value = Self.taken(field, from: &rest) else { return nil }
                found[field] = value
            }
        }
        return rest.isEmpty ? Self.moment(found) : nil
    }

    private static func taken(
        _ field: Character,
        from rest: inout Substring.UnicodeScalarView
    ) -> Int? {
        switch field {
        case "B": return name(in: Calendar.months, from: &rest)
        case "b": return name(in: Calendar.months.map { String($0.prefix(3)) }, from: &rest)
        default: break
        }
        let (least, most) =
            switch field {
            case "Y": (4, 4)
            case "y": (2, 2)
            case "f": (1, 6)
            default: (1, 2)
            }
        let run = rest.prefix(most).prefix { ("0"..."9").contains($0) }
        guard run.count >= least, let value = Int(String(run)) else { return nil }
        rest = rest.dropFirst(run.count)
        guard field == "f" else { return value }
        return (run.count..<6).reduce(value) { value, _ in value * 10 }
    }

    private static func name(
        in names: [String],
        from rest: inout Substring.UnicodeScalarView
    ) -> Int? {
        let found = names.firstIndex { name in
            String(rest.prefix(name.utf8.count)).lowercased() == name.lowercased()
        }
        guard let found else { return nil }
        rest = rest.dropFirst(names[found].utf8.count)
        return found + 1
    }

    private static func moment(_ found: [Character: Int]) -> Instant? {
        // Of two digits, those from 69 on are of the twentieth century, as POSIX has it.
        let short = found["y"].map { $0 < 69 ? $0 + 2000 : $0 + 1900 }
        let day = Day(
            year: found["Y"] ?? short ?? 1900,
            month: found["m"] ?? found["B"] ?? found["b"] ?? 1,
            day: found["d"] ?? 1
        )
        let (hour, minute, second) = (found["H"] ?? 0, found["M"] ?? 0, found["S"] ?? 0)
        guard let day, hour < 24, minute < 60, second < 60 else { return nil }
        let time = Int64(hour * 3600 + minute * 60 + second) * 1_000_000 + Int64(found["f"] ?? 0)
        return Instant(day: day, time: TimeOfDay(microseconds: time))
    }
}
