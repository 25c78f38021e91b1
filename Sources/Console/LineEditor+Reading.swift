import CEditLine
import Glibc

/// How characters come in: libedit asks for one just after it has drawn the line.
extension LineEditor {
    /// Returns 1 with a character, 0 at the end of input, -1 when interrupted.
    func readScalar(into target: UnsafeMutablePointer<wchar_t>?) -> Int32 {
        while true {
            if state.modal == nil, let signal = state.deferred.popFirst() {
                if !heed(signal) { return -1 }
                continue
            }
            if let scalar = decoder.next() {
                if state.hasNewSize, state.modal == nil { redrawForNewSize() }
                target?.pointee = wchar_t(handOut(scalar).value)
                return 1
            }
            var polled = [
                pollfd(fd: signals.readEnd, events: Int16(POLLIN), revents: 0),
                pollfd(fd: terminal.input, events: Int16(POLLIN), revents: 0),
            ]
            // A signal may tell of a new size, for which nothing is drawn before a key comes.
            if state.modal == nil, !state.hasNewSize, !decoder.isInsideSequence,
                poll(&polled, 2, 0) == 0
            {
                paint()
            }
            guard poll(&polled, 2, -1) > 0 else { continue }
            if polled[0].revents != 0 {
                let taken = takeSignals()
                guard taken.goesOn else { return -1 }
                if taken.endsMenu { decoder.pushBack([Key.none]) }
            } else if polled[1].revents != 0 {
                let count = readBytes()
                if count <= 0 { return count }
            }
        }
    }

    private func readBytes() -> Int32 {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = Glibc.read(terminal.input, &buffer, buffer.count)
        if count < 0, errno == EINTR || errno == EAGAIN { return 1 }
        guard count > 0 else { return 0 }
        decoder.feed(buffer[..<count])
        return 1
    }

    func hasInput(within milliseconds: Int32) -> Bool {
        var polled = pollfd(fd: terminal.input, events: Int16(POLLIN), revents: 0)
        return poll(&polled, 1, milliseconds) > 0
    }

    /// Prepares the screen for what a character may do, and tells an escape that came alone.
    private func handOut(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        if state.modal == nil, let hint = state.shownHint {
            state.shownHint = nil
            state.offeredHint = hint
            terminal.write("\u{1B}[K")
        }
        // In vi's keys an escape means something by itself, and a sequence comes in one go.
        if scalar == "\u{1B}", mode == .vi, state.modal == nil, isAlone() {
            decoder.endSequence()
            return Key.escape
        }
        return scalar
    }

    /// Whether nothing follows the escape just taken.
    func isAlone() -> Bool { decoder.isEmpty && !hasInput(within: 30) }
}

/// What signals do at the prompt.
extension LineEditor {
    private func takeSignals() -> (goesOn: Bool, endsMenu: Bool) {
        var endsMenu = false
        while let signal = signals.next() {
            guard signal != 0 else { continue }
            if signal != SIGINT, let modal = state.modal {
                state.deferred.append(signal)
                endsMenu = modal == .menu
            } else if !heed(signal) {
                return (false, false)
            }
        }
        return (true, endsMenu)
    }

    /// Whether reading goes on.
    private func heed(_ signal: Int32) -> Bool {
        switch signal {
        case SIGINT:
            state.wasInterrupted = true
            errno = EINTR
            return false
        case SIGWINCH: state.hasNewSize = true
        case SIGTSTP: suspend()
        case SIGCONT: resume()
        default: end(by: signal)
        }
        return true
    }

    /// Draws the line for the size that the terminal has now, when a key comes.
    ///
    /// The terminal has wrapped the line anew by itself, and where its cursor is follows from that. To
    /// draw before it has to be would leave rows behind: what a narrower window has pushed out at its top
    /// comes back with a wider one.
    private func redrawForNewSize() {
        state.hasNewSize = false
        let row = position.cursor.row
        terminal.write((row > 0 ? "\u{1B}[\(row)A" : "") + "\r\u{1B}[J")
        el_resize(handle)
        editline_refresh(handle)
    }

    private func suspend() {
        giveTerminalBack()
        let former = defaultAction(for: SIGTSTP)
        raise(SIGTSTP)
        SignalPipe.restore([SIGTSTP: former])
        // That it goes on is noted by the handler as well, a moment later perhaps.
        var polled = pollfd(fd: signals.readEnd, events: Int16(POLLIN), revents: 0)
        _ = poll(&polled, 1, 50)
        signals.drain()
        resume()
    }

    private func resume() {
        editline_prepare_terminal(handle, 0)
        editline_prepare_terminal(handle, 1)
        if terminal.allowsBracketedPaste { terminal.write("\u{1B}[?2004h") }
        terminal.write(terminal.isDumb ? "\r" : "\r\u{1B}[J")
        el_resize(handle)
        editline_refresh(handle)
    }

    private func end(by signal: Int32) {
        giveTerminalBack()
        _ = defaultAction(for: signal)
        raise(signal)
    }

    private func giveTerminalBack() {
        moveBelowLine(saying: "")
        if terminal.allowsBracketedPaste { terminal.write("\u{1B}[?2004l") }
        editline_prepare_terminal(handle, 0)
    }

    private func defaultAction(for signal: Int32) -> sigaction {
        var action = sigaction()
        action.__sigaction_handler.sa_handler = SIG_DFL
        var former = sigaction()
        sigaction(signal, &action, &former)
        return former
    }
}

extension Array {
    fileprivate mutating func popFirst() -> Element? { isEmpty ? nil : removeFirst() }
}
