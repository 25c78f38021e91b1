import Catalog
import Diagnostics
import OrderedCollections
import Relations
import Tables
import Values

/// Records of old and new values, as `recode` takes them.
extension Checker {
    /// Each old value and the new one, one after the other, with the places to point at.
    func checkPairs(
        _ syntax: Syntax,
        of subject: RowExpression?,
        _ function: RowFunction,
        _ scope: RowScope
    ) -> [(RowExpression, Syntax)]? {
        guard let subject else { return nil }
        if case .record(let fields) = syntax.unwrapped.kind {
            var pairs: [(RowExpression, Syntax)] = []
            for field in fields {
                let place = Syntax(.text(field.key.text), field.key.span)
                guard let old = old(field.key.text, as: subject, place),
                    let new = checkRow(field.value, scope)
                else { continue }
                pairs += [(old, place), (new, field.value)]
            }
            return pairs.count == 2 * fields.count ? pairs : nil
        }
        switch check(syntax) {
        case .value(.record(let record)):
            var pairs: [(RowExpression, Syntax)] = []
            for (key, value) in record {
                guard let old = old(key, as: subject, syntax),
                    let new = literal(of: .value(value), syntax)
                else { return nil }
                pairs += [(old, syntax), (new, syntax)]
            }
            return pairs
        case .value(let value):
            fault(
                Diagnostic(
                    "argument.type",
                    "`\(function.name)` takes a record of old and new values, "
                        + "not \(value.type.described)",
                    at: syntax.span,
                    value.type.described,
                    hints: ["{old: \"new\"}"]
                )
            )
            return nil
        case nil: return nil
        default:
            meetsUnknown = true
            return nil
        }
    }

    /// The key of a field as a value of the type that it is compared with.
    private func old(
        _ key: String,
        as subject: RowExpression,
        _ place: Syntax
    ) -> RowExpression? {
        if subject.type.isNumber {
            if let number = Int64(key) { return .literal(.int(number)) }
            if let number = Double(key), number.isFinite { return .literal(.float(number)) }
        }
        if subject.type == .bool, let flag = Bool(key) { return .literal(.bool(flag)) }
        do throws(TypeFault) {
            return try Comparison.coerced(
                subject,
                .literal(.text(key)),
                zone: context.settings.zone
            ).1
        } catch {
            fault(diagnostic(told(error, of: [subject]), [place, place], place.span))
            return nil
        }
    }
}
