package import Kernels
package import Relations
import Tables

/// What rows have that training did not have: levels of a category, or a feature without any value.
package struct UnseenValues: Sendable {
    /// A category's levels that training did not have.
    package struct Levels: Sendable, Equatable {
        /// The position of its feature.
        package let feature: Int
        /// How many rows have one of them.
        package let rows: Int
        /// All of them, those of the most rows first.
        package let names: [String]
        /// Whether no value of them may be told.
        package let isProtected: Bool
    }

    /// How many rows there are.
    package let rows: Int
    package let levels: [Levels]
    /// The positions of features that no row has a value of.
    package let empty: [Int]

    package static let none = UnseenValues(rows: 0, levels: [], empty: [])
}

/// Counts them batch after batch, beside a prediction.
struct UnseenTally {
    private let features: [Feature]
    private let isProtected: [Bool]
    private var rows = 0
    private var counts: [[String: Int]]
    private var hasValue: [Bool]

    /// Features, and whether the values of each are protected.
    init(_ features: [Feature], isProtected: [Bool]) {
        self.features = features
        self.isProtected = isProtected
        counts = features.map { _ in [:] }
        hasValue = features.map { _ in false }
    }

    /// Takes the columns of some rows, and the numbers that they became.
    mutating func add(_ columns: ArraySlice<Column>, _ matrix: Matrix) {
        rows += matrix.rows
        for (place, feature) in features.enumerated() {
            let cells = matrix.column(place)
            guard feature.levels != nil else {
                hasValue[place] = hasValue[place] || cells.contains { !$0.isNaN }
                continue
            }
            let column = columns[columns.startIndex + place]
            for (row, cell) in cells.enumerated() {
                guard cell.isNaN else {
                    hasValue[place] = true
                    continue
                }
                guard let level = column.level(row) else { continue }
                hasValue[place] = true
                counts[place][level, default: 0] += 1
            }
        }
    }

    var found: UnseenValues {
        UnseenValues(
            rows: rows,
            levels: counts.enumerated().compactMap { place, counts in
                UnseenValues.Levels(of: place, counts, isProtected: isProtected[place])
            },
            empty: rows == 0 ? [] : hasValue.indices.filter { !hasValue[$0] }
        )
    }
}

extension UnseenValues.Levels {
    /// Levels with their counts; nil where there are none.
    fileprivate init?(of feature: Int, _ counts: [String: Int], isProtected: Bool) {
        guard !counts.isEmpty else { return nil }
        self.isProtected = isProtected
        self.feature = feature
        rows = counts.values.reduce(0, +)
        names = counts.sorted { a, b in
            a.value == b.value
                ? a.key.utf8.lexicographicallyPrecedes(b.key.utf8) : a.value > b.value
        }.map(\.key)
    }
}

extension Column {
    /// The text of a cell; nil where there is none.
    fileprivate func level(_ row: Int) -> String? {
        guard case .text(let text) = self[row] else { return nil }
        return text
    }
}

extension FittedPipeline {
    /// What a frame's rows have that training did not have, counted by the engine.
    package func unseen(
        in frame: Frame,
        by engine: any Engine,
        work: WorkContext
    ) throws -> UnseenValues {
        try UnseenLook(
            features: features,
            bound: try bound(to: frame),
            engine: engine,
            work: work
        ).found()
    }
}

/// Asks the engine for what a prediction would otherwise pass over in silence.
///
/// That a number is there somewhere the first rows tell, as a rule; all rows are counted for
/// categories alone.
private struct UnseenLook {
    let features: [Feature]
    let bound: BoundFeatures
    let engine: any Engine
    let work: WorkContext
    private static let firstRows: Int64 = 1000
    /// More levels than these no category has that a model knows.
    private static let mostLevels: Int64 = 1_000_000

    func found() throws -> UnseenValues {
        guard !features.isEmpty else { return .none }
        let numbers = features.indices.filter { features[$0].levels == nil }
        let categories = features.indices.filter { features[$0].levels != nil }
        var empty: [Int] = []
        if !numbers.isEmpty {
            let first = bound.frame.sliced(.head(Self.firstRows))
            empty = try counts(of: numbers, in: first).filter { $0.value == 0 }.map(\.key).sorted()
        }
        guard !empty.isEmpty || !categories.isEmpty else { return .none }
        return try counted(empty, categories)
    }

    /// Rows that have a value, by feature.
    private func counts(of places: [Int], in frame: Frame) throws -> [Int: Int64] {
        let table = try collected(try places.map(count), of: frame)
        return Dictionary(
            uniqueKeysWithValues: places.map { ($0, table["\($0)"]?[0].count ?? 0) }
        )
    }

    private func counted(_ suspects: [Int], _ categories: [Int]) throws -> UnseenValues {
        let all = NamedExpression("rows", try .calling("count", .literal(.missing)))
        let columns = [all] + (try suspects.map(count)) + (try categories.map(levels))
        let table = try collected(columns, of: bound.frame)
        let rows = Int(table["rows"]?[0].count ?? 0)
        guard rows > 0 else { return .none }
        var empty = suspects.filter { table["\($0)"]?[0].count ?? 0 == 0 }
        var unseen: [UnseenValues.Levels] = []
        for place in categories {
            let counts = Self.counts(of: table["\(place)"]?[0])
            if counts.isEmpty { empty.append(place) }
            let known = Set(features[place].levels ?? [])
            if let levels = UnseenValues.Levels(
                of: place,
                counts.filter { !known.contains($0.key) },
                isProtected: bound.frame.isProtected(bound.expressions[place].expression)
            ) {
                unseen.append(levels)
            }
        }
        return UnseenValues(rows: rows, levels: unseen, empty: empty.sorted())
    }

    private func collected(_ columns: [NamedExpression], of frame: Frame) throws -> Table {
        try engine.collect(Plan.aggregate(frame.plan, by: [], columns).unseen, in: work)
    }

    private func count(_ place: Int) throws -> NamedExpression {
        let expression = bound.expressions[place].expression
        guard expression.type != .missing else {
            return NamedExpression("\(place)", .literal(.int(0)))
        }
        return NamedExpression("\(place)", try .calling("count", expression))
    }

    private func levels(_ place: Int) throws -> NamedExpression {
        let expression = bound.expressions[place].expression
        guard expression.type != .missing else {
            return NamedExpression("\(place)", .literal(.int(0)))
        }
        let counts = try RowExpression.calling(
            "value_counts",
            expression,
            .literal(.int(Self.mostLevels))
        )
        return NamedExpression("\(place)", counts)
    }

    /// The values of `value_counts` with their counts.
    private static func counts(of cell: Scalar?) -> [String: Int] {
        guard case .list(let pairs)? = cell else { return [:] }
        var counts: [String: Int] = [:]
        for case .record(let parts) in pairs {
            guard parts.count == 2, case .text(let level) = parts[0].value else { continue }
            counts[level] = Int(parts[1].value.count ?? 0)
        }
        return counts
    }
}

extension Scalar {
    fileprivate var count: Int64? { if case .int(let number) = self { number } else { nil } }
}
