package import Kernels

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The penalty whose coefficients do best on rows that they were not fitted to.
package enum PenaltyChoice {
    /// What is sought: how strong, and of which kind.
    package enum Search: Hashable, Sendable {
        /// The ridge alone.
        case ridge
        /// The lasso, beside a ridge that is given.
        case lasso(l2: Double)
        /// The ridge, beside a lasso that is given.
        case ridgeBeside(l1: Double)
        /// Both, their sum's strength and its parts.
        case both
    }

    /// What was found.
    package struct Found: Sendable {
        package var penalty: ElasticPenalty
        /// The root of the mean squared error on the rows left out.
        package var error: Double
        /// Whether a stronger penalty than the strongest, or a weaker than the weakest, may do
        /// better still.
        package var isWeakest: Bool
        package var isStrongest: Bool
    }

    /// How many strengths are tried of each kind.
    package static let strengths = 100
    /// The parts of the lasso in the sum of both.
    static let shares = [0.1, 0.5, 0.7, 0.9, 0.95, 1]

    /// Tries every penalty on the rows without each part, judged by that part.
    package static func among(
        _ search: Search,
        parts: [MomentSums],
        context: WorkContext
    )
        throws(CancellationError) -> Found
    {
        precondition(parts.count > 1, "parts to leave out")
        let all = parts.dropFirst().reduce(parts[0], +)
        let paths = paths(search, all)
        // A part of no weight neither teaches nor judges.
        let judged = parts.filter { $0.weight > 0 }
        let taught = try parallelChunks(
            count: judged.count,
            size: 1,
            threads: context.threads,
            cancellation: context.cancellation
        ) { Correlations(all - judged[$0.lowerBound]) }
        let count = judged.count * paths.count
        let errors = try parallelChunks(
            count: count,
            size: 1,
            threads: context.threads,
            cancellation: context.cancellation
        ) { chosen -> [Double]? in
            let place = chosen.lowerBound / paths.count
            let path = paths[chosen.lowerBound % paths.count]
            return try? self.errors(path, taught[place], judged[place], context)
        }
        var best: (error: Double, path: Int, place: Int)?
        for path in paths.indices {
            for place in paths[path].indices {
                var total = 0.0
                for (index, part) in judged.enumerated() {
                    guard let found = errors[index * paths.count + path] else {
                        throw CancellationError()
                    }
                    total += part.weight * found[place]
                }
                if total < best?.error ?? .infinity { best = (total, path, place) }
            }
        }
        guard let best else {
            return Found(
                penalty: paths[0][0],
                error: .nan,
                isWeakest: false,
                isStrongest: false
            )
        }
        return Found(
            penalty: paths[best.path][best.place],
            error: (best.error / all.weight).squareRoot(),
            isWeakest: best.place == paths[best.path].count - 1,
            isStrongest: best.place == 0 && search == .ridge
        )
    }

    /// Penalties from strong to weak, each path of one kind.
    private static func paths(_ search: Search, _ all: MomentSums) -> [[ElasticPenalty]] {
        let correlations = Correlations(all)
        // The lasso under which every coefficient is zero.
        let top = correlations.withTarget.map(\.magnitude).max() ?? 0
        let isTall = all.weight > Double(all.columns)
        let floor = isTall ? 1e-4 : 1e-2
        let lasso = falling(from: top, to: top * floor)
        switch search {
        case .ridge: return [falling(from: 1e2, to: 1e-6).map { ElasticPenalty(l1: 0, l2: $0) }]
        case .ridgeBeside(let l1):
            return [falling(from: 1e2, to: 1e-6).map { ElasticPenalty(l1: l1, l2: $0) }]
        case .lasso(let l2): return [lasso.map { ElasticPenalty(l1: $0, l2: l2) }]
        case .both:
            return shares.map { share in
                lasso.map { ElasticPenalty(l1: $0, l2: $0 * (1 - share) / share) }
            }
        }
    }

    /// So many numbers in equal proportions.
    private static func falling(from top: Double, to bottom: Double) -> [Double] {
        guard top > 0 else { return [0] }
        let factor = bottom / top
        return (0..<strengths).map { place in
            place == 0 ? top : top * pow(factor, Double(place) / Double(strengths - 1))
        }
    }

    /// The mean squared error on one part of the coefficients that others gave, along a path.
    private static func errors(
        _ path: [ElasticPenalty],
        _ correlations: Correlations,
        _ part: MomentSums,
        _ context: WorkContext
    ) throws(CancellationError) -> [Double] {
        if path.allSatisfy({ $0.l1 == 0 }) {
            return ridges(path.map(\.l2), correlations).map {
                correlations.error($0, over: part)
            }
        }
        var descent = CoordinateDescent(gram: correlations.among, cross: correlations.withTarget)
        descent.tolerance = 1e-6
        var errors: [Double] = []
        for penalty in path {
            _ = try descent.solve(penalty, context: context)
            errors.append(correlations.error(descent.coefficients, over: part))
        }
        return errors
    }

    /// The coefficients under many ridges, by one decomposition.
    private static func ridges(_ l2: [Double], _ correlations: Correlations) -> [[Double]] {
        let cross = correlations.withTarget
        guard let eigen = SymmetricEigen(correlations.among) else {
            return l2.map { _ in cross.map { _ in .nan } }
        }
        let turned = eigen.vectors.transposed.times(cross)
        return l2.map { l2 in
            let shrunk = zip(turned, eigen.values).map { $0 / (max(0, $1) + l2) }
            return eigen.vectors.times(shrunk)
        }
    }
}
