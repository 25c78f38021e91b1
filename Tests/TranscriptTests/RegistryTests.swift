import Assembly
import Catalog
import Diagnostics
import Documents
import Foundation
import Kernels
import Relations
import Rendering
import Sessions
import TestSupport
import Testing
import Values

@Suite("Every name of the registry")
struct RegistryTests {
    static let registry = ExampleSession.factory.registry
    static let pages = Help(registry).allPages

    /// An example with the name that it is of.
    struct NamedExample: CustomTestStringConvertible, Sendable {
        let name: String
        let code: String
        var testDescription: String { "\(name): \(code)" }
    }

    @Test("says what it is in a sentence, and shows itself at work", arguments: pages.map(\.name))
    func isDescribed(_ name: String) throws {
        for page in Help(Self.registry).pages(named: name) {
            #expect(page.summary.hasSuffix("."), "a full stop ends the summary")
            #expect(page.summary.first?.isLowercase != true, "a capital begins it")
            #expect(!page.examples.isEmpty, "there is an example")
            let names = page.arguments.map(\.name)
            #expect(Set(names).count == names.count, "names of arguments are unique")
            for argument in page.arguments {
                #expect(!argument.meaning.isEmpty)
                #expect(!argument.meaning.hasSuffix("."), "\(argument.name): no sentence")
            }
        }
    }

    @Test("has help that fits a terminal", arguments: pages.map(\.name))
    func helpFits(_ name: String) throws {
        var session = try ExampleSession.fresh()
        let outcome = session.run(SourceText("?" + name), .init(work: .init(threads: 1)))
        #expect(outcome.documents.contains { !$0.isEmpty })
        for width in [40, 80] {
            let text = session.text(
                of: outcome,
                by: TerminalRenderer(width: width),
                palette: .plain,
                width: width
            )
            for line in text.split(separator: "\n") where line.count > width {
                // Code is not broken; a page as wide as transcripts still holds it.
                #expect(width < 80 && line.hasPrefix("  "), "\(line.count) columns: \(line)")
            }
        }
    }

    static let functionExamples = registry.functions.flatMap { function in
        function.signature.examples.map { NamedExample(name: function.name, code: $0.code) }
    }

    @Test("has examples that run and give what is promised", arguments: functionExamples)
    func functionExampleRuns(_ example: NamedExample) throws {
        let outcome = try ExampleSession.run(example.code)
        try requireSuccess(outcome)
        let shown = Example(example.code).shownCode
        if shown != example.code { try requireSuccess(try ExampleSession.run(shown)) }
        let function = try #require(Self.registry.function(example.name))
        let call = ExampleCall(of: example.name, in: example.code)
        guard let call, call.isLast, let value = outcome.value else { return }
        let promised = function.signature.result
        #expect(
            promised.admits(value.type),
            "\(value.type.word) where \(promised.word) is promised"
        )
    }

    static let rowExamples = registry.rowFunctions.flatMap { function in
        function.examples.map { NamedExample(name: function.name, code: $0) }
    }

    @Test("has examples that run over rows", arguments: rowExamples)
    func rowExampleRuns(_ example: NamedExample) throws {
        let function = try #require(Self.registry.rowFunction(example.name))
        try requireSuccess(try ExampleSession.run(Self.statement(example.code, function)))
    }

    /// An expression over rows as a statement.
    private static func statement(_ expression: String, _ function: RowFunction) -> String {
        switch (function.kind, function.ordering) {
        case (.reduction, .free), (.reduction, .kept): "rows | summarize(it = \(expression))"
        case (_, .required): "rows | derive(it = \(expression), order: time_hour)"
        default: "rows | derive(it = \(expression))"
        }
    }

    static let commandExamples = registry.commands.flatMap { command in
        command.examples.map { NamedExample(name: command.name, code: $0.code) }
    }

    @Test("has commands whose examples run", arguments: commandExamples)
    func commandExampleRuns(_ example: NamedExample) throws {
        var session = try ExampleSession.fresh()
        if example.name == "redo" {
            try requireSuccess(session.run(SourceText(":undo"), .init(work: .init(threads: 1))))
        }
        let outcome = session.run(SourceText(example.code), .init(work: .init(threads: 1)))
        try requireSuccess(outcome)
    }

    private func requireSuccess(_ outcome: Outcome) throws {
        let errors = outcome.diagnostics.filter { $0.severity == .error }
        try #require(errors.isEmpty, "\(errors.map { "\($0.code): \($0.message)" })")
    }
}
