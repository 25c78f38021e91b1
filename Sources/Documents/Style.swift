/// What a piece of text is, for a medium to choose colour or weight by; never needed to understand it.
package enum Style: Hashable, Sendable {
    case plain
    /// A title, a name that is spoken of.
    case strong
    /// Types, missing values, what is beside the point.
    case muted
    /// Code within prose.
    case code
    case error
    case warning
    case note
    /// What went well, what was added.
    case good
    /// What pushes a prediction up, and what pushes it down.
    case increase
    case decrease
    /// One of several series in a figure, counted from 0.
    case series(Int)
    /// A place between low (0) and high (1).
    case shade(Double)
}

/// Some text in one style; it has no line feed.
package struct StyledText: Hashable, Sendable {
    package var text: String
    package var style: Style

    package init(_ text: String, _ style: Style = .plain) {
        self.text = text
        self.style = style
    }
}

/// A line of text whose parts may differ in style.
package struct StyledLine: Hashable, Sendable, ExpressibleByStringLiteral {
    package var parts: [StyledText]

    package init(_ parts: [StyledText] = []) { self.parts = parts }

    package init(_ text: String, _ style: Style = .plain) { parts = [StyledText(text, style)] }

    package init(stringLiteral value: String) { self.init(value) }

    /// The text without its styles.
    package var text: String { parts.map(\.text).joined() }

    package mutating func append(_ text: String, _ style: Style = .plain) {
        parts.append(StyledText(text, style))
    }
}
