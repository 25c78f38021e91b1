import CLAPACK

/// OpenBLAS, held to one thread of its own.
///
/// Threads are ours: work is cut into pieces that do not depend on their number, and each piece is
/// one call here. So results repeat, and two models fitted at once do not change each other's count.
enum BLAS {
    /// To be called before any routine; does something only the first time.
    static func prepare() { _ = isSingleThreaded }

    private static let isSingleThreaded: Bool = {
        openblas_set_num_threads(1)
        return true
    }()
}
