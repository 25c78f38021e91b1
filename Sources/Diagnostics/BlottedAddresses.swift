extension [UInt8] {
    /// Source text in which a password within an address, `scheme://user:password@host`, is stars, as
    /// many as it has bytes: what points at a place still does.
    var blottingPasswords: [UInt8] {
        var text = self
        var position = 0
        while let colon = text[position...].firstIndex(of: UInt8(ascii: ":")) {
            position = colon + 1
            guard text[position...].starts(with: "//".utf8) else { continue }
            let stops = Array(" \t\n\"'`<>/?#".utf8)
            let start = position + 2
            let end = text[start...].firstIndex { stops.contains($0) } ?? text.endIndex
            guard let at = text[start..<end].lastIndex(of: UInt8(ascii: "@")),
                let mark = text[start..<at].firstIndex(of: UInt8(ascii: ":"))
            else { continue }
            for index in (mark + 1)..<at { text[index] = UInt8(ascii: "*") }
        }
        return text
    }
}
