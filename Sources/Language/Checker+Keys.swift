import Catalog
import Diagnostics
import OrderedCollections
import Relations
import Tables
import Values

/// Keys among a frame's columns: what groups, sorts and joins rows.
extension Checker {
    func readGroup(
        _ argument: Syntax.Argument,
        _ scope: QuotedScope
    )
        -> [NamedExpression]
    {
        guard case .named(let word) = argument.label else {
            return readGroups(argument.value, scope)
        }
        return checkRow(argument.value, scope.rows.withoutReductions)
            .map { [NamedExpression(word.text, $0)] } ?? []
    }

    func readGroups(_ syntax: Syntax, _ scope: QuotedScope) -> [NamedExpression] {
        syntax.elements.flatMap { element -> [NamedExpression] in
            let value = element.value
            if element.name == nil {
                switch value.kind {
                case .text(let text):
                    refuseQuoted(text, value.span, scope.frame.schema)
                    return []
                case .range:
                    return readNames(value, scope).compactMap { name in
                        scope.frame.schema[name].map {
                            NamedExpression(name, .column(name, $0.type))
                        }
                    }
                case .call(let call)
                where registry.function(call.name.text)?.signature.result == .columnNames:
                    return readNames(value, scope).compactMap { name in
                        scope.frame.schema[name].map {
                            NamedExpression(name, .column(name, $0.type))
                        }
                    }
                default: break
                }
            }
            guard let expression = checkRow(value, scope.rows.withoutReductions) else { return [] }
            return [NamedExpression(element.name?.text ?? value.columnTitle, expression)]
        }
    }

    func readKeys(
        _ syntax: Syntax,
        _ scope: QuotedScope,
        among keys: [Syntax]
    ) -> [SortKey] {
        syntax.elements.flatMap { element -> [SortKey] in
            let value = element.value
            if case .call(let call) = value.kind,
                let function = registry.function(call.name.text),
                function.signature.result == .sortKeys
            {
                let frame = Step.value(.frame(scope.frame))
                let step = checkCall(call, piped: frame, name: scope.name)
                if step != nil, step?.known == nil { meetsUnknown = true }
                guard case .quoted(.sortKeys(let keys))? = step?.known else { return [] }
                return keys
            }
            if case .negative(let inner) = value.kind, case .name(let name) = inner.kind,
                scope.frame.schema[name]?.type.isNumber == false
            {
                fault(
                    Diagnostic(
                        "expression.type",
                        "a \(scope.frame.schema[name]?.type.word ?? "") has no negative",
                        at: value.span,
                        hints: ["desc(\(name))"]
                    )
                )
                return []
            }
            if case .text(let text) = value.unwrapped.kind {
                refuseQuoted(text, value.span, scope.frame.schema)
                return []
            }
            if case .name(let name) = value.kind, ["desc", "descending"].contains(name),
                scope.frame.schema[name] == nil
            {
                fault(unknownDirection(name, value, among: keys))
                return []
            }
            guard let key = checkRow(value, scope.rows.withoutReductions) else { return [] }
            guard key.constant == nil else {
                fault(
                    Diagnostic(
                        "column.expected",
                        "the name of a column was expected",
                        at: value.span,
                        "the same for all rows"
                    )
                )
                return []
            }
            return [SortKey(key)]
        }
    }

    /// A direction that stands beside the keys, as a column would.
    private func unknownDirection(
        _ name: String,
        _ value: Syntax,
        among keys: [Syntax]
    ) -> Diagnostic {
        let others = keys.flatMap(\.elements).map(\.value).filter { $0.span != value.span }
        let texts = others.map { SyntaxPrinter.text($0) } + ["descending: true"]
        return Diagnostic(
            "column.unknown",
            "no column `\(name)`",
            at: value.span,
            "a direction is no key",
            hints: ["sort(\(texts.joined(separator: ", ")))", "desc(x) turns one key alone"]
        )
    }

    func readJoinKeys(_ syntax: Syntax, _ scope: QuotedScope) -> [JoinKey] {
        guard let other = scope.other else {
            meetsUnknown = true
            return []
        }
        return syntax.elements.compactMap { element in
            switch element.value.unwrapped.kind {
            case .name(let name):
                return joinKey(name, element.value, name, element.value, scope, other)
            case .comparison(let left, let comparator, let right):
                guard case .name(let a) = left.kind, case .name(let b) = right.kind,
                    let test = JoinKey.Test(rawValue: comparator.rawValue)
                else { break }
                return joinKey(a, left, b, right, scope, other, test)
            case .text(let text):
                refuseQuoted(text, element.value.span, scope.frame.schema)
                return nil
            default: break
            }
            fault(
                Diagnostic(
                    "join.key",
                    "a column of both frames was expected, or `left == right`",
                    at: element.value.span,
                    hints: ["on: [key, a == b, t >= u]"]
                )
            )
            return nil
        }
    }

    private func joinKey(
        _ a: String,
        _ left: Syntax,
        _ b: String,
        _ right: Syntax,
        _ scope: QuotedScope,
        _ other: Frame,
        _ test: JoinKey.Test = .equal
    ) -> JoinKey? {
        let otherRows = RowScope(schema: other.schema, frameName: scope.otherName)
        guard let mine = scope.frame.schema[a] else {
            fault(unknownColumn(a, left.span, scope.rows))
            return nil
        }
        guard let theirs = other.schema[b] else {
            fault(unknownColumn(b, right.span, otherRows))
            return nil
        }
        guard mine.type.unified(with: theirs.type) != nil else {
            fault(
                Diagnostic(
                    "join.type",
                    "\(mine.type.described) is joined with \(theirs.type.described)",
                    at: left.span.union(right.span),
                    "`\(a)` is \(mine.type.described), `\(b)` is \(theirs.type.described)",
                    hints: ["\(scope.otherName ?? "…") | derive(\(b) = \(mine.type.word)(\(b)))"]
                )
            )
            return nil
        }
        return JoinKey(a, b, test)
    }
}
