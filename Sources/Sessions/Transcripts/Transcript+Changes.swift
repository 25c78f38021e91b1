package import Catalog
package import Diagnostics

extension Transcript {
    /// What the second of two files says otherwise than the first.
    package static func changes(
        from old: TranscriptPlace,
        to new: TranscriptPlace
    ) throws(Diagnostic) -> [TranscriptChange] {
        try read(old).changes(to: read(new))
    }

    /// The places of a file's faults are in the file, not in the line that names it.
    private static func read(_ place: TranscriptPlace) throws(Diagnostic) -> Transcript {
        do throws(Faults) {
            return try TranscriptFile.read(place.path, named: place.name)
        } catch {
            let first = error.all[0]
            let isAboutFile = first.message.contains(place.name)
            throw Diagnostic(
                first.code,
                isAboutFile ? first.message : "`\(place.name)`: \(first.message)",
                at: place.span
            )
        }
    }

    /// What a later transcript of the same session says otherwise: header first, then each step.
    ///
    /// Numbers within the tolerance of a replay are alike, and what is volatile is not compared.
    package func changes(to later: Transcript) -> [TranscriptChange] {
        headerChanges(to: later) + stepChanges(to: later)
    }

    private func headerChanges(to later: Transcript) -> [TranscriptChange] {
        func change(_ value: String, _ old: String?, _ new: String?) -> TranscriptChange? {
            old == new ? nil : TranscriptChange(value: value, old: old, new: new)
        }
        func changes(_ word: String, _ old: Map, _ new: Map) -> [TranscriptChange] {
            let names = old.entries.map(\.name)
            let added = new.entries.map(\.name).filter { !names.contains($0) }
            return (names + added).compactMap { change("\(word) \($0)", old[$0], new[$0]) }
        }
        let (old, new) = (header, later.header)
        let single = [
            change("seed", old.seed.map { "\($0)" }, new.seed.map { "\($0)" }),
            change("zone", old.zone, new.zone), change("clock", old.clock, new.clock),
        ]
        return single.compactMap(\.self) + changes("version of", old.versions, new.versions)
            + changes("setting", old.settings, new.settings)
            + changes("input", old.inputs.shortened, new.inputs.shortened)
    }

    /// Fences of the same statements belong together; between these, those in the same place.
    private func stepChanges(to later: Transcript) -> [TranscriptChange] {
        let (old, new) = (statements, later.statements)
        var changes: [TranscriptChange] = []
        var removed: [Step] = []
        var added: [Step] = []
        func settle() {
            let paired = min(removed.count, added.count)
            for (before, after) in zip(removed, added) {
                let (old, new) = before.fence.differingLines(from: after.fence)
                changes.append(after.told("statement", old, new))
                changes += before.outputChanges(to: after)
            }
            changes += removed.dropFirst(paired).map { $0.told("statement", $0.fence.code, nil) }
            changes += added.dropFirst(paired).map { $0.told("statement", nil, $0.fence.code) }
            (removed, added) = ([], [])
        }
        let edits = new.map(\.fence.code).difference(from: old.map(\.fence.code))
        var gone = Set<Int>()
        var come = Set<Int>()
        for edit in edits {
            switch edit {
            case .remove(let offset, _, _): gone.insert(offset)
            case .insert(let offset, _, _): come.insert(offset)
            }
        }
        var (i, j) = (0, 0)
        while i < old.count || j < new.count {
            if i < old.count, gone.contains(i) {
                removed.append(old[i])
                i += 1
            } else if j < new.count, come.contains(j) {
                added.append(new[j])
                j += 1
            } else {
                settle()
                changes += old[i].outputChanges(to: new[j])
                (i, j) = (i + 1, j + 1)
            }
        }
        settle()
        return changes
    }

    /// What was run, each with its number among the fences.
    private var statements: [Step] {
        fences.filter { $0.kind == .epilogue }.enumerated()
            .filter { !$1.attributes.isSkipped }
            .map { Step(number: $0 + 1, fence: $1) }
    }
}

/// A fence with its number.
private struct Step {
    let number: Int
    let fence: Transcript.Fence

    func told(_ value: String?, _ old: String?, _ new: String?) -> TranscriptChange {
        let lines = fence.code.split(separator: "\n")
        let first = lines.first.map { String($0) + (lines.count > 1 ? " …" : "") }
        return TranscriptChange(step: number, value: value, old: old, new: new, statement: first)
    }

    func outputChanges(to later: Step) -> [TranscriptChange] {
        guard !fence.attributes.isVolatile, !later.fence.attributes.isVolatile else { return [] }
        let (old, new) = (fence.output, later.fence.output)
        let difference = OutputComparison(later.fence.attributes)
            .difference(expected: old?.text ?? "", actual: new?.text ?? "")
        if let difference {
            var reader = OutputReader(step: later)
            return difference.changes.flatMap { reader.read($0) }
        }
        guard old?.whole?.sha256 != new?.whole?.sha256 else { return [] }
        func words(_ output: Transcript.Output?) -> String? {
            output?.whole.map { "\($0.lines) lines, \($0.sha256.prefix(12))" }
        }
        return [later.told("output", words(old), words(new))]
    }
}

extension Transcript.Fence {
    /// The lines of each that the other does not have.
    fileprivate func differingLines(from later: Self) -> (old: String, new: String) {
        let (old, new) = (code.split(separator: "\n"), later.code.split(separator: "\n"))
        func without(_ lines: [Substring], _ others: [Substring]) -> String {
            lines.filter { !others.contains($0) }.joined(separator: "\n")
        }
        return (without(old, new), without(new, old))
    }
}

extension Transcript.Map {
    /// Hashes by so many digits as tell them apart for a reader.
    fileprivate var shortened: Transcript.Map {
        entries.reduce(into: Transcript.Map()) { $0[$1.name] = String($1.text.prefix(19)) }
    }
}

/// Goes through the lines of an output, and knows of which table each is a row.
private struct OutputReader {
    let step: Step
    private var columns: [String] = []
    private var types: [String] = []
    /// The cells of the line before, which may turn out to be a head.
    private var before: [String] = []

    init(step: Step) { self.step = step }

    mutating func read(_ change: OutputDifference.Change) -> [TranscriptChange] {
        switch change {
        case .same(let line):
            note(line)
            return []
        case .missing(let line): return [step.told(nil, line.trimmed, nil)]
        case .extra(let line): return [step.told(nil, nil, line.trimmed)]
        case .changed(let line): return cells(line)
        case .remark(let words): return [step.told(words, nil, nil)]
        }
    }

    /// A line of types makes the one above it the head of a table.
    private mutating func note(_ line: String) {
        let cells = line.cells
        if !cells.isEmpty, cells.count == before.count, cells.allSatisfy(Self.isType) {
            (columns, types) = (before, cells)
        }
        before = cells
    }

    private static let words: Set<Substring> = [
        "bool", "int", "float", "text", "category", "date", "time", "timestamp", "duration", "list",
        "record", "missing",
    ]

    private static func isType(_ cell: String) -> Bool {
        words.contains(cell.prefix { $0 != " " })
    }

    /// A row's cells that changed, each called by its column and the words that the row keeps.
    private func cells(_ line: OutputDifference.ChangedLine) -> [TranscriptChange] {
        let (old, new) = (line.old.cells, line.new.cells)
        guard old.count == columns.count, new.count == columns.count else {
            return [step.told(nil, line.old.trimmed, line.new.trimmed)]
        }
        let kept = columns.indices.filter {
            old[$0] == new[$0] && !["int", "float", "duration"].contains(types[$0])
        }.map { old[$0] }
        return columns.indices.filter { old[$0] != new[$0] }.map { place in
            step.told(([columns[place]] + kept).joined(separator: ", "), old[place], new[place])
        }
    }
}

extension String {
    /// What stands between two spaces or more.
    fileprivate var cells: [String] {
        var cells: [String] = []
        var gap = 2
        for character in self {
            if character == " " {
                gap += 1
                continue
            }
            if gap > 1 { cells.append("") } else if gap == 1 { cells[cells.count - 1] += " " }
            cells[cells.count - 1].append(character)
            gap = 0
        }
        return cells
    }

    fileprivate var trimmed: String { String(drop { $0 == " " }) }
}
