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
        if let expression { noteCounted(expression) }
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
    func checkAll(_ parts: [Syntax], _ scope: RowScope) -> [RowExpression]? {
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
            return try RowExpression.calling(function, zoned(function, arguments)).folded
        } catch {
            fault(diagnostic(told(error, of: arguments), places, syntax.span))
            return nil
        }
    }

    /// The operands of arithmetic with moments, and the zone of the session's clocks where it is needed.
    private func zoned(_ function: RowFunction, _ operands: [RowExpression]) -> [RowExpression] {
        let zone = context.settings.zone
        guard operands.count == 2, zone != "UTC", ["+", "-"].contains(function.name),
            operands.contains(where: { $0.type == .timestamp })
        else { return operands }
        return operands + [.literal(.text(zone))]
    }

    /// A fault as it may be told: without the levels of a protected category.
    func told(_ error: TypeFault, of arguments: [RowExpression]) -> TypeFault {
        let isHidden = arguments.contains { !$0.columns.isDisjoint(with: hiddenColumns) }
        return isHidden ? error.withoutLevels : error
    }

    /// A function by name with its defaults, for forms that stand for a call.
    func call(
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
