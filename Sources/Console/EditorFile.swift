import CEditLine
import Glibc

/// The reader's `.editrc`, line by line.
///
/// Choosing vi's or emacs' keys empties libedit's map. So the choice is looked up first, the
/// shell's own keys are bound, and only then the file's lines are applied, without the choice.
struct EditorFile {
    private let lines: [String]
    private let path: String

    /// Nil when there is no such file.
    init?(path: String) {
        guard let file = fopen(path, "re") else { return nil }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while case let count = fread(&buffer, 1, buffer.count, file), count > 0 {
            bytes += buffer[..<count]
        }
        self.path = path
        lines = bytes.split(separator: UInt8(ascii: "\n")).map {
            String(decoding: $0, as: UTF8.self)
        }
    }

    /// The keys that are in force once libedit has read the whole file.
    func mode(on handle: OpaquePointer) -> LineEditor.Mode? {
        guard lines.contains(where: Self.choosesMode), el_source(handle, path) == 0 else {
            return nil
        }
        var name: UnsafePointer<CChar>?
        editline_get_editor(handle, &name)
        return name.flatMap { LineEditor.Mode(rawValue: String(cString: $0)) }
    }

    func apply(to handle: OpaquePointer) {
        guard let tokenizer = tok_winit(nil) else { return }
        defer { tok_wend(tokenizer) }
        for line in lines where !Self.choosesMode(line) && !Self.isComment(line) {
            var count: Int32 = 0
            var words: UnsafeMutablePointer<UnsafePointer<wchar_t>?>?
            tok_wreset(tokenizer)
            guard tok_wstr(tokenizer, line.wide, &count, &words) == 0, count > 0 else { continue }
            el_wparse(handle, count, words)
        }
    }

    private static func isComment(_ line: String) -> Bool {
        line.first { !$0.isWhitespace } == "#"
    }

    /// `bind -v`, `epilogue:bind -e`.
    static func choosesMode(_ line: String) -> Bool {
        let words = line.split(whereSeparator: \.isWhitespace)
        guard let command = words.first, !isComment(line) else { return false }
        let isBind = command == "bind" || command.hasSuffix(":bind")
        return isBind && words.dropFirst().contains { $0 == "-v" || $0 == "-e" }
    }
}
