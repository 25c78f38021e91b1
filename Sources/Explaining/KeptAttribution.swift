import Catalog
import Digests
import Kernels
import Learning
import Tables

/// An explanation that an earlier run may have computed: of the same model and rows, in the same
/// way.
struct KeptAttribution {
    private let explainer: any Explainer
    private let pipeline: FittedPipeline
    private let players: [Int]
    private let work: WorkContext

    init(
        _ explainer: any Explainer,
        _ pipeline: FittedPipeline,
        _ players: [Int],
        in work: WorkContext
    ) {
        self.explainer = explainer
        self.pipeline = pipeline
        self.players = players
        self.work = work
    }

    func explain(
        _ rows: Matrix,
        of model: any MarginModel,
        against background: Matrix?
    ) throws -> Attribution {
        func computed() throws -> Attribution {
            try explainer.explain(rows, of: model, among: players, against: background, in: work)
        }
        guard let kept = work.kept else { return try computed() }
        let key = key(rows, background)
        if let found = kept.bytes(for: key).flatMap({ Attribution(bytes: $0) }),
            found.contributions.allSatisfy({ $0.rows == rows.rows })
        {
            return found
        }
        let clock = ContinuousClock()
        let start = clock.now
        let attribution = try computed()
        if clock.now - start >= Duration.worthKeeping { kept.keep(attribution.bytes, for: key) }
        return attribution
    }

    private func key(_ rows: Matrix, _ background: Matrix?) -> String {
        func open<E: Explainer>(_ explainer: E) -> String {
            let settings = E.settings.map { "\($0.spec.name) \($0.read(explainer))" }
            return ([E.name] + settings).joined(separator: "\u{0}")
        }
        var key = ContentKey()
        key.add("explain", open(explainer), pipeline.fingerprint)
        key.add("\(work.threads)", "\(work.seed)")
        key.add(players)
        for matrix in [rows] + (background.map { [$0] } ?? []) {
            key.add("\(matrix.rows)", "\(matrix.columns)")
            key.add(matrix.cells)
        }
        return key.hexadecimal
    }
}

/// An attribution as bytes of this machine: three counts, then its numbers, output by output.
extension Attribution {
    var bytes: [UInt8] {
        let (rows, columns) = contributions.first.map { ($0.rows, $0.columns) } ?? (0, 0)
        let counts = [Int64(bases.count), Int64(rows), Int64(columns)]
        let numbers = zip(bases, contributions).flatMap { [$0] + $1.cells }
        return counts.withUnsafeBytes { Array($0) } + numbers.withUnsafeBytes { Array($0) }
    }

    /// Nil for bytes that are no attribution.
    init?(bytes: [UInt8]) {
        guard bytes.count >= 24 else { return nil }
        let counts = bytes.withUnsafeBytes { bytes in
            (0..<3).map { Int(bytes.loadUnaligned(fromByteOffset: $0 * 8, as: Int64.self)) }
        }
        let (outputs, rows, columns) = (counts[0], counts[1], counts[2])
        let (cells, isTooMany) = rows.multipliedReportingOverflow(by: columns)
        guard counts.allSatisfy({ $0 >= 0 && $0 < 1 << 40 }), !isTooMany, outputs < 1 << 20,
            cells < 1 << 40, bytes.count == 24 + outputs * (cells + 1) * 8
        else { return nil }
        let numbers = bytes.withUnsafeBytes { bytes in
            (0..<outputs * (cells + 1)).map {
                bytes.loadUnaligned(fromByteOffset: 24 + $0 * 8, as: Double.self)
            }
        }
        let starts = (0..<outputs).map { $0 * (cells + 1) }
        self.init(
            contributions: starts.map { start in
                Matrix(
                    rows: rows,
                    columns: columns,
                    cells: Array(numbers[start + 1..<start + 1 + cells])
                )
            },
            bases: starts.map { numbers[$0] }
        )
    }
}
