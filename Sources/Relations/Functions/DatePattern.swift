import Tables

/// How a date is written: `%d.%m.%Y`, the part of C's `strftime` that means the same everywhere.
///
/// | field | meaning | | field | meaning |
/// |---|---|---|---|---|
/// | `%Y` `%y` | year, of four digits or two | | `%H` `%I` | hour of 24 or 12 |
/// | `%m` `%d` | month, day | | `%M` `%S` `%f` | minute, second, microsecond |
/// | `%B` `%b` | month's name, or three letters | | `%p` | AM or PM |
/// | `%A` `%a` | weekday's name, or three letters | | `%j` | day of the year |
///
/// `%%` is a percent sign. `%-d`, `%-m`, `%-H`, `%-I`, `%-M` and `%-S` leave out a leading zero.
/// Reading knows `%Y %y %m %d %B %b %H %M %S %f`; there the zeros may be left out anyway.
package struct DatePattern: Sendable {
    enum Part: Sendable, Hashable {
        case text(Unicode.Scalar)
        case field(Character, isBare: Bool)
    }

    let parts: [Part]

    static let readable: Set<Character> = ["Y", "y", "m", "d", "B", "b", "H", "M", "S", "f"]
    private static let writable: Set<Character> = readable.union(["A", "a", "I", "p", "j"])
    private static let shortened: Set<Character> = ["d", "m", "H", "I", "M", "S"]

    /// Nil when a field is unknown.
    init?(_ text: String) {
        var parts: [Part] = []
        var rest = text.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            guard scalar == "%" else {
                parts.append(.text(scalar))
                continue
            }
            let isBare = rest.first == "-"
            if isBare { rest.removeFirst() }
            guard let next = rest.popFirst() else { return nil }
            let field = Character(next)
            if field == "%", !isBare {
                parts.append(.text("%"))
            } else if isBare ? Self.shortened.contains(field) : Self.writable.contains(field) {
                parts.append(.field(field, isBare: isBare))
            } else {
                return nil
            }
        }
        self.parts = parts
    }

    var fields: [Character] {
        parts.compactMap { part in
            if case .field(let field, _) = part { return field }
            return nil
        }
    }

    /// Whether it can be read: all fields are known to reading, there is a year, and none is twice.
    var isReadable: Bool {
        let fields = fields
        return Set(fields).count == fields.count && Self.readable.isSuperset(of: fields)
            && (fields.contains("Y") || fields.contains("y"))
            && !parts.contains { part in
                if case .field(_, isBare: true) = part { return true }
                return false
            }
    }

    /// Whether it names a time of the day.
    var hasTime: Bool { !Set(fields).isDisjoint(with: ["H", "M", "S", "f"]) }

    /// The date and time in this form.
    func written(_ day: Day, _ time: TimeOfDay) -> String {
        var text = ""
        for part in parts {
            switch part {
            case .text(let scalar): text.unicodeScalars.append(scalar)
            case .field(let field, let isBare):
                text += Self.written(field, day, time, isBare ? 1 : 2)
            }
        }
        return text
    }

    private static func written(
        _ field: Character,
        _ day: Day,
        _ time: TimeOfDay,
        _ width: Int
    ) -> String {
        let (year, month, dayOfMonth) = day.civil
        let seconds = Int(time.microseconds / 1_000_000)
        return switch field {
        case "Y": (0...9999).contains(year) ? padded(year, 4) : String(year)
        case "y": padded(abs(year % 100), 2)
        case "m": padded(month, width)
        case "d": padded(dayOfMonth, width)
        case "B": Calendar.months[month - 1]
        case "b": String(Calendar.months[month - 1].prefix(3))
        case "A": Calendar.weekdays[day.weekday - 1]
        case "a": String(Calendar.weekdays[day.weekday - 1].prefix(3))
        case "j": padded(day.yearday, 3)
        case "H": padded(seconds / 3600, width)
        case "I": padded((seconds / 3600 + 11) % 12 + 1, width)
        case "p": seconds < 43_200 ? "AM" : "PM"
        case "M": padded(seconds / 60 % 60, width)
        case "S": padded(seconds % 60, width)
        default: padded(Int(time.microseconds % 1_000_000), 6)
        }
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
