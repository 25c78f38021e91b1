import Catalog
import Diagnostics
package import Documents
import Kernels
package import Relations
package import Tables
package import Values

/// The trials of a search, best first, and the learner with the best settings.
package struct Tuning: ShellObject, ShellRepresentable {
    package static let type = ObjectType("tuning")

    /// Best first, failures last.
    package let trials: [Trial]
    /// The learner with the settings of the first trial.
    package let best: LearnerValue
    let space: SearchSpace
    let score: Score
    private let method: TuningMethod
    private let folds: Folds
    private let planned: Int
    /// The learner without the settings that were searched for.
    private let learner: String
    private let budget: TuningBudget?
    /// What they were judged on.
    private let ground: String
    /// How many of all tries there are, where a stop kept others from being made.
    package let isStopped: Bool

    /// Sorts the trials; throws where none of them has a value.
    init(_ search: TuningSearch, _ trials: [Trial]) throws {
        let isStopped = search.running.work.cancellation.isCancelled
        if isStopped, !trials.contains(where: { $0.value != nil }) { throw CancellationError() }
        let sorted = trials.sorted { search.score.precedes($0, $1) }
        guard let first = sorted.first, first.value != nil else {
            throw Diagnostic.allFailed(sorted)
        }
        self.trials = sorted
        best = try search.running.learner.with(search.space.settings(first.point))
        space = search.space
        score = search.score
        method = search.method
        folds = search.running.folds
        planned = search.planned
        learner = search.learner
        budget = search.method == .halving ? search.budget : nil
        ground = search.running.facts.ground
        self.isStopped = isStopped
    }

    package var brief: String { "of \(best.description.name), \(trials.count) trials" }
    package var memberNames: [String] { ["best", score.name, "trials"] }

    package func member(_ name: String) -> Value? {
        switch name {
        case "best": .object(best)
        case "trials": frame.map { .frame($0) }
        case score.name: trials[0].value.map { .float($0) }
        default: nil
        }
    }

    package var frame: Frame? { Frame(memory: table) }

    /// Rank, trial, the settings, perhaps the budget, metric, value, se, seconds, state, reason, the
    /// learner, what judged it, and the definition of a metric that has one.
    package var table: Table {
        var columns: [(Tables.Field, Column)] = [
            (
                Tables.Field("rank", .int),
                Column(
                    .int,
                    cells: trials.enumerated().map {
                        $1.value == nil ? .missing : .int(Int64($0 + 1))
                    }
                )
            ),
            (
                Tables.Field("trial", .int),
                Column(.int, .ints(trials.map { Int64($0.number) }))
            ),
        ]
        columns += space.dimensions.indices.map { settingColumn($0) }
        if let budget { columns.append(budgetColumn(budget)) }
        columns += [
            (
                Tables.Field("metric", .text),
                Column(.text, .texts(trials.map { _ in score.name }))
            ),
            (Tables.Field("value", .float), Column(finite: trials.map { $0.value ?? .nan }[...])),
            (Tables.Field("se", .float), Column(finite: trials.map { $0.error ?? .nan }[...])),
            (Tables.Field("seconds", .float), Column(finite: trials.map(\.seconds)[...])),
            (
                Tables.Field("state", .text),
                Column(.text, .texts(trials.map(\.state)))
            ),
            (
                Tables.Field("reason", .text),
                Column(.text, cells: trials.map { $0.failure.map { .text($0) } ?? .missing })
            ),
            (
                Tables.Field("learner", .text),
                Column(.text, .texts(trials.map { _ in learner }))
            ),
            (
                Tables.Field("judged_on", .text),
                Column(.text, .texts(trials.map { _ in ground }))
            ),
        ]
        if let definition = score.definition {
            columns.append(
                (
                    Tables.Field("definition", .text),
                    Column(.text, .texts(trials.map { _ in definition }))
                )
            )
        }
        return Table(columns.map(\.0), columns.map(\.1))
    }

    /// The trees, or the share of the training rows, that each trial was judged with.
    private func budgetColumn(_ budget: TuningBudget) -> (Tables.Field, Column) {
        guard case .trees = budget else {
            return (Tables.Field("rows", .float), Column(finite: trials.map(\.share)[...]))
        }
        let trees = trials.map { Int64(budget.trees($0.share) ?? 0) }
        return (Tables.Field("trees", .int), Column(.int, .ints(trees)))
    }

    private func settingColumn(_ place: Int) -> (Tables.Field, Column) {
        let dimension = space.dimensions[place]
        let values = trials.map { dimension.value($0.point[place]) }
        guard case .scalar(let type) = dimension.spec.type, type != .missing else {
            let texts = values.map(\.words)
            return (Tables.Field(dimension.name, .text), Column(.text, .texts(texts)))
        }
        let cells = values.map { value -> Scalar in
            guard case .scalar(let cell) = value else { return .missing }
            return cell
        }
        return (Tables.Field(dimension.name, type), Column(type, cells: cells))
    }

    /// The first trials without how long they took, and what is to be said of them.
    package var document: Document {
        let failures = trials.contains { $0.state != "ok" }
        let hidden =
            ["metric", "seconds", "reason", "learner", "judged_on", "definition"]
            + (failures ? [] : ["state"])
        let table = table
        let shown = table.fields.indices.filter { !hidden.contains(table.fields[$0].name) }
        var document = Document(
            .table(
                TableBlock(
                    of: Table(shown.map { table.fields[$0] }, shown.map { table.columns[$0] }),
                    rows: 10
                )
            )
        )
        for note in notes { document.append(.note(note)) }
        return document
    }

    /// Trials that did as well as the best with as much of the budget; nil where there are none.
    private var equals: String? {
        let first = trials[0]
        let numbers = trials.dropFirst()
            .filter { $0.value == first.value && $0.share == first.share && $0.value != nil }
            .map { "\($0.number)" }
        guard let last = numbers.last else { return nil }
        let listed = numbers.prefix(5).joined(separator: ", ")
        return switch numbers.count {
        case 1: "trial \(last) did as well"
        case 2...5: "trials \(numbers.dropLast().joined(separator: ", ")) and \(last) did as well"
        default: "trials \(listed) and \(numbers.count - 5) more did as well"
        }
    }

    private var notes: [String] {
        let count = trials.count
        let shown = isStopped ? "\(count) of \(planned)" : "\(count)"
        var notes = [
            "best: \(space.words(trials[0].point))",
            "\(shown) trial\(shown == "1" ? "" : "s") by \(method.words); \(score.name) is the mean of "
                + "\(folds.count) folds, se that of Nadeau and Bengio",
        ]
        if let others = equals {
            notes.append("\(others): of equals the first that was tried is the best")
        }
        if let budget {
            let whole = trials.count { $0.share == 1 && $0.value != nil }
            notes.append("\(whole) of them had all of the budget, \(budget.words)")
        }
        let failed = trials.filter { $0.failure != nil }
        if let reason = failed.first?.failure {
            notes.append("\(failed.count) of \(count) trials failed: \(reason)")
        }
        notes += TuningEdges.notes(self)
        if trials.count > 1 {
            notes.append(
                "the best of several is judged too well by the folds that chose it: other rows tell"
            )
        }
        return notes
    }
}

extension Diagnostic {
    fileprivate static func allFailed(_ trials: [Trial]) -> Diagnostic {
        let count = trials.count
        let reason = trials.first?.failure ?? "no trial was run"
        return Diagnostic(
            "tune.failed",
            count == 1
                ? "the only trial failed: \(reason)" : "all \(count) trials failed: \(reason)",
            hints: ["… | cross_validate(folds) tells more of one learner"]
        )
    }
}
