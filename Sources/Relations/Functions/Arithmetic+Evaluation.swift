import Glibc
import Tables

/// Arithmetic over columns.
extension Arithmetic {
    static let add: RowFunction.Evaluation = { columns, count, type in
        let valid = columns.commonValidity(count)
        let (a, b) = (columns[0], columns[1])
        switch type {
        case .int: return try ints("+", a, b, valid) { $0.addingReportingOverflow($1) }
        case .float: return .floats(pairwise(a.doubles, b.doubles, +), valid)
        case .text: return .texts(pairwise(a.strings, b.strings, +), valid)
        case .duration: return try durations("+", a, b, valid) { try $0.adding($1) }
        case .date, .timestamp, .time:
            let (moment, length) = a.type == .duration ? (b, a) : (a, b)
            if columns.count == 3 {
                let zone = try Times.zone(of: columns, count)
                return try zone.shifted(moment, length.intervals, valid)
            }
            return try shifted(moment, length.intervals, valid, type)
        default: return .missing(type, count: count)
        }
    }

    static let subtract: RowFunction.Evaluation = { columns, count, type in
        let valid = columns.commonValidity(count)
        let (a, b) = (columns[0], columns[1])
        switch type {
        case .int: return try ints("-", a, b, valid) { $0.subtractingReportingOverflow($1) }
        case .float: return .floats(pairwise(a.doubles, b.doubles, -), valid)
        case .duration where a.type == .duration:
            return try durations("-", a, b, valid) { try $0.adding($1.negated()) }
        case .duration: return try elapsed(a, b, valid, inDays: columns.count < 3)
        case .date, .timestamp, .time:
            if columns.count == 3 {
                let zone = try Times.zone(of: columns, count)
                return try zone.shifted(a, try b.intervals.map { try $0.negated() }, valid)
            }
            return try shifted(a, b.intervals, valid, type, backward: true)
        default: return .missing(type, count: count)
        }
    }

    static let multiply: RowFunction.Evaluation = { columns, count, type in
        let valid = columns.commonValidity(count)
        let (a, b) = (columns[0], columns[1])
        switch type {
        case .int: return try ints("*", a, b, valid) { $0.multipliedReportingOverflow(by: $1) }
        case .float: return .floats(pairwise(a.doubles, b.doubles, *), valid)
        case .duration:
            let (length, factor) = a.type == .duration ? (a, b) : (b, a)
            return try scaled(length.intervals, factor, valid)
        default: return .missing(type, count: count)
        }
    }

    static let divide: RowFunction.Evaluation = { columns, count, type in
        let valid = columns.commonValidity(count)
        let (a, b) = (columns[0], columns[1])
        if type == .duration {
            let factor = Column.floats(b.doubles.map { 1 / $0 }, valid)
            return try scaled(a.intervals, factor, factor.validity)
        }
        guard a.type == .duration, b.type == .duration else {
            return .floats(pairwise(a.doubles, b.doubles, /), valid)
        }
        return .floats(
            pairwise(a.intervals, b.intervals) {
                Double($0.totalMicroseconds) / Double($1.totalMicroseconds)
            },
            valid
        )
    }

    static let floorDivide: RowFunction.Evaluation = { columns, count, type in
        let valid = columns.commonValidity(count)
        let (a, b) = (columns[0], columns[1])
        guard type == .int else {
            return .floats(pairwise(a.doubles, b.doubles) { ($0 / $1).rounded(.down) }, valid)
        }
        let divisors = nonzero(b, valid)
        return try ints("//", a, b, divisors) { x, y in
            let (quotient, overflow) = x.dividedReportingOverflow(by: y)
            if overflow { return (quotient, true) }
            let isBelow = x % y != 0 && (x < 0) != (y < 0)
            return (isBelow ? quotient - 1 : quotient, false)
        }
    }

    static let modulo: RowFunction.Evaluation = { columns, count, type in
        let valid = columns.commonValidity(count)
        let (a, b) = (columns[0], columns[1])
        guard type == .int else {
            return .floats(
                pairwise(a.doubles, b.doubles) { x, y in
                    let rest = fmod(x, y)
                    return rest != 0 && (rest < 0) != (y < 0) ? rest + y : rest
                },
                valid
            )
        }
        return try ints("%", a, b, nonzero(b, valid)) { x, y in
            guard y != -1 else { return (0, false) }
            let rest = x % y
            return (rest != 0 && (rest < 0) != (y < 0) ? rest + y : rest, false)
        }
    }

    static let power: RowFunction.Evaluation = { columns, count, _ in
        .floats(
            pairwise(columns[0].doubles, columns[1].doubles) { pow($0, $1) },
            columns.commonValidity(count)
        )
    }

    static let negate: RowFunction.Evaluation = { columns, count, type in
        let (x, valid) = (columns[0], columns[0].validity)
        switch type {
        case .int:
            return try ints("-", .ints(Array(repeating: 0, count: count), nil), x, valid) {
                $0.subtractingReportingOverflow($1)
            }
        case .float: return .floats(x.doubles.map { -$0 }, valid)
        case .duration: return try durations("-", x, x, valid) { a, _ in try a.negated() }
        default: return x
        }
    }
}

extension Arithmetic {
    private static func ints(
        _ name: String,
        _ a: Column,
        _ b: Column,
        _ valid: Bitmap?,
        _ body: (Int64, Int64) -> (partialValue: Int64, overflow: Bool)
    ) throws -> Column {
        let (x, y) = (a.integers, b.integers)
        var results = [Int64](repeating: 0, count: x.count)
        for row in results.indices where Bitmap.isSet(valid, row) {
            let (value, overflow) = body(x[row], y[row])
            if overflow { throw EvaluationFault.overflow(name) }
            results[row] = value
        }
        return .ints(results, valid)
    }

    /// The rows whose divisor is not zero.
    private static func nonzero(_ divisors: Column, _ valid: Bitmap?) -> Bitmap? {
        let cells = divisors.integers
        guard cells.contains(0) else { return valid }
        var mask = valid ?? Bitmap(repeating: true, count: cells.count)
        for row in cells.indices where cells[row] == 0 { mask[row] = false }
        return mask
    }

    private static func durations(
        _ name: String,
        _ a: Column,
        _ b: Column,
        _ valid: Bitmap?,
        _ body: (Interval, Interval) throws -> Interval
    ) throws -> Column {
        let (x, y) = (a.intervals, b.intervals)
        var results = [Interval](repeating: Interval(), count: x.count)
        for row in results.indices where Bitmap.isSet(valid, row) {
            results[row] = try body(x[row], y[row])
        }
        return Column(.duration, .intervals(results), validity: valid)
    }

    private static func scaled(
        _ lengths: [Interval],
        _ factor: Column,
        _ valid: Bitmap?
    ) throws -> Column {
        var results = [Interval](repeating: Interval(), count: lengths.count)
        let isWhole = factor.type == .int
        let (whole, real) = isWhole ? (factor.integers, []) : ([], factor.doubles)
        for row in results.indices where Bitmap.isSet(valid, row) {
            results[row] =
                isWhole
                ? try lengths[row].times(whole[row]) : try lengths[row].times(real[row])
        }
        return Column(.duration, .intervals(results), validity: valid)
    }

    /// Moments moved by lengths of time: months by the calendar, then days, then the rest.
    private static func shifted(
        _ moment: Column,
        _ lengths: [Interval],
        _ valid: Bitmap?,
        _ type: ColumnType,
        backward: Bool = false
    ) throws -> Column {
        let cells = moment.integers
        var results = [Int64](repeating: 0, count: cells.count)
        for row in cells.indices where Bitmap.isSet(valid, row) {
            let length = backward ? try lengths[row].negated() : lengths[row]
            switch type {
            case .date:
                let start = Instant(
                    day: Day(number: Int32(cells[row])),
                    time: TimeOfDay(microseconds: 0)
                )
                results[row] = Int64(try start.shifted(by: length).parts.day.number)
            case .time: results[row] = (cells[row] + length.microseconds % dayLength).wrapped
            default:
                results[row] = try Instant(microseconds: cells[row])
                    .shifted(by: length).microseconds
            }
        }
        let values: Column.Values =
            type == .date ? .days(results.map { Int32($0) }) : .microseconds(results)
        return Column(type, values, validity: valid)
    }

    /// Where days differ in length, moments are hours apart and not days.
    private static func elapsed(
        _ a: Column,
        _ b: Column,
        _ valid: Bitmap?,
        inDays: Bool
    ) throws -> Column {
        let (x, y) = (a.integers, b.integers)
        var results = [Interval](repeating: Interval(), count: x.count)
        for row in x.indices where Bitmap.isSet(valid, row) {
            let (span, overflow) = x[row].subtractingReportingOverflow(y[row])
            if overflow { throw EvaluationFault.overflow("-") }
            switch a.type {
            case .date: results[row] = Interval(days: Int32(span))
            case .timestamp where inDays:
                results[row] = Interval(
                    days: Int32(span / dayLength),
                    microseconds: span % dayLength
                )
            default: results[row] = Interval(microseconds: span)
            }
        }
        return Column(.duration, .intervals(results), validity: valid)
    }
}

let dayLength: Int64 = 86_400_000_000

extension Int64 {
    /// The time of day that is as many microseconds after some midnight.
    fileprivate var wrapped: Int64 { ((self % dayLength) + dayLength) % dayLength }
}
