/// Where secrets stand in addresses: a password before the host, a token in the place of a user's
/// name, and the values of a query's keys, such as `?token=…` and `&sig=…`.
package enum AddressSecrets {
    /// What stands in a secret's place.
    package static let mask = "<secret>"

    /// The secrets of all addresses in a text, in order; what is masked already is none.
    package static func ranges(in text: [UInt8]) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var position = 0
        while let colon = text[position...].firstIndex(of: UInt8(ascii: ":")) {
            position = colon + 1
            guard text[position...].starts(with: "//".utf8) else { continue }
            let address = position + 2..<end(of: text, from: position + 2)
            position = address.upperBound
            let host = text[address].firstIndex { "/?#".utf8.contains($0) } ?? address.upperBound
            if let secret = credential(in: text[address.lowerBound..<host]) { found.append(secret) }
            found += values(in: text[host..<address.upperBound])
        }
        return found
    }

    /// A text with its secrets masked.
    package static func masked(_ text: String) -> String {
        var bytes = Array(text.utf8)
        for range in ranges(in: bytes).reversed() { bytes.replaceSubrange(range, with: mask.utf8) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The secrets of an address themselves.
    package static func secrets(in text: String) -> [String] {
        let bytes = Array(text.utf8)
        return ranges(in: bytes).map { String(decoding: bytes[$0], as: UTF8.self) }
    }

    /// Where an address ends: at a space, a quote or a bracket that is not the mask's.
    private static func end(of text: [UInt8], from start: Int) -> Int {
        var end = start
        while end < text.count, !" \t\n\"'`>".utf8.contains(text[end]) {
            if text[end] == UInt8(ascii: "<") {
                guard text[end...].starts(with: mask.utf8) else { break }
                end += mask.utf8.count
            } else {
                end += 1
            }
        }
        return end
    }

    /// The password of `user:password@host`, or the lone name if it is a token.
    private static func credential(in authority: ArraySlice<UInt8>) -> Range<Int>? {
        guard let at = authority.lastIndex(of: UInt8(ascii: "@")) else { return nil }
        let user = authority[..<at]
        guard let colon = user.firstIndex(of: UInt8(ascii: ":")) else {
            return isRandom(user, atLeast: 16) ? user.indices : nil
        }
        let password = user[(colon + 1)...]
        return isMasked(password) ? nil : password.indices
    }

    /// The values of the secret keys in `/path?a=1&b=2#c=3`.
    private static func values(in rest: ArraySlice<UInt8>) -> [Range<Int>] {
        let marks = "?&;#".utf8
        var found: [Range<Int>] = []
        var start = rest.startIndex
        while let mark = rest[start...].firstIndex(where: { marks.contains($0) }) {
            start = mark + 1
            let end = rest[start...].firstIndex { marks.contains($0) } ?? rest.endIndex
            guard let sign = rest[start..<end].firstIndex(of: UInt8(ascii: "=")) else { continue }
            let value = rest[(sign + 1)..<end]
            let name = String(decoding: rest[start..<sign], as: UTF8.self).lowercased()
            if !isMasked(value), isSecret(name, value) {
                found.append(value.indices)
            }
        }
        return found
    }

    private static let names = ["sig", "auth", "pass", "sas", "jwt"]
    private static let endings = [
        "token", "secret", "password", "passwd", "pwd", "passphrase", "apikey", "api_key",
        "api-key", "access_key", "access-key", "secret_key", "private_key", "auth_key",
        "credential", "credentials", "authorization", "signature",
    ]

    private static func isSecret(_ name: String, _ value: ArraySlice<UInt8>) -> Bool {
        names.contains(name) || endings.contains { name.hasSuffix($0) }
            || name.hasSuffix("key") && isRandom(value, atLeast: 6)
    }

    /// Whether nothing stands there, or the mask, or the stars that a source's excerpt shows.
    private static func isMasked(_ value: ArraySlice<UInt8>) -> Bool {
        value.elementsEqual(mask.utf8) || value.allSatisfy { $0 == UInt8(ascii: "*") }
    }

    /// Whether letters and digits are mixed as in no word.
    private static func isRandom(_ text: ArraySlice<UInt8>, atLeast length: Int) -> Bool {
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        return text.count >= length && text.contains { digits.contains($0) }
            && text.contains { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0 | 0x20) }
    }
}
