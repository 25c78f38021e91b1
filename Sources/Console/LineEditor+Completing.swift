import CEditLine

/// What Tab does: insert what all candidates have in common, then let the reader choose.
extension LineEditor {
    func complete() -> UInt8 {
        let line = line
        let before = state.earlier.utf8.count
        let found = assistance.complete(state.earlier + line.text, before + line.cursorOffset)
        guard let only = found.candidates.first else { return UInt8(CC_REFRESH_BEEP) }
        let range = line.indices(of: found.replaced, after: before)
        if found.candidates.count == 1 { return replace(range, with: only.text) }
        let prefix = found.commonPrefix
        let typed = String(String.UnicodeScalarView(line.scalars[range]))
        if prefix.utf8.count > typed.utf8.count {
            // The popup comes as soon as libedit has drawn the longer word.
            decoder.pushBack([Key.complete])
            return replace(range, with: prefix)
        }
        guard terminal.allowsRedrawing else { return list(found.candidates) }
        guard let chosen = choose(among: found.candidates) else {
            return state.wasInterrupted ? UInt8(CC_EOF) : UInt8(CC_REFRESH)
        }
        return replace(range, with: chosen.text)
    }

    private func replace(_ range: Range<Int>, with text: String) -> UInt8 {
        el_cursor(handle, Int32(range.upperBound - line.cursor))
        el_deletestr(handle, Int32(range.count))
        return insert(Array(text.unicodeScalars))
    }

    /// Where nothing can be drawn over: the candidates beneath the line, which comes again.
    private func list(_ candidates: [Completion]) -> UInt8 {
        moveBelowLine(saying: "")
        for candidate in candidates {
            let words = [candidate.text, candidate.kind, candidate.summary]
            terminal.write(words.filter { !$0.isEmpty }.joined(separator: "  ") + "\n")
        }
        editline_refresh(handle)
        return UInt8(CC_NORM)
    }

    /// Shows the popup until a key decides; nil when none was chosen.
    private func choose(among candidates: [Completion]) -> Completion? {
        var menu = CompletionMenu(candidates)
        state.modal = .menu
        defer { state.modal = nil }
        let place = position
        let height = max(1, min(10, terminal.size.rows - place.end.row - 1))
        while true {
            draw(&menu, beneath: place, height: height)
            guard let key = nextKey() else {
                erase(beneath: place)
                return nil
            }
            switch Self.meaning(of: key) {
            case .move(let step): menu.move(by: step)
            case .page(let direction): menu.scroll(by: direction * height)
            case .take:
                erase(beneath: place)
                return menu.candidates[menu.chosen]
            case .leave:
                erase(beneath: place)
                return nil
            case .other:
                erase(beneath: place)
                decoder.pushBack(key)
                return nil
            }
        }
    }

    private enum Meaning {
        case move(Int)
        case page(Int)
        case take
        case leave
        case other
    }

    private static func meaning(of key: [Unicode.Scalar]) -> Meaning {
        switch String(String.UnicodeScalarView(key)) {
        case "\t", "\u{1B}[B", "\u{1B}OB", "\u{E}": .move(1)
        case "\u{1B}[Z", "\u{1B}[A", "\u{1B}OA", "\u{10}": .move(-1)
        case "\u{1B}[6~": .page(1)
        case "\u{1B}[5~": .page(-1)
        case "\n", "\r": .take
        case "\u{1B}", "\u{7}", "\u{86}": .leave
        default: .other
        }
    }

    /// A key whole: one character, or a sequence to its end.
    private func nextKey() -> [Unicode.Scalar]? {
        guard let first = nextScalar() else { return nil }
        var key = [first]
        guard first == "\u{1B}" else { return key }
        if isAlone() {
            decoder.endSequence()
            return key
        }
        while decoder.isInsideSequence, let scalar = nextScalar() { key.append(scalar) }
        return key
    }

    private func draw(
        _ menu: inout CompletionMenu,
        beneath place: (cursor: TextLayout, end: TextLayout),
        height: Int
    ) {
        let below = place.end.row - place.cursor.row
        let rows = menu.rows(
            width: terminal.size.columns - 1,
            height: height,
            colored: terminal.allowsColor
        )
        var text = below > 0 ? "\u{1B}[\(below)B" : ""
        for row in rows { text += "\r\n\u{1B}[K" + row }
        text += "\u{1B}[\(rows.count + below)A\r"
        if place.cursor.column > 0 { text += "\u{1B}[\(place.cursor.column)C" }
        terminal.write(text)
    }

    private func erase(beneath place: (cursor: TextLayout, end: TextLayout)) {
        let below = place.end.row - place.cursor.row
        var text = below > 0 ? "\u{1B}[\(below)B" : ""
        text += "\r\n\u{1B}[J\u{1B}[\(below + 1)A\r"
        if place.cursor.column > 0 { text += "\u{1B}[\(place.cursor.column)C" }
        terminal.write(text)
    }
}

extension EditedLine {
    /// The scalars that a range of the entry's bytes means in this line, which `before` bytes of
    /// earlier lines precede.
    func indices(of range: Range<Int>, after before: Int) -> Range<Int> {
        let lower = index(ofOffset: max(0, range.lowerBound - before))
        return lower..<max(lower, index(ofOffset: max(0, range.upperBound - before)))
    }
}
