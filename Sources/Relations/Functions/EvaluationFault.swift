import Diagnostics

/// What stops an evaluation.
enum EvaluationFault {
    /// A whole number that does not fit.
    static func overflow(_ function: String) -> Diagnostic {
        Diagnostic(
            "value.overflow",
            "the result of `\(function)` is too large for an int",
            hints: ["float(x) has room for it"]
        )
    }

    /// A value that a conversion cannot read.
    static func unconvertible(_ value: String, to word: String) -> Diagnostic {
        let pattern =
            word.hasSuffix("date") || word.hasSuffix("timestamp")
            ? DatePattern.guessed(from: value) : nil
        return Diagnostic(
            "value.unconvertible",
            "`\(value)` is not \(word)",
            hints: (pattern.map { ["parse_date(x, \"\($0)\") reads it"] } ?? [])
                + ["`try: true` makes it missing"]
        )
    }

    /// What only an engine can do.
    static func engineOnly(_ function: String) -> Diagnostic {
        Diagnostic("function.engine", "`\(function)` needs an engine, and none runs here")
    }

    static func invalid(_ message: String) -> Diagnostic { Diagnostic("value.invalid", message) }
}
