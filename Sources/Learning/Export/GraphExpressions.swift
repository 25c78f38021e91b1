import Diagnostics
import Relations
import Tables

/// Row expressions as nodes of a graph: numbers and bools are doubles, NaN where they are missing, and
/// texts are texts, empty where they are missing.
struct GraphExpressions {
    /// Columns that are read, each an input.
    private var columns: Set<String> = []
    private var made: [RowExpression: String] = [:]

    /// Throws a `Diagnostic` for what the format's operators do not have.
    mutating func cell(
        _ expression: RowExpression,
        in graph: inout GraphWriting
    ) throws(Diagnostic) -> String {
        if let known = made[expression] { return known }
        let name = try node(expression, in: &graph)
        made[expression] = name
        return name
    }

    private static func refusal(_ what: String) -> Diagnostic {
        Diagnostic(
            "model.graph",
            "the model cannot be written as ONNX: it computes a feature with \(what)",
            hints: ["derive the feature before `fit`, and the graph reads it as a column"]
        )
    }

    private mutating func node(
        _ expression: RowExpression,
        in graph: inout GraphWriting
    ) throws(Diagnostic) -> String {
        switch expression {
        case .element: throw Self.refusal("lists")
        case .column(let name, let type):
            guard [.int, .float, .bool].contains(type) || type.isTextual else {
                throw Self.refusal("`\(name)`, \(type.described)")
            }
            if columns.insert(name).inserted {
                graph.input(name, type.isTextual ? .text : .double)
            }
            return name
        case .literal(let value, _): return try literal(value, in: &graph)
        case .call(let call):
            guard call.window == nil else { throw Self.refusal("windows") }
            var parts: [String] = []
            for argument in call.arguments { parts.append(try cell(argument, in: &graph)) }
            if let table = call.function.table { return try lookup(parts[0], table, in: &graph) }
            return try self.call(call, parts, in: &graph)
        }
    }

    private func literal(
        _ value: Scalar,
        in graph: inout GraphWriting
    ) throws(Diagnostic) -> String {
        switch value {
        case .missing: graph.constant([.nan], [1, 1])
        case .bool(let flag): graph.constant([flag ? 1 : 0], [1, 1])
        case .int(let number): graph.constant([Double(number)], [1, 1])
        case .float(let number): graph.constant([number], [1, 1])
        case .text(let text): graph.constant([text])
        default: throw Self.refusal("\(value.type.word) values")
        }
    }

    /// The number of a text, by its place in the table; the last two are of others and of missing.
    private func lookup(
        _ key: String,
        _ table: LookupTable,
        in graph: inout GraphWriting
    ) throws(Diagnostic) -> String {
        var numbers: [Double] = []
        for row in 0..<table.values.count {
            let value = table.values[row]
            guard value == .missing || value.number != nil else {
                throw Self.refusal("a table of \(value.type.described)")
            }
            numbers.append(value.number ?? .nan)
        }
        let count = table.keys.count
        let place = graph.node(
            "LabelEncoder",
            [key],
            [
                ("keys_strings", .texts(table.keys + [""])),
                ("values_int64s", .ints(Array(0..<count) + [count + 1])),
                ("default_int64", .int(count)),
            ],
            isClassic: true
        )
        let flat = graph.node("Reshape", [place, graph.constant([-1])])
        let rows = graph.constant(numbers, [numbers.count, 1])
        return graph.node("Gather", [rows, flat])
    }

    private static let arithmetic: [String: String] = ["+": "Add", "-": "Sub", "*": "Mul"]
    private static let tests: [String: String] = [
        "==": "Equal", "<": "Less", "<=": "LessOrEqual", ">": "Greater", ">=": "GreaterOrEqual",
    ]

    private func call(
        _ call: RowCall,
        _ parts: [String],
        in graph: inout GraphWriting
    ) throws(Diagnostic) -> String {
        let word = call.function.name
        let types = call.arguments.map(\.type)
        let areNumbers = types.allSatisfy { [.int, .float, .missing, .bool].contains($0) }
        if areNumbers, let operation = Self.arithmetic[word] { return graph.node(operation, parts) }
        if let operation = Self.tests[word] {
            guard areNumbers || word == "==" && types.allSatisfy(\.isTextual) else {
                throw Self.refusal("`\(word)` of \(types[0].described)")
            }
            let test = graph.double(graph.node(operation, parts))
            let gap = parts.indices.reduce(nil) { (gap: String?, place) in
                let isGap = graph.isMissing(parts[place], isText: types[place].isTextual)
                return gap.map { graph.node("Or", [$0, isGap]) } ?? isGap
            }
            return gap.map { graph.node("Where", [$0, graph.missing, test]) } ?? test
        }
        switch word {
        case "/" where areNumbers:
            let isZero = graph.node("Equal", [parts[1], graph.constant([0], [1, 1])])
            return graph.node("Where", [isZero, graph.missing, graph.node("Div", parts)])
        case "^" where areNumbers: return graph.node("Pow", parts)
        case "negate" where areNumbers: return graph.node("Neg", parts)
        case "not": return graph.node("Sub", [graph.constant([1], [1, 1]), parts[0]])
        case "float" where areNumbers, "int" where types == [.int] || types == [.bool]:
            return parts[0]
        case "is missing":
            return graph.double(graph.isMissing(parts[0], isText: types[0].isTextual))
        case "coalesce" where areNumbers || types.allSatisfy(\.isTextual):
            return parts.dropLast().reversed().reduce(parts[parts.count - 1]) { rest, part in
                graph.node("Where", [graph.isMissing(part, isText: !areNumbers), rest, part])
            }
        case "case" where call.type.isTextual || [.int, .float, .bool].contains(call.type):
            let one = graph.constant([1], [1, 1])
            return stride(from: 0, to: parts.count - 1, by: 2).reversed()
                .reduce(parts[parts.count - 1]) { rest, place in
                    let test = graph.node("Equal", [parts[place], one])
                    return graph.node("Where", [test, parts[place + 1], rest])
                }
        case "clip" where areNumbers:
            return graph.node("Min", [graph.node("Max", [parts[0], parts[1]]), parts[2]])
        case "exp" where areNumbers, "abs" where areNumbers, "sqrt" where areNumbers:
            return graph.node(word.prefix(1).uppercased() + word.dropFirst(), parts)
        case "log" where areNumbers:
            let isAbove = graph.node("Greater", [parts[0], graph.constant([0], [1, 1])])
            return graph.node("Where", [isAbove, graph.node("Log", parts), graph.missing])
        default: throw Self.refusal("`\(word)`")
        }
    }
}

extension GraphWriting {
    fileprivate var missing: String {
        mutating get { constant([.nan], [1, 1]) }
    }

    fileprivate mutating func double(_ flag: String) -> String {
        node("Cast", [flag], [("to", .int(Element.double.rawValue))])
    }

    fileprivate mutating func isMissing(_ cell: String, isText: Bool) -> String {
        isText ? node("Equal", [cell, constant([""])]) : node("IsNaN", [cell])
    }
}
