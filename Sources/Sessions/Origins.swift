import Catalog
import Glibc

/// What each binding was made from, so that `:stale` can tell what has changed since.
package struct Origins: Sendable, Hashable {
    private var bindings: [String: Origin] = [:]
    /// What `_` was made from.
    private var previous = Origin()
    /// How many bindings there were; the number of one tells it from a later one of its name.
    private var count = 0
    private var trail = StatementTrail()

    /// One binding: the names and files that it was made from, as they were then.
    private struct Origin: Sendable, Hashable {
        var number = 0
        var names: [String: Int] = [:]
        var files: [String: FileStamp] = [:]

        mutating func formUnion(_ other: Origin) {
            names.merge(other.names) { mine, _ in mine }
            files.merge(other.files) { mine, _ in mine }
        }
    }

    /// Takes down what a statement read, and what it bound.
    mutating func note(_ notes: Notes, binding targets: [String], by text: String) {
        trail.note(text, reading: notes.variables, binding: targets)
        var origin = Origin()
        for name in notes.variables {
            if name == "_" {
                origin.formUnion(previous)
            } else if let read = bindings[name] {
                // A name bound anew from itself is made from what it was made from before.
                if targets.contains(name) {
                    origin.formUnion(read)
                } else {
                    origin.names[name] = read.number
                }
            }
        }
        for reading in notes.readings { origin.files[reading.typed] = FileStamp(reading.path) }
        for name in targets {
            count += 1
            origin.number = count
            origin.names[name] = nil
            bindings[name] = origin
        }
        previous = origin
    }

    /// The statements that some variables hang on.
    func statements(behind names: Set<String>) -> [BoundStatement] {
        trail.statements(behind: names)
    }

    /// Why a binding is not what its statement would give now; empty where it is.
    func reasons(_ name: String) -> [String] {
        guard let origin = bindings[name] else { return [] }
        let names = origin.names.sorted { $0.key < $1.key }.compactMap { read, number in
            guard let now = bindings[read] else { return nil as String? }
            if now.number != number { return "`\(read)` was bound again" }
            return reasons(read).isEmpty ? nil : "`\(read)` is stale"
        }
        let files = origin.files.sorted { $0.key < $1.key }.compactMap { typed, stamp in
            stamp.isCurrent ? nil : "`\(typed)` has changed"
        }
        return names + files
    }
}

/// A file as it was at a moment: enough to see whether it was written since.
private struct FileStamp: Sendable, Hashable {
    private let path: String
    private let facts: [Int]?

    init(_ path: String) {
        self.path = path
        facts = Self.facts(path)
    }

    /// What was no file then, such as a pattern, is not looked at.
    var isCurrent: Bool { facts == nil || facts == Self.facts(path) }

    private static func facts(_ path: String) -> [Int]? {
        var facts = stat()
        guard stat(path, &facts) == 0 else { return nil }
        return [facts.st_size, facts.st_mtim.tv_sec, facts.st_mtim.tv_nsec, Int(facts.st_ino)]
    }
}
