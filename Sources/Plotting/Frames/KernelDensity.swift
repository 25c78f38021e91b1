#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A Gaussian kernel density of counted values, its bandwidth by Scott's rule.
struct KernelDensity {
    private let centers: [Double]
    private let counts: [Double]
    private let total: Double
    let bandwidth: Double

    /// Of values in narrow bins, by their middles; `spread` is the values' standard deviation.
    init(_ centers: [Double], counts: [Int], spread: Double) {
        let filled = counts.indices.filter { counts[$0] > 0 }
        self.centers = filled.map { centers[$0] }
        self.counts = filled.map { Double(counts[$0]) }
        total = self.counts.reduce(0, +)
        let width = centers.count > 1 ? centers[1] - centers[0] : 1
        // Of one value there is no spread: a bell as narrow as a bin shows it.
        bandwidth = spread > 0 ? spread * pow(total, -0.2) : width
    }

    func density(at x: Double) -> Double {
        var sum = 0.0
        for (center, count) in zip(centers, counts) {
            let z = (x - center) / bandwidth
            if z.magnitude < 40 { sum += count * exp(-z * z / 2) }
        }
        return sum / (total * bandwidth * (2 * Double.pi).squareRoot())
    }

    /// The value below which a share of what was counted lies, to a bin.
    func quantile(_ share: Double) -> Double {
        var reached = 0.0
        for (center, count) in zip(centers, counts) {
            reached += count
            if reached >= share * total { return center }
        }
        return centers.last ?? 0
    }
}
