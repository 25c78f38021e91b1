package import Diagnostics
import Foundation

extension Terminal {
    /// Hands a text to the clipboard of the terminal (OSC 52), which does not answer.
    package func copy(_ text: String) throws(Diagnostic) {
        guard outputIsTerminal, !isDumb else {
            throw Diagnostic(
                "clipboard.absent",
                "this terminal has no clipboard to write to",
                hints: [":save session.md"],
                severity: .warning
            )
        }
        let code = Data(text.utf8).base64EncodedString()
        guard code.utf8.count <= Self.longestCopy else {
            throw Diagnostic(
                "clipboard.size",
                "\(text.utf8.count) bytes are more than terminals take",
                hints: [":save session.md"],
                severity: .warning
            )
        }
        write("\u{1B}]52;c;\(code)\u{07}")
    }

    /// What terminals take at least, in bytes.
    private static let longestCopy = 74_994
}
