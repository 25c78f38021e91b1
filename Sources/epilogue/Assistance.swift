import Catalog
import Console
import Diagnostics
import Foundation
import Kernels
import Language
import Sessions

/// What the shell tells the line editor: whether an entry is whole, what may come next, its looks.
struct Assistance {
    private let completer: Completer

    init(_ session: Session) {
        let home = session.settings.home
        let folder = session.settings.folder
        var surroundings = Completer.Surroundings()
        surroundings.settings = Session.settingChoices
        surroundings.entries = { typed in Self.entries(of: typed, in: folder, home: home) }
        let sketches = TextSketches(session)
        surroundings.texts = { frame, column in sketches.texts(of: column, in: frame) }
        completer = Completer(
            registry: session.registry,
            scope: session.scope,
            context: CallContext(
                services: session.services,
                work: WorkContext(),
                settings: session.settings
            ),
            surroundings: surroundings
        )
    }

    var line: LineAssistance {
        LineAssistance(
            isComplete: { line in
                line.hasPrefix("#") || !Parser.parse(SourceText(line)).isIncomplete
            },
            complete: { line, offset in
                let answer = completer.answer(line, at: offset)
                return Completions(
                    answer.candidates.map {
                        Completion($0.text, kind: $0.kind.rawValue, summary: $0.summary)
                    },
                    replacing: answer.replaced
                )
            },
            highlight: { line in
                Highlighter.spans(SourceText(line)).compactMap { span in
                    span.style.parameters.map { StyledRange(span.span.range, $0) }
                }
            },
            hint: { completer.hint(after: $0) }
        )
    }

    private static func entries(
        of typed: String,
        in folder: String,
        home: String
    ) -> [Completer.Entry] {
        let path =
            typed.hasPrefix("/")
            ? typed : typed.hasPrefix("~/") ? home + typed.dropFirst() : folder + "/" + typed
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.map { name in
            var isFolder: ObjCBool = false
            let exists = FileManager.default.fileExists(
                atPath: path + "/" + name,
                isDirectory: &isFolder
            )
            return Completer.Entry(name, isFolder: exists && isFolder.boolValue)
        }
    }
}

extension Highlighter.Style {
    /// One of the sixteen colours that every terminal has; nil leaves a part as it is.
    fileprivate var parameters: String? {
        switch self {
        case .keyword: "35"
        case .function: "36"
        case .slot: "33"
        case .number, .text: "32"
        case .comment: "90"
        case .command: "1"
        case .error: "31"
        case .name, .operator, .punctuation: nil
        }
    }
}
