/// Puts masks in the place of what differs from run to run: times, ids, ports, paths, durations.
///
/// The same value has the same mask everywhere, `<id 1>`, so one `VolatileText` serves a whole
/// transcript, when it is written as when it is compared. Data are left alone: a moment is masked
/// only if it lies in the session's own life, a path only below a folder that depends on the machine.
package struct VolatileText: Sendable {
    /// Where and when the session runs.
    package struct Surroundings: Hashable, Sendable {
        /// The session's life so far, in seconds since 1970, or nil to leave moments alone.
        package var lifetime: ClosedRange<Int>?
        /// Seconds east of Greenwich of moments that are printed without a zone.
        package var zoneOffset = 0
        /// Folders that depend on the machine: home, temporary, the store.
        package var folders: [String] = []

        package init() {}
    }

    package var surroundings: Surroundings
    private var numbers: [String: [String: Int]] = [:]

    package init(_ surroundings: Surroundings = Surroundings()) {
        self.surroundings = surroundings
    }

    /// The text with masks; values that were met before keep their number.
    package mutating func masked(_ text: String) -> String {
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var position = 0
        while position < bytes.count {
            if let found = volatile(bytes, position) {
                let value = String(decoding: bytes[position..<found.end], as: UTF8.self)
                result += Array(mask(found.kind, value).utf8)
                position = found.end
            } else {
                result.append(bytes[position])
                position += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private enum Kind: String {
        case time
        case id
        case port
        case path
        case elapsed
    }

    /// `<id 1>`; how long something took has no number, for it is no one's name.
    private mutating func mask(_ kind: Kind, _ value: String) -> String {
        if kind == .elapsed { return "<elapsed>" }
        let known = numbers[kind.rawValue, default: [:]]
        let number = known[value] ?? known.count + 1
        numbers[kind.rawValue, default: [:]][value] = number
        return "<\(kind.rawValue) \(number)>"
    }

    private func volatile(_ bytes: [UInt8], _ start: Int) -> (kind: Kind, end: Int)? {
        let byte = bytes[start]
        let before = start > 0 ? bytes[start - 1] : 0x20
        if byte == UInt8(ascii: "/") {
            return Self.mayPrecedePath(before) ? path(bytes, start).map { (.path, $0) } : nil
        }
        guard byte.isDigit || (0x61...0x66).contains(byte), !before.isNamePart else { return nil }
        if let end = identifier(bytes, start) { return (.id, end) }
        guard byte.isDigit else { return nil }
        if let end = port(bytes, start) { return (.port, end) }
        if let end = moment(bytes, start) { return (.time, end) }
        return elapsed(bytes, start).map { (.elapsed, $0) }
    }
}

// What each kind looks like; all answer the end of what begins at `start`.
extension VolatileText {
    /// 32 hexadecimal digits, as runs have them, or 8-4-4-4-12 of them.
    private func identifier(_ bytes: [UInt8], _ start: Int) -> Int? {
        var end = start
        while end < bytes.count,
            bytes[end].isDigit || (0x61...0x66).contains(bytes[end])
                || bytes[end] == 0x2D
        {
            end += 1
        }
        guard end == bytes.count || !bytes[end].isNamePart else { return nil }
        let parts = bytes[start..<end].split(separator: 0x2D, omittingEmptySubsequences: false)
        let lengths = parts.map(\.count)
        return lengths == [32] || lengths == [8, 4, 4, 4, 12] ? end : nil
    }

    /// The number behind `localhost:`, `127.0.0.1:`, `[::1]:` and `port `.
    private func port(_ bytes: [UInt8], _ start: Int) -> Int? {
        let hosts = ["localhost:", "127.0.0.1:", "[::1]:", "port "]
        guard hosts.contains(where: { bytes[..<start].ends(with: $0) }) else { return nil }
        let end = digitsEnd(bytes, start)
        return (2...5).contains(end - start) ? end : nil
    }

    private func moment(_ bytes: [UInt8], _ start: Int) -> Int? {
        guard let lifetime = surroundings.lifetime, start + 19 <= bytes.count,
            bytes[start + 4] == 0x2D, bytes[start + 10] == 0x54 || bytes[start + 10] == 0x20
        else { return nil }
        var end = start + 19
        if end + 1 < bytes.count, bytes[end] == 0x2E { end = digitsEnd(bytes, end + 1) }
        if end < bytes.count, bytes[end] == 0x5A {
            end += 1
        } else if end + 2 < bytes.count, bytes[end] == 0x2B || bytes[end] == 0x2D {
            var zone = digitsEnd(bytes, end + 1)
            if zone < bytes.count, bytes[zone] == 0x3A { zone = digitsEnd(bytes, zone + 1) }
            if zone > end + 2 { end = zone }
        }
        let text = String(decoding: bytes[start..<end], as: UTF8.self)
        let seconds = ClockText.seconds(of: text, offset: surroundings.zoneOffset)
        return seconds.map { lifetime.contains($0) } == true ? end : nil
    }

    /// A number with a unit: fractions of a second always, longer ones only behind a word that
    /// tells of work, for `3 h` may be data.
    private func elapsed(_ bytes: [UInt8], _ start: Int) -> Int? {
        var end = digitsEnd(bytes, start)
        if end + 1 < bytes.count, bytes[end] == 0x2E, bytes[end + 1].isDigit {
            end = digitsEnd(bytes, end + 1)
        }
        guard end < bytes.count, bytes[end] == 0x20 else { return nil }
        let unitStart = end + 1
        end = unitStart
        while end < bytes.count, bytes[end].isNamePart { end += 1 }
        let unit = String(decoding: bytes[unitStart..<end], as: UTF8.self)
        if ["ms", "µs", "μs", "us", "ns"].contains(unit) { return end }
        let words = ["in ", "took ", "after ", "elapsed ", "elapsed: ", "("]
        guard ["s", "min", "h"].contains(unit),
            words.contains(where: { bytes[..<start].ends(with: $0) })
        else { return nil }
        // Minutes and seconds are one time: 3 min 4 s.
        if end + 1 < bytes.count, bytes[end] == 0x20, bytes[end + 1].isDigit, unit != "s" {
            var next = digitsEnd(bytes, end + 1)
            let smaller = unit == "h" ? " min" : " s"
            if bytes[next...].starts(with: smaller.utf8) {
                next += smaller.utf8.count
                if next == bytes.count || !bytes[next].isNamePart { return next }
            }
        }
        return end
    }

    private static func mayPrecedePath(_ byte: UInt8) -> Bool {
        !byte.isNamePart && !"/.-:~".utf8.contains(byte)
    }

    private func path(_ bytes: [UInt8], _ start: Int) -> Int? {
        let folders = surroundings.folders + ["/tmp", "/var/tmp"]
        let isOurs = folders.contains { folder in
            let trimmed =
                folder.utf8.count > 1 && folder.hasSuffix("/") ? folder.dropLast() : folder[...]
            let end = start + trimmed.utf8.count
            return trimmed.utf8.count > 1 && bytes[start...].starts(with: trimmed.utf8)
                && (end == bytes.count || !bytes[end].isNamePart)
        }
        guard isOurs else { return nil }
        var end = start
        while end < bytes.count, !" \t\n\"'`,;)]}<>|".utf8.contains(bytes[end]) { end += 1 }
        while end > start + 1, ".:/".utf8.contains(bytes[end - 1]) { end -= 1 }
        return end
    }

    private func digitsEnd(_ bytes: [UInt8], _ start: Int) -> Int {
        var end = start
        while end < bytes.count, bytes[end].isDigit { end += 1 }
        return end
    }
}

extension Collection<UInt8> where Self: BidirectionalCollection {
    fileprivate func ends(with text: String) -> Bool {
        suffix(text.utf8.count).elementsEqual(text.utf8)
    }
}
