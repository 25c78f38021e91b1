import Glibc

/// Threads with a deep stack, for statements that nest and libraries that recurse.
///
/// Threads of libraries and of tests may have half a MiB, and an unoptimised build needs more than
/// that for 256 levels. A thread costs some ten microseconds.
package enum DeepThread {
    /// Reserved, not used: the system gives pages as they are touched.
    private static let stackSize = 256 << 20

    /// Runs the work on a thread that nobody waits for.
    package static func start(_ work: @escaping @Sendable () -> Void) {
        let task = DeepTask(work)
        guard let thread = begin(task) else { preconditionFailure("no thread can be started") }
        pthread_detach(thread)
    }

    /// Does the work on such a thread and waits for what it gives; here, where none can be started.
    package static func run<Result: Sendable>(_ work: @escaping @Sendable () -> Result) -> Result {
        let task = DeepTask(work)
        guard let thread = begin(task) else { return work() }
        pthread_join(thread, nil)
        guard let result = task.result else { preconditionFailure("the work is done") }
        return result
    }

    private static func begin(_ task: AnyDeepTask) -> pthread_t? {
        // Allocated, not initialised by name: which module declares that depends on the imports.
        let attributes = UnsafeMutablePointer<pthread_attr_t>.allocate(capacity: 1)
        pthread_attr_init(attributes)
        pthread_attr_setstacksize(attributes, stackSize)
        defer {
            pthread_attr_destroy(attributes)
            attributes.deallocate()
        }
        var thread = pthread_t()
        let context = Unmanaged.passRetained(task)
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
            return nil
        }
        return thread
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
