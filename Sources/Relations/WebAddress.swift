import Diagnostics

/// An address of the web, `https://` or `http://`, of one file.
package struct WebAddress: Hashable, Sendable {
    /// With the secrets that are in it; a masked password, pasted from a transcript, is none.
    package let text: String

    /// nil for what is no such address.
    package init?(_ text: String) {
        let start = text.prefix(8).lowercased()
        guard start.hasPrefix("https://") || start.hasPrefix("http://") else { return nil }
        self.text = text.replacing(":\(AddressSecrets.mask)@", with: "@", maxReplacements: 1)
    }

    /// As messages, notes and transcripts show it.
    package var shown: String { AddressSecrets.masked(text) }

    /// Whether a value was masked that nothing here can restore.
    package var isMasked: Bool { text.contains(AddressSecrets.mask) }

    /// A text about the address, with whatever it repeats of its secrets masked.
    package func masking(_ said: String) -> String {
        var said = said.replacing(text, with: shown)
        for secret in AddressSecrets.secrets(in: text) {
            said = said.replacing(secret, with: AddressSecrets.mask)
        }
        return AddressSecrets.masked(said)
    }

    /// The last part of the path, with what is written as `%20` in plain letters; empty where the
    /// path ends with a slash.
    package var fileName: String {
        let place = text.drop { $0 != ":" }.dropFirst(3).prefix { !"?#".contains($0) }
        let parts = place.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count > 1, let last = parts.last else { return "" }
        return Self.decoded(last)
    }

    /// The address as a word of the system's shell, its secrets masked.
    package var shellWord: String {
        shown.contains { "&;<>()$*?'#[]{}| ".contains($0) }
            ? "'\(shown.replacing("'", with: "%27"))'" : shown
    }

    /// The host, and the port if one is named.
    package var host: String {
        let place = text.drop { $0 != ":" }.dropFirst(3).prefix { !"/?#".contains($0) }
        return String(place.split(separator: "@").last ?? "")
    }

    package var isEncrypted: Bool { text.prefix(6).lowercased() == "https:" }

    /// Whether the path stands for several files, as it may on a disk.
    package var isPattern: Bool {
        text.drop { $0 != ":" }.dropFirst(3).prefix { !"?#".contains($0) }.contains("*")
    }

    private static func decoded(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            let digits = rest.prefix(2)
            if byte == UInt8(ascii: "%"), digits.count == 2, let digits = String(digits),
                let code = UInt8(digits, radix: 16)
            {
                bytes.append(code)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension WebAddress: CustomStringConvertible {
    package var description: String { shown }
}
