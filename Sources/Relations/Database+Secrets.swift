/// How a database is spoken of: without its password.
extension Database {
    /// What stands in a password's place.
    package static let mask = "<secret>"

    package var isServer: Bool { kind == .postgres }

    /// The place as messages and notes show it.
    package var shown: String { isServer ? Self.masked(place) : place }

    /// A text about the database, with whatever it repeats of the password masked.
    package func masking(_ text: String) -> String {
        var text = text.replacing(place, with: shown)
        for secret in Self.secrets(in: place) where !secret.isEmpty {
            text = text.replacing(secret, with: Self.mask)
        }
        return text
    }

    /// An address with its password masked: `postgres://user:<secret>@host/name`.
    private static func masked(_ address: String) -> String {
        var text = address
        if let range = password(in: address) {
            text = address[..<range.lowerBound] + mask + address[range.upperBound...]
        }
        guard let start = text.firstRange(of: "password=") else { return text }
        let rest = text[start.upperBound...]
        let end = rest.firstIndex(of: "&") ?? rest.endIndex
        return text[..<start.upperBound] + mask + text[end...]
    }

    private static func secrets(in address: String) -> [String] {
        var all: [String] = []
        if let range = password(in: address) { all.append(String(address[range])) }
        if let start = address.firstRange(of: "password=") {
            all.append(String(address[start.upperBound...].prefix { $0 != "&" }))
        }
        return all
    }

    /// Where the password stands in `scheme://user:password@host`.
    private static func password(in address: String) -> Range<String.Index>? {
        guard let scheme = address.firstRange(of: "://") else { return nil }
        let rest = address[scheme.upperBound...]
        let end = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
        guard let at = rest[..<end].lastIndex(of: "@"),
            let colon = rest[..<at].firstIndex(of: ":")
        else { return nil }
        return rest.index(after: colon)..<at
    }
}
