import Catalog
import Diagnostics
import Documents
import Foundation
import Language

extension SessionCommand {
    static let set = SessionCommand(
        Command(
            "set",
            "Changes a setting of the session; alone, shows them all.",
            usage: "[NAME VALUE]",
            takes: .setting,
            choices: SessionSetting.all.map {
                Command.Choice($0.name, $0.summary, takes: $0.expects)
            },
            examples: [Example(":set digits 6"), Example(":set zone America/New_York")]
        ),
        isAside: false,
        wordsToChange: 2
    ) { session, rest, _, outcome in
        let words = rest.text.split(separator: " ", maxSplits: 1).map(String.init)
        guard let name = words.first else {
            outcome.documents.append(SessionSetting.table(session.settings))
            return
        }
        guard words.count == 2 else {
            let value = try SessionSetting.named(name).show(session.settings)
            outcome.documents.append(Document(.text(value)))
            return
        }
        let value = words[1].trimmingCharacters(in: CharacterSet(charactersIn: " \"'"))
        if let fault = SessionSetting.set(name, to: value, in: &session.settings) {
            throw Faults(fault.located(at: rest.span))
        }
    }
}

/// One setting: how it is shown, read from a word, and what it may be.
struct SessionSetting: Sendable {
    let name: String
    let summary: String
    let expects: String
    let example: String
    let show: @Sendable (Settings) -> String
    /// False when the word is none of what is expected.
    let write: @Sendable (inout Settings, String) -> Bool

    static let all: [SessionSetting] = [
        SessionSetting(
            name: "seed",
            summary: "where all chance begins",
            expects: "a whole number",
            example: "7",
            show: { String($0.seed) },
            write: { set(&$0.seed, UInt64($1)) }
        ),
        SessionSetting(
            name: "zone",
            summary: "the time zone of timestamps",
            expects: "a time zone",
            example: "America/New_York",
            show: { $0.zone },
            write: { set(&$0.zone, TimeZone(identifier: $1) == nil ? nil : $1) }
        ),
        SessionSetting(
            name: "threads",
            summary: "threads to use at most",
            expects: "a number from 1",
            example: "2",
            show: { $0.threads.map(String.init) ?? "all" },
            write: { settings, word in
                guard let count = Int(word), count >= 1 else {
                    return word == "all" && clear(&settings.threads)
                }
                settings.threads = count
                return true
            }
        ),
        SessionSetting(
            name: "memory",
            summary: "memory of the engine before it spills",
            expects: "a size such as 512MB",
            example: "512MB",
            show: { $0.memory.map { "\($0 / 1_000_000)MB" } ?? "automatic" },
            write: { settings, word in
                guard let size = bytes(word) else {
                    return word == "automatic" && clear(&settings.memory)
                }
                settings.memory = size
                return true
            }
        ),
        SessionSetting(
            name: "rows",
            summary: "rows that a frame prints",
            expects: "a number from 0",
            example: "20",
            show: { String($0.rows) },
            write: { set(&$0.rows, Int($1).flatMap { $0 >= 0 ? $0 : nil }) }
        ),
        SessionSetting(
            name: "digits",
            summary: "significant digits of numbers",
            expects: "a number from 1 to 17",
            example: "6",
            show: { String($0.digits) },
            write: { set(&$0.digits, Int($1).flatMap { (1...17).contains($0) ? $0 : nil }) }
        ),
        flag("color", "whether a terminal shows colours", \.color),
        flag("pager", "whether long output is paged", \.pager),
        flag("plain", "whether output has no boxes and no redrawing", \.plain),
    ]

    /// Those that change what is printed, and so belong to a transcript.
    static var printing: [SessionSetting] { all.filter { ["rows", "digits"].contains($0.name) } }

    static func named(_ name: String) throws(Diagnostic) -> SessionSetting {
        if let setting = all.first(where: { $0.name == name }) { return setting }
        let names = all.map(\.name)
        throw Diagnostic(
            "setting.unknown",
            "no setting `\(name)`",
            hints: [
                Suggestion.hint(for: name, among: names)
                    ?? "it is one of " + names.joined(separator: ", ")
            ]
        )
    }

    /// Changes a setting; answers what is wrong with the name or the word.
    static func set(_ name: String, to word: String, in settings: inout Settings) -> Diagnostic? {
        do throws(Diagnostic) {
            let setting = try named(name)
            if setting.write(&settings, word) { return nil }
            return Diagnostic(
                "setting.domain",
                "`\(name)` is \(setting.expects), found `\(word)`",
                hints: [":set \(name) \(setting.example)"]
            )
        } catch {
            return error
        }
    }

    private static func flag(
        _ name: String,
        _ summary: String,
        _ path: any WritableKeyPath<Settings, Bool> & Sendable
    ) -> SessionSetting {
        SessionSetting(
            name: name,
            summary: summary,
            expects: "on or off",
            example: "on",
            show: { $0[keyPath: path] ? "on" : "off" },
            write: { settings, word in
                guard ["on", "off", "true", "false"].contains(word) else { return false }
                settings[keyPath: path] = word == "on" || word == "true"
                return true
            }
        )
    }

    private static func set<Value>(_ place: inout Value, _ value: Value?) -> Bool {
        guard let value else { return false }
        place = value
        return true
    }

    private static func clear<Value>(_ place: inout Value?) -> Bool {
        place = nil
        return true
    }

    private static func bytes(_ word: String) -> Int? {
        let units = ["KB": 1000, "MB": 1_000_000, "GB": 1_000_000_000]
        for (unit, size) in units where word.uppercased().hasSuffix(unit) {
            return Double(word.dropLast(2)).flatMap { $0 > 0 ? Int($0 * Double(size)) : nil }
        }
        return Int(word).flatMap { $0 > 0 ? $0 : nil }
    }

    static func table(_ settings: Settings) -> Document {
        let headers = [
            ColumnHeader("setting", "text"), ColumnHeader("value", "text"),
            ColumnHeader("meaning", "text"),
        ]
        let rows: [[Cell]] = all.map {
            [.text($0.name), .text($0.show(settings)), .text($0.summary)]
        }
        return Document(.table(TableBlock(headers, rows: rows)))
    }
}
