import Dispatch
import Synchronization

/// Splits `0..<count` into chunks of `size` and runs `body` on each, on up to `threads` threads.
///
/// The boundaries depend on `count` and `size` alone and the results come back in the order of the
/// chunks, so whoever combines them from first to last gets the same bits for any number of
/// threads. A chunk that has not begun when `cancellation` is made is left out, and the call throws.
package func parallelChunks<Partial: Sendable>(
    count: Int,
    size: Int,
    threads: Int,
    cancellation: Cancellation? = nil,
    _ body: @Sendable (Range<Int>) -> Partial
) throws(CancellationError) -> [Partial] {
    precondition(count >= 0 && size > 0, "chunks have a positive size")
    let chunks = (count + size - 1) / size
    let work = { @Sendable (chunk: Int) -> Partial? in
        if cancellation?.isCancelled == true { return nil }
        return body(chunk * size..<min(count, (chunk + 1) * size))
    }
    let partials = inOrder(chunks, threads: threads, work)
    guard partials.count == chunks else { throw CancellationError() }
    return partials
}

/// The size of chunk that gives at most `chunks` of them, each at least `minimum` long.
package func chunkSize(count: Int, chunks: Int, minimum: Int = 1) -> Int {
    max(minimum, (count + chunks - 1) / chunks, 1)
}

/// What `work` answered for `0..<count`, in that order, without those for which it had nothing.
private func inOrder<Partial: Sendable>(
    _ count: Int,
    threads: Int,
    _ work: @Sendable (Int) -> Partial?
) -> [Partial] {
    let workers = min(threads, count)
    guard workers > 1 else { return (0..<count).compactMap(work) }
    let next = Atomic(0)
    let results = Mutex([Partial?](repeating: nil, count: count))
    DispatchQueue.concurrentPerform(iterations: workers) { _ in
        while true {
            let index = next.add(1, ordering: .relaxed).oldValue
            guard index < count else { return }
            let result = work(index)
            results.withLock { $0[index] = result }
        }
    }
    return results.withLock { $0.compactMap(\.self) }
}
