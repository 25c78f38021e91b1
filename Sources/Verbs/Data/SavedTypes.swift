import Catalog
import Relations
import Tables

extension CallContext {
    /// Says which columns of a file that keeps no types are read back as others, and which names it
    /// had to change: looked up in the file as `load` would see it.
    func noteTypes(of frame: Frame, savedAt place: String, _ format: FileRequest.Format) {
        var request = FileRequest(path: place, format: format)
        request.zone = settings.zone
        guard let source = try? engine.source(of: request, at: place, in: work) else { return }
        let other = frame.schema.fields.compactMap { field -> (name: String, type: String)? in
            guard let now = source.schema[field.name]?.type, now.word != field.type.word,
                field.type != .missing
            else { return nil }
            return (field.name, now.word)
        }
        if let first = other.first {
            let listed = other.map { "`\($0.name)` as \($0.type)" }.joined(separator: ", ")
            let type = frame.schema[first.name]?.type.word ?? "text"
            let canTell = ["text", "int", "float", "bool"].contains(type)
            notes.note(
                "the types of columns are not in it: \(listed) when it is loaded",
                hints: [
                    canTell ? "load(…, types: {\(first.name): \"\(type)\"})" : nil,
                    format == .parquet ? nil : "Parquet keeps them",
                ].compactMap(\.self)
            )
        }
    }

    /// Says which names a file cannot keep apart.
    func noteNames(of frame: Frame) {
        var seen: [String: String] = [:]
        for name in frame.schema.names {
            if let other = seen.updateValue(name, forKey: name.lowercased()) {
                notes.note(
                    "`\(other)` and `\(name)` differ in case alone, and one gets another name in the file",
                    hints: ["rename(\(name)_2 = \(name)) before it"]
                )
            }
        }
    }
}
