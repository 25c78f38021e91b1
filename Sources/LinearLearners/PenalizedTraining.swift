import Diagnostics
import Kernels
import Learning
import LinearAlgebra

/// Rows on their way to a penalised model.
struct PenalizedTraining {
    /// What cross-validation cuts the rows into.
    static let parts = 5

    private let data: Dataset
    private let encoded: EncodedRows
    private let design: Design
    private let seed: UInt64
    private let work: WorkContext
    /// The total weight of the rows.
    let weight: Double

    init(_ data: Dataset, seed: Int?, in work: WorkContext) throws {
        work.progress.report("fitting")
        self.data = data
        self.work = work
        self.seed = seed.map { UInt64($0) } ?? work.seed
        encoded = try EncodedRows(data.features, data.training, in: work)
        design = Design(encoded.matrix, weights: data.training.weights)
        weight = data.training.weights.map { Sums.sum($0) } ?? Double(data.count)
    }

    /// The model under a penalty that is given.
    func fitted(_ penalty: ElasticPenalty, of kind: PenalizedModel.Kind) throws -> PenalizedModel {
        let sums = try sums(of: nil, count: 1)[0]
        return try model(sums, penalty, kind, nil)
    }

    /// The model under the penalty that does best on rows left out.
    func choosing(
        _ search: PenaltyChoice.Search,
        of kind: PenalizedModel.Kind
    ) throws -> PenalizedModel {
        let counted = data.training.weights.map { $0.count { $0 > 0 } } ?? data.count
        guard counted > 1 else { throw Diagnostic.fewForChoice(kind) }
        let parts = min(PenalizedTraining.parts, counted)
        let sums = try sums(of: partOfRow(parts), count: parts)
        guard sums.count(where: { $0.weight > 0 }) > 1 else { throw Diagnostic.fewForChoice(kind) }
        work.progress.report("choosing a penalty")
        let found = try PenaltyChoice.among(search, parts: sums, context: work)
        let all = sums.dropFirst().reduce(sums[0], +)
        let choice = PenalizedModel.Choice(
            parts: parts,
            error: found.error,
            isWeakest: found.isWeakest,
            isStrongest: found.isStrongest
        )
        return try model(all, found.penalty, kind, choice)
    }

    /// Parts of one size, by lot.
    private func partOfRow(_ parts: Int) -> [Int] {
        let order = RandomStream(seed: seed, purpose: "penalty").permutation(data.count)
        var part = [Int](repeating: 0, count: data.count)
        for (place, row) in order.enumerated() { part[row] = place % parts }
        return part
    }

    private func sums(of part: [Int]?, count: Int) throws -> [MomentSums] {
        do throws(RegressionFailure) {
            return try MomentSums.parts(
                design,
                data.training.target,
                of: part,
                count: count,
                context: work
            )
        } catch {
            throw error.asError(encoded.encoding, data.features)
        }
    }

    private func model(
        _ sums: MomentSums,
        _ penalty: ElasticPenalty,
        _ kind: PenalizedModel.Kind,
        _ choice: PenalizedModel.Choice?
    ) throws -> PenalizedModel {
        let fit = try PenalizedLeastSquares.fit(sums, penalty, context: work)
        return PenalizedModel(fit, encoded, data.shape, kind: kind, weight: weight, choice: choice)
    }
}

extension Diagnostic {
    fileprivate static func fewForChoice(_ kind: PenalizedModel.Kind) -> Diagnostic {
        let name = kind == .squares ? "l2" : "l1"
        return Diagnostic(
            "learning.rows",
            "one row is too few to choose `\(name)` by cross-validation",
            hints: kind == .both ? ["l1: 0.1, l2: 0.1"] : ["\(name): 0.1"]
        )
    }
}
