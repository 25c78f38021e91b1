package import Tables

/// What was learned and is computed in Swift alone: a list of floats from a row's cells.
///
/// Engines call it for their rows, so that a row has the same bits with an engine and without.
package protocol RowComputation: AnyObject, Sendable {
    /// What it is, as the name of a function.
    var name: String { get }
    /// Equal fingerprints give equal lists.
    var fingerprint: String { get }
    /// The types of the cells that it reads: text or float.
    var reads: [ColumnType] { get }
    /// How many floats the list of a row has.
    var width: Int { get }
    /// The lists of all rows, one behind the other; what is missing in them is no number.
    func lists(of columns: [Column], count: Int) -> [Double]
}

extension RowFunction {
    /// The function of rows that a computation is.
    package static func computing(_ computation: any RowComputation) -> RowFunction {
        let list = ColumnType.list(.float)
        var function = RowFunction(
            "\(computation.name) \(computation.fingerprint)",
            "What was learned, computed for a row.",
            .lists,
            takes: computation.reads.map { type in
                RowParameter("x", "a cell", type == .float ? .number : .text)
            },
            sql: .made { call in
                let cells = zip(call.arguments, computation.reads).map { sql, type in
                    "CAST(\(sql) AS \(type == .float ? "DOUBLE" : "VARCHAR"))"
                }
                let all = ["'\(computation.fingerprint)'"] + cells
                return "epilogue_lists(\(all.joined(separator: ", ")))"
            },
            evaluate: { columns, count, _ in
                let cells = zip(columns, computation.reads).map { column, type in
                    type == .float
                        ? Column(.float, .floats(column.doubles), validity: column.validMask)
                        : Column(.text, .texts(column.strings), validity: column.validMask)
                }
                let lists = computation.lists(of: cells, count: count)
                let offsets = (0...count).map { $0 * computation.width }
                return Column(list, .lists(offsets: offsets, child: .floats(lists, nil)))
            },
            gives: { _ throws(TypeFault) in list }
        )
        function.computation = computation
        return function
    }

    /// One element of a list, counted from 1.
    package static let element = RowFunction(
        "element of the list",
        "The element at a place of a list.",
        .lists,
        takes: [
            RowParameter("list", "the elements", .list),
            RowParameter("place", "which, from 1", .int, isConstant: true),
        ],
        sql: .template("list_extract($1, $2)"),
        evaluate: { columns, count, type in
            guard case .lists(let offsets, let child) = columns[0].values,
                case .ints(let places) = columns[1].values
            else { return .missing(type, count: count) }
            let rows = (0..<count).map { offsets[$0] + Int(places[$0]) - 1 }
            return child.picked(rows)
        },
        gives: { a throws(TypeFault) in
            guard case .list(let element) = a[0].type else { return .missing }
            return element
        }
    )
}

extension Column {
    /// Which cells there are, also where the type itself says that there are none.
    fileprivate var validMask: Bitmap? {
        if case .nothing(let count) = values { return Bitmap(repeating: false, count: count) }
        return validity
    }
}
