import Diagnostics

/// A source in which keycap digits mark places: `flights | 1️⃣fliter 2️⃣delay`.
struct MarkedSource {
    let text: String
    /// The UTF-8 offset of each mark in the text without marks; mark 1 comes first.
    let offsets: [UInt32]

    init(_ marked: String) {
        var text = ""
        var offsets: [Int: UInt32] = [:]
        for character in marked {
            if let digit = Self.digit(character) {
                offsets[digit] = UInt32(text.utf8.count)
            } else {
                text.append(character)
            }
        }
        self.text = text
        self.offsets = offsets.sorted { $0.key < $1.key }.map(\.value)
    }

    private static func digit(_ character: Character) -> Int? {
        let scalars = character.unicodeScalars
        guard scalars.last == "\u{20E3}", let first = scalars.first else { return nil }
        return Int(String(first))
    }
}
