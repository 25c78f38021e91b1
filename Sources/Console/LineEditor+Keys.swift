import CEditLine

/// Which key does what, beyond libedit's own bindings.
extension LineEditor {
    func bindKeys() {
        addCommands()
        for (key, command) in Self.bindings {
            bind(key, command)
        }
        if mode == .vi {
            bind("\\200", "vi-command-mode")
            editline_bind_alternative(handle, "k", "epilogue-up")
            editline_bind_alternative(handle, "j", "epilogue-down")
        } else {
            bind("^W", "ed-delete-prev-word")
            bind("^U", "vi-kill-line-prev")
            bind("\\e^?", "ed-delete-prev-word")
            bind("\\e^H", "ed-delete-prev-word")
            bind("^E", "epilogue-end")
            bind("^A", "epilogue-home")
        }
        bindUnknownSequences()
    }

    private func bind(_ key: String, _ command: String) {
        editline_bind(handle, key, command)
        if mode == .vi, key.hasPrefix("\\") { editline_bind_alternative(handle, key, command) }
    }

    private static let bindings = [
        ("\\201", "ed-prev-history"), ("\\202", "ed-next-history"), ("\\203", "ed-next-char"),
        ("\\204", "epilogue-complete"), ("\\205", "epilogue-given"),
        ("^I", "epilogue-complete"), ("\\e[200~", "epilogue-paste"),
        ("\\e^J", "epilogue-newline"), ("\\e^M", "epilogue-newline"),
        ("\\e[A", "epilogue-up"), ("\\eOA", "epilogue-up"), ("^P", "epilogue-up"),
        ("\\e[B", "epilogue-down"), ("\\eOB", "epilogue-down"), ("^N", "epilogue-down"),
        ("\\e[C", "epilogue-right"), ("\\eOC", "epilogue-right"), ("^F", "epilogue-right"),
        ("\\e[D", "ed-prev-char"), ("\\eOD", "ed-prev-char"),
        ("\\e[H", "epilogue-home"), ("\\eOH", "epilogue-home"), ("\\e[1~", "epilogue-home"),
        ("\\e[7~", "epilogue-home"), ("\\e[F", "epilogue-end"), ("\\eOF", "epilogue-end"),
        ("\\e[4~", "epilogue-end"), ("\\e[8~", "epilogue-end"),
        ("\\e[3~", "ed-delete-next-char"), ("\\e[5~", "ed-search-prev-history"),
        ("\\e[6~", "ed-search-next-history"), ("^R", "em-inc-search-prev"),
        ("\\e[1;5D", "ed-prev-word"), ("\\e[1;5C", "em-next-word"),
        ("\\e[1;3D", "ed-prev-word"), ("\\e[1;3C", "em-next-word"),
        ("\\e[3;5~", "em-delete-next-word"), ("\\e[Z", "ed-ignore"),
    ]

    /// Keys without a meaning here would leave the end of their sequence in the line.
    private func bindUnknownSequences() {
        for modifier in 2...8 {
            for final in ["A", "B", "H", "F", "C", "D"]
            where !([3, 5].contains(modifier) && (final == "C" || final == "D")) {
                bind("\\e[1;\(modifier)\(final)", "ed-ignore")
            }
        }
        for number in [2] + Array(11...15) + Array(17...21) + [23, 24] {
            bind("\\e[\(number)~", "ed-ignore")
        }
        for final in ["P", "Q", "R", "S"] { bind("\\eO\(final)", "ed-ignore") }
        for final in ["I", "O"] { bind("\\e[\(final)", "ed-ignore") }
    }

    private func addCommands() {
        add("epilogue-up", "Line above, or older entry") { handle, _ in
            LineEditor.behind(handle)?.moveUp() ?? UInt8(CC_ERROR)
        }
        add("epilogue-down", "Line below, or newer entry") { handle, _ in
            LineEditor.behind(handle)?.moveDown() ?? UInt8(CC_ERROR)
        }
        add("epilogue-right", "Next character, or take the hint") { handle, _ in
            LineEditor.behind(handle)?.moveRight() ?? UInt8(CC_ERROR)
        }
        add("epilogue-home", "Beginning of the line") { handle, _ in
            LineEditor.behind(handle)?.moveHome() ?? UInt8(CC_ERROR)
        }
        add("epilogue-end", "End of the line, or take the hint") { handle, _ in
            LineEditor.behind(handle)?.moveToEnd() ?? UInt8(CC_ERROR)
        }
        add("epilogue-newline", "Insert a line break") { handle, _ in
            LineEditor.behind(handle)?.insert(["\n"]) ?? UInt8(CC_ERROR)
        }
        add("epilogue-paste", "Insert what is pasted") { handle, _ in
            LineEditor.behind(handle)?.paste() ?? UInt8(CC_ERROR)
        }
        add("epilogue-given", "Insert what the shell offers") { handle, _ in
            LineEditor.behind(handle)?.insertGiven() ?? UInt8(CC_ERROR)
        }
        add("epilogue-complete", "Complete the word") { handle, _ in
            LineEditor.behind(handle)?.complete() ?? UInt8(CC_ERROR)
        }
    }

    private func add(_ name: String, _ summary: String, _ command: editline_command) {
        editline_add_command(handle, name, summary, command)
    }
}

/// The commands; each returns what libedit is to do about the screen.
extension LineEditor {
    /// The characters of the line and the cursor's place among them.
    var line: EditedLine {
        guard let line = el_wline(handle)?.pointee, let start = line.buffer,
            let end = line.lastchar, let cursor = line.cursor
        else { return EditedLine() }
        let text = String(wide: UnsafeBufferPointer(start: start, count: end - start))
        return EditedLine(scalars: Array(text.unicodeScalars), cursor: cursor - start)
    }

    func moveUp() -> UInt8 {
        guard let target = line.above else {
            decoder.pushBack([Key.historyBefore])
            return UInt8(CC_NORM)
        }
        return move(to: target)
    }

    func moveDown() -> UInt8 {
        guard let target = line.below else {
            decoder.pushBack([Key.historyAfter])
            return UInt8(CC_NORM)
        }
        return move(to: target)
    }

    func moveRight() -> UInt8 {
        if let taken = takeHint() { return taken }
        decoder.pushBack([Key.right])
        return UInt8(CC_NORM)
    }

    func moveHome() -> UInt8 {
        let line = line
        return move(to: line.cursor == line.rowStart ? 0 : line.rowStart)
    }

    func moveToEnd() -> UInt8 {
        if let taken = takeHint() { return taken }
        let line = line
        return move(to: line.cursor == line.rowEnd ? line.scalars.count : line.rowEnd)
    }

    func insert(_ scalars: [Unicode.Scalar]) -> UInt8 {
        guard !scalars.isEmpty else { return UInt8(CC_REFRESH) }
        let wide = scalars.map { wchar_t($0.value) } + [0]
        return el_winsertstr(handle, wide) == 0 ? UInt8(CC_REFRESH) : UInt8(CC_ERROR)
    }

    func insertGiven() -> UInt8 {
        defer { state.given = "" }
        return insert(PastedText.cleaned(Array(state.given.unicodeScalars)))
    }

    /// Reads up to the mark that ends a paste; nothing in between is a key.
    func paste() -> UInt8 {
        state.modal = .pasting
        defer { state.modal = nil }
        var scalars: [Unicode.Scalar] = []
        while let scalar = nextScalar() {
            scalars.append(scalar)
            if scalar == "~", scalars.suffix(PastedText.end.count) == PastedText.end[...] {
                scalars.removeLast(PastedText.end.count)
                return insert(PastedText.cleaned(scalars))
            }
        }
        return UInt8(CC_EOF)
    }

    /// The next character as libedit hands it out, macros of `.editrc` included.
    func nextScalar() -> Unicode.Scalar? {
        var character = wchar_t()
        guard el_wgetc(handle, &character) == 1 else { return nil }
        return Unicode.Scalar(UInt32(bitPattern: character)) ?? "\u{FFFD}"
    }

    private func move(to target: Int) -> UInt8 {
        el_cursor(handle, Int32(target - line.cursor))
        return UInt8(CC_REFRESH)
    }

    private func takeHint() -> UInt8? {
        guard let hint = state.offeredHint, line.cursor == line.scalars.count else { return nil }
        state.offeredHint = nil
        return insert(PastedText.cleaned(Array(hint.unicodeScalars)))
    }
}
