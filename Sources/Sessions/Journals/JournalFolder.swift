import Glibc

/// The folder of all journals: `epilogue/journals` in `XDG_STATE_HOME`, or `~/.local/state`.
package struct JournalFolder: Hashable, Sendable {
    package let path: String

    package init(path: String) { self.path = path }

    /// The user's folder, or nil without a home.
    ///
    /// A relative `XDG_STATE_HOME` counts for none, as the
    /// XDG base directory specification wants it.
    package init?(environment: [String: String]) {
        if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") {
            path = state + "/epilogue/journals"
        } else if let home = environment["HOME"], home.hasPrefix("/") {
            path = home + "/.local/state/epilogue/journals"
        } else {
            return nil
        }
    }

    /// Makes the folder and names a file that does not exist yet.
    func newPath(_ header: JournalHeader) throws(SystemFailure) -> String {
        try makeFolders()
        var name = "\(path)/\(header.start)-\(header.pid).journal"
        var count = 1
        while access(name, F_OK) == 0 {
            count += 1
            name = "\(path)/\(header.start)-\(header.pid)-\(count).journal"
        }
        return name
    }

    private func makeFolders() throws(SystemFailure) {
        var folder = ""
        for part in path.split(separator: "/") {
            folder += "/" + part
            // Only the reader sees what was typed.
            if mkdir(folder, 0o700) != 0, errno != EEXIST, access(folder, F_OK) != 0 {
                throw SystemFailure()
            }
        }
    }

    /// Sees to it that the names of the files are on disk.
    func synchronize() throws(SystemFailure) {
        let folder = try OpenFile(path, O_RDONLY | O_DIRECTORY)
        try folder.synchronize()
    }

    /// The journals of sessions in a folder that died unfinished with something to go on with,
    /// newest first.
    ///
    /// Those of living sessions, newer forms and other files are passed over, and what dead sessions
    /// left without a statement is cleared away.
    package func unfinished(in folder: String) -> [UnfinishedJournal] {
        names().compactMap { name -> UnfinishedJournal? in
            let file = path + "/" + name
            guard let found = Self.claim(file) else { return nil }
            if found.content.isFinished || found.content.statements.isEmpty {
                unlink(file)
                return nil
            }
            guard found.content.header.folder == folder, !found.content.standing.isEmpty else {
                return nil
            }
            return UnfinishedJournal(path: file, content: found.content)
        }
        .sorted { ($0.content.header.start, $0.path) > ($1.content.header.start, $1.path) }
    }

    private func names() -> [String] {
        guard let stream = opendir(path) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name.hasSuffix(".journal") { names.append(name) }
        }
        return names
    }

    /// A journal with its lock, or nil while another process has it.
    struct Claim: ~Copyable {
        var file: OpenFile
        let content: JournalContent
        let size: Int
    }

    static func claim(_ path: String) -> Claim? {
        guard let file = try? OpenFile(path, O_RDWR | O_NOFOLLOW), file.lock(),
            let bytes = try? file.readAll()
        else { return nil }
        let (records, end) = JournalRecord.read(bytes)
        guard let content = JournalContent(records, isTorn: end < bytes.count) else { return nil }
        return Claim(file: file, content: content, size: end)
    }
}

/// The journal of a session that died.
package struct UnfinishedJournal: Hashable, Sendable {
    package let path: String
    package let content: JournalContent

    /// Takes the journal over, or nil where another shell was faster.
    package func goOn() -> Journal? {
        guard let claim = patientClaim() else { return nil }
        let (size, count) = (claim.size, claim.content.statements.count)
        return try? Journal(path: path, file: claim.file, size: size, statements: count)
    }

    /// The journal with its lock, which a shell that looks through the folder holds for a moment.
    private func patientClaim() -> JournalFolder.Claim? {
        for _ in 0..<20 {
            if let claim = JournalFolder.claim(path) { return claim }
            usleep(5_000)
        }
        return nil
    }

    /// Throws the journal away; one that another shell has taken over stays.
    package func discard() {
        guard JournalFolder.claim(path) != nil else { return }
        unlink(path)
    }
}
