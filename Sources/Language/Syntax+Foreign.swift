import Catalog

/// Calls as other tools write them, in the words of this language.
extension Syntax.Call {
    /// The call with what stands here for its name: `mutate(x = 1)` is `derive(x = 1)`.
    func ours(_ own: String, piped: Bool) -> String {
        let texts = arguments.flatMap { argument in
            switch own {
            case "case": argument.branches
            case "if", "filter": [argument.condition]
            default: [SyntaxPrinter.argument(argument)]
            }
        }
        let first = texts.first ?? "x"
        switch own {
        case "by:": return "summarize(n = count(), by: \(columnList))"
        case "filter" where name.text == "query" && texts.count == 1:
            guard case .text(let condition) = arguments[0].value.kind else { break }
            return "filter(\(condition))"
        case "append" where ["union", "UNION"].contains(name.text):
            return "append(\(texts.joined(separator: ", "))) | distinct()"
        case "append" where name.text == "concat": return appended ?? "append(\(first))"
        case "if" where texts.count == 3: return "if \(texts[0]) then \(texts[1]) else \(texts[2])"
        case "if": return "if test then value else other"
        case "is missing", "is not missing": return "\(first) \(own)"
        case "coalesce" where piped && arguments.count == 1: return filledColumns
        case "^" where texts.count == 2: return "\(texts[0])^\(texts[1])"
        case "^": return "x^2"
        case "join":
            let kind = ForeignNames.joinKinds[name.text].map { ["kind: \"\($0)\""] } ?? []
            return "join(\((arguments.map(\.key) + kind).joined(separator: ", ")))"
        case "split" where ["train_test_split", "initial_split"].contains(name.text):
            guard let rows = arguments.first, case .positional = rows.label else {
                return "split(0.8, 0.2)"
            }
            return "train, test = \(SyntaxPrinter.text(rows.value)) | split(0.8, 0.2)"
        case "scatter" where arguments.count == 1 && mappedPoints == nil:
            return "histogram(\(first))"
        case "scatter": return mappedPoints ?? "\(own)(\(texts.joined(separator: ", ")))"
        case "[ ]": return "[\(texts.joined(separator: ", "))]"
        case ".." where texts.count == 2: return "\(texts[0])..\(texts[1])"
        case "..": return "1..3"
        case "+" where texts.count > 1: return texts.joined(separator: " + ")
        case "+": return "\"a\" + \"b\""
        default: break
        }
        guard own.first?.isLetter == true else { return own }
        return texts.isEmpty && piped ? own : "\(own)(\(texts.joined(separator: ", ")))"
    }

    /// The columns that the arguments name, in quotes, in lists or as they are: `[species, sex]`.
    private var columnList: String { Self.columns(arguments.map(\.value)) }

    fileprivate static func columns(_ values: [Syntax]) -> String {
        let names = values.flatMap { value in
            guard case .list(let elements) = value.kind else { return [value] }
            return elements.map(\.value)
        }
        .map { name in
            if case .text(let text) = name.kind { return Syntax.quotedName(text) }
            return SyntaxPrinter.text(name)
        }
        return names.count == 1 ? names[0] : "[\(names.joined(separator: ", "))]"
    }

    /// pandas' `fillna(0)`, the one value for all columns of its type.
    private var filledColumns: String {
        let isText = if case .text = arguments[0].value.kind { true } else { false }
        let value = SyntaxPrinter.text(arguments[0].value)
        let type = isText ? "text" : "numeric"
        return "derive(across(columns(type: \"\(type)\"), coalesce(it, \(value))))"
    }

    /// pandas' `concat([a, b])` as a pipe.
    private var appended: String? {
        guard case .list(let parts)? = arguments.first?.value.kind, parts.count > 1 else {
            return nil
        }
        let frames = parts.map { SyntaxPrinter.text($0.value) }
        return "\(frames[0]) | append(\(frames.dropFirst().joined(separator: ", ")))"
    }

    /// ggplot2's `ggplot(frame, aes(x, y, color = z))` as a figure of a frame.
    private var mappedPoints: String? {
        for argument in arguments {
            guard case .call(let mapping) = argument.value.kind, mapping.name.text == "aes" else {
                continue
            }
            let frame = arguments.first { $0.value != argument.value }
            let axes = mapping.arguments.map { axis in
                let value = SyntaxPrinter.text(axis.value)
                guard case .named(let word) = axis.label, !["x", "y"].contains(word.text) else {
                    return value
                }
                return "color: \(value)"
            }
            let source = frame.map { SyntaxPrinter.text($0.value) + " | " } ?? ""
            return "\(source)scatter(\(axes.joined(separator: ", ")))"
        }
        return nil
    }

    /// dplyr's choice of columns by their names: `starts_with("bill")` is `columns("bill*")`.
    var chosenColumns: String? {
        if name.text == "everything" { return "columns(\"*\")" }
        guard arguments.count == 1, case .text(let part) = arguments[0].value.kind else {
            return nil
        }
        switch name.text {
        case "starts_with": return "columns(\"\(part)*\")"
        case "ends_with": return "columns(\"*\(part)\")"
        case "contains": return "columns(\"*\(part)*\")"
        default: return nil
        }
    }

    /// The call with another sign between the name and the value of an argument.
    func mended(_ index: Int, _ sign: String) -> String {
        var texts = arguments.map { SyntaxPrinter.argument($0) }
        switch arguments[index].label {
        case .named(let word), .slot(let word):
            let value = arguments[index].value
            // Keys are columns, which other tools quote.
            let isKey = sign == ": " && ["on", "by"].contains(word.text)
            let text = isKey ? Self.columns([value]) : SyntaxPrinter.text(value)
            texts[index] = Syntax.quotedName(word.text) + sign + text
        case .positional: break
        }
        return "\(name.text)(\(texts.joined(separator: ", ")))"
    }
}

extension Syntax.Argument {
    /// `test ~ value`, as dplyr writes a branch, in two arguments.
    fileprivate var branches: [String] {
        guard case .positional = label, case .formula(let test?, let value) = value.kind else {
            return [SyntaxPrinter.argument(self)]
        }
        let text = SyntaxPrinter.text(value)
        if case .bool(true) = test.kind { return ["else: \(text)"] }
        return [SyntaxPrinter.text(test), text]
    }

    /// `x = 1`, as Excel and SQL write a test, as a comparison.
    fileprivate var condition: String {
        guard case .named(let word) = label else { return SyntaxPrinter.argument(self) }
        return "\(Syntax.quotedName(word.text)) == \(SyntaxPrinter.text(value))"
    }

    /// `by: "key"`, as other tools say what a join is on, in our words.
    fileprivate var key: String {
        switch label {
        case .slot(let word), .named(let word):
            guard ["by", "on"].contains(word.text) else { return SyntaxPrinter.argument(self) }
        case .positional: return SyntaxPrinter.argument(self)
        }
        return "on: " + Syntax.Call.columns([value])
    }
}

extension Syntax {
    /// `2013-06-01` as it is written in quotes, where it stands without and is a difference.
    var unquotedDate: String? {
        guard case .chain(let first, let links) = unwrapped.kind, case .int(let year) = first.kind,
            links.count == 2, links.allSatisfy({ $0.operation == .minus })
        else { return nil }
        var date = String(year)
        for link in links {
            guard case .int(let part) = link.operand.kind, (1...31).contains(part) else {
                return nil
            }
            date += part < 10 ? "-0\(part)" : "-\(part)"
        }
        return date
    }
}
