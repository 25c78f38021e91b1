package import Diagnostics
import Language
import OrderedCollections
import Values

extension Session {
    /// Whether an input may take the engine or a library: it calls something, or shows a frame.
    package func mayRun(_ source: SourceText) -> Bool {
        Parser.parse(source).statements.contains { statement in
            switch statement.kind {
            case .command(let word, _): ["time", "rerun", "replay"].contains(word.text)
            case .help, .shell, .definition: false
            case .continuation: true
            case .binding(_, let syntax), .expression(let syntax): mayRun(syntax)
            }
        }
    }

    private func mayRun(_ syntax: Syntax) -> Bool {
        switch syntax.kind {
        case .call, .pipe, .member, .element: return true
        case .name(let name), .variable(let name): return scope.values[name]?.asFrame != nil
        case .previous: return scope.previous?.asFrame != nil
        default:
            var found = false
            syntax.kind.forEachChild { found = found || mayRun($0) }
            return found
        }
    }
}
