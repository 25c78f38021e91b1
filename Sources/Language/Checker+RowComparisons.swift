import Catalog
import Diagnostics
import Kernels
import Relations
import Tables
import Values

/// Comparisons of rows: `==` and its kin, `between`, `in`.
extension Checker {
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
    func coerce(
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

    func checkBetween(
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

    func checkMembership(
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
}
