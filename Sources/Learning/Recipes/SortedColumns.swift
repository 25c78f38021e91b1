import Kernels
import Relations
import Synchronization
import Tables

/// Columns of training rows with their values in order, kept while a recipe learns: any number of
/// quantiles, also of what later steps make of the column, for one reading of it.
///
/// What fills in and what clips keeps the order, so that quantiles of a filled or clipped column
/// are read off the column itself. They are what the engine would give.
final class SortedColumns: Sendable {
    /// The values that there are, the smallest first, and how many there are not.
    struct Sorted: Sendable {
        var values: [Double]
        var missing: Int
    }

    private let known = Mutex<[Plan: [String: Sorted]]>([:])
    private let rows: Int
    private let budget: Int

    /// For so many rows; keeps a quarter of the memory that work may take, and half a gigabyte at
    /// most.
    init(rows: Int, _ work: WorkContext) {
        self.rows = rows
        budget = min(512 << 20, (work.memoryLimit ?? .max) / 4)
    }

    /// The answers to those reductions that are quantiles of floats, as far as there is room.
    func answers(to columns: [NamedExpression], of rows: StepRows) throws -> [String: Scalar] {
        var asked: [(name: String, subject: OrderedExpression, share: Double)] = []
        for column in columns {
            guard let (expression, share) = SharedQuantiles.quantile(column.expression),
                let subject = OrderedExpression(expression, over: rows.frame.plan)
            else { continue }
            asked.append((column.name, subject, share))
        }
        guard !asked.isEmpty, try read(asked.map(\.subject), rows) else { return [:] }
        let places = known.withLock { known in
            asked.map { _, subject, share in
                known[subject.plan]?[subject.column].flatMap { subject.place(in: $0, of: share) }
            }
        }
        let found = try interpolated(places, rows)
        return Dictionary(zip(asked.map(\.name), found), uniquingKeysWith: { first, _ in first })
    }

    /// The values between two at shares of the way; the engine itself goes it, for the last bit
    /// hangs on how it multiplies.
    private func interpolated(_ places: [QuantilePlace?], _ rows: StepRows) throws -> [Scalar] {
        var found = places.map { place in place.map { Scalar.float($0.low) } ?? .missing }
        let between = places.indices.filter { (places[$0]?.share ?? 0) > 0 }
        guard !between.isEmpty else { return found }
        let pairs = between.map { index in
            Column(.float, .floats(places[index].map { [$0.low, $0.high] } ?? []))
        }
        let fields = between.map { Field("\($0)", .float) }
        let quantiles = try between.map { index in
            NamedExpression(
                "\(index)",
                try .call(
                    "quantile",
                    .column("\(index)", .float),
                    .number(places[index]?.share ?? 0)
                )
            )
        }
        let frame = Frame(memory: Table(fields, pairs)).summarized(quantiles, by: [])
        let row = try rows.engine.collect(frame.plan, in: rows.work)
        for (place, index) in between.enumerated() { found[index] = row.columns[place][0] }
        return found
    }

    /// Reads and sorts the columns that are not known yet; false where they would take too much.
    private func read(_ subjects: [OrderedExpression], _ rows: StepRows) throws -> Bool {
        var wanted: [Plan: [String]] = [:]
        let held = known.withLock { known in
            for subject in subjects where known[subject.plan]?[subject.column] == nil {
                let names = wanted[subject.plan, default: []]
                if !names.contains(subject.column) {
                    wanted[subject.plan] = names + [subject.column]
                }
            }
            return known.values.reduce(0) { $0 + $1.count }
        }
        // What is read stands beside what is sorted for a while.
        let new = 2 * wanted.values.reduce(0) { $0 + $1.count }
        guard (held + new) * self.rows * MemoryLayout<Double>.size <= budget else { return false }
        for (plan, names) in wanted {
            let columns = names.map { NamedExpression($0, .column($0, .float)) }
            let table = try rows.engine.collect(Plan.project(plan, columns).unseen, in: rows.work)
            let sorted = try parallelChunks(
                count: names.count,
                size: 1,
                threads: rows.work.threads,
                cancellation: rows.work.cancellation
            ) { chosen in
                Sorted(table.columns[chosen.lowerBound])
            }
            known.withLock { known in
                for (name, column) in zip(names, sorted) {
                    known[plan, default: [:]][name] = column
                }
            }
        }
        return true
    }
}

extension SortedColumns.Sorted {
    init(_ column: Column) {
        missing = column.missingCount
        guard case .floats(let cells) = column.values else {
            values = []
            return
        }
        values = SortOrder.sorted(
            missing == 0 ? cells : cells.indices.filter { !column.isMissing($0) }.map { cells[$0] }
        )
    }
}

/// A quantile: two values that are neighbours in order, and the share of the way between them.
private struct QuantilePlace {
    var low: Double
    var high: Double
    var share: Double
}

/// A float of each row that grows with a column, but for rows that miss it.
private struct OrderedExpression {
    /// What is done to the cells, one after the other.
    private enum Change {
        case filled(Double)
        case clipped(low: Double?, high: Double?)
    }

    let plan: Plan
    let column: String
    private var changes: [Change] = []

    /// Nil for an expression that is no column, or filled and clipped.
    init?(_ expression: RowExpression, over plan: Plan) {
        switch expression {
        case .column(let name, .float):
            if case .project(let input, let columns) = plan,
                let made = columns.first(where: { $0.name == name }),
                let below = OrderedExpression(made.expression, over: input)
            {
                self = below
                return
            }
            self.plan = plan
            column = name
        case .call(let call) where call.window == nil:
            guard call.type == .float, let change = Self.change(call),
                let below = OrderedExpression(call.arguments[0], over: plan)
            else { return nil }
            self = below
            changes.append(change)
        default: return nil
        }
    }

    private static func change(_ call: RowCall) -> Change? {
        func bound(_ index: Int) -> Double?? {
            guard case .literal(let cell, _) = call.arguments[index] else { return nil }
            return cell == .missing ? .some(nil) : cell.number.map { .some($0) }
        }
        switch call.function.name {
        case "coalesce":
            guard call.arguments.count == 2, let given = bound(1), let filler = given else {
                return nil
            }
            return .filled(filler)
        case "clip":
            guard let low = bound(1), let high = bound(2),
                (low ?? -.infinity) <= (high ?? .infinity)
            else { return nil }
            return .clipped(low: low, high: high)
        default: return nil
        }
    }

    /// Where the quantile lies (type 7); nil for no values.
    func place(in sorted: SortedColumns.Sorted, of share: Double) -> QuantilePlace? {
        let filler = filler
        let gaps = filler == nil ? 0 : sorted.missing
        let count = sorted.values.count + gaps
        guard count > 0 else { return nil }
        // Fillers stand before the first value that is not below them.
        let start = filler.map { filler in place(of: filler, in: sorted.values) } ?? 0
        func value(_ rank: Int) -> Double {
            if let filler, rank >= start, rank < start + gaps { return filler }
            return changed(sorted.values[rank < start ? rank : rank - gaps])
        }
        let position = Double(count - 1) * share
        let (low, high) = (Int(position.rounded(.down)), Int(position.rounded(.up)))
        return QuantilePlace(low: value(low), high: value(high), share: position - Double(low))
    }

    /// What stands for a missing value in the end.
    private var filler: Double? {
        changes.reduce(nil) { cell, change in
            if case .filled(let filler) = change { return cell ?? filler }
            return cell.map { Self.applied(change, to: $0) }
        }
    }

    private func changed(_ value: Double) -> Double {
        changes.reduce(value) { Self.applied($1, to: $0) }
    }

    private static func applied(_ change: Change, to value: Double) -> Double {
        guard case .clipped(let low, let high) = change else { return value }
        if let low, value < low { return low }
        if let high, value > high { return high }
        return value
    }

    private func place(of value: Double, in sorted: [Double]) -> Int {
        var (low, high) = (0, sorted.count)
        while low < high {
            let middle = (low + high) / 2
            if changed(sorted[middle]) < value { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
