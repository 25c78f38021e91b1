import Diagnostics
import Foundation
import Sessions
import Tables
import TestSupport
import Testing
import Values

@Suite("Verbs of frames give what pandas gives")
struct VerbFixtureTests {
    struct Case: Decodable, CustomTestStringConvertible, Sendable {
        let code: String
        let columns: [String: [Cell]]
        var testDescription: String { code }

        /// The pandas result as an expression of the language.
        var frame: String {
            let columns = columns.sorted { $0.key < $1.key }.map { name, cells in
                "`\(name)` = [\(cells.map(\.text).joined(separator: ", "))]"
            }
            return "frame(\(columns.joined(separator: ", ")))"
        }
    }

    enum Cell: Decodable, Sendable {
        case missing
        case number(Double)
        case text(String)

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                self = .missing
            } else if let number = try? container.decode(Double.self) {
                self = .number(number)
            } else {
                self = .text(try container.decode(String.self))
            }
        }

        var text: String {
            switch self {
            case .missing: "missing"
            case .number(let value): value < 0 ? "-\(-value)" : "\(value)"
            case .text(let text): Scalar.text(text).literal
            }
        }
    }

    static let cases: [Case] = {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Fixtures/verbs.json")
        guard let data = try? Data(contentsOf: path) else { return [] }
        return (try? JSONDecoder().decode([Case].self, from: data)) ?? []
    }()

    @Test("there are cases to compare")
    func areThere() { #expect(Self.cases.count == 18) }

    @Test("for the same data", arguments: cases)
    func agrees(_ item: Case) throws {
        let outcome = try ExampleSession.run("same(\(item.code), \(item.frame))")
        let faults = outcome.diagnostics.filter { $0.severity == .error }.map(\.message)
        try #require(faults.isEmpty, "\(faults)")
        guard case .scalar(.bool(true))? = outcome.value else {
            let found = try ExampleSession.run("\(item.code) | show(rows: 40)")
            Issue.record("\(found.documents)")
            return
        }
    }
}
