import Glibc

/// How the C heap deals with memory that is given back.
///
/// Batches of rows come and go by the megabyte. Returned to the system each time, their pages would
/// be zeroed and mapped anew for every batch, which costs more than reading the rows.
enum HeapPolicy {
    private typealias Option = @convention(c) (_ option: Int32, _ value: Int32) -> Int32

    /// glibc's numbers for the two options, in `malloc.h`.
    private static let trimThreshold: Int32 = -1
    private static let mapThreshold: Int32 = -3

    /// To be set before the heap is used much; does nothing where the C library has no such options.
    static func set() {
        guard let symbol = dlsym(nil, "mallopt") else { return }
        let option = unsafeBitCast(symbol, to: Option.self)
        _ = option(mapThreshold, 32 << 20)
        _ = option(trimThreshold, 256 << 20)
    }
}
