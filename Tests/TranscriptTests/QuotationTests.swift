import Foundation
import TestSupport
import Testing

@Suite("The guide for contributors")
struct QuotationTests {
    /// A fence of Swift with the file that the line above it names.
    struct Quotation: CustomTestStringConvertible, Sendable {
        let path: String
        let code: String
        var testDescription: String { path }
    }

    static let quotations: [Quotation] = {
        guard let guide = try? ProjectFolder.text("docs/contributing.md") else { return [] }
        let parts = guide.components(separatedBy: "```swift\n")
        return zip(parts, parts.dropFirst()).compactMap { before, after in
            let line = before.split(separator: "\n").last ?? ""
            guard line.hasPrefix("`"), line.hasSuffix("`"),
                let end = after.range(of: "```")
            else { return nil }
            return Quotation(
                path: String(line.dropFirst().dropLast()),
                code: String(after[..<end.lowerBound])
            )
        }
    }()

    @Test("quotes files")
    func isThere() { #expect(quotationCount >= 6) }

    private var quotationCount: Int { Self.quotations.count }

    @Test("quotes what is there", arguments: quotations)
    func isVerbatim(_ quotation: Quotation) throws {
        #expect(try ProjectFolder.text(quotation.path).contains(quotation.code))
    }
}
