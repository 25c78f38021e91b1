package import Values

/// All that can be known of a function without calling it.
package struct Signature: Sendable {
    package var name: String
    package var summary: String
    package var family: Family
    package var parameters: [ParameterSpec]
    package var result: ValueType
    package var effect: Effect
    /// Whether a line that ends in it shows what it gives; else only what it says.
    package var showsValue: Bool
    package var examples: [Example]

    package init(
        _ name: String,
        _ summary: String,
        family: Family,
        parameters: [ParameterSpec],
        result: ValueType,
        effect: Effect,
        showsValue: Bool = true,
        examples: [Example] = []
    ) {
        self.name = name
        self.summary = summary
        self.family = family
        self.parameters = parameters
        self.result = result
        self.effect = effect
        self.showsValue = showsValue
        self.examples = examples
    }

    /// The position of the frame in whose columns the quoted parameters are read.
    package var scopePosition: Int? {
        parameters.firstIndex { $0.type.takesFrame }
    }
}

/// What calling a function does to the world.
package enum Effect: String, Sendable {
    /// Builds values and touches nothing: the checker and the completer may call it.
    case pure
    /// Looks at files to know their columns, and reads no data.
    case looks
    /// Builds a value, and reads data only to say something beside it: the completer may call it, and
    /// it says nothing then.
    case tells
    /// Takes time, reads data, writes or learns.
    case runs
}

/// The headings under which help lists names.
package enum Family: String, Sendable, CaseIterable {
    case data
    case frames
    case columns
    case numbers
    case text
    case time
    case lists
    case choice
    case reduce
    case windows
    case splits
    case recipes
    case learners
    case models
    case explain
    case figures
    case session
    case operators
}

/// A line that shows a function at work, with what to look for in what it prints.
package struct Example: Sendable {
    package var code: String
    package var shows: String

    package init(_ code: String, shows: String = "") {
        self.code = code
        self.shows = shows
    }
}
