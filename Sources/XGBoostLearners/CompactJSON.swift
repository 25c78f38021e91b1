import Diagnostics
import Learning

/// JSON without the space between its parts, each of whose records has a key once.
///
/// Readers differ in which of two equal keys they take: what one has checked has to be what the
/// other reads.
struct CompactJSON {
    /// What is nested deeper than any model is refused.
    private static let deepest = 64

    static func text(of bytes: [UInt8]) throws(Diagnostic) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        // The keys of each record that is open; none for a list.
        var open: [Set<ArraySlice<UInt8>>] = []
        var place = 0
        while place < bytes.count {
            let byte = bytes[place]
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"):
                place += 1
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                open.append([])
                guard open.count <= deepest else { throw damaged }
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                guard open.popLast() != nil else { throw damaged }
            case UInt8(ascii: "\""):
                let word = try word(bytes, from: place)
                text += word
                place = word.endIndex
                guard isFollowedByColon(bytes, place) else { continue }
                guard !open.isEmpty, !word.contains(UInt8(ascii: "\\")),
                    open[open.count - 1].insert(word).inserted
                else { throw damaged }
                continue
            default: break
            }
            text.append(byte)
            place += 1
        }
        return text
    }

    private static var damaged: Diagnostic {
        .modelCorrupt("it is not the JSON that a model is kept in")
    }

    /// A text with its quotes.
    private static func word(
        _ bytes: [UInt8],
        from start: Int
    ) throws(Diagnostic) -> ArraySlice<UInt8> {
        var place = start + 1
        while place < bytes.count, bytes[place] != UInt8(ascii: "\"") {
            place += bytes[place] == UInt8(ascii: "\\") ? 2 : 1
        }
        guard place < bytes.count else { throw .modelCorrupt("it is cut short") }
        return bytes[start...place]
    }

    private static func isFollowedByColon(_ bytes: [UInt8], _ place: Int) -> Bool {
        bytes[place...].first { !" \n\r\t".utf8.contains($0) } == UInt8(ascii: ":")
    }
}
