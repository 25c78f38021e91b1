package import Kernels

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A part of the rows told by one or two conditions, and how a model does on it.
package struct RowSlice: Sendable {
    /// As it would be typed in `filter`.
    package let conditions: String
    package let rows: Int
    /// The measure, its interval widened for all slices that were tried.
    package let estimate: IntervalEstimate
    /// The measure on all other rows.
    package let rest: Double
    /// The chance of so much worse than the rest, times the number of slices tried.
    package let pValue: Double

    /// The slice less the rest.
    package var difference: Double { estimate.value - rest }
}

/// The parts of the rows on which a model does worst, among all that one or two conditions tell.
///
/// Intervals and tests are corrected for the search after Bonferroni, by all slices tried. The test
/// against the rest is one-sided: Fisher's exact one of shares, Welch's of other measures, with the
/// degrees of freedom of the smaller part.
package struct SliceSearch: Sendable {
    /// A slice that was measured only.
    private struct Candidate {
        /// Features with a level each.
        var parts: [(feature: Int, level: Int32)]
        var rows: Int
        var value: Double

        init(_ parts: [(feature: Int, level: Int32)], _ part: SliceTally.Part) {
            self.parts = parts
            rows = part.rows
            value = part.value
        }
    }

    package let scored: Scored
    package let score: Score
    package let features: [SliceFeature]
    /// The fewest rows of a slice, and of the rest.
    package let least: Int
    /// Looks at the same rows, by which tests are corrected, too.
    package let looks: Int?

    /// Slices that share so much of their rows are one.
    private static let overlap = 0.75
    /// How many of the worst are looked at for others than near-duplicates.
    private static let mostLooked = 500

    package init(
        _ scored: Scored,
        by score: Score,
        _ features: [SliceFeature],
        least: Int,
        looks: Int?
    ) {
        self.scored = scored
        self.score = score
        self.features = features
        self.least = least
        self.looks = looks
    }

    /// The fewest rows of a slice where none are asked for: 30, or 2 % of many.
    package static func least(of rows: Int) -> Int { max(30, (rows + 49) / 50) }

    /// The worst slices, the worst first, and how many were tried.
    package func worst(
        _ limit: Int,
        in work: WorkContext
    ) throws(CancellationError) -> (slices: [RowSlice], tried: Int) {
        let tried = try candidates(in: work)
        var slices: [RowSlice] = []
        for (candidate, rows) in kept(tried, limit) {
            try work.cancellation.check()
            slices.append(try slice(candidate, rows, of: tried.count, in: work))
        }
        return (slices, tried.count)
    }

    private func candidates(in work: WorkContext) throws(CancellationError) -> [Candidate] {
        let tally = SliceTally(scored, score)
        var found: [Candidate] = []
        for (place, feature) in features.enumerated() {
            let parts = tally.parts(feature.codes, count: feature.conditions.count)
            for (level, part) in parts.enumerated() where isTried(part) {
                found.append(Candidate([(place, Int32(level))], part))
            }
        }
        let pairs = features.count * (features.count - 1) / 2
        var done = 0
        for first in features.indices {
            for second in features.indices.dropFirst(first + 1) {
                try work.cancellation.check()
                work.progress.report("searching slices", fraction: Double(done) / Double(pairs))
                found += self.pairs(first, second, tally)
                done += 1
            }
        }
        return found
    }

    /// Slices of two conditions; one that has all rows of one of them is that one.
    private func pairs(_ first: Int, _ second: Int, _ tally: SliceTally) -> [Candidate] {
        let (a, b) = (features[first], features[second])
        let width = Int32(b.conditions.count)
        let keys = zip(a.codes, b.codes).map { $0 < 0 || $1 < 0 ? -1 : $0 * width + $1 }
        let parts = tally.parts(keys, count: a.conditions.count * b.conditions.count)
        let whole = (a: a.counts, b: b.counts)
        var found: [Candidate] = []
        for (key, part) in parts.enumerated() where isTried(part) {
            let (left, right) = (key / Int(width), key % Int(width))
            guard part.rows < whole.a[left], part.rows < whole.b[right] else { continue }
            found.append(Candidate([(first, Int32(left)), (second, Int32(right))], part))
        }
        return found
    }

    private func isTried(_ part: SliceTally.Part) -> Bool {
        part.rows >= least && scored.count - part.rows >= least && part.value.isFinite
    }

    /// The worst, but for those that are nearly the same rows as a worse one.
    private func kept(_ all: [Candidate], _ limit: Int) -> [(Candidate, [Int])] {
        let sign = score.isLoss ? -1.0 : 1
        let order = all.indices.sorted {
            (sign * all[$0].value, -all[$0].rows, $0) < (sign * all[$1].value, -all[$1].rows, $1)
        }
        var kept: [(Candidate, [Int])] = []
        var marks: [[Bool]] = []
        for index in order.prefix(Self.mostLooked) where kept.count < limit {
            let rows = self.rows(of: all[index])
            let isNew = zip(kept, marks).allSatisfy { one, mark in
                let shared = rows.count { mark[$0] }
                let either = rows.count + one.1.count - shared
                return Double(shared) / Double(either) < Self.overlap
            }
            guard isNew else { continue }
            var mark = [Bool](repeating: false, count: scored.count)
            for row in rows { mark[row] = true }
            kept.append((all[index], rows))
            marks.append(mark)
        }
        return kept
    }

    private func rows(of candidate: Candidate) -> [Int] {
        scored.truth.indices.filter { row in
            candidate.parts.allSatisfy { features[$0.feature].codes[row] == $0.level }
        }
    }

    private func slice(
        _ candidate: Candidate,
        _ rows: [Int],
        of tried: Int,
        in work: WorkContext
    ) throws(CancellationError) -> RowSlice {
        var isInside = [Bool](repeating: false, count: scored.count)
        for row in rows { isInside[row] = true }
        let others = isInside.indices.filter { !isInside[$0] }
        let times = Double(tried * max(1, looks ?? 1))
        let inside = try score.estimate(scored.part(rows), level: 1 - 0.05 / times, in: work)
        let outside = try score.estimate(scored.part(others), in: work)
        let chance = chance(of: (inside, rows), beside: (outside, others))
        return RowSlice(
            conditions: candidate.parts
                .map { features[$0.feature].conditions[Int($0.level)] }
                .joined(separator: " and "),
            rows: rows.count,
            estimate: inside,
            rest: outside.value,
            pValue: min(1, chance * times)
        )
    }

    /// How likely a slice is so much worse than the other rows if it is no worse: of shares by Fisher's
    /// exact test, which holds at 0 and 1 too, of other measures by Welch's.
    private func chance(
        of slice: (estimate: IntervalEstimate, rows: [Int]),
        beside rest: (estimate: IntervalEstimate, rows: [Int])
    ) -> Double {
        if let mine = score.counts(scored.part(slice.rows)),
            let theirs = score.counts(scored.part(rest.rows))
        {
            return TwoProportions.chanceOfFewer(mine, theirs)
        }
        let error = hypot(slice.estimate.standardError, rest.estimate.standardError)
        let harm = (slice.estimate.value - rest.estimate.value) * (score.isLoss ? 1 : -1)
        let freedom = Double(min(slice.rows.count, rest.rows.count) - 1)
        let both = StudentDistribution(freedom: freedom).twoSided(harm / error)
        return harm > 0 ? both / 2 : 1 - both / 2
    }
}
