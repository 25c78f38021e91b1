import Diagnostics

/// What the checker asks of syntax, and makes of it.
extension Syntax {
    /// The name of a frame, for errors about its columns.
    var frameName: String? {
        switch kind {
        case .name(let name), .variable(let name): name.hasPrefix("\u{1}") ? nil : name
        case .parenthesized(let inner): inner.frameName
        case .pipe(let source, _): source.frameName
        default: nil
        }
    }

    /// The names in it that stand for steps.
    var holeNames: Set<String> {
        if case .name(let name) = kind { return name.hasPrefix("\u{1}") ? [name] : [] }
        var found: Set<String> = []
        kind.forEachChild { found.formUnion($0.holeNames) }
        return found
    }

    /// The same expression without brackets around it.
    var unwrapped: Syntax {
        if case .parenthesized(let inner) = kind { return inner.unwrapped }
        return self
    }

    /// What a test asks of: `x` of `x > 1`, `x in [1, 2]` and `x between 1 and 2`.
    var subject: Syntax? {
        switch unwrapped.kind {
        case .comparison(let subject, _, _), .membership(let subject, _, _),
            .between(let subject, _, _, _):
            subject
        default: nil
        }
    }

    /// Whether a function of this name is called somewhere in it.
    func calls(_ name: String) -> Bool {
        switch kind {
        case .call(let call) where call.name.text == name: return true
        case .pipe(_, let stages) where stages.contains(where: { $0.name.text == name }):
            return true
        default: break
        }
        var found = false
        kind.forEachChild { found = found || $0.calls(name) }
        return found
    }

    /// Its elements if it is a list, itself alone if not.
    var elements: [Element] {
        if case .list(let elements) = kind { return elements }
        return [Element(name: nil, value: self)]
    }
}
