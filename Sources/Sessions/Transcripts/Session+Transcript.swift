import Catalog
package import Diagnostics
import Digests
import Kernels
import Relations

/// The session as a transcript.
extension Session {
    /// What was accepted, prose among it; paths are relative to where it is saved.
    ///
    /// Statements share a fence until one of them prints. What looks like a secret is masked, and so
    /// is what would be another text on another machine.
    package func transcript(savedAt path: String, keepingFailures: Bool = false) -> Transcript {
        var writer = SessionWriter(header: header(savedAt: path), volatile: surroundings)
        for entry in entries {
            switch entry.kind {
            case .aside: continue
            case .prose(let level): writer.add(prose: entry.text, level: level)
            case .failure: if keepingFailures { writer.add(failure: entry) }
            case .statement: writer.add(statement: entry)
            }
        }
        return writer.finish()
    }

    private func header(savedAt path: String) -> Transcript.Header {
        var header = Transcript.Header()
        header.seed = start.seed
        header.zone = start.zone
        header.clock = start.now.clockText
        header.versions = versions
        let folder = Paths.relative(start.folder, to: Paths.parent(of: path))
        if folder != "." { header.settings["folder"] = folder }
        for setting in SessionSetting.printing {
            let value = setting.show(start)
            if value != setting.show(Settings()) { header.settings[setting.name] = value }
        }
        for (name, pin) in pins { header.inputs[name] = pin }
        return header
    }

    /// The files that were loaded, by their path from the folder where the session began, with the
    /// pin of each; one that has gone since has none.
    var pins: [(name: String, pin: String)] {
        inputs.compactMap { input in
            guard let pin = try? Session.pin(input.path) else { return nil }
            let isAbsolute = input.typed.hasPrefix("/") || input.typed.contains("://")
            let name = isAbsolute ? input.typed : Paths.relative(input.path, to: start.folder)
            return (name, pin)
        }
    }

    /// The program's version, and those of the libraries that were used.
    var versions: Transcript.Map {
        var versions: Transcript.Map = ["epilogue": Version.current]
        for name in LibraryVersions.Name.allCases where libraries.contains(name) {
            versions[name.rawValue] = version(of: name.rawValue)
        }
        return versions
    }

    /// Which version is here of what a transcript's header names; a library is opened for it.
    func version(of name: String) -> String? {
        if name == "epilogue" { return Version.current }
        guard let known = try? services[LibraryVersionsKey.self] else { return nil }
        return LibraryVersions.Name(rawValue: name).flatMap { known[$0] }
    }

    /// What a text depends on besides the session.
    var surroundings: VolatileText.Surroundings {
        var surroundings = VolatileText.Surroundings()
        surroundings.folders = [start.folder] + (start.home.isEmpty ? [] : [start.home])
        return surroundings
    }

    /// The pin of a file's content: `sha256:…`.
    package static func pin(_ path: String) throws(Diagnostic) -> String {
        do {
            return "sha256:" + (try SHA256Digest(ofFile: path)).hexadecimal
        } catch let error as UnreadableFile {
            throw Diagnostic("file.unreadable", "`\(path)` cannot be read: \(error.reason)")
        } catch {
            throw Diagnostic("file.unreadable", "`\(path)` cannot be read")
        }
    }

    /// The pin of what a transcript's header names: a file, or what lies behind an address; nil for
    /// an address with a masked secret, which nobody can fetch.
    func pin(ofInput name: String, in work: WorkContext) throws(Diagnostic) -> String? {
        guard let address = WebAddress(name) else {
            return try Session.pin(Paths.joined(settings.folder, name))
        }
        if address.isMasked { return nil }
        let files = try services[WebFilesKey.self]
        let file: FetchedFile
        do throws(EngineError) {
            file = try files.file(at: address, in: work)
        } catch {
            throw error.diagnostic
        }
        return try Session.pin(file.path)
    }

    /// How outputs are kept in transcripts.
    package static let stored = StoredOutput { bytes in
        SHA256Digest(of: bytes).hexadecimal
    }
}

/// Puts entries into fences.
private struct SessionWriter {
    private var transcript: Transcript
    private var volatile: VolatileText
    /// Statements of the fence that is open.
    private var code: [String] = []

    init(header: Transcript.Header, volatile: VolatileText.Surroundings) {
        transcript = Transcript(header: header)
        self.volatile = VolatileText(volatile)
    }

    mutating func add(prose: String, level: Int) {
        close("")
        let marks = level > 0 ? String(repeating: "#", count: level) + " " : ""
        transcript.append(paragraph: marks + Secrets.masked(prose))
    }

    mutating func add(failure entry: Entry) {
        close("")
        code = [Self.whole(entry.text)]
        close(entry.output, hasFailed: true)
    }

    mutating func add(statement entry: Entry) {
        // An excerpt counts the lines of its own input.
        if entry.output.split(separator: "\n").contains(where: \.isExcerptLine) { close("") }
        code.append(Self.whole(entry.text))
        if !entry.output.isEmpty { close(entry.output) }
    }

    mutating func finish() -> Transcript {
        close("")
        return transcript
    }

    private mutating func close(_ output: String, hasFailed: Bool = false) {
        guard !code.isEmpty else { return }
        var attributes = Transcript.Attributes()
        attributes.expectsError = hasFailed
        let printed = volatile.masked(Secrets.masked(output))
        transcript.append(
            Transcript.Fence(
                Secrets.masked(code.joined(separator: "\n")),
                attributes: attributes,
                output: printed.isEmpty ? nil : Session.stored.output(of: printed)
            )
        )
        code = []
    }

    /// A line that goes on from the value before it says so: after another statement of its fence a
    /// bare `|` would go on from that statement's text.
    private static func whole(_ text: String) -> String {
        let bare = text.drop(while: \.isWhitespace)
        return bare.hasPrefix("|") ? "_ " + bare : text
    }
}

extension Substring {
    /// Whether this is a numbered line of an excerpt: `  1 | flights | head`.
    fileprivate var isExcerptLine: Bool {
        let number = drop { $0 == " " }
        let rest = number.drop(while: \.isNumber)
        return rest.count < number.count && rest.hasPrefix(" | ")
    }
}
