package import Documents
package import Kernels
package import Relations
package import Tables
package import Values

/// The parts of the rows on which a model does worst.
package struct SliceReport: ShellObject, ShellRepresentable {
    package static let type = ObjectType("slices")

    package let slices: [RowSlice]
    /// How many slices were measured.
    package let tried: Int
    private let search: SliceSearch
    /// The measure on all rows.
    private let whole: Double

    package init(_ search: SliceSearch, _ limit: Int, in work: WorkContext) throws {
        self.search = search
        (slices, tried) = try search.worst(limit, in: work)
        whole = search.score.value(search.scored)
    }

    package var brief: String { "\(slices.count) of \(tried) tried" }
    package var memberNames: [String] {
        ["worst", "tried"] + (search.looks == nil ? [] : ["looks"])
    }

    package func member(_ name: String) -> Value? {
        switch name {
        case "worst": slices.first.map { .text($0.conditions) } ?? .missing
        case "tried": .int(Int64(tried))
        case "looks": search.looks.map { .int(Int64($0)) }
        default: nil
        }
    }

    package var frame: Frame? { Frame(memory: table) }

    /// Slice, rows, metric, value, low, high, difference, p_value.
    package var table: Table {
        let estimates = slices.map(\.estimate)
        let columns: [(Tables.Field, Column)] = [
            (Tables.Field("slice", .text), Column(.text, .texts(slices.map(\.conditions)))),
            (Tables.Field("rows", .int), Column(.int, .ints(slices.map { Int64($0.rows) }))),
            (
                Tables.Field("metric", .text),
                Column(.text, .texts(slices.map { _ in search.score.name }))
            ),
            (Tables.Field("value", .float), Column(finite: estimates.map(\.value)[...])),
            (Tables.Field("low", .float), Column(finite: estimates.map(\.low)[...])),
            (Tables.Field("high", .float), Column(finite: estimates.map(\.high)[...])),
            (Tables.Field("difference", .float), Column(finite: slices.map(\.difference)[...])),
            (Tables.Field("p_value", .float), Column(finite: slices.map(\.pValue)[...])),
        ]
        return Table(columns.map(\.0), columns.map(\.1))
    }

    package var document: Document {
        guard !slices.isEmpty else { return Document(.note(nothing)) }
        var document = Document(.table(numbered))
        document.append(
            .lines(slices.enumerated().map { StyledLine("\($0 + 1): \($1.conditions)") })
        )
        document.append(.note(verdict))
        document.append(
            .note(
                "\(tried) slices of one or two conditions on \(columns), each of"
                    + " \(search.least) rows or more; intervals (\(search.score.method)) and p_value"
                    + " hold for all of them together, after Bonferroni"
            )
        )
        if let looks = search.looks { document.append(.note(ReusedRows.words(looks))) }
        return document
    }

    /// The conditions are long, and stand below under the slices' numbers.
    private var numbered: TableBlock {
        let block = TableBlock(of: table, rows: slices.count)
        let rows = block.rows.enumerated().map { [.int(Int64($0 + 1))] + $1.dropFirst() }
        return TableBlock(
            [ColumnHeader("slice", "int")] + block.columns.dropFirst(),
            rows: rows
        )
    }

    private var columns: String {
        search.features.count == 1 ? "1 column" : "\(search.features.count) columns"
    }

    private var nothing: String {
        "no slice has \(search.least) rows or more beside as many others; `min_rows:` asks for fewer"
    }

    private var verdict: String {
        let worse = slices.count { $0.pValue < 0.05 }
        let overall =
            "\(search.score.name) of all \(search.scored.count) rows is "
            + "\(Rounded.text(whole)); "
        return overall
            + (worse == 0
                ? "no slice is worse than the rest beyond chance"
                : worse == slices.count
                    ? "\(worse == 1 ? "this one is" : "these are") worse than the rest beyond chance"
                    : "\(worse) of these \(slices.count) are worse than the rest beyond chance")
    }
}
