import Kernels
import Testing

@Suite("Fisher's exact test")
struct FisherTests {
    private struct Expected: Decodable {
        /// Hits and rows of the first, hits and rows of the second.
        let tables: [[Double]]
        let chances: [Double]
    }

    @Test("gives SciPy's chance of so few hits or fewer, for few rows and for very many")
    func less() throws {
        let expected: Expected = try fixture("fisher")
        #expect(expected.tables.count == 55)
        for (table, chance) in zip(expected.tables, expected.chances) {
            let found = TwoProportions.chanceOfFewer((table[0], table[1]), (table[2], table[3]))
            #expect(agree(found, chance, relative: 1e-9, absolute: 0), "\(table)")
        }
    }

    @Test("of all hits or of none is certain, or the chance of exactly these")
    func ends() {
        #expect(TwoProportions.chanceOfFewer((4, 4), (0, 6)) == 1)
        #expect(agree(TwoProportions.chanceOfFewer((0, 4), (6, 6)), 1 / 210))
        #expect(TwoProportions.chanceOfFewer((0, 3), (0, 9)) == 1)
    }
}
