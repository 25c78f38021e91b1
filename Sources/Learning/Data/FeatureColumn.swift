import Diagnostics
import Kernels
package import Tables

/// What turns one column of a frame into numbers, batch after batch; levels are learned.
struct FeatureColumn {
    let name: String
    let type: ColumnType
    private var codes: [String: Int] = [:]

    init(_ name: String, _ type: ColumnType) throws(Diagnostic) {
        self.name = name
        self.type = type
        guard FeatureColumn.isUsable(type) else {
            throw .featureType(name, type)
        }
    }

    /// Whether its numbers are codes that are given as levels come.
    var hasLevels: Bool {
        switch type {
        case .text, .category: true
        default: false
        }
    }

    private static func isUsable(_ type: ColumnType) -> Bool {
        switch type {
        case .bool, .int, .float, .text, .category, .date, .time, .timestamp, .missing: true
        case .duration, .list, .record: false
        }
    }

    /// A batch's cells, or those at some rows; levels by codes in the order in which they came.
    mutating func numbers(of column: Column, rows: [Int]?) throws(Diagnostic) -> [Double] {
        var known = codes
        let numbers = column.numbers { text in
            if let code = known[text] { return Double(code) }
            known[text] = known.count
            return Double(known.count - 1)
        }
        codes = known
        if type == .float, !numbers.areAllFinite,
            let place = numbers.firstIndex(where: \.isInfinite)
        {
            throw .featureInfinite(name, numbers[place])
        }
        return rows.map { $0.map { numbers[$0] } } ?? numbers
    }

    /// The feature of all cells, and what is to become of them.
    func finished(_ cells: ArraySlice<Double>) -> (Feature, Recoding?) {
        switch type {
        case .bool: return (Feature(name, .flag), nil)
        case .text, .category:
            let (levels, recoding) = sortedLevels(cells)
            return (Feature(name, .category(levels)), recoding)
        default: return (Feature(name, .number), nil)
        }
    }

    /// Levels that occur, in the category's own order or by the bytes of their UTF-8.
    private func sortedLevels(_ cells: ArraySlice<Double>) -> ([String], Recoding) {
        let byCode = codes.sorted { $0.value < $1.value }.map(\.key)
        var used = [Bool](repeating: false, count: byCode.count)
        for cell in cells where !cell.isNaN { used[Int(cell)] = true }
        let occurring = byCode.indices.filter { used[$0] }.map { byCode[$0] }
        let levels = type.sorted(levels: occurring)
        let places = Dictionary(uniqueKeysWithValues: zip(levels, 0...))
        return (levels, Recoding(places: byCode.map { places[$0].map(Double.init) ?? .nan }))
    }
}

/// The codes that follow the order of the levels, by those that were given as the levels came.
struct Recoding {
    fileprivate let places: [Double]

    func callAsFunction(_ cell: Double) -> Double { cell.isNaN ? .nan : places[Int(cell)] }
}

extension ColumnType {
    /// Levels in the order of the category, or of their UTF-8 bytes for text.
    func sorted(levels: [String]) -> [String] {
        guard case .category(let all) = self else {
            return levels.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        }
        let found = Set(levels)
        return all.filter { found.contains($0) }
    }
}

extension Column {
    /// Every cell as a number, missing ones as NaN, texts by their code.
    func numbers(coding: (String) -> Double) -> [Double] {
        var numbers: [Double]
        switch values {
        case .bools(let cells): numbers = cells.map { $0 ? 1 : 0 }
        case .ints(let cells): numbers = cells.map { Double($0) }
        case .floats(let cells): numbers = cells
        case .days(let cells): numbers = cells.map { Double($0) }
        case .microseconds(let cells): numbers = cells.map { Double($0) / 1e6 }
        case .texts(let cells): return textNumbers(cells, coding)
        case .codes(let cells): return codeNumbers(cells, coding)
        case .intervals, .lists, .records, .nothing:
            return Array(repeating: .nan, count: count)
        }
        if let validity {
            for row in numbers.indices where !validity[row] { numbers[row] = .nan }
        }
        return numbers
    }

    private func textNumbers(_ cells: [String], _ coding: (String) -> Double) -> [Double] {
        cells.enumerated().map { isMissing($0.offset) ? .nan : coding($0.element) }
    }

    private func codeNumbers(_ cells: [Int32], _ coding: (String) -> Double) -> [Double] {
        guard case .category(let levels) = type else { return [] }
        var known = [Double?](repeating: nil, count: levels.count)
        return cells.enumerated().map { row, code in
            if isMissing(row) { return .nan }
            if let number = known[Int(code)] { return number }
            let number = coding(levels[Int(code)])
            known[Int(code)] = number
            return number
        }
    }
}

extension Feature {
    /// Cells as the model's numbers; a level that training did not have is a NaN.
    package func numbers(of column: Column) -> [Double] {
        let codes = Dictionary(uniqueKeysWithValues: zip(levels ?? [], 0...))
        return column.numbers { text in codes[text].map(Double.init) ?? .nan }
    }
}

extension [Feature] {
    /// Columns of a batch, in the order of the features, as the model's numbers.
    package func matrix(of columns: [Column], rows: Int) -> Matrix {
        var cells: [Double] = []
        cells.reserveCapacity(rows * count)
        for (feature, column) in zip(self, columns) {
            cells.append(contentsOf: feature.numbers(of: column))
        }
        return Matrix(rows: rows, columns: count, cells: cells)
    }
}

extension Diagnostic {
    static func featureType(_ name: String, _ type: ColumnType) -> Diagnostic {
        let hint =
            switch type {
            case .duration: "~ (\(name) / hours(1))"
            case .list: "~ length(\(name))"
            default: "~ . - \(name)"
            }
        return Diagnostic(
            "feature.type",
            "`\(name)` is \(type.described), which no learner takes",
            hints: [hint]
        )
    }

    static func featureInfinite(_ name: String, _ value: Double) -> Diagnostic {
        Diagnostic(
            "feature.infinite",
            "`\(name)` is \(value < 0 ? "-" : "")infinite in some row",
            hints: ["filter(\(name) between -1e300 and 1e300)"]
        )
    }
}
