import Catalog
import Diagnostics
import Relations

/// Where what is loaded lies, and what it is called.
struct Place {
    let path: String
    /// As it was typed, without the secrets of an address.
    let typed: String
    /// What was fetched, if it came from an address.
    var fetched: FetchedFile?

    var isFetched: Bool { fetched != nil }

    /// The complaint about an address when neither its name nor the server told a format.
    func formless(at span: SourceSpan) -> Diagnostic? {
        guard let fetched else { return nil }
        let kind = fetched.contentType.map { ", which the server calls `\($0)`" } ?? ""
        return Diagnostic(
            "file.format",
            "the address does not tell the format of its file\(kind)",
            at: span,
            hints: ["load(\"\(typed)\", format: \"csv\")"]
        )
    }

    /// Does something with the file; where a hint hands a fetched one to another program, that
    /// program needs it on the disk, where `curl` leaves it under its own name.
    func handingOver<Result>(_ work: () throws -> Result) throws -> Result {
        do {
            return try work()
        } catch let fault as Diagnostic {
            guard let address = WebAddress(typed) else { throw fault }
            func isForeign(_ hint: String) -> Bool {
                hint.contains(typed)
                    && !["load(", "tables(", "curl "].contains { hint.contains($0) }
            }
            guard let first = fault.hints.firstIndex(where: isForeign) else { throw fault }
            var whole = fault
            whole.hints = fault.hints.map {
                isForeign($0) ? $0.replacing(typed, with: address.fileName) : $0
            }
            whole.hints.insert("! curl -LO \(address.shellWord)", at: first)
            throw whole
        }
    }
}

extension CallContext {
    /// Where a path leads: an address to the file that is fetched from it.
    func place(_ typed: String, format: String?) throws -> Place {
        guard let address = WebAddress(typed) else {
            return Place(path: resolved(typed), typed: typed)
        }
        let shown = address.shown
        let name = address.fileName
        if format == nil, FileRequest.Format(path: name) == nil,
            let foreign = ForeignFile(path: name)
        {
            var fault = foreign.fault(name, at: span(of: "path"))
            fault.message = fault.message.replacing("`\(name)`", with: "`\(shown)`")
            fault.hints.insert("! curl -LO \(address.shellWord)", at: 0)
            throw fault
        }
        let file = try naming(address.text, as: shown) {
            try services[WebFilesKey.self].file(at: address, in: work)
        }
        return Place(path: file.path, typed: shown, fetched: file)
    }

    /// Refuses an address as a place to write to.
    func refuse(savingTo path: String) throws(Diagnostic) {
        guard let address = WebAddress(path) else { return }
        let name = address.fileName.isEmpty ? "rows.csv" : address.fileName
        throw Diagnostic(
            "file.unwritable",
            "an address is read from, and nothing is written to it",
            at: span(of: "path"),
            hints: ["save(\"\(name)\")"]
        )
    }
}
