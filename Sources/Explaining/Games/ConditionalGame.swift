import Diagnostics
import Kernels
import LinearAlgebra

/// What correlation moves between players of a linear margin, where the columns are taken as jointly
/// Gaussian.
///
/// A coalition S is worth E[f(X) | X_S = x_S]. Beyond its own terms that is what its coordinates z
/// tell of the other players' terms: γ_Rᵀ C_RS C_SS⁺ z_S, with R the others, C the correlations and γ
/// the weights. It is linear in z, and so are its Shapley values: one matrix, made by going through
/// all coalitions once, gives those of any row. What is moved adds up to nothing, as the players all
/// together tell nothing of others.
///
/// Players that correlate with none of the rest share nothing with it; each such part of them is gone
/// through by itself.
struct ConditionalGame {
    let players: WhitenedPlayers
    let outputs: Int
    /// Past so many players that hang together it is refused.
    static let most = 18
    /// Correlations up to here are rounding.
    private static let nothing = 1e-12
    /// Coalitions that are gone through between two looks at the work's cancellation.
    private static let slice = 1024

    init(_ players: WhitenedPlayers) {
        self.players = players
        outputs = players.weights.columns
    }

    /// For each output a matrix with a row a player and a column a coordinate.
    func moved(in work: WorkContext) throws -> [DenseMatrix] {
        let empty = DenseMatrix(
            repeating: 0,
            rows: players.coordinates.count,
            columns: players.correlations.rows
        )
        var moved = Array(repeating: empty, count: outputs)
        let parts = parts
        if let many = parts.map(\.count).max(), many > Self.most {
            throw Diagnostic.tooManyTogether(many)
        }
        for part in parts { try add(part, to: &moved, in: work) }
        return moved
    }

    /// Players that hang together by correlations; those that stand alone are left out.
    private var parts: [[Int]] {
        var open = Set(players.coordinates.indices)
        var parts: [[Int]] = []
        while let first = open.min() {
            var (part, next) = ([Int](), [first])
            open.remove(first)
            while let player = next.popLast() {
                part.append(player)
                let near = open.filter { areLinked(player, $0) }
                open.subtract(near)
                next += near
            }
            if part.count > 1 { parts.append(part.sorted()) }
        }
        return parts
    }

    private func areLinked(_ first: Int, _ second: Int) -> Bool {
        players.coordinates[first].contains { a in
            players.coordinates[second].contains { b in
                players.correlations[a, b].magnitude > Self.nothing
            }
        }
    }

    /// Goes through the coalitions of some players.
    private func add(
        _ part: [Int],
        to moved: inout [DenseMatrix],
        in work: WorkContext
    ) throws {
        let walk = CoalitionWalk(players, part)
        let count = 1 << part.count
        var done = 0
        // In stretches, so that there is something to report.
        let stretch = max(16 * Self.slice, count / 32)
        while done < count {
            let start = done
            done = min(count, start + stretch)
            let sums = try parallelChunks(
                count: done - start,
                size: Self.slice,
                threads: work.threads,
                cancellation: work.cancellation
            ) { chunk in walk.sum(start + chunk.lowerBound..<start + chunk.upperBound) }
            for sum in sums {
                for output in 0..<outputs {
                    for place in sum[output].cells.indices {
                        moved[output].cells[place] += sum[output].cells[place]
                    }
                }
            }
            work.progress.report("explaining", fraction: Double(done) / Double(count))
        }
    }
}

/// The coalitions of some players by number, a bit each.
private struct CoalitionWalk {
    private let players: WhitenedPlayers
    private let part: [Int]
    private let shares: [Double]

    init(_ players: WhitenedPlayers, _ part: [Int]) {
        self.players = players
        self.part = part
        shares = ShapleyFormula.shares(part.count)
    }

    /// What the coalitions of these numbers bring to each player, by coordinate.
    func sum(_ numbers: Range<Int>) -> [DenseMatrix] {
        let weights = players.weights
        var sums = Array(
            repeating: DenseMatrix(
                repeating: 0,
                rows: players.coordinates.count,
                columns: weights.rows
            ),
            count: weights.columns
        )
        for number in numbers {
            let size = number.nonzeroBitCount
            // Nobody tells nothing, and all have nobody left to tell of.
            guard size > 0, size < part.count else { continue }
            let known = coordinates(number)
            let told = told(by: known, of: coordinates(~number))
            for (place, player) in part.enumerated() {
                let share = number >> place & 1 == 1 ? shares[size - 1] : -shares[size]
                for output in sums.indices {
                    for (index, coordinate) in known.enumerated() {
                        sums[output][player, coordinate] += share * told[index, output]
                    }
                }
            }
        }
        return sums
    }

    private func coordinates(_ number: Int) -> [Int] {
        part.indices.filter { number >> $0 & 1 == 1 }.flatMap { players.coordinates[part[$0]] }
    }

    /// C_SS⁺ C_SR γ_R: a row a known coordinate, a column an output.
    private func told(by known: [Int], of others: [Int]) -> DenseMatrix {
        let correlations = players.correlations
        var right = DenseMatrix(
            repeating: 0,
            rows: known.count,
            columns: players.weights.columns
        )
        for output in 0..<right.columns {
            for (place, coordinate) in known.enumerated() {
                var sum = 0.0
                for other in others {
                    sum += correlations[coordinate, other] * players.weights[other, output]
                }
                right[place, output] = sum
            }
        }
        let own = correlations.restricted(to: known)
        if let factor = Cholesky(own), factor.leastRest > WhitenedPlayers.tolerance {
            return factor.solve(right)
        }
        return SymmetricEigen(own)?
            .pseudoInverse(times: right, tolerance: WhitenedPlayers.tolerance) ?? right
    }
}

extension Diagnostic {
    fileprivate static func tooManyTogether(_ count: Int) -> Diagnostic {
        Diagnostic(
            "explain.correlated",
            "`correlated` solves a system of equations for every coalition of features that hang "
                + "together, and \(count) of them make 2^\(count): it takes up to "
                + "\(ConditionalGame.most)",
            hints: [
                "`groups:` makes fewer players of features that belong together",
                "without `correlated` features are taken as independent",
            ]
        )
    }
}
