import Documents

/// What a program reads from a document.
enum DocumentValue {
    case table(TableBlock)
    case record(RecordBlock)
    case cell(Cell)
}

extension Document {
    /// The values of the document without the prose beside them; prose alone is one text.
    var values: [DocumentValue] {
        let values = blocks.compactMap(\.value)
        if !values.isEmpty || blocks.isEmpty { return values }
        let prose = TerminalRenderer(plain: true).string(self)
        return [.cell(.text(prose.last == "\n" ? String(prose.dropLast()) : prose))]
    }
}

extension Block {
    fileprivate var value: DocumentValue? {
        switch self {
        case .table(let table): .table(table)
        case .figure(let figure): .table(figure.table)
        case .record(let record): .record(record)
        case .value(let cell, type: _): .cell(cell)
        case .heading, .paragraph, .lines, .note, .list, .code: nil
        }
    }
}
