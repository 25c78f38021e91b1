import Kernels
import LinearAlgebra

/// One row's game by a regression on pairs of coalitions.
///
/// Of a coalition S of s of n players and its complement S', (v(S) − v(S') + v(all) − v(none)) / 2 is
/// what the players of S are worth, but for an error with weight 1 / (s (n − s)); what both have in
/// common says nothing of the values. The values add up to v(all) − v(none), and are the solution
/// under that condition.
struct KernelGame: EstimatedGame {
    /// Pairs by their smaller coalitions, places among the players; the first are certain.
    struct Draw {
        var pairs: [[Int]]
        var certain: [Double]
    }

    let facts: GameFacts
    private let pairs: CoalitionPairs
    private var draws: RandomStream.Draws
    private var isBegun = false
    private var certain: PairSums
    private var drawn: PairSums
    /// What was drawn, for the errors: the coalitions, and for each output what they are worth.
    private var coalitions: [[UInt16]] = []
    private var worths: [[Double]]

    init(_ facts: GameFacts, draws: RandomStream.Draws) {
        self.facts = facts
        self.draws = draws
        let count = facts.players.count
        let block = SamplingRule.block * max(1, count - 1)
        // All where twice a block is enough for all, else half of one for certain pairs.
        let all = CoalitionPairs(players: count, share: 2 * block)
        pairs = all.isComplete ? all : CoalitionPairs(players: count, share: block / 2)
        certain = PairSums(players: count, outputs: facts.outputs)
        drawn = certain
        worths = Array(repeating: [], count: facts.outputs)
    }

    private var count: Int { facts.players.count }

    var isExact: Bool { pairs.isComplete }

    mutating func draw() -> (draw: Draw, asks: [Coalition]) {
        let first = isBegun ? [] : pairs.certain()
        isBegun = true
        var draw = Draw(pairs: first.map(\.members), certain: first.map(\.mass))
        if !pairs.isComplete {
            let block = max(1, SamplingRule.block * (count - 1) - first.count)
            for _ in 0..<block { draw.pairs.append(pairs.drawn(&draws)) }
        }
        var asks: [Coalition] = []
        var seen = Set<Coalition>()
        for members in draw.pairs {
            for coalition in [coalition(members), complement(members)]
            where seen.insert(coalition).inserted {
                asks.append(coalition)
            }
        }
        return (draw, asks)
    }

    private func coalition(_ members: [Int]) -> Coalition {
        Coalition(members.map { facts.players[$0] }, players: facts.count)
    }

    private func complement(_ members: [Int]) -> Coalition {
        let known = Set(members)
        let others = facts.players.indices.filter { !known.contains($0) }
        return coalition(others)
    }

    mutating func take(_ draw: Draw, _ told: [Coalition: [Double]]) {
        for (place, members) in draw.pairs.enumerated() {
            let (inside, outside) = (told[coalition(members)], told[complement(members)])
            let gains = (0..<facts.outputs).map { output in
                let total = facts.all[output] - facts.none[output]
                let gap = (inside?[output] ?? .nan) - (outside?[output] ?? .nan)
                return (gap + total) / 2 - total * Double(members.count) / Double(count)
            }
            if place < draw.certain.count {
                certain.add(members, gains, mass: draw.certain[place])
                continue
            }
            drawn.add(members, gains, mass: 1)
            coalitions.append(members.map { UInt16(truncatingIfNeeded: $0) })
            for (output, gain) in gains.enumerated() { worths[output].append(gain) }
        }
    }

    func values(output: Int) -> (values: [Double], errors: [Double]) {
        let total = facts.all[output] - facts.none[output]
        guard count > 1 else {
            return (facts.players.map { _ in total }, facts.players.map { _ in 0 })
        }
        let scale = coalitions.isEmpty ? 0 : pairs.drawnMass / Double(coalitions.count)
        let found = certain.solution(with: drawn, times: scale, output: output)
        return (
            found.map { $0 + total / Double(count) },
            errors(found, output, scale)
        )
    }

    /// The sandwich of a regression, where for the matrix of squares its expectation stands, which is
    /// 1 / (n (n − 1)) beside the mean; pairs that are certain have no part in it.
    private func errors(_ found: [Double], _ output: Int, _ scale: Double) -> [Double] {
        let drawn = coalitions.count
        guard drawn > 1 else { return found.map { _ in 0 } }
        let n = Double(count)
        var means = [Double](repeating: 0, count: count)
        var squares = means
        for (place, members) in coalitions.enumerated() {
            let size = Double(members.count)
            var rest = worths[output][place]
            for member in members { rest -= found[Int(member)] }
            // Centred on all players; the values themselves add up to nothing.
            let weighted = n * (n - 1) * rest / (size * (n - size))
            let outside = -weighted * size / n
            for player in 0..<count {
                means[player] += outside
                squares[player] += outside * outside
            }
            let inside = weighted + outside
            for member in members {
                means[Int(member)] += weighted
                squares[Int(member)] += inside * inside - outside * outside
            }
        }
        let freedom = max(1, Double(drawn) - n)
        return (0..<count).map { player in
            let mean = means[player] / Double(drawn)
            let square = max(0, squares[player] - Double(drawn) * mean * mean)
            return scale * (square * Double(drawn) / freedom).squareRoot()
        }
    }
}

/// Sums of a regression on coalitions, each centred by its share of the players.
struct PairSums {
    private let players: Int
    private var squares: DenseMatrix
    /// For each output.
    private var products: [[Double]]

    init(players: Int, outputs: Int) {
        self.players = players
        squares = DenseMatrix(repeating: 0, rows: players, columns: players)
        products = Array(repeating: Array(repeating: 0, count: players), count: outputs)
    }

    mutating func add(_ members: [Int], _ gains: [Double], mass: Double) {
        let (n, size) = (Double(players), Double(members.count))
        let weight = mass / (size * (n - size))
        var row = [Double](repeating: -size / n, count: players)
        for member in members { row[member] += 1 }
        for first in 0..<players {
            let part = weight * row[first]
            for second in 0...first { squares[second, first] += part * row[second] }
            for (output, gain) in gains.enumerated() { products[output][first] += part * gain }
        }
    }

    /// The weights, which add up to nothing, with the sums of others some times.
    func solution(with other: PairSums, times scale: Double, output: Int) -> [Double] {
        let n = Double(players)
        var matrix = squares
        var right = products[output]
        // What all players have in common is not asked for: any weight on it does.
        let common = 1 / (n * n * (n - 1))
        for place in matrix.cells.indices {
            matrix.cells[place] += scale * other.squares.cells[place] + common
        }
        for place in right.indices { right[place] += scale * other.products[output][place] }
        guard let factor = Cholesky(matrix), factor.leastRest > 1e-12 * common else {
            // Too few pairs to tell all players apart: their expectation stands for the squares.
            return right.map { $0 * n * (n - 1) }
        }
        return factor.solve(right)
    }
}
