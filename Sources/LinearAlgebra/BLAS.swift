import CLAPACK

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// OpenBLAS, held to one thread of its own.
///
/// Threads are ours: work is cut into pieces that do not depend on their number, and each piece is
/// one call here. So results repeat, and two models fitted at once do not change each other's count.
enum BLAS {
    /// To be called before any routine; does something only the first time.
    static func prepare() { _ = isPrepared }

    private static let isPrepared: Bool = {
        chooseKernels()
        openblas_set_num_threads(1)
        return true
    }()

    /// The same kernels on every processor that can run them: each set of them rounds in its own way,
    /// and a session that is replayed elsewhere is to give the same digits.
    private static func chooseKernels() {
        guard getenv("OPENBLAS_CORETYPE") == nil, processor_runs_haswell() != 0 else { return }
        openblas_choose("Haswell")
    }
}
