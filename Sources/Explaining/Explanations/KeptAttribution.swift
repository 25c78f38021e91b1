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
    private let work: WorkContext

    init(
        _ explainer: any Explainer,
        _ pipeline: FittedPipeline,
        in work: WorkContext
    ) {
        self.explainer = explainer
        self.pipeline = pipeline
        self.work = work
    }

    func explain(_ games: RowGames) throws -> Attribution {
        func computed() throws -> Attribution {
            try explainer.explain(games, of: pipeline, in: work)
        }
        guard let kept = work.kept else { return try computed() }
        let key = key(games)
        if let found = kept.bytes(for: key).flatMap({ Attribution(bytes: $0) }),
            found.contributions.allSatisfy({ $0.rows == games.rows.rows })
        {
            return found
        }
        let clock = ContinuousClock()
        let start = clock.now
        let attribution = try computed()
        if !attribution.isStopped, clock.now - start >= Duration.worthKeeping {
            kept.keep(attribution.bytes, for: key)
        }
        return attribution
    }

    private func key(_ games: RowGames) -> String {
        func open<E: Explainer>(_ explainer: E) -> String {
            let settings = E.settings.map { "\($0.spec.name) \($0.read(explainer))" }
            return ([E.name] + settings).joined(separator: "\u{0}")
        }
        var key = ContentKey()
        key.add("explain", open(explainer), pipeline.fingerprint)
        key.add("\(work.threads)", "\(work.seed)")
        key.add(games.output.rawValue)
        key.add(games.players)
        if let truth = games.truth { key.add(truth) }
        for matrix in [games.rows] + (games.background.map { [$0] } ?? []) {
            key.add("\(matrix.rows)", "\(matrix.columns)")
            key.add(matrix.cells)
        }
        return key.hexadecimal
    }
}

/// An attribution as bytes of this machine: six counts, then its numbers, output by output.
extension Attribution {
    var bytes: [UInt8] {
        let (rows, columns) = contributions.first.map { ($0.rows, $0.columns) } ?? (0, 0)
        let counts = [
            bases.count, rows, columns, errors == nil ? 0 : 1, coarse, rowBases?.count ?? 0,
        ].map { Int64($0) }
        let numbers = zip(bases, contributions).flatMap { [$0] + $1.cells }
        let spreads = errors?.flatMap(\.cells) ?? []
        return (counts.withUnsafeBytes { Array($0) }) + (numbers.withUnsafeBytes { Array($0) })
            + (spreads.withUnsafeBytes { Array($0) })
            + ((rowBases ?? []).withUnsafeBytes { Array($0) })
    }

    private static let head = 6 * 8

    /// Nil for bytes that are no attribution.
    init?(bytes: [UInt8]) {
        guard bytes.count >= Self.head else { return nil }
        let counts = bytes.withUnsafeBytes { bytes in
            (0..<6).map { Int(bytes.loadUnaligned(fromByteOffset: $0 * 8, as: Int64.self)) }
        }
        let (outputs, rows, columns) = (counts[0], counts[1], counts[2])
        let (cells, isTooMany) = rows.multipliedReportingOverflow(by: columns)
        guard counts.allSatisfy({ $0 >= 0 && $0 < 1 << 40 }), !isTooMany, outputs < 1 << 20,
            cells < 1 << 40, counts[3] <= 1, counts[5] == 0 || counts[5] == rows,
            bytes.count == Self.head + outputs * (cells * (1 + counts[3]) + 1) * 8 + counts[5] * 8
        else { return nil }
        func numbers(_ start: Int, _ count: Int) -> [Double] {
            bytes.withUnsafeBytes { bytes in
                (start..<start + count).map {
                    bytes.loadUnaligned(fromByteOffset: Self.head + $0 * 8, as: Double.self)
                }
            }
        }
        func matrix(_ start: Int) -> Matrix {
            Matrix(rows: rows, columns: columns, cells: numbers(start, cells))
        }
        let starts = (0..<outputs).map { $0 * (cells + 1) }
        self.init(
            contributions: starts.map { matrix($0 + 1) },
            bases: starts.map { numbers($0, 1)[0] },
            rowBases: counts[5] == 0
                ? nil : numbers(outputs * (cells * (1 + counts[3]) + 1), counts[5]),
            errors: counts[3] == 0
                ? nil : (0..<outputs).map { matrix(outputs * (cells + 1) + $0 * cells) },
            coarse: counts[4]
        )
    }
}
