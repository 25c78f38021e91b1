import CLibSVM
import Diagnostics
import Foundation
import Kernels
import Learning
import Synchronization
import Tables

/// The trainings that make up a model: one for a number, and for each two classes one on all of
/// their rows and five that each leave a part of them out.
struct MachineTraining: Sendable {
    /// What rows are cut into to make probabilities.
    static let parts = 5

    let data: Dataset
    let space: DistanceSpace
    let kernel: Kernel
    let cost: Double
    let epsilon: Double
    let tolerance: Double
    let work: WorkContext

    /// One training: rows, their targets, and rows to be asked afterwards.
    private struct Job: Sendable {
        var rows: [Int]
        var targets: [Double]
        var asked: [Int] = []
    }

    /// What came of it: a machine over the rows that it keeps, or what it says of the rows asked.
    private struct Outcome: Sendable {
        var rows: [Int]
        var coefficients: [Double]
        var offset: Double
        var sums: [Double]
    }

    func model(remarks: [String]) throws -> SupportVectorModel {
        work.progress.report("fitting", fraction: 0)
        let target = data.task == .regression ? TargetScale(data.training.target) : nil
        let jobs: [Job]
        if let target {
            jobs = [numberJob(target)]
        } else {
            jobs = ClassPair.all(of: data.task).flatMap { pairJobs($0) }
        }
        let outcomes = try outcomes(of: jobs)
        let each = target == nil ? 1 + Self.parts : 1
        let starts = Array(stride(from: 0, to: outcomes.count, by: each))
        let rows: [Int] = Set(starts.flatMap { outcomes[$0].rows }).sorted()
        var place: [Int: Int] = [:]
        for (index, row) in rows.enumerated() { place[row] = index }
        let machines = starts.map { start in
            let group = start..<start + each
            return Machine(
                vectors: outcomes[start].rows.compactMap { place[$0] },
                coefficients: Data(doubles: outcomes[start].coefficients),
                offset: outcomes[start].offset,
                sigmoid: target == nil ? sigmoid(jobs[group], outcomes[group]) : nil
            )
        }
        let matrix = data.training.features.rows(at: rows)
        return SupportVectorModel(
            SupportVectorModel.Content(
                kernel: kernel,
                space: space,
                rows: data.count,
                vectors: Data(doubles: space.laid(0..<rows.count, of: matrix)),
                count: rows.count,
                machines: machines,
                target: target,
                remarks: remarks
            ),
            data.shape
        )
    }

    private func numberJob(_ target: TargetScale) -> Job {
        Job(
            rows: Array(0..<data.count),
            targets: data.training.target.map { ($0 - target.center) / target.scale }
        )
    }

    /// All rows of two classes, and the same without each fifth of either class in turn.
    private func pairJobs(_ pair: ClassPair) -> [Job] {
        var counts = [0, 0]
        var (rows, targets, part): ([Int], [Double], [Int]) = ([], [], [])
        for (row, code) in data.training.target.enumerated() {
            guard let side = pair.side(of: Int(code)) else { continue }
            rows.append(row)
            targets.append(side == 1 ? 1 : -1)
            part.append(counts[side] % Self.parts)
            counts[side] += 1
        }
        let whole = Job(rows: rows, targets: targets)
        return [whole]
            + (0..<Self.parts).map { left in
                let stay = part.indices.filter { part[$0] != left }
                let go = part.indices.filter { part[$0] == left }
                return Job(
                    rows: stay.map { rows[$0] },
                    targets: stay.map { targets[$0] },
                    asked: go.map { rows[$0] }
                )
            }
    }

    /// The probability of the second class by what was said of rows left out.
    ///
    /// Where that tells nothing, or the wrong way round, it is the share of the class.
    private func sigmoid(_ jobs: ArraySlice<Job>, _ outcomes: ArraySlice<Outcome>) -> SigmoidCurve?
    {
        let side = jobs.first.map { Dictionary(uniqueKeysWithValues: zip($0.rows, $0.targets)) }
        var (truth, sums): ([Double], [Double]) = ([], [])
        for (job, outcome) in zip(jobs, outcomes).dropFirst() {
            truth += job.asked.map { side?[$0] == 1 ? 1 : 0 }
            sums += outcome.sums
        }
        if !truth.isEmpty {
            let curve = SigmoidCurve(fitting: truth, at: sums)
            if curve.slope > 0 { return curve }
        }
        let positives = truth.reduce(0, +)
        let odds = (positives + 1) / (Double(truth.count) - positives + 1)
        return SigmoidCurve(slope: 0, intercept: log(odds))
    }
}

/// Work on libsvm's threads.
extension MachineTraining {
    private func outcomes(of jobs: [Job]) throws -> [Outcome] {
        let cells = space.laid(0..<data.count, of: data.training.features)
        let done = Atomic(0)
        let results = try parallelChunks(
            count: jobs.count,
            size: 1,
            threads: work.threads,
            cancellation: work.cancellation
        ) { chosen in
            chosen.map { index in
                let result = Result { try outcome(of: jobs[index], cells) }
                let count = done.add(1, ordering: .relaxed).newValue
                work.progress.report("fitting", fraction: Double(count) / Double(jobs.count))
                return result
            }
        }
        return try results.flatMap(\.self).map { try $0.get() }
    }

    private func outcome(of job: Job, _ cells: [Double]) throws -> Outcome {
        var outcome = Outcome(rows: [], coefficients: [], offset: 0, sums: [])
        if data.task == .regression || Set(job.targets).count == 2 {
            outcome = try trained(job, cells)
        } else {
            // Where one class is missing, the other is all there is to say.
            outcome.offset = job.targets.first ?? 0
        }
        guard !job.asked.isEmpty else { return outcome }
        let bank = MachineBank(
            kernel,
            part(of: cells, at: outcome.rows),
            count: outcome.rows.count,
            columns: space.axes.count,
            [
                Machine(
                    vectors: Array(outcome.rows.indices),
                    coefficients: Data(doubles: outcome.coefficients),
                    offset: outcome.offset
                )
            ]
        )
        outcome.sums = bank.sums(of: part(of: cells, at: job.asked), count: job.asked.count)
        return outcome
    }

    private func part(of cells: [Double], at rows: [Int]) -> [Double] {
        let columns = space.axes.count
        return rows.flatMap { cells[$0 * columns..<($0 + 1) * columns] }
    }

    private func trained(_ job: Job, _ cells: [Double]) throws -> Outcome {
        var machine = CSVMMachine()
        var reason: UnsafePointer<CChar>?
        let chosen = job.rows.map { Int32($0) }
        let code = cells.withUnsafeBufferPointer { cells in
            chosen.withUnsafeBufferPointer { chosen in
                job.targets.withUnsafeBufferPointer { targets in
                    var rows = CSVMRows(
                        cells: cells.baseAddress,
                        columns: Int32(space.axes.count),
                        chosen: chosen.baseAddress,
                        count: Int32(chosen.count),
                        targets: targets.baseAddress
                    )
                    var settings = settings
                    return csvm_train(
                        &rows,
                        &settings,
                        Stopping.isAsked,
                        Unmanaged.passUnretained(work.cancellation).toOpaque(),
                        &machine,
                        &reason
                    )
                }
            }
        }
        defer { csvm_free(&machine) }
        switch code {
        case CSVM_TRAINED: break
        case CSVM_STOPPED: throw CancellationError()
        case CSVM_UNSETTLED: throw Diagnostic.unsettled(cost)
        case CSVM_NO_MEMORY:
            throw Diagnostic(
                "svm.failed",
                "libsvm has not enough memory for \(job.rows.count) rows",
                hints: ["sample(\(max(1, job.rows.count / 2))) before `fit`"]
            )
        default:
            let words = reason.map { String(cString: $0) } ?? "no reason given"
            throw Diagnostic("svm.failed", "libsvm refused: \(words)")
        }
        let count = Int(machine.count)
        return Outcome(
            rows: UnsafeBufferPointer(start: machine.places, count: count).map {
                job.rows[Int($0)]
            },
            coefficients: Array(UnsafeBufferPointer(start: machine.coefficients, count: count)),
            offset: machine.offset,
            sums: []
        )
    }

    private var settings: CSVMSettings {
        var settings = CSVMSettings()
        settings.is_regression = data.task == .regression
        settings.gamma = 1
        settings.degree = 1
        kernel.write(to: &settings)
        settings.cost = cost
        settings.epsilon = epsilon
        settings.tolerance = tolerance
        settings.cache = Double(Self.megabytes / max(1, min(work.threads, 1 + Self.parts)))
        return settings
    }

    /// For all columns of kernel matrices that are kept at a time.
    private static let megabytes = 512
}

/// Called by libsvm on whatever thread it runs on.
private enum Stopping {
    static let isAsked: @convention(c) (UnsafeRawPointer?) -> Bool = { context in
        guard let context else { return false }
        return Unmanaged<Cancellation>.fromOpaque(context).takeUnretainedValue().isCancelled
    }
}

/// Two classes, by their codes; the machine speaks for the second.
struct ClassPair: Sendable {
    var first: Int
    var second: Int

    static func all(of task: LearningTask) -> [ClassPair] {
        let codes = task.labels.indices
        return codes.flatMap { first in
            codes[(first + 1)...].map { ClassPair(first: first, second: $0) }
        }
    }

    func side(of code: Int) -> Int? { code == first ? 0 : code == second ? 1 : nil }
}

/// The mean and the sd of the number that is learned.
struct TargetScale: Sendable, Hashable, Codable {
    var center: Double
    var scale: Double

    init(_ target: [Double]) {
        center = Sums.mean(target)
        let mean = center
        let deviation = Sums.mean(target.map { ($0 - mean) * ($0 - mean) }).squareRoot()
        scale = deviation > 0 && deviation.isFinite ? deviation : 1
    }
}

extension Diagnostic {
    fileprivate static func unsettled(_ cost: Double) -> Diagnostic {
        let less = cost / 100
        return Diagnostic(
            "svm.unsettled",
            "`svm` found no settled margin in ten million steps",
            hints: ["cost: \(less >= 1 ? String(Int(less)) : String(less))"]
        )
    }
}
