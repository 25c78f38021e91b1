import Kernels
import Testing

@Suite("Sums, ranks, quantiles and histograms")
struct SumsTests {
    private let stream = RandomStream(seed: 11, purpose: "sums")

    @Test("a number that is not finite is found wherever it stands")
    func finiteness() {
        for count in [0, 1, 7, 8, 9, 16, 35] {
            let finite = (0..<count).map { $0 % 2 == 0 ? Double($0) : -1.7e308 }
            #expect(finite.areAllFinite)
            for place in finite.indices {
                for value in [Double.nan, .infinity, -.infinity] {
                    var cells = finite
                    cells[place] = value
                    #expect(!cells.areAllFinite)
                }
            }
        }
    }

    @Test(
        "add like a compensated loop, whatever the count",
        arguments: [0, 1, 7, 8, 513, 5000, 70_001]
    )
    func sums(count: Int) throws {
        let values = (0..<count).map { stream.uniform(row: $0) * 100 }
        #expect(agree(Sums.sum(values), Sums.compensated(values)))
        for threads in [1, 2, 4] {
            let once = try Sums.sum(values, context: WorkContext(threads: 1))
            #expect(try Sums.sum(values, context: WorkContext(threads: threads)) == once)
        }
        #expect(agree(Dots.dot(values, values), values.reduce(0) { $0 + $1 * $1 }))
        let shifted = values.map { $0 + 2 }
        #expect(agree(Dots.squaredDistance(values, shifted), 4 * Double(count)))
    }

    @Test("keep what plain addition loses")
    func compensation() {
        #expect(Sums.compensated([1, 1e100, 1, -1e100]) == 2)
        #expect(Sums.compensated([.infinity, 1]) == .infinity)
        #expect(Sums.mean([1, 2, 3], weights: [1, 1, 2]) == 2.25)
        #expect(agree(Sums.variance([2, 4, 4, 4, 5, 5, 7, 9]), 32.0 / 7))
        #expect(Sums.effectiveCount([1, 1, 1]) == 3)
    }

    @Test("run chunks in order on any number of threads, and stop")
    func chunks() throws {
        for threads in [1, 2, 4] {
            let starts = try parallelChunks(count: 103, size: 10, threads: threads) { $0 }
            #expect(starts == stride(from: 0, to: 103, by: 10).map { $0..<min(103, $0 + 10) })
        }
        let cancellation = Cancellation()
        cancellation.cancel()
        #expect(throws: CancellationError.self) {
            try parallelChunks(count: 5, size: 1, threads: 2, cancellation: cancellation) { $0 }
        }
    }

    @Test("rank with ties as counting does", arguments: [5, 100, 1000])
    func ranks(count: Int) {
        let values = (0..<count).map { Double(stream.integer(below: 40, row: $0)) - 20 }
        let slow = values.map { value in
            Double(values.count { $0 < value }) + Double(values.count { $0 == value } + 1) / 2
        }
        #expect(Ranks.average(values) == slow)
    }

    @Test("sort minus zero with zero, and NaN last")
    func sorting() {
        #expect(
            SortOrder.ascending([0, -0.0, .nan, -1, .infinity, -.infinity]) == [5, 3, 0, 1, 4, 2]
        )
        let ranks = Ranks.average([0, -0.0, .nan])
        #expect(ranks[0] == 1.5 && ranks[1] == 1.5 && ranks[2].isNaN)
        let many = (0..<3000).map { stream.normal(row: $0) }
        #expect(SortOrder.ascending(many).map { many[$0] } == many.sorted())
        #expect(SortOrder.sorted(many) == many.sorted())
        #expect(
            SortOrder.sorted([2, -0.0, -.infinity, -3, .infinity]) == [
                -.infinity, -3, 0, 2, .infinity,
            ]
        )
        #expect(SortOrder.sorted(many + [.nan]).last?.isNaN == true)
    }

    /// numpy.quantile([3, 1, 4, 1, 5, 9, 2, 6], [0, .1, .5, .77, 1]), and medians by hand.
    @Test("interpolate between order statistics")
    func quantiles() {
        let values: [Double] = [3, 1, 4, 1, 5, 9, 2, 6]
        let found = Quantiles.quantiles(values, at: [0, 0.1, 0.5, 0.77, 1])
        #expect(agree(found, [1, 1, 3.5, 5.39, 9]))
        #expect(Quantiles.quantile([1, .infinity], at: 0) == 1)
        #expect(Quantiles.quantile([], at: 0.5).isNaN)
        #expect(Quantiles.median([1, 2, 3, 10], weights: [1, 1, 1, 4]) == 10)
        #expect(Quantiles.median([1, 2], weights: [1, 1]) == 1.5)
    }

    @Test("count between edges, the last of which belongs to its bin")
    func histogram() {
        let histogram = Histogram([0, 0.5, 1, 2, 3, -1, .nan], edges: [0, 1, 2])
        #expect(histogram.counts == [2, 2])
        #expect(histogram.outside == 3)
        #expect(Histogram.edges(from: 5, to: 5, bins: 2) == [4.5, 5, 5.5])
        #expect(Histogram.suggestedBins([1, 1, 1]) == 1)
        #expect(Histogram.suggestedBins((0..<1000).map(Double.init)) == 11)
    }
}
