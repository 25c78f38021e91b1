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

    /// A processor that is newer than the library counts there as one of 2004, whose kernels take
    /// three times as long.
    private static func chooseKernels() {
        guard getenv("OPENBLAS_CORETYPE") == nil, let name = openblas_get_corename(),
            String(cString: name) == "Prescott", let core = processor_core()
        else { return }
        openblas_choose(core)
    }
}
