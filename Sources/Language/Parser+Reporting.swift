import Diagnostics

extension Parser {
    /// How many faults of one text are told.
    private static var limit: Int { 100 }
    /// How long a hint may be, in bytes.
    private static var hintLimit: Int { 400 }

    /// All faults as diagnostics, in the order of the text, and what is still open if nothing else
    /// is wrong.
    func report(_ tokens: [Token]) -> (diagnostics: [Diagnostic], open: [ParseResult.Opening]) {
        guard !faults.isEmpty else { return ([], []) }
        let isUnfinished = !openings.isEmpty && faults.allSatisfy { $0.opening != nil }
        let open = isUnfinished ? Set(openings).sorted { $0.lower < $1.lower } : []
        var diagnostics: [Diagnostic] = []
        for (extent, faults) in faultsByStatement(tokens) {
            diagnostics += report(faults, in: extent)
            if diagnostics.count > Self.limit { break }
        }
        return (
            Array(diagnostics.prefix(Self.limit)),
            open.map { ParseResult.Opening(text: text($0), span: $0) }
        )
    }

    /// The faults of each statement that has any, with the statement's extent.
    private func faultsByStatement(_ tokens: [Token]) -> [(SourceSpan, [ParserFault])] {
        var extents: [SourceSpan] = []
        var extent: SourceSpan?
        for token in tokens where !token.kind.isTrivia {
            if token.kind == .terminator {
                if let extent { extents.append(extent) }
                extent = nil
            } else {
                extent = extent?.union(token.span) ?? token.span
            }
        }
        if let extent { extents.append(extent) }
        var numbered = faults
        for index in numbered.indices { numbered[index].index = index }
        var rest = numbered.sorted { $0.place < $1.place }[...]
        return extents.compactMap { extent in
            let own = rest.prefix { $0.place <= extent.upper }
            rest = rest.dropFirst(own.count)
            return own.isEmpty ? nil : (extent, Array(own))
        }
    }

    private func report(_ faults: [ParserFault], in extent: SourceSpan) -> [Diagnostic] {
        let isMendable = faults.allSatisfy { !$0.edits.isEmpty }
        let found = faults.sorted { $0.index < $1.index }
        let edits = isMendable ? ordered(found.flatMap(\.edits)) : []
        var merged: [ParserFault] = []
        for fault in faults.prefix(4 * Self.limit) {
            let same = merged.firstIndex {
                $0.diagnostic.code == fault.diagnostic.code
                    && $0.diagnostic.message == fault.diagnostic.message
            }
            if let same {
                merged[same].diagnostic.labels += fault.diagnostic.labels
                merged[same].edits += fault.edits
            } else {
                merged.append(fault)
            }
        }
        return merged.map { fault in
            var diagnostic = fault.diagnostic
            if isMendable, let hint = mended(fault, edits, in: extent) {
                diagnostic.hints.insert(hint, at: 0)
            }
            return diagnostic
        }
    }

    /// Edits from left to right; of two that overlap, the first and longer one.
    private func ordered(_ edits: [ParserFault.Edit]) -> [ParserFault.Edit] {
        let sorted = edits.enumerated().sorted { left, right in
            if left.element.span.lower != right.element.span.lower {
                return left.element.span.lower < right.element.span.lower
            }
            // What is inserted stands before what is replaced, each in the order it was found.
            let (first, second) = (left.element.span, right.element.span)
            if first.isEmpty != second.isEmpty { return first.isEmpty }
            return first.upper != second.upper
                ? first.upper > second.upper : left.offset < right.offset
        }
        var kept: [ParserFault.Edit] = []
        for (_, edit) in sorted where edit.span.lower >= kept.last?.span.upper ?? 0 {
            kept.append(edit)
        }
        return kept
    }

    /// The lines that a fault's edits touch, with all edits made.
    private func mended(
        _ fault: ParserFault,
        _ edits: [ParserFault.Edit],
        in extent: SourceSpan
    ) -> String? {
        let lowest = fault.edits.map(\.span.lower).min() ?? extent.lower
        let highest = fault.edits.map(\.span.upper).max() ?? extent.upper
        var lower = Int(lowest)
        while lower > Int(extent.lower), bytes[lower - 1] != 0x0A { lower -= 1 }
        var upper = min(Int(highest), bytes.count)
        while upper < Int(extent.upper), bytes[upper] != 0x0A { upper += 1 }
        guard upper - lower <= Self.hintLimit else { return nil }
        var hint = ""
        var position = lower
        for edit in edits where Int(edit.span.lower) >= lower && Int(edit.span.upper) <= upper {
            guard Int(edit.span.lower) >= position else { continue }
            hint +=
                String(decoding: bytes[position..<Int(edit.span.lower)], as: UTF8.self) + edit.text
            position = Int(edit.span.upper)
        }
        hint += String(decoding: bytes[position..<max(position, upper)], as: UTF8.self)
        let blanks = hint.prefix { $0 == " " || $0 == "\t" }.count
        return String(hint.dropFirst(blanks))
    }
}
