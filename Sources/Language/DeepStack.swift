import Glibc

/// A thread with a stack deep enough for the most that may nest.
///
/// Threads of libraries and of tests may have half a MiB; an unoptimised build needs more than that
/// for 256 levels. A thread costs some ten microseconds, and only deep input pays for it.
enum DeepStack {
    private static let size = 64 << 20
    /// How deep input may nest on any thread.
    private static let modestDepth = 16

    /// Whether a statement nests so deep that its tree should be built, or walked, here.
    static func isNeeded(for tokens: [Token]) -> Bool {
        var brackets = 0
        var prefixes = 0
        for token in tokens {
            switch token.kind {
            case .leftParenthesis, .leftBracket, .leftBrace, .interpolationOpen: brackets += 1
            case .rightParenthesis, .rightBracket, .rightBrace, .interpolationClose:
                brackets -= brackets > 0 ? 1 : 0
            case .minus, .not, .if, .power, .foreign: prefixes += 1
            case .terminator:
                brackets = 0
                prefixes = 0
            default: break
            }
            if brackets + prefixes > modestDepth { return true }
        }
        return false
    }

    /// Whether an expression is so deep that it should be walked here.
    static func isNeeded(for syntax: Syntax) -> Bool { Int(syntax.height) > modestDepth }

    /// Whether some expression of a statement is so deep.
    static func isNeeded(for statement: Syntax.Statement) -> Bool {
        switch statement.kind {
        case .expression(let syntax), .binding(_, let syntax): isNeeded(for: syntax)
        case .definition(let definition): isNeeded(for: definition.body)
        case .continuation(let stages):
            stages.contains { $0.arguments.contains { isNeeded(for: $0.value) } }
        case .command, .help, .shell: false
        }
    }

    /// Does the work on such a thread and waits for it.
    static func run<Result: Sendable>(_ work: @escaping @Sendable () -> Result) -> Result {
        let task = DeepTask(work)
        // Allocated, not initialised by name: which module declares that depends on the imports.
        let attributes = UnsafeMutablePointer<pthread_attr_t>.allocate(capacity: 1)
        pthread_attr_init(attributes)
        pthread_attr_setstacksize(attributes, size)
        defer {
            pthread_attr_destroy(attributes)
            attributes.deallocate()
        }
        var thread = pthread_t()
        let context = Unmanaged.passRetained(task as AnyDeepTask)
        let status = pthread_create(
            &thread,
            attributes,
            { context in
                if let context {
                    Unmanaged<AnyDeepTask>.fromOpaque(context).takeRetainedValue().run()
                }
                return nil
            },
            context.toOpaque()
        )
        guard status == 0 else {
            context.release()
            return work()
        }
        pthread_join(thread, nil)
        return task.result ?? work()
    }
}

/// What a C callback can be handed.
private class AnyDeepTask {
    func run() {}
}

private final class DeepTask<Result: Sendable>: AnyDeepTask {
    private let work: @Sendable () -> Result
    private(set) var result: Result?

    init(_ work: @escaping @Sendable () -> Result) { self.work = work }

    override func run() { result = work() }
}
