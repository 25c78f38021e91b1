import Catalog
import Diagnostics
import Relations
import Tables
import Values

/// Row expressions: names are columns first, every part is typed.
extension Checker {
    /// The expression, or nil when there are faults or it meets a value that is not known yet.
    func checkRow(_ syntax: Syntax, _ scope: RowScope) -> RowExpression? {
        hiddenColumns = scope.hidden
        let expression = rowExpression(of: syntax, scope)
        if let expression, expression.columns.isEmpty { noteQuotedNames(in: syntax, scope) }
        return expression
    }

    private func rowExpression(of syntax: Syntax, _ scope: RowScope) -> RowExpression? {
        switch syntax.kind {
        case .int(let number): .literal(.int(number))
        case .float(let number): .literal(.float(number))
        case .text(let text): .literal(.text(text))
        case .bool(let flag): .literal(.bool(flag))
        case .missing: .literal(.missing)
        case .name(let name): checkName(name, syntax, scope)
        case .parenthesized(let inner): checkRow(inner, scope)
        case .call(let call): checkRowCall(call, syntax, scope)
        case .member(let base, let word): checkRowMember(base, word, syntax, scope)
        case .variable, .previous, .element, .list, .pipe:
            literal(of: check(syntax), syntax)
        case .everything, .record, .range, .formula:
            misplaced(syntax, scope)
        case .hole: nil
        default: checkOperator(syntax, scope)
        }
    }

    private func misplaced(_ syntax: Syntax, _ scope: RowScope) -> RowExpression? {
        let what =
            switch syntax.kind {
            case .everything: "`.` stands for columns in a formula only"
            case .record: "a record is not a value of a row"
            case .range: "a range stands behind `in`"
            default: "a formula is not a value of a row"
            }
        _ = refuse(syntax, what)
        return nil
    }

    /// Operators and their kin, each a row function under its own name.
    private func checkOperator(_ syntax: Syntax, _ scope: RowScope) -> RowExpression? {
        switch syntax.kind {
        case .chain(let first, let links): return checkChain(first, links, scope)
        case .comparison(let left, let comparator, let right):
            return checkComparison(comparator.rawValue, left, right, syntax, scope)
        case .isMissing(let operand, let negated):
            return checkRow(operand, scope).flatMap {
                apply("is missing", [$0], [operand], syntax)
            }.flatMap { negated ? apply("not", [$0], [syntax], syntax) : $0 }
        case .membership(let value, let collection, let negated):
            return checkMembership(value, collection, syntax, scope)
                .flatMap { negated ? apply("not", [$0], [syntax], syntax) : $0 }
        case .like(let value, let pattern, let negated):
            noteStars(in: pattern)
            return checkAll([value, pattern], scope)
                .flatMap { apply("like", $0, [value, pattern], syntax) }
                .flatMap { negated ? apply("not", [$0], [syntax], syntax) : $0 }
        case .between(let value, let low, let high, let negated):
            return checkBetween(value, low, high, syntax, scope)
                .flatMap { negated ? apply("not", [$0], [syntax], syntax) : $0 }
        case .not(let operand):
            return checkAll([operand], scope).flatMap { apply("not", $0, [operand], syntax) }
        case .negative(let operand): return checkNegative(operand, syntax, scope)
        case .power(let base, let exponent):
            return checkAll([base, exponent], scope)
                .flatMap { apply("^", $0, [base, exponent], syntax) }
        case .choice(let condition, let then, let otherwise):
            return checkAll([condition, then, otherwise], scope)
                .flatMap { apply("if", $0, [condition, then, otherwise], syntax) }
        case .interpolation(let segments): return checkInterpolation(segments, syntax, scope)
        default: preconditionFailure("every other form is read elsewhere")
        }
    }

    /// All of them, so that the faults of each are found.
    private func checkAll(_ parts: [Syntax], _ scope: RowScope) -> [RowExpression]? {
        let read = parts.map { checkRow($0, scope) }
        let whole = read.compactMap { $0 }
        return whole.count == parts.count ? whole : nil
    }

    private func checkChain(
        _ first: Syntax,
        _ links: [Syntax.Link],
        _ scope: RowScope
    )
        -> RowExpression?
    {
        guard let parts = checkAll([first] + links.map(\.operand), scope) else { return nil }
        var whole = parts[0]
        var read = first
        for (link, part) in zip(links, parts.dropFirst()) {
            let span = first.span.union(link.operand.span)
            let joined = Syntax(.hole, span)
            guard
                let next = apply(
                    link.operation.rawValue,
                    [whole, part],
                    [read, link.operand],
                    joined
                )
            else { return nil }
            whole = next
            read = joined
        }
        return whole
    }

    private func checkNegative(
        _ operand: Syntax,
        _ syntax: Syntax,
        _ scope: RowScope
    )
        -> RowExpression?
    {
        guard let inner = checkRow(operand, scope) else { return nil }
        switch inner {
        case .literal(.int(let number), _) where number != .min: return .literal(.int(-number))
        case .literal(.float(let number), _): return .literal(.float(-number))
        default: return negated(inner, operand, syntax)
        }
    }

    /// `-x`, which is called by its sign where it is refused.
    private func negated(
        _ inner: RowExpression,
        _ operand: Syntax,
        _ syntax: Syntax
    ) -> RowExpression? {
        let before = faults.count
        let result = apply("negate", [inner], [operand], syntax)
        if faults.count > before { rename("negate", "-") }
        return result
    }

    func checkComparison(
        _ name: String,
        _ left: Syntax,
        _ right: Syntax,
        _ syntax: Syntax,
        _ scope: RowScope
    ) -> RowExpression? {
        let start = faults.count
        guard let parts = checkAll([left, right], scope) else {
            explainBareText(name, left, right, scope, from: start)
            return nil
        }
        guard let coerced = coerce(parts[0], parts[1], left, right) else { return nil }
        let before = faults.count
        let result = apply(name, [coerced.0, coerced.1], [left, right], syntax)
        if faults.count > before,
            let hint = numericHint(name, parts, left, right) ?? dateHint(name, parts, left, right)
        {
            hintLast(hint)
        }
        return result
    }

    /// Gives the comparison of a text with a name that nothing has the quotes that it may lack.
    private func explainBareText(
        _ sign: String,
        _ left: Syntax,
        _ right: Syntax,
        _ scope: RowScope,
        from start: Int
    ) {
        guard case .name(let name) = right.unwrapped.kind, faults.count == start + 1,
            faults[start].code == "column.unknown",
            faults[start].labels.first?.span == right.unwrapped.span,
            Suggestion.close(to: name, among: scope.schema?.names ?? []).isEmpty,
            case .text? = keepingFaults(where: { _ in false }, { checkRow(left, scope)?.type })
        else { return }
        let ours = SyntaxPrinter.quoted(name)
        hintLastFirst("\(SyntaxPrinter.text(left)) \(sign) \(ours)")
    }

    /// The comparison without the quotes of a number that stands in a text.
    private func numericHint(
        _ sign: String,
        _ parts: [RowExpression],
        _ left: Syntax,
        _ right: Syntax
    ) -> String? {
        func number(_ syntax: Syntax, beside other: RowExpression) -> String? {
            guard case .text(let text) = syntax.unwrapped.kind, other.type.isNumber,
                let value = Double(text), value.isFinite
            else { return nil }
            return text
        }
        if let text = number(right, beside: parts[0]) {
            return "\(SyntaxPrinter.text(left)) \(sign) \(text)"
        }
        return number(left, beside: parts[1]).map { "\($0) \(sign) \(SyntaxPrinter.text(right))" }
    }

    /// The comparison with the quotes that a date lacks: `day > 2013-06-01`.
    private func dateHint(
        _ sign: String,
        _ parts: [RowExpression],
        _ left: Syntax,
        _ right: Syntax
    ) -> String? {
        guard [.date, .timestamp].contains(parts[0].type), let date = right.unquotedDate else {
            return nil
        }
        return "\(SyntaxPrinter.text(left)) \(sign) \"\(date)\""
    }

    /// Reads a literal text as the date, timestamp or category that it is compared with.
    private func coerce(
        _ a: RowExpression,
        _ b: RowExpression,
        _ left: Syntax,
        _ right: Syntax
    ) -> (RowExpression, RowExpression)? {
        do throws(TypeFault) {
            return try Comparison.coerced(a, b, zone: context.settings.zone)
        } catch {
            fault(diagnostic(told(error, of: [a, b]), [left, right], left.span.union(right.span)))
            return nil
        }
    }

    private func checkBetween(
        _ value: Syntax,
        _ low: Syntax,
        _ high: Syntax,
        _ syntax: Syntax,
        _ scope: RowScope
    ) -> RowExpression? {
        guard let parts = checkAll([value, low, high], scope) else { return nil }
        guard let first = coerce(parts[0], parts[1], value, low),
            let last = coerce(first.0, parts[2], value, high)
        else { return nil }
        return apply("between", [last.0, first.1, last.1], [value, low, high], syntax)
    }

    private func checkMembership(
        _ value: Syntax,
        _ collection: Syntax,
        _ syntax: Syntax,
        _ scope: RowScope
    ) -> RowExpression? {
        if case .range(let low, let high) = collection.unwrapped.kind {
            return checkBetween(value, low, high, syntax, scope)
        }
        if case .list(let elements) = collection.unwrapped.kind {
            guard let left = checkRow(value, scope),
                let items = checkAll(elements.map(\.value), scope)
            else { return nil }
            if items.count == 1, isNested(items[0], in: left) {
                return nested(value, elements[0].value, collection, left, items[0])
            }
            var arguments = [left]
            for (item, element) in zip(items, elements) {
                guard let pair = coerce(left, item, value, element.value) else { return nil }
                arguments.append(pair.1)
            }
            return apply("in", arguments, [value] + elements.map(\.value), syntax)
        }
        if case .name(let name) = collection.unwrapped.kind, holes[name] == nil,
            let field = scope.schema?[name]
        {
            return checkContained(value, in: field, collection, syntax, scope)
        }
        guard let left = checkRow(value, scope), let step = check(collection) else { return nil }
        guard let known = step.known.flatMap({ inCells($0, collection) }) else {
            meetsUnknown = true
            return nil
        }
        return member(left, value, of: known, collection, syntax)
    }

    /// Whether the one element of a list is a list itself, among which the value cannot be.
    private func isNested(_ item: RowExpression, in left: RowExpression) -> Bool {
        guard case .list = item.type else { return false }
        if case .list = left.type { return false }
        return true
    }

    private func nested(
        _ value: Syntax,
        _ item: Syntax,
        _ collection: Syntax,
        _ left: RowExpression,
        _ inner: RowExpression
    ) -> RowExpression? {
        fault(
            Diagnostic(
                "expression.type",
                "\(left.type.described) is compared with \(inner.type.described)",
                labels: [
                    Diagnostic.Label(value.span, left.type.word),
                    Diagnostic.Label(item.span, inner.type.word),
                ],
                hints: ["\(SyntaxPrinter.text(value)) in \(SyntaxPrinter.text(item))"]
            )
        )
        return nil
    }

    /// `x in tags`, each row with a list of its own.
    private func checkContained(
        _ value: Syntax,
        in field: Field,
        _ collection: Syntax,
        _ syntax: Syntax,
        _ scope: RowScope
    ) -> RowExpression? {
        guard case .list = field.type, registry.rowFunction("contains") != nil else {
            _ = refuse(
                collection,
                "`in` takes a list or a range, not \(field.type.described) a row",
                hints: ["\(SyntaxPrinter.text(value)) == \(SyntaxPrinter.text(collection))"]
            )
            return nil
        }
        return checkAll([collection, value], scope)
            .flatMap { apply("contains", $0, [collection, value], syntax) }
    }

    /// A collection as its cells; nil for a column before a statement runs.
    private func inCells(_ value: Value, _ place: Syntax) -> Value? {
        guard case .column(let frame) = value, let name = frame.schema.names.first else {
            return value
        }
        if frame.protectedColumns.contains(name) {
            fault(.protectedValue(of: name, at: place.span))
            return .list([])
        }
        guard isRunning else { return nil }
        let present = frame.distinct(on: [name], keep: .first)
        do {
            let table = try context.engine.collect(present.plan, in: context.work)
            let cells = (0..<table.count).map { table.columns[0][$0] }
            return .list(cells.filter { $0 != .missing }.map { .scalar($0) })
        } catch {
            fault(Function.diagnostic(of: error))
            return .list([])
        }
    }

    private func member(
        _ left: RowExpression,
        _ value: Syntax,
        of known: Value,
        _ collection: Syntax,
        _ syntax: Syntax
    ) -> RowExpression? {
        switch known {
        case .range(let low, let high):
            guard let first = coerce(left, .literal(low), value, collection),
                let last = coerce(first.0, .literal(high), value, collection)
            else { return nil }
            let places = [value, collection, collection]
            return apply("between", [last.0, first.1, last.1], places, syntax)
        case .list(let parts):
            var arguments = [left]
            for part in parts {
                guard case .scalar(let cell) = part else {
                    _ = refuse(collection, "`in` takes a list of single values")
                    return nil
                }
                guard let pair = coerce(left, .literal(cell), value, collection) else { return nil }
                arguments.append(pair.1)
            }
            if arguments.count == 2, isNested(arguments[1], in: left) {
                _ = refuse(collection, "`in` takes a list of single values")
                return nil
            }
            let places = [value] + Array(repeating: collection, count: parts.count)
            return apply("in", arguments, places, syntax)
        default:
            _ = refuse(
                collection,
                "`in` takes a list or a range, not \(known.type.described)",
                hints: known.asFrame != nil
                    ? ["join(…, kind: \"semi\")"]
                    : ["\(SyntaxPrinter.text(value)) in [\(SyntaxPrinter.text(collection))]"]
            )
            return nil
        }
    }

    private func checkInterpolation(
        _ segments: [Syntax.Segment],
        _ syntax: Syntax,
        _ scope: RowScope
    ) -> RowExpression? {
        var whole: RowExpression?
        for segment in segments {
            let part: RowExpression?
            switch segment {
            case .text(let text, _): part = .literal(.text(text))
            case .expression(let inner):
                part = checkRow(inner, scope).flatMap {
                    $0.type == .text ? $0 : call("text", [$0], [inner], syntax)
                }
            }
            guard let part else { return nil }
            guard let before = whole else {
                whole = part
                continue
            }
            whole = apply("+", [before, part], [syntax, syntax], syntax)
        }
        return whole ?? .literal(.text(""))
    }

    /// An operator over typed operands, or a fault that points at them.
    func apply(
        _ name: String,
        _ arguments: [RowExpression],
        _ places: [Syntax],
        _ syntax: Syntax
    ) -> RowExpression? {
        guard let function = RowFunctions.named(name) else {
            preconditionFailure("`\(name)` is an operator")
        }
        return apply(function, arguments, places, syntax)
    }

    func apply(
        _ function: RowFunction,
        _ arguments: [RowExpression],
        _ places: [Syntax],
        _ syntax: Syntax
    ) -> RowExpression? {
        do throws(TypeFault) {
            return try RowExpression.calling(function, arguments).folded
        } catch {
            fault(diagnostic(told(error, of: arguments), places, syntax.span))
            return nil
        }
    }

    /// A fault as it may be told: without the levels of a protected category.
    func told(_ error: TypeFault, of arguments: [RowExpression]) -> TypeFault {
        let isHidden = arguments.contains { !$0.columns.isDisjoint(with: hiddenColumns) }
        return isHidden ? error.withoutLevels : error
    }

    /// A function by name with its defaults, for forms that stand for a call.
    private func call(
        _ name: String,
        _ arguments: [RowExpression],
        _ places: [Syntax],
        _ syntax: Syntax
    ) -> RowExpression? {
        guard let function = registry.rowFunction(name) else {
            preconditionFailure("`\(name)` is a function")
        }
        let rest = function.parameters.dropFirst(arguments.count).map { standard($0) }
        return apply(name, arguments + rest, places, syntax)
    }

    /// A type fault as a diagnostic: its places become labels.
    func diagnostic(_ error: TypeFault, _ places: [Syntax], _ span: SourceSpan) -> Diagnostic {
        let labels = error.places.compactMap { place in
            places.indices.contains(place.argument)
                ? Diagnostic.Label(places[place.argument].span(of: place.range), place.words) : nil
        }
        return Diagnostic(
            Diagnostic.Code(error.code),
            error.message,
            labels: labels.isEmpty ? [Diagnostic.Label(span, "")] : labels,
            hints: error.hint.map { [$0] } ?? []
        )
    }
}

extension RowExpression {
    /// An operator over literals as its value, so that long sums of them stay flat.
    fileprivate var folded: RowExpression {
        guard case .call(let call) = self, call.function.family == .operators,
            call.arguments.allSatisfy({ if case .literal = $0 { true } else { false } }),
            let value = constant
        else { return self }
        return .literal(value, call.type)
    }
}

extension Syntax {
    /// Where some bytes of a literal text stand; all of it where they cannot be told.
    ///
    /// Escapes are as long as what they stand for only in `r"…"`, so a literal counts as plain when
    /// its length is that of its text, its quotes and perhaps an `r`.
    fileprivate func span(of range: Range<Int>?) -> SourceSpan {
        guard let range, case .text(let text) = unwrapped.kind else { return span }
        let inner = unwrapped.span.range
        let opening = inner.count - text.utf8.count - 1
        guard (1...2).contains(opening) else { return span }
        let start = inner.lowerBound + opening
        return SourceSpan(start + range.lowerBound..<start + range.upperBound)
    }
}
