package import Documents
package import Relations
package import Tables
package import Values

/// A figure as a value: it prints as itself, and verbs of frames take its data.
package struct DrawnFigure: ShellObject, ShellRepresentable {
    package static let type = ObjectType("figure")

    package let figure: Figure
    private let data: Frame

    package init(_ figure: Figure) {
        self.init(figure, data: figure.table.table)
    }

    /// A figure of which verbs of frames take other rows than its marks.
    package init(_ figure: Figure, data: Table) {
        self.figure = figure
        self.data = Frame(memory: data)
    }

    package var document: Document { Document(.figure(figure)) }
    package var brief: String { figure.title }
    /// A row a mark, or a row a point of it, where it was not given rows of its own.
    package var frame: Frame? { data }
}

extension TableBlock {
    /// The rows at hand as a table in memory; cells that fit no number are text.
    fileprivate var table: Table {
        let types = columns.map { header -> ColumnType in
            switch header.type {
            case "float": .float
            case "int": .int
            default: .text
            }
        }
        return Table(
            zip(columns, types).map { Field($0.name, $1) },
            columns.indices.map { index in
                Column(types[index], cells: cells(of: index).map(\.scalar))
            },
            count: rows.count
        )
    }
}

extension Cell {
    fileprivate var scalar: Scalar {
        switch self {
        case .bool(let flag): .bool(flag)
        case .int(let number): .int(number)
        case .float(let number): .float(number)
        case .text(let text), .formatted(let text): .text(text)
        case .missing, .list, .record: .missing
        }
    }
}
