import Diagnostics
import Learning

/// What a graph takes in and gives: names, types and shapes, and the nodes between.
struct ONNXGraph {
    /// An input or an output.
    struct Port {
        var name: String
        /// The type of a tensor's elements, by its number; nil of what is no tensor.
        var element: Int?
        /// Its dimensions, nil where they are not told; nil as a whole without any.
        var dimensions: [Int?]?
    }

    struct Node {
        var operation: String
        var domain: String
        var inputs: [String] = []
        var outputs: [String] = []
        /// Attributes of texts, and of whole numbers, by name.
        var texts: [String: [String]] = [:]
        var ints: [String: [Int]] = [:]
        var hasGraph = false
    }

    var nodes: [Node] = []
    var inputs: [Port] = []
    var outputs: [Port] = []
    /// Constants of texts, and of whole numbers, by name; the names of all.
    var texts: [String: [String]] = [:]
    var ints: [String: [Int]] = [:]
    var constants: Set<String> = []
    /// The fields that it was read from.
    var fields: [ProtocolBuffer.Field] = []

    /// Graphs within graphs deeper than any model's are refused.
    private static let deepest = 16

    init(_ fields: [ProtocolBuffer.Field]) throws(Diagnostic) {
        self.fields = fields
        for field in fields {
            switch field.number {
            case 1: nodes.append(try Node(try field.fields, depth: 0))
            case 5: try take(constant: try field.fields)
            case 11: inputs.append(try Port(try field.fields))
            case 12: outputs.append(try Port(try field.fields))
            default: break
            }
        }
        // Old files name constants among the inputs.
        inputs.removeAll { constants.contains($0.name) }
    }

    private mutating func take(constant fields: [ProtocolBuffer.Field]) throws(Diagnostic) {
        try Self.refuseOtherFiles(fields)
        guard let name = fields.first(where: { $0.number == 8 })?.text else { return }
        constants.insert(name)
        let words = fields.filter { $0.number == 6 }.compactMap(\.text)
        if !words.isEmpty { texts[name] = words }
        var numbers: [Int] = []
        for field in fields where field.number == 7 { numbers += try field.ints }
        if !numbers.isEmpty { ints[name] = numbers }
    }

    /// Loading a model reads no other file, whatever it names.
    fileprivate static func refuseOtherFiles(
        _ tensor: [ProtocolBuffer.Field]
    ) throws(Diagnostic) {
        guard !tensor.contains(where: { $0.number == 13 || $0.number == 14 && $0.int != 0 }) else {
            throw Diagnostic.unsupported(
                "its weights lie in other files",
                hints: ["onnx.save(onnx.load(\"model.onnx\"), \"whole.onnx\") in Python"]
            )
        }
    }
}

extension ONNXGraph.Port {
    fileprivate init(_ fields: [ProtocolBuffer.Field]) throws(Diagnostic) {
        name = fields.first { $0.number == 1 }?.text ?? ""
        guard let type = fields.first(where: { $0.number == 2 }),
            let tensor = try type.fields.first(where: { $0.number == 1 })
        else { return }
        let parts = try tensor.fields
        element = parts.first { $0.number == 1 }?.int
        guard let shape = parts.first(where: { $0.number == 2 }) else { return }
        var sizes: [Int?] = []
        for dimension in try shape.fields where dimension.number == 1 {
            let size = try dimension.fields.first { $0.number == 1 }?.int
            sizes.append(size.flatMap { $0 > 0 ? $0 : nil })
        }
        dimensions = sizes
    }
}

extension ONNXGraph.Node {
    fileprivate init(_ fields: [ProtocolBuffer.Field], depth: Int) throws(Diagnostic) {
        guard depth < 16 else { throw ProtocolBuffer.damaged }
        operation = fields.first { $0.number == 4 }?.text ?? ""
        domain = fields.first { $0.number == 7 }?.text ?? ""
        for field in fields {
            switch field.number {
            case 1: inputs.append(field.text ?? "")
            case 2: outputs.append(field.text ?? "")
            case 5: try take(attribute: try field.fields, depth)
            default: break
            }
        }
    }

    private mutating func take(
        attribute fields: [ProtocolBuffer.Field],
        _ depth: Int
    ) throws(Diagnostic) {
        let name = fields.first { $0.number == 1 }?.text ?? ""
        for field in fields {
            switch field.number {
            case 4, 9: if let text = field.text { texts[name, default: []].append(text) }
            case 3, 8: ints[name, default: []] += try field.ints
            case 5, 10:
                let tensor = try field.fields
                try ONNXGraph.refuseOtherFiles(tensor)
                texts[name, default: []] += tensor.filter { $0.number == 6 }.compactMap(\.text)
            case 6, 11:
                hasGraph = true
                // Looked through for what is refused, and for nothing else.
                for inner in try field.fields {
                    if inner.number == 1 { _ = try Self(try inner.fields, depth: depth + 1) }
                    if inner.number == 5 { try ONNXGraph.refuseOtherFiles(try inner.fields) }
                }
            default: break
            }
        }
    }
}
