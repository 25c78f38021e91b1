import Diagnostics
import Foundation
package import Kernels
package import Learning
package import Tables

/// What `svm` learned: the rows that hold the margin, and how much each counts.
package struct SupportVectorModel: FittedModel {
    package static let flavor = "svm"

    struct Content: Codable, Hashable {
        var kernel: Kernel
        var space: DistanceSpace
        /// How many rows were learned from.
        var rows: Int
        /// The support vectors as they lie in the space, one behind the other, and their number.
        var vectors: Data
        var count: Int
        /// One for a number, else one for each two classes.
        var machines: [Machine]
        var target: TargetScale?
        var remarks: [String]
    }

    package let shape: ModelShape
    let content: Content
    private let bank: MachineBank

    init(_ content: Content, _ shape: ModelShape) {
        self.shape = shape
        self.content = content
        bank = MachineBank(
            content.kernel,
            content.vectors.doubles,
            count: content.count,
            columns: content.space.axes.count,
            content.machines
        )
    }

    /// Rows that are laid out at once.
    private static let chunk = 64

    /// What each machine says of each row, before it is made a probability: for two classes a number
    /// above zero for the second; a column for each two of several, in their order.
    package func sums(_ features: Matrix, in work: WorkContext) throws -> Matrix {
        try columns(content.machines.count, of: features, in: work) { $0 }
    }

    package func predict(_ features: Matrix, in work: WorkContext) throws -> Matrix {
        if let target = content.target {
            return try columns(1, of: features, in: work) { sums in
                sums.map { $0 * target.scale + target.center }
            }
        }
        let curves = content.machines.compactMap(\.sigmoid)
        guard task.outputs > 1 else {
            return try columns(1, of: features, in: work) { sums in sums.map { curves[0]($0) } }
        }
        let classes = task.labels.count
        return try columns(classes, of: features, in: work) { sums in
            var coupling = PairwiseCoupling(classes: classes)
            return stride(from: 0, to: sums.count, by: curves.count).flatMap { start in
                coupling(zip(curves, sums[start...]).map { $0($1) })
            }
        }
    }

    /// What `body` makes of the machines' sums: for each row so many numbers.
    private func columns(
        _ count: Int,
        of features: Matrix,
        in work: WorkContext,
        _ body: @Sendable ([Double]) -> [Double]
    ) throws -> Matrix {
        let parts = try parallelChunks(
            count: features.rows,
            size: Self.chunk,
            threads: work.threads,
            cancellation: work.cancellation
        ) { rows in
            let laid = content.space.laid(rows, of: features)
            let made = body(bank.sums(of: laid, count: rows.count))
            guard count > 1 else { return made }
            return (0..<count).flatMap { column in
                rows.indices.map { made[($0 - rows.lowerBound) * count + column] }
            }
        }
        return Matrix(rows: features.rows, columns: count, parts: parts)
    }

    package var summary: ModelSummary {
        var facts: [(String, Scalar)] = [
            ("measured by", .text(content.kernel.words)),
            ("support vectors", .text("\(content.count) of \(content.rows) rows")),
        ]
        if content.target == nil {
            facts.append(
                (
                    "probabilities",
                    .text("a sigmoid fitted to rows left out, \(MachineTraining.parts) parts")
                )
            )
        }
        return ModelSummary(facts: facts, remarks: content.remarks)
    }

    package func fate(ofMissing feature: Int) -> String { MissingFate.mean }

    package func encoded() throws -> [UInt8] { try ModelCoding.encode(content) }

    package init(decoding bytes: [UInt8], shape: ModelShape) throws {
        let content: Content = try ModelCoding.decode(bytes)
        guard content.fits(shape) else {
            throw Diagnostic.modelCorrupt("its machines are of other features or classes")
        }
        self.init(content, shape)
    }
}

extension SupportVectorModel.Content {
    /// Whether what was read from a file is of this shape, and whole.
    fileprivate func fits(_ shape: ModelShape) -> Bool {
        let isNumber = shape.task == .regression
        let pairs = isNumber ? 1 : ClassPair.all(of: shape.task).count
        let cells = vectors.doubles
        return kernel.isWhole && space.fits(shape.features) && count >= 0 && rows >= count
            && cells.count == count * space.axes.count && vectors.count == cells.count * 8
            && cells.allSatisfy(\.isFinite) && machines.count == pairs
            && (target != nil) == isNumber
            && target.map { $0.center.isFinite && $0.scale.isFinite && $0.scale > 0 } ?? true
            && machines.allSatisfy { machine in
                let coefficients = machine.coefficients.doubles
                return coefficients.count == machine.vectors.count
                    && coefficients.allSatisfy(\.isFinite) && machine.offset.isFinite
                    && machine.vectors.allSatisfy { (0..<count).contains($0) }
                    && (machine.sigmoid != nil) == !isNumber
                    && machine.sigmoid.map { $0.slope.isFinite && $0.intercept.isFinite } ?? true
            }
    }
}
