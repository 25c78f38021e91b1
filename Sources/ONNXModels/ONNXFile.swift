import Diagnostics
import Learning

/// A model in the Open Neural Network Exchange format, as far as it has to be known to feed it.
struct ONNXFile {
    let bytes: [UInt8]
    let graph: ONNXGraph
    /// What wrote it.
    let producer: String
    /// What it tells beside its graph, by keys.
    let notes: [String: String]
    private let fields: [ProtocolBuffer.Field]

    init(_ bytes: [UInt8]) throws(Diagnostic) {
        self.bytes = bytes
        fields = try ProtocolBuffer.fields(of: bytes[...])
        let graphs = fields.filter { $0.number == 7 }
        guard graphs.count == 1, let whole = graphs.first else {
            throw .modelCorrupt("it has no graph")
        }
        graph = try ONNXGraph(try whole.fields)
        var notes: [String: String] = [:]
        for field in fields where field.number == Self.metadata {
            let (key, value) = try Self.entry(field)
            notes[key] = value
        }
        self.notes = notes
        let name = fields.first { $0.number == 2 }?.text ?? ""
        let version = fields.first { $0.number == 3 }?.text ?? ""
        producer = [name, version].filter { !$0.isEmpty }.joined(separator: " ")
    }

    /// The number of the field of entries that tell of the model.
    private static let metadata = 14

    private static func entry(
        _ field: ProtocolBuffer.Field
    ) throws(Diagnostic) -> (key: String, value: String) {
        let parts = try field.fields
        return (
            parts.first { $0.number == 1 }?.text ?? "", parts.first { $0.number == 2 }?.text ?? ""
        )
    }

    /// The file with these entries in place of those of our own that it has.
    func telling(_ entries: [(key: String, value: String)]) throws -> [UInt8] {
        var model = ProtocolBufferWriter()
        for field in fields {
            if field.number == Self.metadata, GraphNotes.isOwn(try Self.entry(field).key) {
                continue
            }
            model.append(whole: field.whole)
        }
        model.append(metadata: entries)
        return model.bytes
    }

    /// Whether a file begins as such a model does: with the version of the format, and the tag of
    /// another field of a model.
    static func recognizes(_ head: [UInt8]) -> Bool {
        guard head.count > 2, head[0] == 0x08, (1...0x40).contains(head[1]) else { return false }
        let tags: [UInt8] = [0x12, 0x1A, 0x22, 0x28, 0x32, 0x3A, 0x42, 0x72]
        return tags.contains(head[2])
    }

    /// The operators in order, each once.
    var operations: [String] {
        var seen: Set<String> = []
        return graph.nodes.map(\.operation).filter { seen.insert($0).inserted }
    }

    /// The file with one output, a tensor; maps of classes are not made.
    func giving(_ output: String, element: Int) -> [UInt8] {
        var model = ProtocolBufferWriter()
        for field in fields where field.number != 7 { model.append(whole: field.whole) }
        model.append(7) { written in
            var node = 0
            for field in graph.fields where field.number != 12 {
                if field.number == 1 {
                    node += 1
                    guard graph.nodes[node - 1].operation != "ZipMap" else { continue }
                }
                written.append(whole: field.whole)
            }
            written.append(12) { port in
                port.append(1, output)
                port.append(2) { type in type.append(1) { tensor in tensor.append(1, element) } }
            }
        }
        return model.bytes
    }
}
