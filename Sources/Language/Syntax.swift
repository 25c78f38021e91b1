package import Diagnostics

/// An expression as it was written, with its place in the source.
///
/// The tree follows the grammar: brackets stay as nodes, because a sum in brackets means something
/// else in a formula. Operators of one rank stand side by side in one `chain`, so that a formula
/// with a thousand terms is wide and not deep. Where something was left out stands a `hole`; a tree
/// with holes always comes with a diagnostic.
package struct Syntax: Hashable, Sendable {
    package let kind: Kind
    package let span: SourceSpan
    /// The number of nodes on the longest way down; at most `Syntax.heightLimit`.
    package let height: UInt16

    package init(_ kind: Kind, _ span: SourceSpan) {
        self.kind = kind
        self.span = span
        height = kind.height
    }

    /// How deep expressions nest before the parser refuses them.
    package static let heightLimit = 256

    /// A node for what was left out at `span`.
    package static func hole(_ span: SourceSpan) -> Syntax { Syntax(.hole, span) }
}

extension Syntax {
    /// The forms of the language's expressions.
    package indirect enum Kind: Hashable, Sendable {
        /// `12`, `1_000`; never negative but for `-9223372036854775808`.
        case int(Int64)
        /// `0.5`, `1e-3`; always finite.
        case float(Double)
        /// A text of any quoting, with its escapes replaced.
        case text(String)
        /// `f"…{expression}…"`; texts in it have their escapes replaced, and none is empty.
        case interpolation([Segment])
        case bool(Bool)
        /// The literal `missing`.
        case missing
        /// A value's or a column's name, without backticks.
        case name(String)
        /// `$name`, without the sign.
        case variable(String)
        /// `_`, the value before.
        case previous
        /// `.`, in a formula every column that the target does not use.
        case everything
        /// `name(arguments)`; never a stage of a pipe.
        case call(Call)
        /// `value | stage | stage`; at least one stage.
        case pipe(Syntax, [Call])
        /// `target ~ features`; the target may be left out.
        case formula(target: Syntax?, features: Syntax)
        case choice(condition: Syntax, then: Syntax, otherwise: Syntax)
        /// Operators of one rank from left to right: all of `or`, of `and`, of `+ -` or of
        /// `* / // %`; at least one link.
        case chain(Syntax, [Link])
        case comparison(Syntax, Comparator, Syntax)
        case isMissing(Syntax, negated: Bool)
        /// `value in collection`, `value not in collection`.
        case membership(Syntax, collection: Syntax, negated: Bool)
        /// `value like pattern`, `value not like pattern`.
        case like(Syntax, pattern: Syntax, negated: Bool)
        /// `value between low and high`, with `not` before `between` if negated.
        case between(Syntax, low: Syntax, high: Syntax, negated: Bool)
        /// `first..last`.
        case range(Syntax, Syntax)
        case not(Syntax)
        /// `-operand`.
        case negative(Syntax)
        /// `base ^ exponent`.
        case power(Syntax, Syntax)
        /// `value[index]`.
        case element(Syntax, index: Syntax)
        /// `value.word`.
        case member(Syntax, Word)
        case list([Element])
        case record([Field])
        case parenthesized(Syntax)
        /// What was left out.
        case hole
    }

    /// A word with its place; backticks are part of the place, not of the text.
    package struct Word: Hashable, Sendable {
        package let text: String
        package let span: SourceSpan

        package init(_ text: String, _ span: SourceSpan) {
            self.text = text
            self.span = span
        }
    }

    /// A part of an interpolated text.
    package enum Segment: Hashable, Sendable {
        case text(String, SourceSpan)
        case expression(Syntax)
    }

    /// A verb or function with what it is given.
    package struct Call: Hashable, Sendable {
        package let name: Word
        package let arguments: [Argument]
        /// The `|` before the name if the call is a stage of a pipe.
        package let pipe: SourceSpan?
        /// The opening bracket, or nil for a stage without arguments.
        package let open: SourceSpan?
        /// The closing bracket, or nil if there is none.
        package let close: SourceSpan?
        /// From the name to the closing bracket, or to the last that is there.
        package let span: SourceSpan
    }

    /// One argument of a call.
    package struct Argument: Hashable, Sendable {
        package let label: Label
        package let value: Syntax
        /// From the label to the end of the value.
        package let span: SourceSpan

        /// How an argument says what it is for.
        package enum Label: Hashable, Sendable {
            /// `value`: by its place among the arguments.
            case positional
            /// `word: value`: fills a slot that the verb names.
            case slot(Word)
            /// `name = value`: makes a name that the writer chooses.
            case named(Word)
        }
    }

    /// An operator with its right operand.
    package struct Link: Hashable, Sendable {
        package let operation: Operation
        package let operationSpan: SourceSpan
        package let operand: Syntax
    }

    /// The operators of a `chain`.
    package enum Operation: String, Hashable, Sendable, CaseIterable {
        case or
        case and
        case plus = "+"
        case minus = "-"
        case times = "*"
        case divide = "/"
        case floorDivide = "//"
        case remainder = "%"
    }

    /// The operators of a `comparison`.
    package enum Comparator: String, Hashable, Sendable, CaseIterable {
        case equal = "=="
        case notEqual = "!="
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="
    }

    /// An element of a list, named or not.
    package struct Element: Hashable, Sendable {
        package let name: Word?
        package let value: Syntax
    }

    /// A field of a record; a key that is a text or a number stands here as text.
    package struct Field: Hashable, Sendable {
        package let key: Word
        package let keyKind: KeyKind
        package let value: Syntax

        /// How a key was written.
        package enum KeyKind: Hashable, Sendable {
            case word
            case text
            case number
        }
    }
}
