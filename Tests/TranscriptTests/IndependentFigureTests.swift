import Foundation
import Tables
import TestSupport
import Testing

@Suite("Verbs and row functions give what pandas and Python give")
struct IndependentFigureTests {
    private struct Fixture: Decodable {
        let setup: [String]
        let cases: [Case]
    }

    private struct Case: Decodable {
        let line: String
        let columns: [String: [Cell]]?
        let value: Cell?
    }

    /// A cell as JSON has it.
    private enum Cell: Decodable {
        case nothing
        case flag(Bool)
        case number(Double)
        case text(String)
        case list([Cell])

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                self = .nothing
            } else if let flag = try? container.decode(Bool.self) {
                self = .flag(flag)
            } else if let number = try? container.decode(Double.self) {
                self = .number(number)
            } else if let text = try? container.decode(String.self) {
                self = .text(text)
            } else {
                self = .list(try container.decode([Cell].self))
            }
        }

        /// Equal; numbers to what another order of additions changes.
        func fits(_ cell: Scalar) -> Bool {
            switch (self, cell) {
            case (.nothing, .missing): true
            case (.flag(let a), .bool(let b)): a == b
            case (.number(let a), _) where cell.number != nil:
                cell.number.map { abs(a - $0) <= 1e-10 * max(1, abs(a)) } ?? false
            case (.text(let a), .int(let b)): a == "\(b)"
            case (.text(let a), .text(let b)): a.utf8.elementsEqual(b.utf8)
            case (.text(let a), .date(let b)): a == b.text
            case (.text(let a), .timestamp(let b)): a == b.text
            case (.list(let a), .list(let b)):
                a.count == b.count && zip(a, b).allSatisfy { $0.fits($1) }
            default: false
            }
        }
    }

    @Test("in every line that the script wrote down")
    func figures() throws {
        let url = ProjectFolder.url.appendingPathComponent(
            "Tests/TranscriptTests/Fixtures/figures.json"
        )
        let fixture = try JSONDecoder().decode(Fixture.self, from: Data(contentsOf: url))
        #expect(fixture.cases.count > 180)
        var conversation = Conversation(threads: 2)
        for line in fixture.setup { #expect(conversation.faults(line).isEmpty, "\(line)") }
        for wanted in fixture.cases { check(wanted, &conversation) }
    }

    private func check(_ wanted: Case, _ conversation: inout Conversation) {
        let table: Table
        do {
            table = try conversation.table(wanted.line)
        } catch {
            Issue.record("\(wanted.line): \(error)")
            return
        }
        let columns = wanted.columns ?? ["value": [wanted.value ?? .nothing]]
        #expect(Set(table.fields.map(\.name)) == Set(columns.keys), "\(wanted.line)")
        for (field, column) in zip(table.fields, table.columns) {
            guard let cells = columns[field.name] else { continue }
            let found = (0..<column.count).map { column[$0] }
            let wrong = zip(found, cells).enumerated().first { !$1.1.fits($1.0) }
            let isWhole = found.count == cells.count && wrong == nil
            #expect(
                isWhole,
                """
                \(wanted.line), `\(field.name)`: \(found.count) rows for \(cells.count), \
                \(wrong.map { "row \($0.offset): \($0.element)" } ?? "no difference")
                """
            )
        }
    }
}
