import Catalog
import Diagnostics
import Digests
import Kernels
import Relations
import Synchronization
import Tables

/// A fold's rows as learners read them, the same for all settings that are tried.
struct FoldRows: Sendable {
    var data: Dataset
    var target: Target
    var test: Examples
    var remarks: [String]

    /// The number of bytes of its matrices.
    var size: Int {
        8 * (data.training.features.cells.count + test.features.cells.count + data.count)
    }
}

/// What is known of a learner on folds once their rows are read.
package struct FoldFacts: Sendable {
    package let task: LearningTask
    package let target: String
    package let remarks: [String]
    /// Features of the first fold that may know the outcome.
    package let suspicions: [LeakSuspicion]
    /// What settings are judged on: how many folds of how many rows, and a digest of these.
    package let ground: String

    /// What is said where learners stop early.
    static let stopping =
        "with `patience:` a fifth of each fold's training rows tells when to stop"
}

/// The folds' rows: read once and kept, or read anew for each trial where all of them together would
/// be too much for the memory.
final class FoldRowsCache: Sendable {
    /// How much is kept.
    static let mostBytes = 4 << 30

    private let folds: Folds
    private let learner: LearnerValue
    private let fitting: Fitting
    private let kept = Mutex<[Int: FoldRows]>([:])
    /// Held while rows are read: an engine reads with all its threads anyway.
    private let reading = Mutex(())

    init(_ folds: Folds, of learner: LearnerValue, engine: any Engine, work: WorkContext) {
        self.folds = folds
        self.learner = learner
        fitting = Fitting(engine: engine, work: work)
    }

    /// Reads the first fold, and the others if all are to be kept; throws what would keep the learner
    /// from being fitted with any settings.
    func prepare() throws -> FoldFacts {
        guard learner.parts.isEmpty else { throw Diagnostic.blendOfRows }
        let (first, suspicions) = try read(0, suspecting: true)
        try requireSupport(of: first)
        keep(first, at: 0)
        var digest = ContentKey()
        try add(first, to: &digest)
        if first.size < Self.mostBytes / folds.count {
            for place in folds.folds.indices.dropFirst() {
                try fitting.work.cancellation.check()
                let rows = try read(place).rows
                keep(rows, at: place)
                try add(rows, to: &digest)
            }
        }
        return FoldFacts(
            task: first.data.task,
            target: first.target.name,
            remarks: first.remarks
                + (learner.description.stopsEarly ? [FoldFacts.stopping] : []),
            suspicions: suspicions,
            ground: "\(folds.count) folds of \(folds.testRows) rows, "
                + digest.hexadecimal.prefix(12)
        )
    }

    private func add(_ rows: FoldRows, to digest: inout ContentKey) throws {
        for part in [rows.data.training, rows.test] {
            digest.add("\(part.count)", "\(try RowSketch.sum(of: part, in: fitting.work))")
        }
    }

    private func keep(_ rows: FoldRows, at place: Int) {
        kept.withLock { $0[place] = rows }
        let fraction = Double(place + 1) / Double(folds.count)
        fitting.work.progress.report("reading folds", fraction: fraction)
    }

    private func requireSupport(of rows: FoldRows) throws(Diagnostic) {
        func open<L: Learner>(_ learner: L) throws(Diagnostic) {
            guard L.supports(rows.data.task) else {
                throw .taskUnsupported(L.name, rows.data.task, rows.target)
            }
        }
        try open(learner.learner)
    }

    func rows(_ place: Int) throws -> FoldRows {
        if let rows = kept.withLock({ $0[place] }) { return rows }
        return try reading.withLock { _ in try read(place).rows }
    }

    /// A recipe is learned anew from each fold's training rows.
    private func read(
        _ place: Int,
        suspecting: Bool = false
    ) throws -> (rows: FoldRows, [LeakSuspicion]) {
        let fold = folds.folds[place]
        do {
            let read = try fitting.trainingRows(learner, fold.train, weight: folds.weight)
            let data = read.reading.dataset
            let bound = try read.rows.bound(to: fold.test)
            let test = try DatasetReader(engine: fitting.engine, work: fitting.work)
                .read(
                    bound.frame,
                    target: try read.reading.target.rebound(to: fold.test.schema),
                    features: data.features,
                    expressions: bound.expressions,
                    weight: folds.weight
                )
            guard test.count > 0 else { throw Diagnostic.nothingToJudge }
            let rows = FoldRows(
                data: data,
                target: read.reading.target,
                test: test,
                remarks: read.rows.remarks
            )
            let suspicions =
                suspecting ? try fitting.suspicions(read.rows, fold.train, data) : []
            return (rows, suspicions)
        } catch let fault as Diagnostic {
            throw fault.inFold(place + 1, of: folds.count)
        }
    }
}
