import Documents
import Relations
import Rendering
import Testing

@testable import Plotting

@Suite("Plots of explanations")
struct PlotTests {
    private static let parts: [PredictionParts.Part] = [
        .init("hour = 19", 0.75), .init("carrier = UA", -0.25), .init("temp is missing", 0.5),
        .init("a = 1", 0.125),
        .init("b = 2", -0.125),
    ]

    private static let subject = PredictionParts(
        title: "late, row 3",
        unit: "log odds of late",
        quantity: "the log odds of late",
        base: -1,
        parts: parts,
        meaning: "a probability of 0.5"
    )

    private static let rows = ContributionRows(
        title: "late",
        unit: "log odds of late",
        quantity: "the log odds of late",
        rows: 4,
        features: [
            .init("a", contributions: [0.25, -0.25, 0.25, -0.25], shades: [1, 0, nil, 0.5]),
            .init("hour", contributions: [1, -1, 0.5, -0.5], shades: [1, 0, 0.6, 0.3]),
            .init("b", contributions: [0.125, 0.125, 0.125, 0.125]),
        ]
    )

    private func shown(_ figure: Figure) -> String {
        TerminalRenderer(width: 64).string(Document(.figure(figure)))
    }

    @Test("a waterfall goes from the base to the prediction, the largest step first")
    func waterfall() throws {
        var plot = WaterfallPlot()
        plot.top = 2
        #expect(
            shown(try plot.figure(of: Self.subject)) == """
                Contributions to late, row 3
                base              -1.00  │
                hour = 19         +0.75  ███████████████████████▌
                temp is missing   +0.50                         ▐███████████████
                3 other features  -0.25                                 ████████
                prediction         0.00                                 │
                                         ┴──────────────┴───────────────┴───────
                                         -1.0         -0.5             0.0
                                                    log odds of late
                hour = 19 matters most: it raises the log odds of late by 0.75;
                all features together lead from -1.0 to 0.0, a probability of
                0.5.

                """
        )
    }

    @Test("every step stands by itself where only one would be left over")
    func ranking() throws {
        var plot = WaterfallPlot()
        plot.top = 4
        let figure = try plot.figure(of: Self.subject)
        #expect(figure.marks.count == 2 + 5)
    }

    @Test("forces meet at the prediction, the largest next to it")
    func force() throws {
        let subject = PredictionParts(
            title: "late, row 3",
            unit: "log odds of late",
            quantity: "the log odds of late",
            base: -1,
            parts: [.init("a = 1", 0.5), .init("b = 2", -2), .init("c = 3", 3), .init("d = 4", 0)]
        )
        let figure = try ForcePlot().figure(of: subject)
        let pushes = figure.marks.compactMap { if case .push(let push) = $0 { push } else { nil } }
        #expect(pushes.map(\.label) == ["a = 1", "c = 3", "b = 2"])
        #expect(pushes.map(\.from) == [-3, -2.5, 2.5])
        #expect(pushes.map(\.to) == [-2.5, 0.5, 0.5])
        #expect(
            shown(figure) == """
                Forces on late, row 3
                                   base -1.0     prediction 0.5
                                       │                │
                █████▶██████████████████████████████████▶◀▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒
                ───────────┴──────────────────────┴───────────────────────┴─────
                          -2                      0                       2
                                        log odds of late
                ▶ raise: c = 3 +3.0, a = 1 +0.5
                ◀ lower: b = 2 -2.0
                c = 3 matters most: it raises the log odds of late by 3.0; all
                features together lead from -1.0 to 0.5.

                """
        )
    }

    @Test("bars show the mean sizes, the largest first")
    func bars() throws {
        var plot = ContributionBarsPlot()
        plot.top = 1
        #expect(
            shown(try plot.figure(of: Self.rows)) == """
                Mean size of contributions to late, 4 rows
                hour              0.75  ████████████████████████████████████████
                2 other features  0.25  █████████████▍
                hour matters most: it moves the log odds of late by 0.75 on
                average, from -1.0 to 1.0.

                """
        )
    }

    @Test("a beeswarm shows every row, shaded where values have an order")
    func beeswarm() throws {
        #expect(
            shown(try BeeswarmPlot().figure(of: Self.rows)) == """
                Contributions to late, 4 rows
                      mean |x|
                hour     0.750  ↑  ▄          ▄          │          ▄          ▄
                a        0.250  ↑                  ▆     │     ▆
                b        0.125                           │  █
                                   ┴──────────┴──────────┴──────────┴──────────┴
                                   -1.0     -0.5        0.0        0.5       1.0
                                                 log odds of late
                ▁ few, █ many; value from low to high; ↑ high to the right, ↓ to
                the left, ~ neither
                hour matters most: it moves the log odds of late by 0.75 on
                average, from -1.0 to 1.0.

                """
        )
    }

    @Test("where nothing adds anything it is said")
    func nothing() throws {
        var subject = Self.subject
        subject.parts = [.init("hour = 19", 0)]
        let figure = try WaterfallPlot().figure(of: subject)
        #expect(figure.subtitle.hasPrefix("No feature moves the log odds of late"))
    }

    @Test("what a reader asks of the look is kept")
    func look() throws {
        var plot = WaterfallPlot()
        plot.look.title = "Mine"
        plot.look.width = 40
        let figure = try plot.figure(of: Self.subject)
        #expect(figure.title == "Mine")
        #expect(figure.width == 40)
    }

    @Test("a figure's data is a frame")
    func data() throws {
        let drawn = DrawnFigure(try WaterfallPlot().figure(of: Self.subject))
        #expect(drawn.frame?.schema.names == ["mark", "name", "x"])
        #expect(drawn.brief == "Contributions to late, row 3")
    }

    @Test("shades are ranks, equals in the middle of theirs")
    func shades() {
        let expected: [Double?] = [2.5 / 3, 0, nil, 2.5 / 3, 1.0 / 3]
        #expect(RankShades.of([3, 1, .nan, 3, 2]) == expected)
        #expect(RankShades.of([7, 7]) == [0.5, 0.5])
        #expect(RankShades.of([7]) == [0.5])
        #expect(RankShades.of([.nan]) == [nil])
    }

    @Test("a decision plot leads each row from the base, the smallest features first")
    func decision() throws {
        var subject = Self.rows
        subject.bases = [2]
        let figure = try DecisionPlot().figure(of: subject)
        #expect(figure.x.title == "log odds of late")
        #expect(figure.y.ticks?.map(\.label) == ["b", "a", "hour"])
        let lines = figure.marks.compactMap { mark -> Mark.Line? in
            if case .line(let line) = mark { line } else { nil }
        }
        #expect(lines.map(\.name) == ["row 1", "row 2", "row 3", "row 4"])
        #expect(lines[0].xs == [2, 2.125, 2.375, 3.375])
        #expect(lines[1].xs == [2, 2.125, 1.875, 0.875])
        let one = try DecisionPlot().figure(of: subject.only(1))
        #expect(one.subtitle.hasPrefix("hour matters most: it lowers the log odds of late by 1.0"))
        #expect(one.subtitle.hasSuffix("from 2.0 to 0.875."))
    }

    @Test("a heat map puts rows with like explanations together, and says what was sampled")
    func heatmap() throws {
        var subject = Self.rows
        subject.error = 0.25
        let figure = try ContributionMapPlot().figure(of: subject)
        #expect(figure.y.ticks?.map(\.label) == ["all together", "hour", "a", "b"])
        // Rows 2 and 4 go down, rows 1 and 3 up; 4 is the milder, 3 the milder.
        #expect(figure.x.ticks?.map(\.label) == ["2", "4", "3", "1"])
        let tiles = figure.marks.compactMap { mark -> Mark.Tile? in
            if case .tile(let tile) = mark { tile } else { nil }
        }
        #expect(tiles.prefix(4).map(\.value) == [-1.125, -0.625, 0.875, 1.375])
        #expect(figure.shading?.middle == "0")
        #expect(figure.subtitle.hasSuffix("the largest standard error is 0.25."))
    }

    @Test("more rows than there is room for are drawn as means of neighbours")
    func manyRows() throws {
        let values = (0..<300).map { Double(($0 * 7) % 300) }
        let subject = ContributionRows(
            title: "late",
            unit: "log odds of late",
            quantity: "the log odds of late",
            rows: 300,
            features: [.init("a", contributions: values)]
        )
        let figure = try ContributionMapPlot().figure(of: subject)
        let tiles = figure.marks.compactMap { mark -> Double? in
            if case .tile(let tile) = mark { tile.value } else { nil }
        }
        #expect(tiles.count == 90)
        #expect(tiles.prefix(45).elementsEqual(tiles.prefix(45).sorted()))
    }

    @Test("pairs stand together, and what is between them between")
    func order() {
        let points = [[0.0, 0], [9, 9], [0.1, 0], [5, 5], [9, 8.8]]
        #expect(ExplanationOrder(points).order == [0, 2, 3, 4, 1])
        #expect(ExplanationOrder([]).order.isEmpty)
        #expect(ExplanationOrder([[1], [1], [1]]).order.sorted() == [0, 1, 2])
    }
}
