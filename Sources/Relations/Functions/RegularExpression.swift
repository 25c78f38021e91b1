import CRE2
import Diagnostics

/// A regular expression in RE2's dialect, which is the engine's too: linear in the length of the
/// text, without back references and without looking around.
package final class RegularExpression: Sendable {
    // SAFETY: RE2's expressions do not change, and several threads may use one; freed with its owner.
    nonisolated(unsafe) private let compiled: OpaquePointer

    /// How many groups it has.
    package var groups: Int { Int(cre2_groups(compiled)) }

    package init(_ text: String) throws(PatternFault) {
        guard let compiled = Self.compiled(text) else {
            throw PatternFault(message: "the regular expression is too large", range: nil)
        }
        self.compiled = compiled
        let code = cre2_fault(compiled)
        guard code != 0 else { return }
        var count = 0
        let bytes = cre2_faulty_part(compiled, &count)
        let part = Self.text(bytes, count) ?? ""
        throw PatternFault(code: code, part: part, in: text)
    }

    deinit { cre2_destroy(compiled) }

    private static func compiled(_ text: String) -> OpaquePointer? {
        var text = text
        return text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { cre2_compiled($0.baseAddress, $0.count) }
        }
    }

    /// RE2's code and part for what is wrong with a text, 0 for nothing.
    fileprivate static func fault(of text: Substring) -> (code: Int32, part: String) {
        guard let compiled = compiled(String(text)) else { return (0, "") }
        defer { cre2_destroy(compiled) }
        var count = 0
        let bytes = cre2_faulty_part(compiled, &count)
        return (cre2_fault(compiled), Self.text(bytes, count) ?? "")
    }

    private static func text(_ bytes: UnsafePointer<CChar>?, _ count: Int) -> String? {
        let cells = UnsafeBufferPointer(start: bytes, count: count)
        return String(validating: cells.lazy.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Whether it fits somewhere in a text.
    package func matches(_ text: String) -> Bool {
        reading(text) { cre2_matches(compiled, $0.baseAddress, $0.count) }
    }

    /// A group of the first part that it fits, 0 being the whole; empty where it takes no part.
    func found(in text: String, group: Int) throws -> String? {
        var (start, end) = (0, 0)
        return try reading(text) { bytes in
            guard
                cre2_found(compiled, bytes.baseAddress, bytes.count, Int32(group), &start, &end)
            else { return nil }
            guard let base = bytes.baseAddress else { return "" }
            return try Self.whole(Self.text(base + start, end - start))
        }
    }

    /// Whether `\1` and the like in a replacement name groups that it has.
    func takes(_ replacement: String) -> Bool {
        reading(replacement) { cre2_takes(compiled, $0.baseAddress, $0.count) }
    }

    /// The text with all that it fits replaced.
    func replacing(in text: String, with replacement: String) throws -> String {
        var count = 0
        let result = reading(text) { bytes in
            reading(replacement) { other in
                cre2_replaced(
                    compiled,
                    bytes.baseAddress,
                    bytes.count,
                    other.baseAddress,
                    other.count,
                    &count
                )
            }
        }
        defer { cre2_free(result) }
        return try Self.whole(Self.text(result, count))
    }

    /// What was cut out of a text, unless a character was cut, as `\C` and `\B` may do.
    private static func whole(_ text: String?) throws -> String {
        guard let text else {
            throw EvaluationFault.invalid("the regular expression cuts a character in two")
        }
        return text
    }

    private func reading<Result>(
        _ text: String,
        _ body: (UnsafeBufferPointer<CChar>) throws -> Result
    ) rethrows -> Result {
        var text = text
        return try text.withUTF8 { try $0.withMemoryRebound(to: CChar.self, body) }
    }
}

/// What is wrong with a regular expression, and where.
package struct PatternFault: Error, Hashable, Sendable {
    package var message: String
    /// The bytes of the expression to point at; nil for all of it.
    package var range: Range<Int>?
    package var hint: String?

    init(message: String, range: Range<Int>?, hint: String? = nil) {
        self.message = message
        self.range = range
        self.hint = hint
    }

    /// RE2's finding in our words; the codes are those of `RE2::ErrorCode`.
    fileprivate init(code: Int32, part: String, in text: String) {
        let brackets = Brackets(text)
        let place = Self.place(of: part, code, in: text)
        switch code {
        case 2 where part.dropFirst().first?.isNumber == true:
            self.init(
                message: "`\(part)` refers back to a group, which RE2 does not do",
                range: place
            )
        case 2: self.init(message: "`\(part)` has no meaning", range: place, hint: "`\\\(part)`")
        case 3, 4:
            self.init(message: "`\(part)` is no range or class of characters", range: place)
        case 5: self.init(message: "`[` is never closed", range: place.map(Self.first))
        case 6:
            let isOpen = brackets.open != nil
            self.init(
                message: isOpen ? "`(` is never closed" : "`)` closes nothing",
                range: brackets.open ?? brackets.surplus
            )
        case 7: self.init(message: "`)` closes nothing", range: brackets.surplus)
        default: self.init(rare: code, part, place, text)
        }
    }

    private init(rare code: Int32, _ part: String, _ place: Range<Int>?, _ text: String) {
        switch code {
        case 8:
            let end = text.utf8.count
            self.init(message: "nothing follows the last `\\`", range: end - 1..<end)
        case 9: self.init(message: "`\(part)` has nothing to repeat", range: place)
        case 10:
            self.init(
                message: "`\(part)` is no count of repetitions, from 0 to 1000",
                range: place
            )
        case 11:
            self.init(message: "`\(part)` repeats what is repeated already", range: place)
        case 12:
            let isName = part.hasPrefix("(?<") && !text.contains("(?<=") && !text.contains("(?<!")
            self.init(
                message: "`\(part)` is not RE2's, which does not look around",
                range: place,
                hint: isName ? "a named group is `(?P<name>…)`" : nil
            )
        case 14: self.init(message: "`\(part)` names no group", range: place)
        default: self.init(message: "the regular expression is too large", range: nil)
        }
    }

    private static func first(_ range: Range<Int>) -> Range<Int> {
        range.lowerBound..<range.lowerBound + 1
    }

    /// Where the part stands: RE2 tells what it is, and its end is that of the shortest beginning
    /// that is wrong in the same way.
    private static func place(of part: String, _ code: Int32, in text: String) -> Range<Int>? {
        let count = part.utf8.count
        guard count > 0 else { return nil }
        // Long ones are not worth it: each beginning is compiled.
        guard text.utf8.count <= 1000 else { return nil }
        var end = text.startIndex
        while end < text.endIndex {
            text.unicodeScalars.formIndex(after: &end)
            let length = text.utf8.distance(from: text.startIndex, to: end)
            guard length >= count, text[..<end].hasSuffix(part) else { continue }
            let fault = RegularExpression.fault(of: text[..<end])
            if fault.code == code, fault.part == part { return length - count..<length }
        }
        return nil
    }
}

/// The round brackets of an expression that stand alone.
private struct Brackets {
    /// The last `(` that nothing closes.
    private(set) var open: Range<Int>?
    /// The first `)` that closes nothing.
    private(set) var surplus: Range<Int>?

    init(_ text: String) {
        var opened: [Int] = []
        var isEscaped = false
        var classStart: Int?
        for (place, byte) in text.utf8.enumerated() {
            if isEscaped {
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else if let start = classStart {
                let isFirst = place == start + 1
                if byte == UInt8(ascii: "]"), !isFirst { classStart = nil }
                if byte == UInt8(ascii: "^"), isFirst { classStart = place }
            } else if byte == UInt8(ascii: "[") {
                classStart = place
            } else if byte == UInt8(ascii: "(") {
                opened.append(place)
            } else if byte == UInt8(ascii: ")"), opened.popLast() == nil, surplus == nil {
                surplus = place..<place + 1
            }
        }
        open = opened.last.map { $0..<$0 + 1 }
    }
}
