import Kernels
import Tables
import Testing
import Trees

@Suite("Contributions of trees")
struct TreeContributionsTests {
    /// An ensemble, rows to explain and rows to compare with.
    private func game(
        seed: UInt64,
        features: Int,
        trees: Int = 3,
        leaves: Int,
        outputs: Int = 1,
        rows: Int = 40
    ) -> (ensemble: TreeEnsemble, rows: Matrix, background: Matrix) {
        var chance = RandomTrees(seed: seed, features: features)
        let ensemble = chance.ensemble(trees: trees, leaves: leaves, outputs: outputs)
        return (ensemble, chance.rows(rows), chance.rows(17))
    }

    private func check(
        _ found: TreeContributions.Found,
        _ ensemble: TreeEnsemble,
        _ rows: Matrix,
        players: [Int],
        _ define: (Definition, [Double]) -> (values: [Double], base: Double)
    ) {
        for row in stride(from: 0, to: rows.rows, by: 7) {
            let cells = rows.cells(ofRow: row)
            for output in 0..<ensemble.outputs {
                let told = ensemble.trees.filter { $0.output == output }.map {
                    define(Definition(tree: $0, players: players), cells)
                }
                let base = told.reduce(0) { $0 + $1.base } * ensemble.scale
                #expect((found.bases[output] - base).magnitude < 1e-12)
                for player in 0...(players.max() ?? 0) {
                    let value = told.reduce(0) { $0 + $1.values[player] } * ensemble.scale
                    let ours = found.contributions[output][row, player]
                    #expect((ours - value).magnitude < 1e-12)
                }
            }
        }
    }

    @Test("path-dependent values are those of the definition", arguments: 1...6)
    func pathDependent(_ seed: Int) throws {
        let leaves = [1, 2, 7, 25, 60, 140][seed - 1]
        let (ensemble, rows, _) = game(seed: UInt64(seed), features: 7, leaves: leaves)
        let found = try TreeContributions(of: ensemble).pathDependent(rows, in: WorkContext())
        check(found, ensemble, rows, players: Array(0..<7)) { $0.pathDependent($1) }
    }

    @Test("values against a background are those of the definition", arguments: 1...6)
    func interventional(_ seed: Int) throws {
        let leaves = [1, 2, 7, 25, 60, 140][seed - 1]
        let (ensemble, rows, background) = game(
            seed: UInt64(seed + 20),
            features: 7,
            leaves: leaves
        )
        let found = try TreeContributions(of: ensemble)
            .interventional(rows, against: background, in: WorkContext())
        check(found, ensemble, rows, players: Array(0..<7)) {
            $0.interventional($1, against: background)
        }
    }

    @Test("groups of features are players")
    func groups() throws {
        let players = [0, 1, 0, 2, 2, 3, 1, 0]
        let (ensemble, rows, background) = game(seed: 5, features: 8, leaves: 40)
        let contributions = TreeContributions(of: ensemble, players: players)
        check(
            try contributions.pathDependent(rows, in: WorkContext()),
            ensemble,
            rows,
            players: players
        ) { $0.pathDependent($1) }
        check(
            try contributions.interventional(rows, against: background, in: WorkContext()),
            ensemble,
            rows,
            players: players
        ) { $0.interventional($1, against: background) }
    }

    @Test("each tree adds to its own output, and averages are scaled")
    func outputs() throws {
        let (grown, rows, _) = game(seed: 9, features: 6, trees: 6, leaves: 15, outputs: 3)
        let ensemble = TreeEnsemble(
            features: 6,
            outputs: 3,
            trees: grown.trees,
            scale: 0.5
        )
        let found = try TreeContributions(of: ensemble).pathDependent(rows, in: WorkContext())
        check(found, ensemble, rows, players: Array(0..<6)) { $0.pathDependent($1) }
    }

    @Test("they add up to the margin, and a feature without a split adds exactly nothing")
    func efficiency() throws {
        let (grown, rows, background) = game(seed: 3, features: 12, trees: 5, leaves: 90, rows: 700)
        let ensemble = TreeEnsemble(features: 13, outputs: 1, trees: grown.trees)
        let cells = rows.cells + Array(repeating: 1, count: rows.rows)
        let wider = Matrix(rows: rows.rows, columns: 13, cells: cells)
        let others = Matrix(
            rows: background.rows,
            columns: 13,
            cells: background.cells + Array(repeating: 2, count: background.rows)
        )
        let contributions = TreeContributions(of: ensemble)
        let both = [
            try contributions.pathDependent(wider, in: WorkContext()),
            try contributions.interventional(wider, against: others, in: WorkContext()),
        ]
        for found in both {
            for row in 0..<wider.rows {
                let cells = wider.cells(ofRow: row)
                let margin = ensemble.trees.reduce(0) {
                    $0 + Definition(tree: $1, players: []).margin(cells)
                }
                let told = found.contributions[0].cells(ofRow: row)
                #expect((found.bases[0] + told.reduce(0, +) - margin).magnitude < 1e-11)
                #expect(told[12] == 0)
            }
        }
    }

    @Test("any number of threads and any company of rows gives the same bits")
    func threads() throws {
        let (ensemble, rows, background) = game(
            seed: 4,
            features: 20,
            trees: 20,
            leaves: 31,
            rows: 1500
        )
        let contributions = TreeContributions(of: ensemble)
        let once = try contributions.pathDependent(rows, in: WorkContext())
        let compared = try contributions.interventional(
            rows,
            against: background,
            in: WorkContext()
        )
        for threads in [2, 3, 5] {
            let work = WorkContext(threads: threads)
            #expect(try contributions.pathDependent(rows, in: work) == once)
            #expect(
                try contributions.interventional(rows, against: background, in: work) == compared
            )
        }
        let places = Array(stride(from: 1499, to: 0, by: -5))
        let some = try contributions.pathDependent(rows.picked(places), in: WorkContext())
        for (place, row) in places.enumerated() {
            let alone = some.contributions[0].cells(ofRow: place)
            #expect(alone == once.contributions[0].cells(ofRow: row))
        }
    }

    @Test(
        "few rows, which go through whole trees, have the values of many",
        arguments: [3, 31, 127]
    )
    func alongPaths(_ leaves: Int) throws {
        let (ensemble, rows, _) = game(
            seed: UInt64(leaves),
            features: 20,
            trees: 40,
            leaves: leaves,
            outputs: 2,
            rows: 300
        )
        let contributions = TreeContributions(of: ensemble)
        let many = try contributions.pathDependent(rows, in: WorkContext())
        let places = Array(0..<TreeContributions.few)
        let few = rows.picked(places)
        let found = try contributions.pathDependent(few, in: WorkContext())
        let threaded = try contributions.pathDependent(few, in: WorkContext(threads: 3))
        #expect(threaded == found)
        for output in 0..<2 {
            #expect((found.bases[output] - many.bases[output]).magnitude < 1e-12)
            for place in places {
                let pairs = zip(
                    found.contributions[output].cells(ofRow: place),
                    many.contributions[output].cells(ofRow: place)
                )
                #expect(pairs.allSatisfy { ($0 - $1).magnitude < 1e-12 })
            }
        }
    }

    @Test("branches that no training row took take nothing away")
    func emptyBranches() throws {
        let grown = chain(6)
        let splits = grown.splits.map {
            Split(
                feature: $0.feature,
                rule: $0.rule,
                left: $0.left,
                right: $0.right,
                cover: $0.cover
            )
        }
        let leaves = grown.leaves.enumerated().map { place, leaf in
            Leaf(value: leaf.value, cover: place.isMultiple(of: 2) ? 0 : leaf.cover)
        }
        let tree = DecisionTree(output: 0, splits: splits, leaves: leaves)
        let ensemble = TreeEnsemble(features: 6, outputs: 1, trees: [tree])
        var chance = RandomTrees(seed: 3, features: 6)
        let rows = chance.rows(20)
        let found = try TreeContributions(of: ensemble).pathDependent(rows, in: WorkContext())
        #expect(found.contributions[0].cells.allSatisfy { $0.isFinite })
        check(found, ensemble, rows, players: Array(0..<6)) { tree, row in
            (tree.pathDependent(row).values, found.bases[0])
        }
    }

    @Test("interactions are those of the definition, in both games", arguments: [2, 7, 25, 60])
    func interactions(_ leaves: Int) throws {
        let (ensemble, rows, background) = game(seed: 31, features: 6, trees: 2, leaves: leaves)
        let contributions = TreeContributions(of: ensemble)
        let players = Array(0..<6)
        for others in [nil, background] {
            let found = try contributions.interactions(rows, against: others, in: WorkContext())
            let values =
                try others.map {
                    try contributions.interventional(rows, against: $0, in: WorkContext())
                } ?? contributions.pathDependent(rows, in: WorkContext())
            for row in stride(from: 0, to: rows.rows, by: 7) {
                let cells = rows.cells(ofRow: row)
                let told = ensemble.trees.map { tree in
                    let definition = Definition(tree: tree, players: players)
                    return others.map { definition.interactions(cells, against: $0) }
                        ?? definition.pathDependentInteractions(cells)
                }
                var total = found.bases[0]
                for first in players {
                    var value = 0.0
                    for second in players {
                        let place = PairOfPlayers.place(first, second, of: 6)
                        let ours = found.contributions[0][row, place]
                        let expected = told.reduce(0) { $0 + $1[first][second] }
                        #expect((ours - expected).magnitude < 1e-12)
                        value += first == second ? ours : ours / 2
                    }
                    total += value
                    let own = values.contributions[0][row, first]
                    #expect((value - own).magnitude < 1e-12)
                }
                let margin = ensemble.trees.reduce(0) {
                    $0 + Definition(tree: $1, players: players).margin(cells)
                }
                #expect((total - margin).magnitude < 1e-11)
            }
        }
    }

    /// A chain of `depth` splits, each on a feature of its own.
    private func chain(_ depth: Int) -> DecisionTree {
        DecisionTree(
            output: 0,
            splits: (0..<depth).map { index in
                Split(
                    feature: index,
                    rule: .atMost(0, missingLeft: false, zeroIsMissing: false),
                    left: index + 1 < depth ? .split(index + 1) : .leaf(depth),
                    right: .leaf(index),
                    cover: 1_048_576 * Double(depth - index + 1)
                )
            },
            leaves: (0..<depth).map { Leaf(value: Double($0 % 5) - 2, cover: 1_048_576) }
                + [Leaf(value: 3, cover: 1_048_576)]
        )
    }

    @Test(
        "long paths, of more players than fit a word, stay exact",
        arguments: [12, 30, 63, 66, 90]
    )
    func chains(_ depth: Int) throws {
        var chance = RandomTrees(seed: 8, features: depth)
        let rows = chance.rows(20)
        let background = chance.rows(9)
        let tree = chain(depth)
        let ensemble = TreeEnsemble(features: depth, outputs: 1, trees: [tree])
        let contributions = TreeContributions(of: ensemble)
        for found in [
            try contributions.pathDependent(rows, in: WorkContext()),
            try contributions.interventional(rows, against: background, in: WorkContext()),
        ] {
            for row in 0..<rows.rows {
                let cells = rows.cells(ofRow: row)
                let margin = Definition(tree: tree, players: []).margin(cells)
                let told = found.contributions[0].cells(ofRow: row).reduce(found.bases[0], +)
                #expect((told - margin).magnitude < 1e-12)
            }
        }
    }

    @Test("a chain's values are those of the definition once its tail is one group")
    func chainValues() throws {
        let depth = 70
        var chance = RandomTrees(seed: 2, features: depth)
        let rows = chance.rows(15)
        // Seven players of ten features each: the definition is in reach, the tree is as deep.
        let players = (0..<depth).map { $0 % 7 }
        let ensemble = TreeEnsemble(features: depth, outputs: 1, trees: [chain(depth)])
        let found = try TreeContributions(of: ensemble, players: players)
            .pathDependent(rows, in: WorkContext())
        check(found, ensemble, rows, players: players) { $0.pathDependent($1) }
    }

    @Test("no rows, no features and no trees give empty or constant answers")
    func empty() throws {
        let (ensemble, _, _) = game(seed: 1, features: 4, leaves: 5)
        let none = try TreeContributions(of: ensemble)
            .pathDependent(Matrix(rows: 0, columns: 4, cells: []), in: WorkContext())
        #expect(none.contributions[0].cells.isEmpty)
        let bare = TreeEnsemble(features: 0, outputs: 1, trees: [])
        let found = try TreeContributions(of: bare)
            .pathDependent(Matrix(rows: 2, columns: 0, cells: []), in: WorkContext())
        #expect(found.bases == [0])
    }

    @Test("work that was cancelled stops")
    func cancellation() throws {
        let (ensemble, rows, _) = game(seed: 1, features: 4, leaves: 5)
        let work = WorkContext()
        work.cancellation.cancel()
        #expect(throws: CancellationError.self) {
            try TreeContributions(of: ensemble).pathDependent(rows, in: work)
        }
    }
}
