/// A graph of the Open Neural Network Exchange format while it is put together.
///
/// Numbers of the messages' fields are those of `onnx.proto3`.
struct GraphWriting {
    /// Types of elements, by the numbers that the format has for them.
    enum Element: Int {
        case float = 1
        case byte = 2
        case int = 7
        case text = 8
        case flag = 9
        case double = 11
    }

    /// An attribute of a node.
    enum Attribute {
        case int(Int)
        case float(Float)
        case ints([Int])
        case floats([Float])
        case texts([String])
        case doubles([Double])
        case bytes([UInt8])
    }

    /// The version of `ai.onnx.ml` that the nodes need: 5 where trees are among them.
    var classicVersion = 3
    private var graph = ProtocolBufferWriter()
    /// Constants, of which those that some node takes are written.
    private var constants: [(name: String, tensor: [UInt8])] = []
    private var taken: Set<String> = []
    private var count = 0

    /// Adds a node with one output, and gives that its name.
    mutating func node(
        _ operation: String,
        _ inputs: [String],
        _ attributes: [(String, Attribute)] = [],
        isClassic: Bool = false,
        named name: String? = nil
    ) -> String {
        let output = name ?? fresh(operation.lowercased())
        taken.formUnion(inputs)
        graph.append(1) { node in
            for input in inputs { node.append(1, input) }
            node.append(2, output)
            node.append(3, "make \(output)")
            node.append(4, operation)
            for (name, attribute) in attributes {
                node.append(5) { Self.write(name, attribute, to: &$0) }
            }
            if isClassic { node.append(7, "ai.onnx.ml") }
        }
        return output
    }

    mutating func constant(_ cells: [Double], _ shape: [Int]) -> String {
        let name = fresh("numbers")
        return constant(name) { Self.write(tensor: cells, shape, to: &$0, named: name) }
    }

    mutating func constant(_ cells: [Int]) -> String {
        let name = fresh("ints")
        return constant(name) { tensor in
            tensor.append(1, cells.count)
            tensor.append(2, Element.int.rawValue)
            tensor.append(8, name)
            tensor.append(9, cells.flatMap { Self.bytes(of: Int64($0)) })
        }
    }

    mutating func constant(_ texts: [String], named name: String? = nil) -> String {
        let name = name ?? fresh("texts")
        return constant(name) { tensor in
            tensor.append(1, texts.count)
            tensor.append(2, Element.text.rawValue)
            for text in texts { tensor.append(6, text) }
            tensor.append(8, name)
        }
    }

    private mutating func constant(
        _ name: String,
        _ write: (inout ProtocolBufferWriter) -> Void
    ) -> String {
        var tensor = ProtocolBufferWriter()
        write(&tensor)
        constants.append((name, tensor.bytes))
        return name
    }

    /// A column of any number of rows.
    mutating func input(_ name: String, _ element: Element) {
        graph.append(11) { Self.write(port: name, element, columns: 1, to: &$0) }
    }

    /// `columns` are told where it has two dimensions.
    mutating func output(_ name: String, _ element: Element, columns: Int?) {
        graph.append(12) { Self.write(port: name, element, columns: columns, to: &$0) }
    }

    /// The whole file.
    func model(named name: String, telling notes: [(key: String, value: String)]) -> [UInt8] {
        var model = ProtocolBufferWriter()
        model.append(1, classicVersion > 3 ? 10 : 9)
        model.append(2, "epilogue")
        var whole = graph
        whole.append(2, name)
        for (name, tensor) in constants where taken.contains(name) { whole.append(5, tensor) }
        model.append(7, whole.bytes)
        for (domain, version) in [("", 19), ("ai.onnx.ml", classicVersion)] {
            model.append(8) { opset in
                opset.append(1, domain)
                opset.append(2, version)
            }
        }
        model.append(metadata: notes)
        return model.bytes
    }

    private mutating func fresh(_ word: String) -> String {
        count += 1
        // No column is called so.
        return "\(word) \(count)"
    }
}

/// Messages within.
extension GraphWriting {
    private static func write(
        port name: String,
        _ element: Element,
        columns: Int?,
        to port: inout ProtocolBufferWriter
    ) {
        port.append(1, name)
        port.append(2) { type in
            type.append(1) { tensor in
                tensor.append(1, element.rawValue)
                tensor.append(2) { shape in
                    shape.append(1) { $0.append(2, "rows") }
                    if let columns { shape.append(1) { $0.append(1, columns) } }
                }
            }
        }
    }

    private static func write(
        _ name: String,
        _ attribute: Attribute,
        to message: inout ProtocolBufferWriter
    ) {
        message.append(1, name)
        switch attribute {
        case .int(let number):
            message.append(3, number)
            message.append(20, 2)
        case .float(let number):
            message.append(fixed: 2, Self.bytes(of: number.bitPattern))
            message.append(20, 1)
        case .ints(let numbers):
            for number in numbers { message.append(8, number) }
            message.append(20, 7)
        case .floats(let numbers):
            for number in numbers { message.append(fixed: 7, Self.bytes(of: number.bitPattern)) }
            message.append(20, 6)
        case .texts(let texts):
            for text in texts { message.append(9, text) }
            message.append(20, 8)
        case .doubles(let cells):
            message.append(5) { write(tensor: cells, [cells.count], to: &$0, named: nil) }
            message.append(20, 4)
        case .bytes(let bytes):
            message.append(5) { tensor in
                tensor.append(1, bytes.count)
                tensor.append(2, Element.byte.rawValue)
                tensor.append(9, bytes)
            }
            message.append(20, 4)
        }
    }

    private static func write(
        tensor cells: [Double],
        _ shape: [Int],
        to message: inout ProtocolBufferWriter,
        named name: String?
    ) {
        for size in shape { message.append(1, size) }
        message.append(2, Element.double.rawValue)
        if let name { message.append(8, name) }
        message.append(9, cells.flatMap { bytes(of: $0.bitPattern) })
    }

    private static func bytes(of number: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: number.littleEndian) { Array($0) }
    }
}
