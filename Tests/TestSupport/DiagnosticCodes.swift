/// The codes of all diagnostics, as `docs/manual/diagnostics.md` lists them.
///
/// `handbook` writes that page from the sources, and `handbook --check` holds it to them.
package enum DiagnosticCodes {
    /// The codes in the order of the page.
    package static let all: [String] = {
        guard let page = try? ProjectFolder.text("docs/manual/diagnostics.md") else { return [] }
        return page.split(separator: "\n").compactMap { line in
            let cells = line.split(separator: " ")
            guard cells.count > 2, cells[0] == "|", cells[1].contains(".") else { return nil }
            return String(cells[1])
        }
    }()

    /// Codes that no transcript can show, and why.
    package static let unshowable: KeyValuePairs<String, String> = [
        "work.cancelled": "nobody presses ctrl-C in a transcript",
        "internal.error": "it is there for faults of ours, and none is known",
        "engine.absent": "every session of the program has an engine",
        "learner.absent": "every session of the program has simple learners",
        "history.absent": "every session keeps its statements",
        "record.absent": "every session of the program reads what a model keeps of its learner",
        "record.unreadable": "a model would have to come from another version",
        "changes.absent": "every session of the program reads transcripts",
        "engine.failed": "it is there for errors of the engine that no other code fits",
        "library.versions": "every session of the program knows them",
        "program.missing": "it hangs on what is installed",
        "object.loaders": "every session of the program reads saved objects",
        "memory.exhausted": "it hangs on the machine's memory",
        "library.missing": "it hangs on what is installed",
        "library.refused": "it hangs on what is installed",
        "database.slow": "a server would have to be slow",
        "database.lost": "a server would have to end while a statement runs",
        "address.absent": "every session of the program fetches files",
        "address.astray": "a server would have to lead on",
        "address.lost": "a server would have to break off",
        "address.page": "a server would have to answer",
        "address.refused": "a server would have to answer",
        "address.slow": "a server would have to be slow",
        "address.untrusted": "a server would have to answer",
        "file.changed": "a file would have to change while a statement runs",
        "journal.unwritable": "a replay keeps no journal",
        "explain.additivity": "it is there for faults of ours, and none is known",
        "blend.rows": "an engine would have to give rows in another order at the second run",
        "knn.size": "a transcript would need millions of rows",
        "svm.size": "a transcript would need many rows",
        "svm.failed": "what libsvm refuses is refused before it sees it",
        "lightgbm.failed": "what LightGBM refuses is refused before it sees it",
        "xgboost.failed": "what XGBoost refuses is refused before it sees it",
        "completion.absent": "only the shell at a terminal says it",
        "completion.unknown": "only the shell at a terminal says it",
        "clipboard.absent": "only the shell at a terminal says it",
        "clipboard.size": "only the shell at a terminal says it",
        "editor.failed": "only the shell at a terminal says it",
        "config.failed": "the program says it before or after a session",
        "output.unwritable": "the program says it before or after a session",
        "file.encoding": "the program says it before or after a session",
        "work.abandoned": "it hangs on ctrl-C",
        "work.waiting": "it hangs on ctrl-C",
        "journal.failed": "a replay keeps no journal",
        "journal.stopped": "a replay keeps no journal",
        "lesson.check": "only lessons say it",
        "lesson.empty": "only lessons say it",
        "lesson.unknown": "only lessons say it",
        "lesson.wrong": "only lessons say it",
        "replay.input": "`epilogue replay` says it before the first fence",
        "replay.set": "`epilogue replay` says it before the first fence",
        "replay.shell": "`epilogue replay` says it before the first fence",
        "replay.type": "`epilogue replay` says it before the first fence",
        "replay.until": "`epilogue replay` says it before the first fence",
        "replay.update": "`epilogue replay` says it before the first fence",
        "replay.version": "`epilogue replay` says it before the first fence",
        "model.txt": "it is the name of a file",
        "model.onnx": "it is the name of a file",
        "explain.infinite": "no reader of files gives an infinite number",
        "feature.infinite": "no reader of files gives an infinite number",
        "target.infinite": "no reader of files gives an infinite number",
        "shell.failed": "lines with `!` do not run in a replay",
        "compare.models": "`compare` always has its first model",
        "name.reserved": "the name cannot be typed",
        "value.element": "only a model's folder edited by hand could lead to it",
        "value.invalid": "zones are checked before they are used",
    ]

    /// The codes that `sessions/mistakes.md` has to show.
    package static var showable: [String] {
        let hidden = Set(unshowable.map(\.key))
        return all.filter { !hidden.contains($0) }
    }
}
