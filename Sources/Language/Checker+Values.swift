import Catalog
import Diagnostics
import OrderedCollections
import Relations
import Tables
import Values

/// Names, lists, records, members: what is put together without a function.
extension Checker {
    /// What a name is bound to; it is taken down that the statement reads it.
    func variable(_ name: String) -> Step? {
        guard let step = scope.step(of: name) else { return nil }
        context.notes.reads(variable: name)
        return step
    }

    func lookUp(_ name: String, _ syntax: Syntax) -> Step? {
        if let step = holes[name] { return step }
        if let step = variable(name) { return step }
        fault(unknownName(name, syntax.span))
        return nil
    }

    private func unknownName(_ name: String, _ span: SourceSpan) -> Diagnostic {
        var hints: [String] = []
        if let own = ForeignNames.functions[name], [":", "?", "!"].contains(own.prefix(1)) {
            hints.append(own)
        } else if registry.function(name) != nil || registry.rowFunction(name) != nil
            || scope.definitions[name] != nil
        {
            hints.append("`\(name)` is a function: \(name)(…)")
        } else if let owner = frameWithColumn(name) {
            hints.append("`\(owner).\(name)` is the column of `\(owner)`")
        } else if let near = Suggestion.hint(for: name, among: scope.values.keys) {
            hints.append(near)
        } else if let own = ForeignNames.functions[name], registry.function(own) != nil {
            hints.append("`\(own)` is what other tools call `\(name)`")
        }
        return Diagnostic(
            "name.unknown",
            "no value `\(name)`",
            at: span,
            "nothing is bound to it",
            hints: hints
        )
    }

    private func frameWithColumn(_ name: String) -> String? {
        scope.values.first { $0.value.asFrame?.schema[name] != nil }?.key
    }

    func checkPrevious(_ syntax: Syntax) -> Step? {
        guard let previous = scope.pendingPrevious ?? scope.previous.map({ .value($0) }) else {
            fault(
                Diagnostic(
                    "name.previous",
                    "`_` has no value yet",
                    at: syntax.span,
                    "the value of the last expression"
                )
            )
            return nil
        }
        context.notes.reads(variable: "_")
        return previous
    }

    func checkList(_ elements: [Syntax.Element], _ syntax: Syntax) -> Step? {
        var values: [Value] = []
        var isKnown = true
        var isWhole = true
        for element in elements {
            if let name = element.name {
                _ = refuse(
                    Syntax(.hole, name.span),
                    "names in a list make columns, and no frame is here"
                )
                isWhole = false
            }
            switch check(element.value) {
            case .value(let value): values.append(value)
            case nil: isWhole = false
            default: isKnown = false
            }
        }
        guard isWhole else { return nil }
        return isKnown ? .value(.list(values)) : later(syntax, type: .list)
    }

    func checkRecord(_ fields: [Syntax.Field], _ syntax: Syntax) -> Step? {
        var record: OrderedDictionary<String, Value> = [:]
        var isKnown = true
        var isWhole = true
        for field in fields {
            if record[field.key.text] != nil {
                fault(
                    Diagnostic(
                        "record.repeated",
                        "`\(field.key.text)` is a field twice",
                        at: field.key.span
                    )
                )
                isWhole = false
            }
            switch check(field.value) {
            case .value(let value): record[field.key.text] = value
            case nil: isWhole = false
            default: isKnown = false
            }
        }
        guard isWhole else { return nil }
        return isKnown ? .value(.record(record)) : later(syntax, type: .record)
    }

    func checkRange(_ low: Syntax, _ high: Syntax, _ syntax: Syntax) -> Step? {
        guard let first = check(low), let last = check(high) else { return nil }
        guard let from = first.known, let to = last.known else {
            return later(syntax, type: .range)
        }
        guard case .scalar(let a) = from, case .scalar(let b) = to,
            a.type.unified(with: b.type) != nil
        else {
            return refuse(syntax, "a range goes from one value to another of its type")
        }
        return .value(.range(a, b))
    }

    func checkMember(_ base: Syntax, _ word: Syntax.Word, _ syntax: Syntax) -> Step? {
        guard let step = check(base) else { return nil }
        guard let value = step.known else { return later(syntax, type: .anything) }
        if let member = member(word.text, of: value) { return .value(member) }
        let names = memberNames(of: value)
        let what = frameName(of: base).map { "`\($0)`" } ?? value.type.described
        fault(
            Diagnostic(
                value.asFrame == nil ? "member.unknown" : "column.unknown",
                value.asFrame == nil ? "no member `\(word.text)`" : "no column `\(word.text)`",
                at: word.span,
                "not in \(what)",
                hints: foreignMember(word, value, base)
                    ?? Suggestion.hint(for: word.text, among: names).map { [$0] }
                    ?? (names.isEmpty ? [] : [Suggestion.list(names)])
            )
        )
        return nil
    }

    private func member(_ name: String, of value: Value) -> Value? {
        switch value {
        case .record(let record): record[name]
        case .scalar(.record(let parts)):
            parts.first { $0.name == name }.map { .scalar($0.value) }
        case .object(let object):
            object.member(name) ?? object.frame.flatMap { column(name, of: $0) }
        case .frame(let frame): column(name, of: frame)
        default: nil
        }
    }

    private func column(_ name: String, of frame: Frame) -> Value? {
        frame.schema[name].map { field in
            let kept = NamedExpression(name, .column(name, field.type))
            return .column(Frame(.project(frame.plan, [kept]), Schema([field])))
        }
    }

    private func memberNames(of value: Value) -> [String] {
        switch value {
        case .record(let record): Array(record.keys)
        case .scalar(.record(let parts)): parts.map(\.name)
        case .object(let object): object.memberNames + (object.frame?.schema.names ?? [])
        case .frame(let frame): frame.schema.names
        default: []
        }
    }

    func checkElement(_ base: Syntax, _ index: Syntax, _ syntax: Syntax) -> Step? {
        guard let left = check(base) else { return nil }
        if left.known?.asFrame != nil {
            return refuse(
                syntax,
                "`[ ]` takes no part of a frame",
                hints: [stage(taking: index, of: frameName(of: base) ?? "frame")]
            )
        }
        guard let right = check(index) else { return nil }
        guard let value = left.known, let key = right.known else {
            return later(syntax, type: .anything)
        }
        switch (value, key) {
        case (.list(let parts), .scalar(.int(let position))):
            return element(position, of: parts.count, syntax).map { .value(parts[$0]) }
        case (.scalar(.list(let cells)), .scalar(.int(let position))):
            return element(position, of: cells.count, syntax).map { .value(.scalar(cells[$0])) }
        case (.record(let record), .scalar(.text(let name))):
            if let part = record[name] { return .value(part) }
            return refuse(
                index,
                "no field `\(name)`",
                hints: ["it has " + record.keys.joined(separator: ", ")]
            )
        default:
            if case .list = value {
                return refuse(index, "an element is taken by its number")
            }
            return refuse(syntax, "\(value.type.described) has no elements")
        }
    }

    /// What takes the part of a frame that an index asks for in other tools.
    private func stage(taking index: Syntax, of frame: String) -> String {
        switch index.unwrapped.kind {
        case .text(let name): return "\(frame) | select(\(Syntax.quotedName(name)))"
        case .list(let elements):
            let names = elements.compactMap { element -> String? in
                if case .text(let name) = element.value.kind { return Syntax.quotedName(name) }
                return nil
            }
            guard names.count == elements.count, !names.isEmpty else { break }
            return "\(frame) | select(\(names.joined(separator: ", ")))"
        case .comparison, .chain, .not, .isMissing, .membership, .between, .like:
            let condition = SyntaxPrinter.text(index.unwrapped).replacing("\(frame).", with: "")
            return "\(frame) | filter(\(condition))"
        case .range: return "\(frame) | slice(\(SyntaxPrinter.text(index.unwrapped)))"
        case .int(let row) where row > 0: return "\(frame) | slice(\(row)..\(row))"
        default: break
        }
        return "\(frame) | slice(1..3)"
    }

    private func element(_ position: Int64, of count: Int, _ syntax: Syntax) -> Int? {
        let index = position < 0 ? Int64(count) + position : position - 1
        if position != 0, (0..<Int64(count)).contains(index) { return Int(index) }
        fault(
            Diagnostic(
                "list.position",
                "no element \(position) in a list of \(count)",
                at: syntax.span,
                "elements count from 1, and from -1 at the end"
            )
        )
        return nil
    }

    func checkChoice(
        _ condition: Syntax,
        _ then: Syntax,
        _ otherwise: Syntax,
        _ syntax: Syntax
    ) -> Step? {
        guard let test = check(condition) else { return nil }
        guard let value = test.known else {
            guard let first = check(then), let second = check(otherwise) else { return nil }
            return later(syntax, type: first.type == second.type ? first.type : .anything)
        }
        let isTrue: Bool
        switch value {
        case .scalar(.bool(let flag)): isTrue = flag
        case .scalar(.missing): isTrue = false
        default:
            fault(
                Diagnostic(
                    "expression.type",
                    "a condition is true or false",
                    at: condition.span,
                    value.type.described
                )
            )
            return nil
        }
        if isRunning { return check(isTrue ? then : otherwise) }
        let (first, second) = (check(then), check(otherwise))
        return isTrue ? first : second
    }

    /// Operators over single values: the same expressions as over rows, with no columns.
    func checkCell(_ syntax: Syntax) -> Step? {
        let outer = meetsUnknown
        defer { meetsUnknown = outer }
        meetsUnknown = false
        let expression = checkRow(syntax, RowScope())
        if meetsUnknown { return later(syntax, type: .cell) }
        return expression.flatMap { evaluated($0, at: syntax.span) }
    }

    /// The value of an expression without columns.
    func evaluated(_ expression: RowExpression, at span: SourceSpan) -> Step? {
        do {
            return .value(.scalar(try BatchEvaluation.constant(expression)))
        } catch {
            fault(Function.diagnostic(of: error).located(at: span))
            return nil
        }
    }
}
