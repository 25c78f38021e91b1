import ClassicLearners
import Diagnostics
import Kernels
import Learning
import LinearLearners
import Tables
import Testing

@testable import Explaining

@Suite("Explanations by a regression on coalitions")
struct KernelExplainerTests {
    /// A game of 11 players with terms of several of them, bent, so that no order of terms is alone.
    private struct Game {
        static let players = 11

        static func worth(_ isIn: (Int) -> Bool) -> Double {
            let z = (0..<players).map { isIn($0) ? 1.0 : 0 }
            var sum = 0.0
            for player in 0..<players { sum += Double(player - 4) * 0.3 * z[player] }
            sum += 1.5 * z[0] * z[1] * z[2] - 1.2 * z[3] * z[4] * z[5] * z[6]
            sum += 0.8 * z[7] * z[8] - z[9] * (1 - z[10])
            return sum / (1 + sum.magnitude / 3)
        }

        static let exact = ShapleyFormula.values(players: players) { number in
            worth { number >> $0 & 1 == 1 }
        }
    }

    private struct Estimate {
        var values: [Double]
        var errors: [Double]
        var questions: Int
    }

    private func estimate<G: EstimatedGame>(
        _: G.Type,
        seed: UInt64,
        blocks: Int,
        players: Int = Game.players,
        _ worth: (Coalition) -> Double
    ) -> Estimate {
        let all = Array(0..<players)
        let facts = GameFacts(
            players: all,
            count: players,
            none: [worth(Coalition(players: players))],
            all: [worth(Coalition(all, players: players))],
            control: nil
        )
        var game = G(facts, draws: RandomStream(seed: seed, purpose: "test").draws(row: 0))
        var questions = 0
        for _ in 0..<blocks {
            let (draw, asks) = game.draw()
            questions += asks.count
            game.take(draw, Dictionary(uniqueKeysWithValues: asks.map { ($0, [worth($0)]) }))
        }
        let (values, errors) = game.values(output: 0)
        return Estimate(values: values, errors: errors, questions: questions)
    }

    private func estimate<G: EstimatedGame>(_ type: G.Type, seed: UInt64, blocks: Int) -> Estimate {
        estimate(type, seed: seed, blocks: blocks) { coalition in
            Game.worth { coalition.contains($0) }
        }
    }

    /// The mean squared error of all players over seeds, times the questions that it took.
    private func price<G: EstimatedGame>(_ type: G.Type, blocks: Int) -> Double {
        var (squares, questions) = (0.0, 0)
        for seed in 1...60 {
            let found = estimate(type, seed: UInt64(seed), blocks: blocks)
            squares += zip(found.values, Game.exact).reduce(0) {
                $0 + ($1.0 - $1.1) * ($1.0 - $1.1)
            }
            questions += found.questions
        }
        return squares / Double(60 * Game.players) * Double(questions) / 60
    }

    @Test("errs no more than orders of players do for the same number of questions")
    func price() {
        let kernel = price(KernelGame.self, blocks: 3)
        let orders = price(SampledGame.self, blocks: 3)
        #expect(kernel > 0)
        // A quarter of it here, where terms have three players and more.
        #expect(kernel < 0.5 * orders)
    }

    @Test("lies within its errors as often as they say, and adds up")
    func coverage() {
        var hits = 0
        let total = Game.worth { _ in true } - Game.worth { _ in false }
        for seed in 1...200 {
            let found = estimate(KernelGame.self, seed: UInt64(seed), blocks: 2)
            #expect(agree([found.values.reduce(0, +)], [total], 1e-9))
            for (player, value) in Game.exact.enumerated() {
                let gap = (found.values[player] - value).magnitude
                if gap <= 1.96 * found.errors[player] { hits += 1 }
            }
        }
        let share = Double(hits) / Double(200 * Game.players)
        #expect(share >= 0.93)
        #expect(share < 0.99)
    }

    @Test("is exact of a sum, for more players than a word has bits")
    func sum() {
        let weights = (0..<80).map { Double(($0 * 37) % 17) - 8 }
        let found = estimate(KernelGame.self, seed: 3, blocks: 1, players: 80) { coalition in
            weights.indices.reduce(0) { $0 + (coalition.contains($1) ? weights[$1] : 0) }
        }
        #expect(agree(found.values, weights, 1e-9))
        #expect((found.errors.max() ?? 1) < 1e-9)
    }

    @Test("takes all coalitions of few players, each pair once", arguments: 1...9)
    func complete(_ players: Int) {
        let pairs = CoalitionPairs(players: players, share: 1000)
        #expect(pairs.isComplete)
        let certain = pairs.certain()
        #expect(certain.count == (1 << (players - 1)) - 1)
        #expect(Set(certain.map(\.members)).count == certain.count)
        if players > 1 { #expect(agree([certain.reduce(0) { $0 + $1.mass }], [1])) }
        let found = estimate(KernelGame.self, seed: 1, blocks: 1, players: players) { coalition in
            Game.worth { $0 < players && coalition.contains($0) }
        }
        let exact = ShapleyFormula.values(players: players) { number in
            Game.worth { $0 < players && number >> $0 & 1 == 1 }
        }
        #expect(agree(found.values, exact, 1e-10))
        #expect(found.errors.allSatisfy { $0 == 0 })
    }

    @Test("draws sizes alike, but for those that it takes whole")
    func sizes() {
        let pairs = CoalitionPairs(players: 12, share: 80)
        #expect(pairs.certain().count == 12 + 66)
        var draws = RandomStream(seed: 5, purpose: "test").draws(row: 0)
        var counts = [Int](repeating: 0, count: 7)
        for _ in 0..<7000 { counts[pairs.drawn(&draws).count] += 1 }
        #expect(counts[0...2].allSatisfy { $0 == 0 })
        // Sizes 3, 4 and 5 stand for two each, 6 for itself.
        for size in 3...5 { #expect((1850...2150).contains(counts[size])) }
        #expect((900...1100).contains(counts[6]))
    }

    @Test("tells of a model what the definition does, class by class")
    func model() throws {
        let table = try Fixture.read().table()
        let rows = table.part(Fixture.features, rows: 0..<6)
        let others = table.part(Fixture.features, rows: 40..<70)
        let model = try table.fitted(Neighbors(), "size")
        let exact = try model.explained(
            rows,
            method: "exact",
            against: others,
            sharing: .prediction
        )
        let found = try model.explained(
            rows,
            method: "kernel",
            against: others,
            sharing: .prediction
        )
        #expect(found.method == "kernel")
        for (output, part) in found.outputs.enumerated() {
            #expect(part.errors == nil)
            #expect(agree([part.base], [exact.outputs[output].base]))
            for row in 0..<rows.count {
                let told = part.contributions(row: row)
                #expect(agree(told, exact.outputs[output].contributions(row: row), 1e-10))
            }
        }
    }

    @Test("shares out losses from each row's own base")
    func losses() throws {
        let table = try Fixture.read().table()
        let rows = table.part(Fixture.features, rows: 0..<6)
        let others = table.part(Fixture.features, rows: 40..<70)
        let model = try table.fitted(Linear(), "delay")
        let matrix = model.features.matrix(of: rows.columns, rows: rows.count)
        let games = RowGames(
            matrix,
            players: [0, 1, 2, 3],
            background: model.features.matrix(of: others.columns, rows: others.count),
            output: .loss,
            truth: [1, 2, 3, 4, 5, 6]
        )
        let exact = try ExactExplainer().explain(games, of: model, in: WorkContext())
        let found = try KernelExplainer().explain(games, of: model, in: WorkContext())
        #expect(agree(found.rowBases ?? [], exact.rowBases ?? [0]))
        #expect(agree(found.contributions[0].cells, exact.contributions[0].cells, 1e-9))
    }
}
