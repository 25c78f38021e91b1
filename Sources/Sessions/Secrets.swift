import Diagnostics

/// Takes out of a text what looks like a key or a password.
///
/// Used before anything goes to journal, history or transcript. Content pins (`sha256:…`), plain
/// names and the types of columns stay as they are: a variable `token` is no secret, a text that is
/// given to an argument `token:` is.
package enum Secrets {
    /// What stands in a secret's place.
    package static let mask = AddressSecrets.mask

    package static func masked(_ text: String) -> String {
        var scanner = SecretScanner(text)
        return scanner.masked()
    }
}

private struct SecretScanner {
    private let bytes: [UInt8]
    /// What is secret in addresses, by where it begins.
    private let addressed: [Int: Range<Int>]
    private var found: [Range<Int>] = []

    init(_ text: String) {
        bytes = Array(text.utf8)
        addressed = Dictionary(
            AddressSecrets.ranges(in: bytes).map { ($0.lowerBound, $0) },
            uniquingKeysWith: { $1 }
        )
    }

    mutating func masked() -> String {
        var position = 0
        while position < bytes.count {
            if let range = addressed[position] ?? secret(at: position) {
                found.append(range)
                position = max(range.upperBound, position + 1)
            } else {
                position += 1
            }
        }
        guard !found.isEmpty else { return String(decoding: bytes, as: UTF8.self) }
        var result: [UInt8] = []
        var end = 0
        for range in found {
            result += bytes[end..<range.lowerBound]
            result += Array(Secrets.mask.utf8)
            end = range.upperBound
        }
        return String(decoding: result + bytes[end...], as: UTF8.self)
    }

    /// The secret that what begins here tells of; it may lie further on.
    private func secret(at start: Int) -> Range<Int>? {
        let byte = bytes[start]
        if byte == UInt8(ascii: "-") { return privateKey(at: start) }
        guard byte.isNamePart, start == 0 || !bytes[start - 1].isNamePart else { return nil }
        return knownToken(at: start) ?? bearer(at: start) ?? assigned(at: start)
    }

    private func has(_ text: String, at start: Int) -> Bool {
        bytes[start...].starts(with: text.utf8)
    }

    private func end(from start: Int, while isPart: (UInt8) -> Bool) -> Int {
        var end = start
        while end < bytes.count, isPart(bytes[end]) { end += 1 }
        return end
    }
}

// Secrets that can be told by their own form.
extension SecretScanner {
    /// What the issuers' tokens begin with, and how many letters and digits follow at least.
    private static let issuers: [(prefix: String, length: Int)] = [
        ("AKIA", 16), ("ASIA", 16), ("ghp_", 30), ("gho_", 30), ("ghu_", 30), ("ghs_", 30),
        ("github_pat_", 30), ("glpat-", 16), ("xoxb-", 16), ("xoxp-", 16), ("xoxa-", 16),
        ("AIza", 30), ("hf_", 30), ("sk-", 20), ("sk_live_", 16), ("pypi-", 30), ("npm_", 30),
        ("dapi", 32),
    ]

    private func knownToken(at start: Int) -> Range<Int>? {
        for issuer in Self.issuers where has(issuer.prefix, at: start) {
            let end = end(from: start) { $0.isNamePart && $0 < 0x80 || $0 == 0x2D }
            if end - start - issuer.prefix.utf8.count >= issuer.length,
                bytes[start..<end].contains(where: \.isDigit)
            {
                return start..<end
            }
        }
        return webToken(at: start)
    }

    /// Three parts in base 64 with points between, the first two of which are JSON objects.
    private func webToken(at start: Int) -> Range<Int>? {
        guard has("eyJ", at: start) else { return nil }
        let end = end(from: start) { $0.isNamePart && $0 < 0x80 || $0 == 0x2D || $0 == 0x2E }
        let parts = bytes[start..<end].split(separator: 0x2E)
        return parts.count == 3 && parts[1].starts(with: "eyJ".utf8) ? start..<end : nil
    }

    private func privateKey(at start: Int) -> Range<Int>? {
        guard has("-----BEGIN ", at: start) else { return nil }
        let lineEnd = end(from: start) { $0 != 0x0A }
        guard contains("PRIVATE KEY-----", in: start..<lineEnd) != nil else { return nil }
        guard let closing = contains("-----END ", in: start..<bytes.count),
            let tail = contains("KEY-----", in: closing..<bytes.count)
        else { return start..<bytes.count }
        return start..<tail + 8
    }

    private func contains(_ text: String, in range: Range<Int>) -> Int? {
        range.first { has(text, at: $0) }
    }

    private func bearer(at start: Int) -> Range<Int>? {
        for word in ["bearer ", "basic "] {
            let length = word.utf8.count
            guard start + length < bytes.count,
                bytes[start..<start + length].elementsEqual(word.utf8, by: { $0 | 0x20 == $1 })
            else { continue }
            let end = end(from: start + length, while: Self.isTokenPart)
            let token = bytes[start + length..<end]
            if token.count >= 8, token.contains(where: \.isDigit) || token.count >= 20 {
                return start + length..<end
            }
        }
        return nil
    }

    private static func isTokenPart(_ byte: UInt8) -> Bool {
        byte.isNamePart || "-.+/~=".utf8.contains(byte)
    }
}

// Secrets that are told by the name before them.
extension SecretScanner {
    private static let names = [
        "password", "passwd", "pwd", "passphrase", "secret", "token", "apikey", "api_key",
        "api-key", "access_key", "access-key", "secret_key", "private_key", "auth_key",
        "account_key", "accountkey", "credential", "credentials", "authorization",
    ]

    /// What is no secret whatever stands before it: the types of columns.
    private static let plainWords: Set<String> = [
        "text", "int", "float", "bool", "date", "time", "timestamp", "duration", "category",
        "missing", "true", "false",
    ]

    /// The value in `password: "…"`, `token=…`, `"api_key": "…"`, `--secret …`.
    private func assigned(at start: Int) -> Range<Int>? {
        let nameEnd = end(from: start) { $0.isNamePart || $0 == 0x2D }
        let name = String(decoding: bytes[start..<nameEnd], as: UTF8.self).lowercased()
        let isSecret = Self.names.contains { name.hasSuffix($0) }
        guard isSecret || name.hasSuffix("key") else { return nil }
        var position = nameEnd
        if position < bytes.count, [0x22, 0x27, 0x60].contains(bytes[position]) { position += 1 }
        let gap = position
        position = end(from: position) { $0 == 0x20 }
        guard position < bytes.count, bytes[position] == 0x3A || bytes[position] == 0x3D,
            position + 1 == bytes.count || bytes[position + 1] != 0x3D
        else { return nil }
        let isTight = position == gap && bytes[position] == 0x3D
        let valueStart = end(from: position + 1) { $0 == 0x20 }
        let isLoose = isSecret && isTight && valueStart == position + 1 && isOutsideLanguage(start)
        return value(at: valueStart, isSecret: isSecret, isLoose: isLoose)
    }

    /// Whether `name=value` here cannot be an argument: in an address, or in a shell's line.
    private func isOutsideLanguage(_ start: Int) -> Bool {
        if start > 0, "?&;-".utf8.contains(bytes[start - 1]) { return true }
        let lineStart = bytes[..<start].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        return bytes[lineStart...].first { $0 != 0x20 } == UInt8(ascii: "!")
    }

    private func value(at start: Int, isSecret: Bool, isLoose: Bool) -> Range<Int>? {
        guard start < bytes.count, !has("sha256:", at: start), !has(Secrets.mask, at: start) else {
            return nil
        }
        if bytes[start] == 0x22 || bytes[start] == 0x27 {
            return quotedValue(at: start, isSecret: isSecret)
        }
        if isLoose {
            let end = end(from: start) { !" \t\n\"'&;".utf8.contains($0) }
            return end > start ? start..<end : nil
        }
        let end = end(from: start, while: Self.isTokenPart)
        guard isRandom(start..<end, atLeast: isSecret ? 6 : 20),
            end == bytes.count || bytes[end] != UInt8(ascii: "(")
        else { return nil }
        return start..<end
    }

    private func quotedValue(at start: Int, isSecret: Bool) -> Range<Int>? {
        let quote = bytes[start]
        let isTriple = has(String(repeating: Character(Unicode.Scalar(quote)), count: 3), at: start)
        let first = start + (isTriple ? 3 : 1)
        var end = first
        while end < bytes.count, bytes[end] != quote {
            end += bytes[end] == UInt8(ascii: "\\") ? 2 : 1
        }
        let inner = first..<min(end, bytes.count)
        let text = String(decoding: bytes[inner], as: UTF8.self)
        guard !inner.isEmpty, !Self.plainWords.contains(text), !text.hasPrefix("sha256:"),
            text != Secrets.mask
        else { return nil }
        return isSecret || isRandom(inner, atLeast: 20) ? inner : nil
    }

    /// Whether letters and digits are mixed as in no word: long enough, and both of them there.
    private func isRandom(_ range: Range<Int>, atLeast length: Int) -> Bool {
        let part = bytes[range]
        return part.count >= length && part.contains(where: \.isDigit)
            && part.contains { $0.isNamePart && !$0.isDigit && $0 != 0x5F }
    }
}
