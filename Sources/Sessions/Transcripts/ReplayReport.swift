/// What became of each fence of a replay.
package struct ReplayReport: Sendable {
    /// The transcript's file.
    package let name: String
    package internal(set) var results: [Result] = []
    /// Inputs that are not those that were pinned, where that was allowed.
    package internal(set) var changedInputs: [String] = []
    /// The transcript with the new outputs; only with `--update`, and if nothing failed.
    package internal(set) var updated: Transcript?
    /// Whether the work was cancelled before the last fence.
    package internal(set) var isInterrupted = false

    package init(name: String, results: [Result] = [], isInterrupted: Bool = false) {
        self.name = name
        self.results = results
        self.isInterrupted = isInterrupted
    }

    package struct Result: Sendable {
        /// From 1, lesson fences not counted.
        package let number: Int
        /// The line of the fence in the file.
        package let line: Int
        package let code: String
        package let status: Status
        /// What was printed, masked; empty where nothing was run.
        package let text: String
        package let elapsed: Duration
    }

    package enum Status: Hashable, Sendable {
        case same
        case differs(OutputDifference)
        /// It failed though no error was expected, or the other way round.
        case failed(String, OutputDifference?)
        /// `{skip}`, an exercise without code, or behind `--until`.
        case skipped
        /// Run and not compared.
        case volatile

        /// The status as a word.
        package var word: String {
            switch self {
            case .same: "same"
            case .differs: "differs"
            case .failed: "failed"
            case .skipped: "skipped"
            case .volatile: "not compared"
            }
        }

        package var isGood: Bool {
            switch self {
            case .same, .skipped, .volatile: true
            case .differs, .failed: false
            }
        }
    }
}

// Sums.
extension ReplayReport {
    package var isGood: Bool { results.allSatisfy(\.status.isGood) && !isInterrupted }

    /// 0 where all is as stored, 1 where something differs or failed, 130 after ctrl-C.
    ///
    /// After an update differences are no fault, for they were stored.
    package var exitStatus: Int32 {
        if isInterrupted { return 130 }
        return isGood || updated != nil ? 0 : 1
    }

    /// One line: "12 fences: 10 same, 1 differs, 1 skipped", or how far it came.
    package var summary: String {
        var counts: [(word: String, count: Int)] = []
        for word in results.map(\.status.word) {
            if let index = counts.firstIndex(where: { $0.word == word }) {
                counts[index].count += 1
            } else {
                counts.append((word, 1))
            }
        }
        let parts = counts.map { "\($0.count) \($0.word)" }.joined(separator: ", ")
        let fences = results.count == 1 ? "1 fence" : "\(results.count) fences"
        return (isInterrupted ? "interrupted after " : "") + fences
            + (parts.isEmpty ? "" : ": " + parts)
    }

    /// A number that an update changed.
    package struct NumberChange: Hashable, Sendable {
        package let line: Int
        package let old: Double
        package let new: Double
        /// In units of the old number; infinite from 0.
        package let relativeChange: Double
    }

    /// Every number beyond tolerance, in the order of the file.
    package var numberChanges: [NumberChange] {
        results.flatMap { result in
            guard case .differs(let difference) = result.status else { return [NumberChange]() }
            return difference.numbers.map { line, pair in
                NumberChange(
                    line: line,
                    old: pair.old,
                    new: pair.new,
                    relativeChange: pair.relativeChange
                )
            }
        }
    }
}

extension ReplayReport.Result {
    /// What a reader should see of a fence that is not as stored; empty where it is.
    package func rendered(name: String) -> String {
        switch status {
        case .same, .skipped, .volatile: ""
        case .differs(let difference):
            "\(name):\(line): differs\n" + difference.rendered(name: name)
        case .failed(let reason, let difference):
            "\(name):\(line): \(reason)\n" + (difference?.rendered(name: name) ?? "")
        }
    }
}
