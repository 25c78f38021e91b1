package import Documents

extension HelpPage {
    /// The page for a terminal: short, its arguments in two columns.
    package var document: Document {
        var document = Document(.heading(name, level: 2))
        document.append(.paragraph(summary))
        document.append(.code(HelpPage.wrapped(usage), language: "epilogue"))
        if !arguments.isEmpty {
            let fields = arguments.map { Field($0.name, .formatted($0.text)) }
            document.append(.record(RecordBlock(fields)))
        }
        if let result { document.append(.paragraph("Gives \(result).")) }
        if !examples.isEmpty {
            document.append(
                .code(examples.map(\.line).joined(separator: "\n"), language: "epilogue")
            )
        }
        let kin = related.isEmpty ? "" : "see also \(related.joined(separator: " ")); "
        document.append(.note(kin + "?\(family) lists the family"))
        return document
    }

    /// The page as a section of the manual, where code within prose can be told from it.
    package var section: Document {
        var document = Document(.heading(name, level: 2))
        document.append(.paragraph(StyledLine(marked: summary)))
        document.append(.code(HelpPage.wrapped(usage), language: "text"))
        if !arguments.isEmpty {
            document.append(
                .list(
                    arguments.map { argument in
                        var line = StyledLine(argument.name, .code)
                        line.append(": ")
                        line.parts += StyledLine(marked: argument.text).parts
                        return line
                    }
                )
            )
        }
        if let result { document.append(.paragraph(StyledLine(marked: "Gives \(result)."))) }
        if !examples.isEmpty {
            document.append(
                .code(examples.map(\.line).joined(separator: "\n"), language: "epilogue")
            )
        }
        return document
    }

    /// A usage line broken between arguments, so that it fits beside its indent.
    static func wrapped(_ usage: String) -> String {
        let width = 76
        guard usage.count > width, let open = usage.firstIndex(of: "(") else { return usage }
        let indent = String(repeating: " ", count: usage.distance(from: usage.startIndex, to: open))
        var lines: [String] = []
        var line = ""
        for part in usage.split(separator: ", ", omittingEmptySubsequences: false) {
            let piece = part.last == ")" ? String(part) : part + ","
            if !line.isEmpty, line.count + 1 + piece.count > width {
                lines.append(line)
                line = indent
            }
            line += line.isEmpty ? piece : " " + piece
        }
        return (lines + [line]).joined(separator: "\n")
    }
}

extension HelpPage.Argument {
    /// What it means, what it takes, and its default.
    fileprivate var text: String {
        let inside = [takes.isEmpty ? nil : takes, fallback.map { "\($0) if absent" }]
            .compactMap(\.self)
        return inside.isEmpty ? meaning : "\(meaning) (\(inside.joined(separator: "; ")))"
    }
}

extension StyledLine {
    /// Prose in which backticks mark code.
    package init(marked text: String) {
        self.init()
        let parts = text.split(separator: "`", omittingEmptySubsequences: false)
        guard parts.count % 2 == 1 else {
            append(text)
            return
        }
        for (index, part) in parts.enumerated() where !part.isEmpty {
            append(String(part), index % 2 == 1 ? .code : .plain)
        }
    }
}
