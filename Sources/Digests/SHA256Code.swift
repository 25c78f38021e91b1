import Crypto
package import Foundation

/// An HMAC over SHA-256 (RFC 2104): shows that content comes from someone who has the key.
package struct SHA256Code: Sendable {
    package let bytes: [UInt8]

    package init(of content: some ContiguousBytes, key: some ContiguousBytes) {
        let secret = SymmetricKey(data: key)
        var code = HMAC<SHA256>(key: secret)
        content.withUnsafeBytes { code.update(data: $0) }
        bytes = Array(code.finalize())
    }

    package var hexadecimal: String { SHA256Digest.hexadecimal(bytes) }

    /// Whether a code that came with `content` is right, in a time that does not tell how wrong.
    package static func isValid(
        _ code: some ContiguousBytes,
        for content: some ContiguousBytes,
        key: some ContiguousBytes
    ) -> Bool {
        content.withUnsafeBytes { content in
            code.withUnsafeBytes { code in
                HMAC<SHA256>.isValidAuthenticationCode(
                    Array(code),
                    authenticating: content,
                    using: SymmetricKey(data: key)
                )
            }
        }
    }
}
