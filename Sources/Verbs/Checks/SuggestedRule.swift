import Language
import Tables

/// A rule, with the groups and the order that it is held in.
struct SuggestedRule {
    let text: String
    var groups: [String] = []
    var order: String?

    /// As arguments of `expect`, after the rules.
    private var window: String? {
        guard let order else { return nil }
        let names = groups.map { SyntaxPrinter.name($0) }
        let by = names.count == 1 ? names[0] : "[\(names.joined(separator: ", "))]"
        return (names.isEmpty ? "" : "by: \(by), ") + "order: \(SyntaxPrinter.name(order))"
    }

    /// A stage of `expect` for each order, the rules without one first.
    static func stages(of rules: [SuggestedRule]) -> String {
        var windows: [String?] = []
        for rule in rules where !windows.contains(rule.window) { windows.append(rule.window) }
        return windows.map { window in
            let lines =
                rules.filter { $0.window == window }.map(\.text) + [window].compactMap(\.self)
            return "| expect(\n" + lines.map { "    " + $0 }.joined(separator: ",\n") + "\n)"
        }.joined(separator: "\n")
    }

    /// Rule, by, order.
    static func table(of rules: [SuggestedRule]) -> Table {
        let groups = rules.map { rule -> Scalar in
            rule.groups.isEmpty ? .missing : .text(rule.groups.joined(separator: ", "))
        }
        return Table(
            [Field("rule", .text), Field("by", .text), Field("order", .text)],
            [
                Column(.text, .texts(rules.map(\.text))), Column(.text, cells: groups),
                Column(.text, cells: rules.map { $0.order.map { .text($0) } ?? .missing }),
            ]
        )
    }
}
