import Diagnostics
import Documents
import Relations
import Tables

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// How many rows lie in each field of a grid, by panel and series; the engine counts.
struct ScatterFields {
    /// A field that is not empty.
    struct Field: Hashable {
        let facet: Int
        let color: Int
        let column: Int
        let rank: Int
        var rows: Int
    }

    let columns: RoundBins
    let ranks: RoundBins
    private(set) var all: [Field] = []

    /// The rows of the fullest field.
    var most: Int { all.map(\.rows).max() ?? 1 }

    init(
        _ bins: (columns: RoundBins, ranks: RoundBins),
        _ places: (x: RowExpression, y: RowExpression),
        _ groups: PlotGroups,
        _ rows: PlottedRows
    ) throws(Diagnostic) {
        (columns, ranks) = bins
        // One number for a field: the engine groups by one key in half the time of two.
        let stride = ranks.count + 1
        let cell = try rows.call(
            "+",
            rows.call("*", columns.key(places.x, rows), .literal(.float(Double(stride)))),
            ranks.key(places.y, rows)
        )
        let table = try rows.run(
            rows.frame.summarized(
                [NamedExpression("n", try rows.call("count"))],
                by: groups.keys + [NamedExpression("cell", cell)]
            )
        )
        // What lies at the upper ends belongs to the last fields, which are there already.
        var found: [[Int]: Int] = [:]
        for row in 0..<table.count {
            guard let place = groups.place(table, row), let cell = table["cell"]?[row].number,
                let count = table["n"]?[row].number
            else { continue }
            let column = min(Int(cell) / stride, columns.count - 1)
            let rank = min(Int(cell) % stride, ranks.count - 1)
            let key = [place.facet, place.color, column, rank]
            if let index = found[key] {
                all[index].rows += Int(count)
                continue
            }
            found[key] = all.count
            all.append(
                Field(
                    facet: place.facet,
                    color: place.color,
                    column: column,
                    rank: rank,
                    rows: Int(count)
                )
            )
        }
    }
}

/// One axis of a scatter in fields.
struct PlotGrid {
    private let domain: ClosedRange<Double>
    private let isLogarithmic: Bool

    init(_ domain: ClosedRange<Double>, _ scale: Axis.Scale) {
        isLogarithmic = scale == .log
        self.domain =
            isLogarithmic ? log10(domain.lowerBound)...log10(domain.upperBound) : domain
    }

    func bins(_ count: Int) -> RoundBins { RoundBins(domain, about: count, exactly: count) }

    func scaled(_ variable: PlotVariable, _ rows: PlottedRows) throws(Diagnostic) -> RowExpression {
        isLogarithmic ? try rows.call("log10", variable.expression) : variable.expression
    }

    func value(_ place: Double) -> Double { isLogarithmic ? pow(10, place) : place }
}

extension RoundBins {
    func ends(_ bin: Int) -> ClosedRange<Double> { lower(bin)...lower(bin + 1) }
}

extension ClosedRange<Double> {
    /// The range between what the ends become.
    func mapped(_ change: (Double) -> Double) -> ClosedRange<Double> {
        change(lowerBound)...change(upperBound)
    }
}
