import Relations
import Synchronization
import Tables

extension Explanation {
    /// The columns row, class, feature, value, contribution and se: a class where classes are
    /// predicted, a standard error where values were sampled.
    var table: Table {
        let count = rows * outputs.count * features.count
        var parts = Parts(count: count)
        let values = features.map { feature in
            (0..<rows).map { words.text(feature.column[$0]) }
        }
        for row in 0..<rows {
            for output in outputs {
                for (place, feature) in features.enumerated() {
                    parts.append(
                        row: row,
                        label: output.label,
                        feature: feature.name,
                        value: values[place][row],
                        contribution: output.contributions[row, place],
                        error: output.errors?[row, place]
                    )
                }
            }
        }
        return parts.table(hasClasses: outputs.contains { $0.label != nil })
    }

    /// The table under construction.
    private struct Parts {
        private var rows: [Int64] = []
        private var labels: [Scalar] = []
        private var features: [String] = []
        private var values: [Scalar] = []
        private var contributions: [Double] = []
        private var errors: [Scalar] = []

        init(count: Int) {
            rows.reserveCapacity(count)
            contributions.reserveCapacity(count)
        }

        mutating func append(
            row: Int,
            label: String?,
            feature: String,
            value: String?,
            contribution: Double,
            error: Double?
        ) {
            rows.append(Int64(row + 1))
            labels.append(label.map { .text($0) } ?? .missing)
            features.append(feature)
            values.append(value.map { .text($0) } ?? .missing)
            contributions.append(contribution)
            errors.append(error.map { .float($0) } ?? .missing)
        }

        func table(hasClasses: Bool) -> Table {
            var columns = [
                (Field("row", .int), Column(.int, .ints(rows))),
                (Field("class", .text), Column(.text, cells: labels)),
                (Field("feature", .text), Column(.text, .texts(features))),
                (Field("value", .text), Column(.text, cells: values)),
                (Field("contribution", .float), Column(.float, .floats(contributions))),
                (Field("se", .float), Column(.float, cells: errors)),
            ]
            if !hasClasses { columns.removeAll { $0.0.name == "class" } }
            return Table(columns.map(\.0), columns.map(\.1), count: rows.count)
        }
    }

    /// The frame, once it was asked for.
    final class Cache: Sendable {
        private let state = Mutex<Frame?>(nil)

        func frame(_ make: () -> Table) -> Frame {
            state.withLock { kept in
                if let kept { return kept }
                let made = Frame(memory: make())
                kept = made
                return made
            }
        }
    }
}
