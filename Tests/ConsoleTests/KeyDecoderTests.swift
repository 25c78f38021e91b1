import Testing

@testable import Console

@Suite("Keys")
struct KeyDecoderTests {
    private func drain(_ decoder: inout KeyDecoder) -> String {
        var scalars = String.UnicodeScalarView()
        while let scalar = decoder.next() { scalars.append(scalar) }
        return String(scalars)
    }

    @Test("are characters however the bytes were cut", arguments: 1...4)
    func pieces(size: Int) {
        var decoder = KeyDecoder()
        let bytes = Array("aé日🙂".utf8)
        var text = ""
        for start in stride(from: 0, to: bytes.count, by: size) {
            decoder.feed(bytes[start..<min(start + size, bytes.count)])
            text += drain(&decoder)
        }
        #expect(text == "aé日🙂")
    }

    @Test("that are not UTF-8 are shown as such and swallow nothing")
    func malformed() {
        var decoder = KeyDecoder()
        decoder.feed([0x61, 0xC3, 0x62, 0xFF, 0x63, 0xC2, 0x85])
        #expect(drain(&decoder) == "a\u{FFFD}b\u{FFFD}c\u{FFFD}")
    }

    @Test("are inside a sequence until its last character")
    func sequences() {
        var decoder = KeyDecoder()
        decoder.feed("\u{1B}[1;5Dx\u{1B}b".utf8)
        var inside: [Bool] = []
        while decoder.next() != nil { inside.append(decoder.isInsideSequence) }
        #expect(inside == [true, true, true, true, true, false, false, true, false])
    }

    @Test("that are pushed back come first")
    func pushingBack() {
        var decoder = KeyDecoder()
        decoder.feed("abc".utf8)
        _ = decoder.next()
        decoder.pushBack(["x", "y"])
        #expect(drain(&decoder) == "xybc")
    }

    @Test("in a paste become text: line ends, blanks for tabs, no controls, no newline at the end")
    func paste() {
        let cleaned = PastedText.cleaned(Array("a\r\n\tb\rc\u{7}\u{1B}\n\n".unicodeScalars))
        var text = String.UnicodeScalarView()
        text.append(contentsOf: cleaned)
        #expect(String(text) == "a\n    b\nc")
    }
}
