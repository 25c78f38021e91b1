import Glibc

/// Shows text longer than the screen through the reader's pager.
package struct Pager {
    private let terminal: Terminal
    private let command: String

    /// `PAGER` chooses the program; set but empty, it means none.
    package init(terminal: Terminal, environment: [String: String]) {
        self.terminal = terminal
        command = environment["PAGER"] ?? "less -FRX"
    }

    /// Prints the text, by way of the pager when it is longer than the screen.
    package func show(_ text: String) {
        if isNeeded(for: text), run(text) { return }
        terminal.write(text)
    }

    func isNeeded(for text: String) -> Bool {
        guard terminal.isInteractive, !terminal.isDumb, !command.isEmpty else { return false }
        let size = terminal.size
        var rows = 0
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            rows += max(1, (TextWidth.visible(String(line)) + size.columns - 1) / size.columns)
            if rows > size.rows { return true }
        }
        return false
    }

    /// Whether the pager could be started.
    private func run(_ text: String) -> Bool {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return false }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        var child = pid_t()
        let started = spawn(readingFrom: ends[0], as: &child)
        close(ends[0])
        guard started else {
            close(ends[1])
            return false
        }
        ignoringBrokenPipe { terminal.write(text, to: ends[1]) }
        close(ends[1])
        var status: Int32 = 0
        while waitpid(child, &status, 0) == -1, errno == EINTR {}
        // The shell's 126 and 127: the program is not there or cannot run.
        let exit = (status >> 8) & 0xFF
        return !(status & 0x7F == 0 && (exit == 126 || exit == 127))
    }

    private func spawn(readingFrom descriptor: Int32, as child: inout pid_t) -> Bool {
        var files = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&files)
        defer { posix_spawn_file_actions_destroy(&files) }
        posix_spawn_file_actions_adddup2(&files, descriptor, STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&files, terminal.output, STDOUT_FILENO)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var defaults = sigset_t()
        sigemptyset(&defaults)
        sigaddset(&defaults, SIGINT)
        sigaddset(&defaults, SIGPIPE)
        posix_spawnattr_setsigdefault(&attributes, &defaults)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
        let arguments: [String] = ["/bin/sh", "-c", command]
        let words = arguments.map { strdup($0) }
        defer { for word in words { free(word) } }
        return posix_spawn(&child, "/bin/sh", &files, &attributes, words + [nil], environ) == 0
    }

    /// A reader who has seen enough closes the pager before all is written.
    private func ignoringBrokenPipe(_ body: () -> Void) {
        var ignore = sigaction()
        ignore.__sigaction_handler.sa_handler = SIG_IGN
        var former = sigaction()
        sigaction(SIGPIPE, &ignore, &former)
        body()
        sigaction(SIGPIPE, &former, nil)
    }
}
