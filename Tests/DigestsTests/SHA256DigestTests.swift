import Digests
import Foundation
import Testing

// Vectors: FIPS 180-2, appendix B, and NIST's SHA256ShortMsg and SHA256LongMsg.
@Suite("SHA-256")
struct SHA256DigestTests {
    @Test(
        "agrees with the published vectors",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
            (
                "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
                    + "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
                "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
            ),
        ]
    )
    func vectors(text: String, expected: String) {
        #expect(SHA256Digest(of: text).hexadecimal == expected)
    }

    @Test("agrees on a million letters, in parts of odd size")
    func longMessage() {
        var hasher = SHA256Hasher()
        let letters = [UInt8](repeating: UInt8(ascii: "a"), count: 1000)
        for _ in 0..<999 { hasher.update(with: letters) }
        for count in [1, 63, 64, 65, 807] { hasher.update(with: letters[..<count]) }
        #expect(
            "\(hasher.digest)" == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
        )
    }

    @Test("reads back what it writes, and nothing else")
    func hexadecimal() throws {
        let digest = SHA256Digest(of: "abc")
        #expect(SHA256Digest(hexadecimal: digest.hexadecimal) == digest)
        #expect(SHA256Digest(hexadecimal: digest.hexadecimal.uppercased()) == digest)
        #expect(SHA256Digest(hexadecimal: String(digest.hexadecimal.dropLast())) == nil)
        #expect(SHA256Digest(hexadecimal: String(repeating: "g", count: 64)) == nil)
    }

    @Test("of a file is the digest of its bytes, whatever its size")
    func file() throws {
        let path = NSTemporaryDirectory() + "epilogue-digest-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: path) }
        for size in [0, 1, 1 << 20, 3 << 20 + 17] {
            let content = Data((0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) })
            try content.write(to: URL(fileURLWithPath: path))
            var last = 0
            let digest = try SHA256Digest(ofFile: path) { last = $0 }
            #expect(digest == SHA256Digest(of: content))
            #expect(last == size)
        }
    }

    @Test("of a file that is not there says why")
    func missingFile() throws {
        let fault = try #require(throws: UnreadableFile.self) {
            try SHA256Digest(ofFile: "/nowhere/file.csv")
        }
        #expect(fault.path == "/nowhere/file.csv")
        #expect(fault.reason == "No such file or directory")
        #expect(throws: UnreadableFile.self) { try SHA256Digest(ofFile: "/") }
    }
}

// Vectors: RFC 4231, test cases 1, 2 and 6.
@Suite("HMAC over SHA-256")
struct SHA256CodeTests {
    @Test(
        "agrees with the published vectors",
        arguments: [
            (
                [UInt8](repeating: 0x0b, count: 20), "Hi There",
                "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
            ),
            (
                Array("Jefe".utf8), "what do ya want for nothing?",
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
            ),
            (
                [UInt8](repeating: 0xaa, count: 131),
                "Test Using Larger Than Block-Size Key - Hash Key First",
                "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
            ),
        ]
    )
    func vectors(key: [UInt8], text: String, expected: String) {
        let content = Array(text.utf8)
        let code = SHA256Code(of: content, key: key)
        #expect(code.hexadecimal == expected)
        #expect(SHA256Code.isValid(code.bytes, for: content, key: key))
        #expect(!SHA256Code.isValid(code.bytes, for: content + [0], key: key))
        #expect(!SHA256Code.isValid(code.bytes.dropLast(), for: content, key: key))
    }
}
