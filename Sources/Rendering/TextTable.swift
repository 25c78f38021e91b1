import Documents

/// A table laid out for a terminal: aligned columns within a width, and a footer that says what is
/// left out.
///
/// Columns that do not fit are dropped, from the right and the table's foremost last, and named in the
/// footer.
struct TextTable {
    private let table: TableBlock
    private let width: Int
    private let rows: Int
    private let text: CellText
    /// The columns that are shown, from the left.
    private let columns: [Column]
    /// Where they stand in the table.
    private let positions: [Int]

    init(_ table: TableBlock, width: Int, rows: Int?, text: CellText) {
        self.table = table
        self.width = width
        self.text = text
        self.rows = min(table.rows.count, rows ?? .max)
        var laid: [Int: Column] = [:]
        var used: Int?
        let limit = self.rows
        func column(_ index: Int) -> Column {
            Column(table, index, rows: limit, text: text, tableWidth: width)
        }
        let foremost = table.foremost.map { ($0, column($0)) }
        let wanted = foremost.map { $0.1.width + Self.gap }.reduce(-Self.gap, +)
        // The first column mostly says what a row is: it stays where not all of these fit anyway.
        let first = wanted > width ? table.columns.indices.prefix(1).map { ($0, column($0)) } : []
        for (index, column) in first + foremost where laid[index] == nil {
            guard Self.claim(column, of: width, &used) else { continue }
            laid[index] = column
        }
        for index in table.columns.indices where laid[index] == nil {
            let column = column(index)
            guard Self.claim(column, of: width, &used) else { break }
            laid[index] = column
        }
        let shown = laid.sorted { $0.key < $1.key }
        positions = shown.map(\.key)
        columns = Self.widened(shown.map(\.value), by: width - (used ?? 0))
    }

    /// Takes the room for one more column, if there is enough; the first one has it whatever it takes.
    private static func claim(_ column: Column, of width: Int, _ used: inout Int?) -> Bool {
        let room = used.map { $0 + gap + column.width } ?? column.width
        guard used == nil || room <= width else { return false }
        used = room
        return true
    }

    private static let gap = 2

    /// Gives room that is left to columns that were cut short, least shortfall first.
    private static func widened(_ columns: [Column], by room: Int) -> [Column] {
        var columns = columns
        var room = room
        for index in columns.indices.sorted(by: {
            (columns[$0].shortfall, $0) < (columns[$1].shortfall, $1)
        }) {
            let share = min(columns[index].shortfall, room)
            guard share > 0 else { continue }
            columns[index].width += share
            room -= share
        }
        return columns
    }

    /// Names, types and rows; no line is wider than the width or ends in a space.
    var lines: [StyledLine] {
        guard !columns.isEmpty else { return [] }
        return [line { $0.header($0.name, .strong) }, line { $0.header($0.type, .muted) }]
            + (0..<rows).map { row in line { $0.cell(row) } }
    }

    private func line(_ part: (Column) -> StyledLine) -> StyledLine {
        var line = StyledLine()
        for (index, column) in columns.enumerated() {
            if index > 0 { line.append(String(spaces: Self.gap)) }
            line.parts += part(column).parts
        }
        return line.trimmed()
    }

    /// What is not shown, in lines no wider than the width; nothing if all is.
    var footer: [StyledLine] {
        TableFooter(table, rowsShown: rows, columnsShown: positions).lines(width: width)
    }
}

/// One column of a table for a terminal.
private struct Column {
    let name: String
    let type: String
    var width: Int
    /// What the column would take if nothing were cut.
    private let natural: Int
    private let alignment: Alignment
    private let cells: [String]
    private let isMissing: [Bool]
    /// The columns before the point, where cells align on it.
    private let whole: Int
    private let fraction: Int

    init(_ table: TableBlock, _ index: Int, rows: Int, text: CellText, tableWidth: Int) {
        let header = table.columns[index]
        let shown = table.rows.prefix(rows).map { Self.shortened($0[index]) }
        name = VisibleText.of(header.name)
        type = VisibleText.of(header.type)
        alignment = header.alignment
        cells = text.column(shown, digits: header.digits)
        isMissing = shown.map(\.isMissing)
        let numbers = zip(cells, isMissing).filter { !$1 }.map { Self.split($0.0) }
        whole = numbers.map(\.whole).max() ?? 0
        fraction = numbers.map(\.fraction).max() ?? 0
        let widest = cells.map { TextWidth.of($0) }.max() ?? 0
        let content = alignment == .decimal ? max(widest, whole + fraction) : widest
        natural = max(content, TextWidth.of(name), TextWidth.of(type))
        // Numbers are never cut where the table could hold them whole; long text and names are.
        let least = max(16, tableWidth / 3, alignment == .decimal ? content : 0)
        width = min(natural, least, tableWidth)
    }

    /// The beginning of text that is longer than any terminal is wide, so that a cell of a gigabyte is
    /// not measured to its end.
    private static func shortened(_ cell: Cell) -> Cell {
        guard case .text(let text) = cell, text.utf8.count > 16_384 else { return cell }
        return .text(String(String.UnicodeScalarView(text.unicodeScalars.prefix(4096))))
    }

    var shortfall: Int { natural - width }

    func header(_ text: String, _ style: Style) -> StyledLine {
        placed(text, style, atEnd: alignment != .leading)
    }

    func cell(_ row: Int) -> StyledLine {
        let text = cells[row]
        if isMissing[row] { return placed(text, .muted, atEnd: alignment != .leading) }
        switch alignment {
        case .leading: return placed(text, .plain, atEnd: false)
        case .trailing: return placed(text, .plain, atEnd: true)
        case .decimal:
            let padding = fraction - Self.split(text).fraction
            return placed(text + String(spaces: padding), .plain, atEnd: true)
        }
    }

    private func placed(_ text: String, _ style: Style, atEnd: Bool) -> StyledLine {
        let shown = TextWidth.truncated(text, to: width)
        let space = StyledText(String(spaces: width - TextWidth.of(shown)))
        let content = StyledText(shown, style)
        return StyledLine(atEnd ? [space, content] : [content, space])
    }

    /// The columns before the point, and from it on; text that is no number lies before it.
    private static func split(_ text: String) -> (whole: Int, fraction: Int) {
        guard let point = text.firstIndex(where: { $0 == "." || $0 == "e" }),
            text.first.map({ $0.isNumber || $0 == "-" }) == true
        else { return (TextWidth.of(text), 0) }
        return (TextWidth.of(text[..<point]), TextWidth.of(text[point...]))
    }
}
