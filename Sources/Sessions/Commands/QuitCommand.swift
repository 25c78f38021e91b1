import Catalog
import Diagnostics
import Documents
import Foundation
import Language

extension SessionCommand {
    static let quit = SessionCommand(
        Command(
            "quit",
            "Ends the shell; the session stays in its journal until then.",
            examples: [Example(":quit")]
        )
    ) { _, _, _, outcome in
        outcome.request = .quit
    }

    static let cd = SessionCommand(
        Command(
            "cd",
            "The folder to which paths are relative.",
            usage: "[FOLDER]",
            takes: .path(optional: true),
            examples: [Example(":cd data")]
        ),
        isAside: false,
        wordsToChange: 1
    ) { session, rest, _, outcome in
        guard !rest.text.isEmpty else {
            outcome.documents.append(Document(.text(session.settings.folder)))
            return
        }
        let path = session.resolved(rest.text)
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder),
            isFolder.boolValue
        else {
            throw Faults(
                Diagnostic(
                    "file.missing",
                    "no folder `\(rest.text)`",
                    at: rest.span,
                    "not found"
                )
            )
        }
        session.settings.folder = URL(fileURLWithPath: path).standardizedFileURL.path
    }
}

extension Session {
    /// A path as typed, against the session's folder.
    package func resolved(_ path: String) -> String {
        if path.hasPrefix("/") { return path }
        if path == "~" || path.hasPrefix("~/") { return settings.home + path.dropFirst() }
        return settings.folder + "/" + path
    }
}
