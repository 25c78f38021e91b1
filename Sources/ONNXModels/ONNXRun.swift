import CONNXRuntime
import Diagnostics
import Learning
import Tables

/// The tensors of some rows, as long as a graph runs on them.
final class ONNXRun {
    /// The cells lie here, where tensors look for them.
    private var buffers: [UnsafeMutableRawBufferPointer] = []
    private var values: [ORTValue?] = []
    private let names: [String]
    /// Rows without a value where one has to be.
    private(set) var gaps: [Int] = []
    /// Rows of the tensors, of which those behind the last are copies of it.
    private let count: Int
    private let rows: Range<Int>

    init(
        _ inputs: ONNXInputs,
        _ rows: Range<Int>,
        of matrix: Matrix,
        _ levels: [[String]?]
    ) throws(Diagnostic) {
        names = inputs.inputs.map(\.name)
        self.rows = rows
        count = inputs.batch ?? rows.count
        var missing: Set<Int> = []
        var column = 0
        for input in inputs.inputs {
            let columns = column..<column + input.columns
            column += input.columns
            switch input.element {
            case Int32(ORT_FLOAT): try add(input, columns, matrix) { Float($0) }
            case Int32(ORT_DOUBLE): try add(input, columns, matrix) { $0 }
            case Int32(ORT_TEXT): try add(texts: input, columns, matrix, levels)
            default:
                try Self.checkWhole(input, columns, rows, of: matrix)
                for place in columns {
                    let cells = matrix.column(place)
                    for row in rows where cells[cells.startIndex + row].isNaN {
                        missing.insert(row - rows.lowerBound)
                    }
                }
                switch input.element {
                case Int32(ORT_INT32):
                    try add(input, columns, matrix) { Int32(clamping: Self.whole($0)) }
                case Int32(ORT_INT64): try add(input, columns, matrix) { Self.whole($0) }
                default: try add(input, columns, matrix) { $0 != 0 && !$0.isNaN }
                }
            }
        }
        gaps = missing.sorted()
    }

    deinit {
        for value in values { ort_release_value(value) }
        for buffer in buffers { buffer.deallocate() }
    }

    func withNames<Answer>(
        _ body: (UnsafeBufferPointer<UnsafePointer<CChar>?>, UnsafeBufferPointer<ORTValue?>)
            -> Answer
    ) -> Answer {
        withTexts(names) { names in values.withUnsafeBufferPointer { body(names, $0) } }
    }

    private static func whole(_ cell: Double) -> Int64 { Int64(exactly: cell) ?? 0 }

    private static func checkWhole(
        _ input: ONNXInputs.Input,
        _ columns: Range<Int>,
        _ rows: Range<Int>,
        of matrix: Matrix
    ) throws(Diagnostic) {
        for place in columns {
            let cells = matrix.column(place)
            for row in rows {
                let cell = cells[cells.startIndex + row]
                guard !cell.isNaN, Int64(exactly: cell) == nil else { continue }
                throw Diagnostic(
                    "onnx.whole",
                    "the model takes whole numbers as `\(input.name)`, and a row has \(cell)",
                    hints: ["derive(`\(input.name)` = round(`\(input.name)`)) before `predict`"]
                )
            }
        }
    }

    /// A tensor of numbers, row by row.
    private func add<Element>(
        _ input: ONNXInputs.Input,
        _ columns: Range<Int>,
        _ matrix: Matrix,
        _ element: (Double) -> Element
    ) throws(Diagnostic) {
        let buffer = UnsafeMutableRawBufferPointer.allocate(
            byteCount: max(1, count * columns.count * MemoryLayout<Element>.stride),
            alignment: 64
        )
        buffers.append(buffer)
        let cells = buffer.bindMemory(to: Element.self)
        for (place, column) in columns.enumerated() {
            let source = matrix.column(column)
            for row in 0..<count {
                let cell = source[
                    source.startIndex + min(rows.lowerBound + row, rows.upperBound - 1)
                ]
                cells.initializeElement(at: row * columns.count + place, to: element(cell))
            }
        }
        let shape = shape(of: input)
        var memory: ORTMemory?
        // Of the device's own memory, of no special kind.
        try ONNXRuntimeLibrary.check(ort_create_memory(0, 0, &memory))
        var value: ORTValue?
        let bytes = count * columns.count * MemoryLayout<Element>.stride
        let status = ort_create_tensor_around(
            memory,
            buffer.baseAddress,
            bytes,
            shape,
            shape.count,
            input.element,
            &value
        )
        ort_release_memory(memory)
        try ONNXRuntimeLibrary.check(status)
        values.append(value)
    }

    /// A text that is missing, or that no list of the graph has, is the empty one.
    private func add(
        texts input: ONNXInputs.Input,
        _ columns: Range<Int>,
        _ matrix: Matrix,
        _ levels: [[String]?]
    ) throws(Diagnostic) {
        var texts: [String] = []
        texts.reserveCapacity(count * columns.count)
        for row in 0..<count {
            for column in columns {
                let cell = matrix[min(rows.lowerBound + row, rows.upperBound - 1), column]
                let known = levels[column] ?? []
                let isKnown = cell >= 0 && cell < Double(known.count)
                texts.append(isKnown ? known[Int(cell)] : "")
            }
        }
        var allocator: ORTAllocator?
        try ONNXRuntimeLibrary.check(ort_default_allocator(&allocator))
        let shape = shape(of: input)
        var value: ORTValue?
        try ONNXRuntimeLibrary.check(
            ort_create_tensor(allocator, shape, shape.count, input.element, &value)
        )
        values.append(value)
        let status = withTexts(texts) { ort_fill_texts(value, $0.baseAddress, $0.count) }
        try ONNXRuntimeLibrary.check(status)
    }

    private func shape(of input: ONNXInputs.Input) -> [Int64] {
        input.isFlat ? [Int64(count)] : [Int64(count), Int64(input.columns)]
    }
}

/// Calls `body` with the addresses of texts that end in a zero.
private func withTexts<Answer>(
    _ texts: [String],
    _ body: (UnsafeBufferPointer<UnsafePointer<CChar>?>) -> Answer
) -> Answer {
    var bytes: [CChar] = []
    var starts: [Int] = []
    for text in texts {
        starts.append(bytes.count)
        bytes += text.utf8.map { CChar(bitPattern: $0) }
        bytes.append(0)
    }
    return bytes.withUnsafeBufferPointer { bytes in
        let addresses = starts.map { start in bytes.baseAddress.map { $0 + start } }
        return addresses.withUnsafeBufferPointer(body)
    }
}
