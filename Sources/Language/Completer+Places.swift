import Catalog
import Diagnostics
import OrderedCollections
import Relations
import Tables
import Values

/// In which argument of which call the cursor stands, and which columns it may name.
extension Completer {
    struct Place {
        /// The innermost call, where it is a verb or a function.
        var callee: Signature?
        /// Whether the innermost open bracket is the call's own.
        var isDirect = false
        var level: CompleterPosition.Level?
        /// What the argument at the cursor is for.
        var parameter: ParameterSpec?
        /// The parameter that is read in columns: of the call, or of one around it.
        var reader: ParameterSpec?
        var fields: [Field]?
        var frame: Frame?
        /// Whether names are features here.
        var isFormula = false
        /// Parameters of the definition at whose body the cursor stands.
        var locals: [String] = []
    }

    func place(_ position: CompleterPosition) -> Place {
        var place = Place()
        place.locals = position.definitionParameters
        for index in position.levels.indices.reversed() {
            let level = position.levels[index]
            guard let nameIndex = level.name else { continue }
            let name = position.name(at: nameIndex)
            if scope.definitions[name] != nil {
                if readsDefinition(&place, index, position) { return place }
                continue
            }
            let isInner = position.levels[..<index].contains { $0.name != nil }
            let row = registry.rowFunction(name)
            let isRow = row != nil && !level.isStage && (isInner || registry.function(name) == nil)
            guard let signature = isRow ? row?.signature : registry.function(name)?.signature
            else { continue }
            let parameter = Self.parameter(of: signature, at: level)
            if place.callee == nil {
                place.callee = signature
                place.isDirect = index == position.levels.count - 1
                place.level = level
                place.parameter = parameter
            }
            if isRow { continue }
            read(parameter, of: signature, index, position, into: &place)
            return place
        }
        let start = position.levels.last?.start ?? 0
        if position.tokens[start...].contains(where: { $0.kind == .tilde }) { features(&place) }
        return place
    }

    private func read(
        _ parameter: ParameterSpec?,
        of signature: Signature,
        _ index: Int,
        _ position: CompleterPosition,
        into place: inout Place
    ) {
        guard let parameter else { return }
        if parameter.type.isQuoted {
            place.reader = parameter
            place.frame =
                signature.readsMetrics(parameter)
                ? metrics(index, position) : frame(of: signature, index, position)
            place.fields = place.frame?.schema.fields
            if case .joinKeys = parameter.type { keepKeys(signature, index, position, &place) }
            place.fields = place.fields.map { $0 + made(position.levels[index], parameter) }
        } else if parameter.type != .anything, parameter.type.admits(.formula) {
            features(&place)
        }
    }

    /// A formula meets its frame later: it may name the columns of every frame there is.
    private func features(_ place: inout Place) {
        place.isFormula = true
        var seen: Set<String> = []
        let frames = scope.values.values.reversed().compactMap(\.asFrame)
        place.fields = frames.flatMap(\.schema.fields).filter { seen.insert($0.name).inserted }
    }

    /// The arguments of a definition may be read in the columns of what is piped into it.
    private func readsDefinition(
        _ place: inout Place,
        _ index: Int,
        _ position: CompleterPosition
    ) -> Bool {
        guard position.levels[index].isStage,
            let frame = subject(of: position.levels[index - 1], position)?.known?.asFrame
        else { return false }
        place.frame = frame
        place.fields = frame.schema.fields
        return true
    }

    /// Names given earlier in the same call, which later expressions may use.
    private func made(
        _ level: CompleterPosition.Level,
        _ parameter: ParameterSpec
    ) -> [Field] {
        switch parameter.type {
        case .derivations, .selection, .reductions:
            level.arguments.compactMap { argument in
                if case .named(let name) = argument.label { Field(name, .missing) } else { nil }
            }
        default: []
        }
    }

    /// The frame in whose columns a call reads its arguments.
    private func frame(
        of signature: Signature,
        _ index: Int,
        _ position: CompleterPosition
    ) -> Frame? {
        guard let wanted = signature.scopePosition else { return nil }
        return argument(wanted, of: signature, index, position)?.known?.asFrame
    }

    /// The metrics of the model that a call is about, as columns.
    private func metrics(_ index: Int, _ position: CompleterPosition) -> Frame? {
        let level = position.levels[index]
        let subject =
            level.isStage
            ? self.subject(of: position.levels[index - 1], position)
            : level.arguments.first.flatMap { step(of: position.text(of: $0.value)) }
        guard case .object(let object)? = subject?.known,
            let model = object as? any MetricSubject
        else { return nil }
        return Frame.ofColumns(model.metricSchema)
    }

    /// What a call is given for a parameter, by the pipe, by place or by name.
    private func argument(
        _ wanted: Int,
        of signature: Signature,
        _ index: Int,
        _ position: CompleterPosition
    ) -> Step? {
        let level = position.levels[index]
        if level.isStage, wanted == 0 {
            return subject(of: position.levels[index - 1], position)
        }
        for (order, argument) in level.arguments.enumerated() {
            var before = level
            before.arguments = Array(level.arguments[..<order])
            before.label = argument.label
            guard Self.parameterIndex(of: signature, at: before) == wanted else { continue }
            return step(of: position.text(of: argument.value))
        }
        return nil
    }

    /// Keys of a join: before anything else the columns that both frames have.
    private func keepKeys(
        _ signature: Signature,
        _ index: Int,
        _ position: CompleterPosition,
        _ place: inout Place
    ) {
        let frames = signature.parameters.indices.filter {
            signature.parameters[$0].type.takesFrame
        }
        guard frames.count > 1,
            let other = argument(frames[1], of: signature, index, position)?.known?.asFrame,
            let fields = place.fields
        else { return }
        if position.tokens.last?.kind == .equal {
            place.fields = other.schema.fields
            return
        }
        let shared = fields.filter { other.schema[$0.name] != nil }
        place.fields = shared + fields.filter { other.schema[$0.name] == nil }
    }

    static func parameter(
        of signature: Signature,
        at level: CompleterPosition.Level
    ) -> ParameterSpec? {
        parameterIndex(of: signature, at: level).map { signature.parameters[$0] }
    }

    /// Which parameter the argument at the cursor fills, as `Signature.bind` would have it.
    static func parameterIndex(
        of signature: Signature,
        at level: CompleterPosition.Level
    ) -> Int? {
        let parameters = signature.parameters
        switch level.label {
        case .slot(let name): return parameters.firstIndex { $0.name == name }
        case .named: return parameters.firstIndex { $0.takesNames }
        case .positional: break
        }
        var filled: Set<String> = []
        for case .slot(let name) in level.arguments.map(\.label) { filled.insert(name) }
        let open = parameters.indices.filter { index in
            !(index == 0 && level.isStage) && !filled.contains(parameters[index].name)
        }
        var next = 0
        for argument in level.arguments where argument.label == .positional {
            guard next < open.count, parameters[open[next]].arity == .one else { break }
            next += 1
        }
        return next < open.count ? open[next] : nil
    }
}

extension CompleterPosition {
    /// The names of the parameters of the definition in whose body the cursor stands.
    var definitionParameters: [String] {
        guard tokens.count > 3, tokens[0].kind == .def, tokens[2].kind == .leftParenthesis else {
            return []
        }
        return (3..<tokens.count).prefix { tokens[$0].kind != .rightParenthesis }
            .filter { [.comma, .leftParenthesis].contains(tokens[$0 - 1].kind) }
            .map { name(at: $0) }
    }
}
