import Foundation
import Synchronization

/// Work on a thread with a deep stack, for statements that nest and libraries that recurse.
enum DeepThread {
    private static let stackSize = 256 << 20

    /// Runs the work there and waits for what it gives.
    static func run<Result: Sendable>(_ work: @escaping @Sendable () -> Result) -> Result {
        let box = Mutex<Result?>(nil)
        let shared = Shared(box: box)
        let done = DispatchSemaphore(value: 0)
        let thread = Thread {
            let result = work()
            shared.box.withLock { $0 = result }
            done.signal()
        }
        thread.stackSize = stackSize
        thread.start()
        done.wait()
        guard let result = shared.box.withLock({ $0 }) else {
            preconditionFailure("the work is done")
        }
        return result
    }

    private final class Shared<Result: Sendable>: Sendable {
        let box: Mutex<Result?>
        init(box: consuming Mutex<Result?>) { self.box = box }
    }
}
