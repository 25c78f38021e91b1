/// What a journal says of the session that wrote it.
package struct JournalHeader: Hashable, Sendable {
    /// The newest version of the journals' form that is understood.
    package static let formatVersion = 1

    package var format = JournalHeader.formatVersion
    /// The folder in which the session ran.
    package var folder: String
    /// When it began, in seconds since 1970.
    package var start: Int
    package var pid: Int
    package var seed: UInt64
    package var zone: String

    package init(folder: String, start: Int, pid: Int, seed: UInt64, zone: String) {
        self.folder = folder
        self.start = start
        self.pid = pid
        self.seed = seed
        self.zone = zone
    }

    /// A line for each key; the folder is last, for it may hold newlines.
    var payload: String {
        "format \(format)\nstart \(start)\npid \(pid)\nseed \(seed)\nzone \(zone)\nfolder \(folder)"
    }

    init?(payload: String) {
        let lines = payload.split(separator: "\n", maxSplits: 5, omittingEmptySubsequences: false)
        var values: [Substring] = []
        for (line, key) in zip(lines, ["format ", "start ", "pid ", "seed ", "zone ", "folder "]) {
            guard line.hasPrefix(key) else { return nil }
            values.append(line.dropFirst(key.count))
        }
        guard values.count == 6, let format = Int(values[0]), format <= Self.formatVersion,
            let start = Int(values[1]), let pid = Int(values[2]), let seed = UInt64(values[3])
        else { return nil }
        self.init(
            folder: String(values[5]),
            start: start,
            pid: pid,
            seed: seed,
            zone: String(values[4])
        )
        self.format = format
    }
}
