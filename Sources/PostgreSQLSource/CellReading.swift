import Relations
import Tables

/// The cells of a column, read one after the other from a binary COPY.
struct CellReading {
    let type: PostgreSQLType
    private let codes: [String: Int32]
    private var validity = Bitmap(repeating: true, count: 0)
    private var missing = 0
    private var bools: [Bool] = []
    /// Whole numbers, and microseconds.
    private var ints: [Int64] = []
    private var floats: [Double] = []
    private var texts: [String] = []
    /// Days, and codes of categories.
    private var words: [Int32] = []
    private var intervals: [Interval] = []
    private var offsets: [Int] = [0]
    private var elements: [CellReading] = []

    init(_ type: PostgreSQLType) {
        self.type = type
        var codes: [String: Int32] = [:]
        if case .enumeration(let levels) = type {
            for (index, level) in levels.enumerated() { codes[level] = Int32(index) }
        }
        self.codes = codes
        if case .array(let element) = type { elements = [CellReading(element)] }
    }

    /// What a cell holds that cannot be read.
    enum Fault: Error {
        case encoding
        case dimensions
        case label(String)
    }

    /// Forgets the cells, and keeps the room they took.
    mutating func clear() {
        validity = Bitmap(repeating: true, count: 0)
        missing = 0
        bools.removeAll(keepingCapacity: true)
        ints.removeAll(keepingCapacity: true)
        floats.removeAll(keepingCapacity: true)
        texts.removeAll(keepingCapacity: true)
        words.removeAll(keepingCapacity: true)
        intervals.removeAll(keepingCapacity: true)
        offsets = [0]
        for index in elements.indices { elements[index].clear() }
    }

    mutating func appendMissing() {
        validity.append(false)
        missing += 1
        switch type {
        case .bool: bools.append(false)
        case .int2, .int4, .int8, .oid, .time, .timestamp: ints.append(0)
        case .float4, .float8, .numeric: floats.append(0)
        case .text, .jsonb, .uuid: texts.append("")
        case .date, .enumeration: words.append(0)
        case .interval: intervals.append(Interval())
        case .array: offsets.append(elements[0].count)
        }
    }

    private var count: Int { validity.count }

    mutating func append(_ bytes: WireBytes) throws(Fault) {
        switch type {
        case .bool: bools.append(bytes.byte(0) != 0)
        case .int2: ints.append(Int64(bytes.int16(0)))
        case .int4: ints.append(Int64(bytes.int32(0)))
        case .oid: ints.append(Int64(UInt32(bitPattern: bytes.int32(0))))
        case .int8: ints.append(bytes.int64(0))
        case .float4:
            floats.append(Double(Float(bitPattern: UInt32(bitPattern: bytes.int32(0)))))
        case .float8: floats.append(Double(bitPattern: UInt64(bitPattern: bytes.int64(0))))
        case .numeric: floats.append(bytes.numeric)
        case .text: texts.append(try Self.text(bytes, from: 0))
        // Its first byte is the version of its form.
        case .jsonb: texts.append(try Self.text(bytes, from: 1))
        case .uuid: texts.append(bytes.uuid)
        case .interval:
            intervals.append(
                Interval(
                    months: bytes.int32(12),
                    days: bytes.int32(8),
                    microseconds: bytes.int64(0)
                )
            )
        case .time: ints.append(bytes.int64(0))
        case .date:
            let day = bytes.int32(0)
            if day == .max || day == .min { return appendMissing() }
            words.append(day + 10_957)
        case .timestamp:
            let moment = bytes.int64(0)
            if moment == .max || moment == .min { return appendMissing() }
            ints.append(moment + 946_684_800_000_000)
        case .enumeration:
            let label = try Self.text(bytes, from: 0)
            guard let code = codes[label] else { throw .label(label) }
            words.append(code)
        case .array: try appendElements(bytes)
        }
        validity.append(true)
    }

    private static func text(_ bytes: WireBytes, from start: Int) throws(Fault) -> String {
        guard let text = bytes.text(from: start) else { throw .encoding }
        return text
    }

    private mutating func appendElements(_ bytes: WireBytes) throws(Fault) {
        let dimensions = bytes.int32(0)
        guard dimensions <= 1 else { throw .dimensions }
        var position = 20
        for _ in 0..<(dimensions == 0 ? 0 : bytes.int32(12)) {
            let size = Int(bytes.int32(position))
            position += 4
            if size < 0 {
                elements[0].appendMissing()
            } else {
                try elements[0].append(bytes.part(position, size))
                position += size
            }
        }
        offsets.append(elements[0].count)
    }

    var column: Column {
        let values: Column.Values =
            switch type {
            case .bool: .bools(bools)
            case .int2, .int4, .int8, .oid: .ints(ints)
            case .float4, .float8, .numeric: .floats(floats)
            case .text, .jsonb, .uuid: .texts(texts)
            case .date: .days(words)
            case .time, .timestamp: .microseconds(ints)
            case .interval: .intervals(intervals)
            case .enumeration: .codes(words)
            case .array: .lists(offsets: offsets, child: elements[0].column)
            }
        return Column(type.columnType, values, validity: missing == 0 ? nil : validity)
    }
}
