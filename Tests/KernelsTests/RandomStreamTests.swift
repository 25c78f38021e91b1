import Kernels
import Testing

@Suite("Chance")
struct RandomStreamTests {
    @Test("follows the reference vectors of Philox4x32-10")
    func referenceVectors() {
        let zero = Philox(key: SIMD2(0, 0)).words(SIMD4(0, 0, 0, 0))
        #expect(zero == SIMD4(0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8))
        let ones = Philox(key: SIMD2(repeating: .max)).words(SIMD4(repeating: .max))
        #expect(ones == SIMD4(0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd))
        let digitsOfPi = Philox(key: SIMD2(0xa409_3822, 0x299f_31d0))
            .words(SIMD4(0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344))
        #expect(digitsOfPi == SIMD4(0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1))
    }

    @Test("depends on seed, purpose, row and draw")
    func dependence() {
        let stream = RandomStream(seed: 1, purpose: "split")
        let word = stream.word(row: 5)
        #expect(word == RandomStream(seed: 1, purpose: "split").word(row: 5))
        #expect(word != RandomStream(seed: 2, purpose: "split").word(row: 5))
        #expect(word != RandomStream(seed: 1, purpose: "folds").word(row: 5))
        #expect(word != stream.word(row: 6))
        #expect(Set((0..<100).map { stream.word(row: 5, draw: $0) }).count == 100)
    }

    /// What a reader's seed gives must never change: these were made by Fixtures/chance.py.
    @Test("gives the same words in every version")
    func pinned() throws {
        struct Words: Decodable {
            let seed: UInt64
            let purpose: String
            let row: Int
            let words: [UInt64]
        }
        for pin in try fixture("chance", as: [Words].self) {
            let stream = RandomStream(seed: pin.seed, purpose: pin.purpose)
            #expect(pin.words.indices.map { stream.word(row: pin.row, draw: $0) } == pin.words)
        }
    }

    @Test("is uniform and normal to the eye of a chi-square test")
    func shapes() {
        let stream = RandomStream(seed: 7, purpose: "shapes")
        let count = 20_000
        let uniforms = (0..<count).map { stream.uniform(row: $0) }
        let normals = (0..<count).map { NormalDistribution.cdf(stream.normal(row: $0, draw: 3)) }
        for values in [uniforms, normals] {
            let bins = Histogram(values, edges: Histogram.edges(from: 0, to: 1, bins: 20)).counts
            let expected = Double(count) / 20
            let statistic = bins.reduce(0) { $0 + ($1 - expected) * ($1 - expected) / expected }
            #expect(ChiSquareDistribution(freedom: 19).tails(statistic).upper > 1e-4)
            #expect(values.allSatisfy { $0 >= 0 && $0 < 1 })
        }
    }

    @Test("draws integers without bias, permutations and bootstrap samples")
    func integers() {
        let stream = RandomStream(seed: 3, purpose: "test")
        var counts = [0, 0, 0]
        for row in 0..<9000 { counts[stream.integer(below: 3, row: row)] += 1 }
        #expect(counts.allSatisfy { abs($0 - 3000) < 200 })
        #expect(stream.permutation(50) != Array(0..<50))
        #expect(stream.permutation(50).sorted() == Array(0..<50))
        #expect(stream.permutation(0).isEmpty)
        var tallied = [Double](repeating: 0, count: 30)
        for index in stream.bootstrapIndices(30, repetition: 4) { tallied[index] += 1 }
        #expect(tallied == stream.bootstrapWeights(30, repetition: 4))
        #expect(tallied != stream.bootstrapWeights(30, repetition: 5))
    }
}
