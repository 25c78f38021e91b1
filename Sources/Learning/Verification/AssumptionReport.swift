package import Documents
import Kernels
package import Relations
package import Tables
package import Values

/// What a model takes for granted, and what rows say to each.
package struct AssumptionReport: ShellObject, ShellRepresentable {
    package static let type = ObjectType("assumptions")

    package let lines: [Assumption]
    private let model: String
    private let rows: Int
    private let looks: Int?

    package init(_ lines: [Assumption], model: String, rows: Int, looks: Int?) {
        self.lines = lines
        self.model = model
        self.rows = rows
        self.looks = looks
    }

    package var brief: String {
        "\(lines.count { $0.isMet == true }) of \(lines.count) hold for \(model)"
    }
    package var memberNames: [String] { ["hold"] + (looks == nil ? [] : ["looks"]) }

    package func member(_ name: String) -> Value? {
        switch name {
        case "hold": hold.map { .bool($0) } ?? .missing
        case "looks": looks.map { .int(Int64($0)) }
        default: nil
        }
    }

    /// Whether all of them hold; nil where none is broken and the rows cannot tell of one.
    private var hold: Bool? {
        if lines.contains(where: { $0.isMet == false }) { return false }
        return lines.contains { $0.isMet == nil } ? nil : true
    }

    package var frame: Frame? { Frame(memory: table) }

    /// Assumption, test, statistic, p_value, holds, advice.
    package var table: Table {
        let columns: [(Tables.Field, Column)] = [
            (Tables.Field("assumption", .text), Column(.text, .texts(lines.map(\.name)))),
            (Tables.Field("test", .text), Column(.text, .texts(lines.map(\.test)))),
            (
                Tables.Field("statistic", .float),
                Column(finite: lines.map(\.result.statistic)[...])
            ),
            (Tables.Field("p_value", .float), Column(finite: lines.map(\.result.pValue)[...])),
            (
                Tables.Field("holds", .bool),
                Column(.bool, cells: lines.map { $0.isMet.map { .bool($0) } ?? .missing })
            ),
            (
                Tables.Field("advice", .text),
                Column(.text, cells: lines.map { $0.isMet == false ? .text($0.advice) : .missing })
            ),
        ]
        return Table(columns.map(\.0), columns.map(\.1))
    }

    package var document: Document {
        let block = TableBlock(of: table, rows: 100)
        let shown = block.columns.count - 1
        var document = Document(
            .table(
                TableBlock(
                    Array(block.columns.prefix(shown)),
                    rows: block.rows.map { Array($0.prefix(shown)) }
                )
            )
        )
        for line in lines {
            switch line.isMet {
            case true?: break
            case false?:
                document.append(.note("\(line.name): \(line.finding). \(line.advice.sentence)"))
            case nil: document.append(.note("\(line.name), \(line.test): these rows cannot tell"))
            }
        }
        document.append(.note(rows == 1 ? "1 row" : "\(rows) rows"))
        if let looks { document.append(.note(ReusedRows.words(looks))) }
        return document
    }
}

extension String {
    /// With a capital, where it begins with a letter.
    fileprivate var sentence: String { prefix(1).uppercased() + dropFirst() }
}
