import Catalog
import Diagnostics
import Relations
import Tables
import Values

/// What to type where an argument is of another type than its parameter.
extension Checker {
    func remedy(
        of step: Step,
        _ parameter: ParameterSpec,
        at span: SourceSpan,
        _ reading: ArgumentReading
    ) -> String? {
        unquotedFormula(step, parameter, reading.signature.name)
            ?? unquotedNumber(step, parameter, at: span, reading)
            ?? frameOfRecord(parameter, at: span, reading)
            ?? frameOfColumn(step, parameter, at: span, reading)
            ?? maker(of: parameter, from: step, reading)
    }

    /// The call with its formula out of the quotes that other tools put around it.
    private func unquotedFormula(
        _ step: Step,
        _ parameter: ParameterSpec,
        _ name: String
    ) -> String? {
        guard parameter.type.admits(.formula), parameter.type != .anything,
            case .scalar(.text(let text))? = step.known,
            text.contains("~")
        else { return nil }
        return "\(name)(\(text))"
    }

    /// The call with a number out of the quotes around it.
    private func unquotedNumber(
        _ step: Step,
        _ parameter: ParameterSpec,
        at span: SourceSpan,
        _ reading: ArgumentReading
    ) -> String? {
        guard case .scalar(.text(let text))? = step.known else { return nil }
        let number =
            Int(text).map { $0.shellValue.type }
            ?? Double(text).flatMap { $0.isFinite ? $0.shellValue.type : nil }
        guard let number, parameter.type.admits(number) else { return nil }
        return replacing(span, in: reading.call, with: text)
    }

    /// The call with a frame of one row in the place of a record.
    private func frameOfRecord(
        _ parameter: ParameterSpec,
        at span: SourceSpan,
        _ reading: ArgumentReading
    ) -> String? {
        guard parameter.type.admits(.frame),
            let argument = reading.call.arguments.first(where: { $0.value.span == span }),
            case .record(let fields) = argument.value.kind
        else { return nil }
        let columns = fields.map { field in
            "\(Syntax.quotedName(field.key.text)) = [\(SyntaxPrinter.text(field.value))]"
        }
        let frame = "frame(\(columns.joined(separator: ", ")))"
        return replacing(span, in: reading.call, with: frame)
    }

    /// The pipe that keeps a column in its frame: `penguins | select(year) | describe`.
    private func frameOfColumn(
        _ step: Step,
        _ parameter: ParameterSpec,
        at span: SourceSpan,
        _ reading: ArgumentReading
    ) -> String? {
        guard step.type == .column, parameter.type.admits(.frame), reading.piped == nil,
            let first = reading.call.arguments.first, first.value.span == span,
            case .member(let base, let word) = first.value.kind, let frame = base.frameName
        else { return nil }
        let rest = reading.call.with(arguments: Array(reading.call.arguments.dropFirst()))
        return "\(frame) | select(\(Syntax.quotedName(word.text))) \(SyntaxPrinter.stage(rest))"
    }

    /// The stage that is left out: `fit` between a learner and `predict`, `explain` between a model
    /// and `waterfall`.
    private func maker(
        of parameter: ParameterSpec,
        from step: Step,
        _ reading: ArgumentReading
    ) -> String? {
        guard reading.piped != nil, case .object = parameter.type, case .object = step.type else {
            return nil
        }
        let makers = registry.functions.filter { function in
            guard let first = function.signature.parameters.first, first.type != .anything,
                first.arity == .one
            else { return false }
            return first.type.admits(step.type) && function.name != reading.signature.name
                && function.signature.result.mayBe(parameter.type)
        }
        // Of several the one that asks for plain rows: `calibrate` makes models of learners, too.
        let plain = makers.filter { $0.signature.parameters.dropFirst().first?.type == .frame }
        guard let maker = makers.count == 1 ? makers[0] : plain.count == 1 ? plain[0] : nil else {
            return nil
        }
        let rows = maker.name == "fit" ? "train" : "test"
        return "… | \(maker.name)(\(rows)) \(SyntaxPrinter.stage(reading.call))"
    }

    private func replacing(_ span: SourceSpan, in call: Syntax.Call, with text: String) -> String? {
        guard call.arguments.contains(where: { $0.value.span == span }) else { return nil }
        let texts = call.arguments.map { argument in
            guard argument.value.span == span else { return SyntaxPrinter.argument(argument) }
            return switch argument.label {
            case .positional: text
            case .slot(let word): "\(word.text): \(text)"
            case .named(let word): "\(Syntax.quotedName(word.text)) = \(text)"
            }
        }
        return "\(call.name.text)(\(texts.joined(separator: ", ")))"
    }
}

extension ValueType {
    /// Whether a value of this type can be one of another.
    fileprivate func mayBe(_ other: ValueType) -> Bool {
        if case .oneOf(let types) = self { return types.contains { other.admits($0) } }
        return self != .anything && other.admits(self)
    }
}
