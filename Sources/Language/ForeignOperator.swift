/// An operator that other languages have and this one spells in another way.
struct ForeignOperator: Hashable {
    /// As it is written there.
    let text: String
    /// What is written here instead.
    let ours: String
    /// The token it is read as, or nil if no single token does what it does.
    let kind: Token.Kind?

    private init(_ text: String, _ ours: String, _ kind: Token.Kind?) {
        self.text = text
        self.ours = ours
        self.kind = kind
    }

    private static let all: [ForeignOperator] = [
        .init("&&", "and", .and), .init("&", "and", .and), .init("||", "or", .or),
        .init("|>", "|", .pipe), .init("%>%", "|", .pipe), .init("%in%", "in", .in),
        .init("**", "^", .power), .init("<>", "!=", .notEqual), .init("===", "==", .equal),
        .init("!==", "!=", .notEqual), .init("!", "not", .not), .init("=>", ">=", .greaterOrEqual),
        .init("=<", "<=", .lessOrEqual), .init(":=", "=", .assign), .init("...", "..", .range),
        .init("..<", "..", .range), .init("+=", "=", nil), .init("-=", "=", nil),
        .init("*=", "=", nil), .init("/=", "=", nil), .init("->", "=", nil), .init("::", "", nil),
        .init("?", "if … then … else", nil), .init("@", "", nil),
        .init("≤", "<=", .lessOrEqual), .init("≥", ">=", .greaterOrEqual),
        .init("≠", "!=", .notEqual), .init("×", "*", .times), .init("÷", "/", .divide),
        .init("｜", "|", .pipe), .init("−", "-", .minus), .init("–", "-", .minus),
    ]

    private static let byText = Dictionary(uniqueKeysWithValues: all.map { ($0.text, $0) })
    private static let firstBytes = Set(all.compactMap { $0.text.utf8.first })

    static func named(_ text: String) -> ForeignOperator? { byText[text] }

    /// The longest that these bytes begin with, unless what they begin with is ours.
    static func longest(in bytes: ArraySlice<UInt8>) -> String? {
        guard let first = bytes.first, firstBytes.contains(first) else { return nil }
        for length in stride(from: min(bytes.count, 4), to: 0, by: -1) {
            let text = String(decoding: bytes.prefix(length), as: UTF8.self)
            if text == "!=" { return nil }
            if byText[text] != nil { return text }
        }
        return nil
    }
}
