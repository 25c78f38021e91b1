import Catalog
import Diagnostics
import Relations
import Values

extension CallContext {
    /// A path as typed, against the session's folder; `~` is the home folder.
    func resolved(_ path: String) -> String {
        if path.hasPrefix("/") || path.contains("://") { return path }
        if path == "~" || path.hasPrefix("~/") { return settings.home + path.dropFirst() }
        return settings.folder + "/" + path
    }

    /// Does something with a file, and calls it as it was typed in what goes wrong.
    func naming<Result>(
        _ path: String,
        as typed: String,
        rowsAt parameter: String = "path",
        _ work: () throws -> Result
    ) throws -> Result {
        do {
            return try work()
        } catch {
            let fault = Function.diagnostic(of: error)
            let isAboutRows = ["table", "sql"].contains {
                fault.code.description.hasPrefix("\($0).")
            }
            var diagnostic = fault.located(at: span(of: isAboutRows ? parameter : "path"))
            let folder = path.hasSuffix(typed) ? String(path.dropLast(typed.count)) : ""
            func short(_ text: String) -> String {
                let named = text.replacing(path, with: typed)
                return folder.isEmpty ? named : named.replacing(folder, with: "")
            }
            diagnostic.message = short(diagnostic.message)
            diagnostic.hints = diagnostic.hints.map(short)
            diagnostic.labels = diagnostic.labels.map { .init($0.span, short($0.words)) }
            throw diagnostic
        }
    }

    /// The object that was saved at a path, if some object was.
    func loaded(_ request: ObjectRequest) throws -> Value? {
        guard let loaders = try? services[ObjectLoadersKey.self] else { return nil }
        for loader in loaders.all {
            if let value = try loader(request, self) { return value }
        }
        return nil
    }
}
