import Catalog
import Documents
import Kernels
import Relations
import Tables
import Values

extension Function {
    static let describe = Function(
        "describe",
        "What each column holds: missing, distinct, how values lie or which are most frequent.",
        family: .frames,
        effect: .runs,
        takes: Parameter<Frame>("frame", "the frame to look at"),
        examples: [
            Example("penguins | describe"),
            Example("penguins | describe | select(column, q25, median, q75)"),
        ]
    ) { context, frame in
        let rows = try context.engine.count(frame.plan, in: context.work)
        let facts: [ColumnFacts]
        if rows > DescribedColumns.manyRows, frame.plan.isCheaplyRepeated {
            facts = try CountedColumns(frame, rows: Int(rows), context).facts()
        } else {
            facts = try DescribedColumns(frame, rows: rows, context).facts
        }
        return Frame(overview: DescriptionTable(frame, facts, context).table)
    }
}

/// What is known of one column; what does not apply is missing or empty.
struct ColumnFacts {
    var missing = Scalar.missing
    var distinct = Scalar.missing
    var low = Scalar.missing
    var high = Scalar.missing
    var mean = Scalar.missing
    var deviation = Scalar.missing
    /// A quarter, a half and three quarters of the values lie below.
    var quartiles = [Scalar](repeating: .missing, count: 3)
    /// How many values lie in bars of one width.
    var heights: [Int64] = []
    /// The most frequent values with their counts.
    var top: [(value: Scalar, count: Int64)] = []

    static let shares = [0.25, 0.5, 0.75]
}

/// The ends of the bars that show how values lie.
enum DescriptionBars {
    static let count = 10

    /// Whole numbers stand in the middle of theirs where they are few.
    static func edges(_ low: Double, _ high: Double, isWhole: Bool) -> [Double] {
        if low == high { return [low, low.nextUp] }
        if isWhole, high - low < Double(count) {
            return (0...Int(high - low) + 1).map { low - 0.5 + Double($0) }
        }
        let inner = (1..<count).map { step -> Double in
            let share = Double(step) / Double(count)
            return low * (1 - share) + high * share
        }
        return ascending([low] + inner + [high])
    }

    /// How many values lie in each bar, of ascending places with their counts.
    static func heights(
        _ edges: [Double],
        _ places: some Sequence<(place: Double, count: Int64)>
    ) -> [Int64] {
        var heights = [Int64](repeating: 0, count: edges.count - 1)
        var bar = 0
        for (place, count) in places {
            while bar + 1 < heights.count, edges[bar + 1] <= place { bar += 1 }
            heights[bar] += count
        }
        return heights
    }

    static func ascending(_ values: [Double]) -> [Double] {
        var kept: [Double] = []
        for value in values.sorted() where kept.last.map({ $0 < value }) ?? true {
            kept.append(value)
        }
        return kept
    }
}

/// The facts as a row a column.
private struct DescriptionTable {
    private let schema: Schema
    private let hidden: Set<String>
    private let facts: [ColumnFacts]
    private let presentation: Presentation
    private let bars: [Character]

    init(_ frame: Frame, _ facts: [ColumnFacts], _ context: CallContext) {
        schema = frame.schema
        hidden = frame.protectedColumns
        self.facts = facts
        presentation = Presentation(context)
        bars = Array(context.settings.plain ? "_.:-=+*#" : "▁▂▃▄▅▆▇█")
    }

    var table: Table {
        let texts = [
            ("column", schema.names), ("type", schema.fields.map(\.type.word)),
        ].map { (Tables.Field($0.0, .text), Column(.text, .texts($0.1))) }
        let made: [(Tables.Field, Column)] =
            texts + [
                column("n_missing", .int) { $0.missing },
                column("distinct", .int) { $0.distinct },
                column("mean", .float) { $0.mean },
                column("sd", .float) { $0.deviation },
                (Tables.Field("values", .text), values),
                column("min", .text) { presentation.text(of: $0.low) },
                column("median", .float) { $0.quartiles[1] },
                column("max", .text) { presentation.text(of: $0.high) },
                column("q25", .float) { $0.quartiles[0] },
                column("q75", .float) { $0.quartiles[2] },
            ]
        return Table(made.map(\.0), made.map(\.1), count: schema.fields.count)
    }

    private func column(
        _ name: String,
        _ type: ColumnType,
        _ cell: (ColumnFacts) -> Scalar
    ) -> (Tables.Field, Column) {
        (Tables.Field(name, type), Column(type, cells: facts.map(cell)))
    }

    private var values: Column {
        let cells = zip(schema.names, facts).map { name, facts in
            hidden.contains(name) ? .text(Presentation.blot) : values(facts)
        }
        return Column(.text, cells: cells)
    }

    /// The bars of how values lie, or the most frequent values.
    private func values(_ facts: ColumnFacts) -> Scalar {
        if !facts.top.isEmpty { return frequent(facts.top) }
        guard !facts.heights.isEmpty else { return .missing }
        let most = Double(max(1, facts.heights.max() ?? 1))
        return .text(
            String(
                facts.heights.map { height in
                    bars[Int((Double(height) / most * Double(bars.count - 1)).rounded(.up))]
                }
            )
        )
    }

    /// As many of the most frequent values with their counts as have room.
    private func frequent(_ top: [(value: Scalar, count: Int64)]) -> Scalar {
        var text = ""
        for (value, count) in top.prefix(5) {
            guard case .text(let value) = presentation.text(of: value) else { continue }
            let number = NumberFormat.grouped(count)
            if text.isEmpty {
                let room = max(6, Self.room - number.count - 1)
                let name = value.count > room ? value.prefix(room - 1) + "…" : value[...]
                text = "\(name) \(number)"
            } else if text.count + value.count + number.count + 3 <= Self.room {
                text += ", \(value) \(number)"
            } else {
                break
            }
        }
        return text.isEmpty ? .missing : .text(text)
    }

    /// Behind mean and sd, on a page of 80 columns.
    private static let room = 18
}
