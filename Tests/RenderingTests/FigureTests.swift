import Documents
import Rendering
import Testing

@Suite("A figure in the terminal")
struct FigureTests {
    private static let bars = Figure(
        title: "Coefficients",
        subtitle: "Only hour stands apart from zero.",
        marks: [
            .bar(.init("hour", 0.4, interval: 0.3...0.5)),
            .bar(.init("temp", -0.1, interval: -0.3...0.1)),
            .bar(.init("visib", 0)),
        ]
    )

    private static let waterfall = Figure(
        title: "Why row 3 is late",
        subtitle: "The prediction is 0.25 above the base of 0.5.",
        x: Axis("log-odds"),
        marks: [
            .step(.init("base", 0.5, .level)), .step(.init("hour = 18", 0.5)),
            .step(.init("carrier = UA", -0.25)), .step(.init("visib = 10", 0)),
            .step(.init("prediction", 0.75, .level)),
        ]
    )

    private static let beeswarm = Figure(
        title: "Contributions",
        subtitle: "Later hours delay.",
        x: Axis("log-odds"),
        marks: [
            .strip(
                .init("hour", values: [-1, -0.5, 0.5, 0.5, 1], shades: [0, 0.2, 0.7, 0.8, 1])
            ),
            .strip(.init("temp", values: [0.1, 0.1, -0.1, -0.1], shades: [0, 1, 0, nil])),
        ],
        shading: Shading("value")
    )

    private static let histogram = Figure(
        title: "Delays",
        subtitle: "Two in three are early.",
        x: Axis("minutes"),
        y: Axis("flights"),
        marks: [
            .bin(.init(-20, 0, height: 64)), .bin(.init(0, 20, height: 24)),
            .bin(.init(20, 40, height: 8)),
        ],
        height: 4
    )

    private static let lines = Figure(
        title: "Learning",
        subtitle: "Both fall.",
        x: Axis("trees"),
        y: Axis("loss"),
        marks: [
            .line(.init("train", series: 0, xs: [0, 50, 100], ys: [1, 0.4, 0.2])),
            .line(.init("valid", series: 1, xs: [0, 50, 100], ys: [1, 0.6, 0.5])),
            .rule(.horizontal(at: 0.8)),
        ],
        height: 6
    )

    private static let scatter = Figure(
        title: "Penguins",
        x: Axis("bill"),
        y: Axis("mass", scale: .log),
        marks: [
            .point(.init(40, 10, series: 0)), .point(.init(50, 1000, series: 1)),
            .text(.init(45, 100, "here")),
        ],
        series: ["Adelie", "Gentoo"],
        height: 5
    )

    static let all = [bars, waterfall, beeswarm, histogram, lines, scatter]

    private static func shown(_ figure: Figure, _ renderer: TerminalRenderer) -> String {
        renderer.string(Document(.figure(figure)))
    }

    @Test("draws bars from zero with their values and intervals")
    func drawsBars() {
        #expect(
            Self.shown(Self.bars, TerminalRenderer(width: 60)) == """
                Coefficients
                hour    0.4   [0.3, 0.5]         │██████████████████████████
                temp   -0.1  [-0.3, 0.1]  ▐██████│
                visib   0.0                      │
                Only hour stands apart from zero.

                """
        )
    }

    @Test("draws a waterfall step by step to the prediction")
    func drawsWaterfall() {
        #expect(
            Self.shown(Self.waterfall, TerminalRenderer(width: 64)) == """
                Why row 3 is late
                base           0.50  │
                hour = 18     +0.50  ███████████████████████████████████████████
                carrier = UA  -0.25                       ▐█████████████████████
                visib = 10     0.00                       │
                prediction     0.75                       │
                                     ────────┴────────────────┴────────────────┴
                                            0.6              0.8             1.0
                                                      log-odds
                The prediction is 0.25 above the base of 0.5.

                """
        )
    }

    @Test("draws a beeswarm whose trends are read without colour")
    func drawsBeeswarm() {
        #expect(
            Self.shown(Self.beeswarm, TerminalRenderer(width: 60)) == """
                Contributions
                      mean |x|
                hour       0.7  ↑  ▆         ▆         │         █         ▆
                temp       0.1  ↑                    █ │ █
                                   ┴─────────┴─────────┴─────────┴─────────┴
                                   -1.0    -0.5       0.0       0.5      1.0
                                                   log-odds
                ▁ few, █ many; value from low to high; ↑ high to the right,
                ↓ to the left, ~ neither
                Later hours delay.

                """
        )
    }

    @Test("draws a histogram with round ticks")
    func drawsHistogram() {
        #expect(
            Self.shown(Self.histogram, TerminalRenderer(width: 44)) == """
                Delays
                flights
                60 ┤█████████████
                40 ┤█████████████
                20 ┤█████████████▄▄▄▄▄▄▄▄▄▄▄▄▄▄
                 0 ┤███████████████████████████▄▄▄▄▄▄▄▄▄▄▄▄▄
                    ┴────────────┴────────────┴────────────┴
                    -20          0           20           40
                                    minutes
                Two in three are early.

                """
        )
    }

    @Test("draws lines with their names beside them")
    func drawsLines() {
        #expect(
            Self.shown(Self.lines, TerminalRenderer(width: 50)) == """
                Learning
                loss
                1.0 ┤⠉⠒⠦⣤⣀⡀
                    │⠂⠂⠂⠂⠋⠚⠯⣒⠢⠦⢆⣂x⠂⠂⠂⠂⠂⠂⠂⠂⠂⠂⠂⠂⠂⠂⠂⠂⠂⠂⠂⠂⠂⠂⠂⠂
                    │        ⠉o⠤⣀⠉⠑⠒⠤⢄⣀
                0.5 ┤            ⠉⠒⠤⣀  ⠉⠉⠉x⠒⠒⠒⠒⠒⠢⠤⠤x⠤⠤⢄⣀⣀⣀ x valid
                    │                ⠉⠒o⠤⢄⣀⣀⣀
                    │                        ⠉⠉⠉o⠒⠒⠒⠢⠤⠤⠤⣀⣀ o train
                     ┴─────────────────┴─────────────────┴
                     0                50               100
                                     trees
                Both fall.

                """
        )
    }

    @Test("draws points of several series with glyphs, and words at places")
    func drawsPoints() {
        #expect(
            Self.shown(Self.scatter, TerminalRenderer(width: 40)) == """
                Penguins
                mass
                1000 ┤                                 x
                     │
                 100 ┤                 here
                     │
                  10 ┤o
                      ┴────────────────┴───────────────┴
                      40              45              50
                                     bill
                o Adelie, x Gentoo

                """
        )
    }

    @Test("keeps to ASCII when plain")
    func plain() {
        for figure in Self.all {
            let text = Self.shown(figure, TerminalRenderer(plain: true))
            #expect(text.utf8.allSatisfy { $0 == 0x0A || (0x20..<0x7F).contains($0) })
        }
        #expect(
            Self.shown(Self.waterfall, TerminalRenderer(width: 64, plain: true))
                .contains("carrier = UA  -0.25                       <<<<<<")
        )
    }

    @Test("keeps within the width, without spaces at line ends", arguments: [30, 40, 80, 200])
    func widths(width: Int) {
        for figure in Self.all {
            for plain in [false, true] {
                let text = Self.shown(figure, TerminalRenderer(width: width, plain: plain))
                for line in text.split(separator: "\n") {
                    #expect(TextWidth.of(line) <= width)
                    #expect(line.last != " ")
                }
            }
        }
    }

    @Test("is the same text with colour and without")
    func colour() {
        for figure in Self.all {
            let coloured = Self.shown(figure, TerminalRenderer(colour: true))
            let plain = Self.shown(figure, TerminalRenderer())
            #expect(coloured.contains("\u{1b}["))
            #expect(!plain.unicodeScalars.contains("\u{1b}"))
            #expect(coloured.replacing(#/\u{1b}\[[0-9;]*m/#, with: "") == plain)
        }
    }

    @Test("stands with values that have no place, and with none at all")
    func hostile() {
        let odd: [Double] = [.nan, .infinity, -.infinity, 1e308, -1e308, 0]
        let marks: [[Mark]] = [
            [], odd.map { .bar(.init("a", $0)) }, odd.map { .step(.init("a", $0)) },
            [.strip(.init("a", values: odd, shades: odd)), .strip(.init("b", values: []))],
            zip(odd, odd.reversed()).map { .point(.init($0, $1, shade: $0)) },
            [.line(.init("a", xs: odd, ys: odd)), .line(.init("b", xs: [], ys: []))],
            odd.map { .bin(.init($0, 1, height: $0)) },
            [.rule(.diagonal), .text(.init(0, 0, "x"))],
            [.point(.init(5, 5))],
        ]
        for marks in marks {
            for scale in [Axis.Scale.linear, .log] {
                let figure = Figure(
                    title: "Odd",
                    x: Axis(scale: scale),
                    y: Axis(scale: scale),
                    marks: marks
                )
                for width in [1, 20, 80] {
                    let text = Self.shown(figure, TerminalRenderer(width: width))
                    #expect(text.hasPrefix("Odd\n"))
                }
                let picture = SVGRenderer().string(Document(.figure(figure)))
                #expect(!picture.contains("=\"nan") && !picture.contains("=\"inf"))
            }
        }
    }

    @Test(
        "has from two to six round ticks on whatever domain",
        arguments: [
            0...1, 0...3, 0...64, -20...40, 0.5...1, 0.97...1.03, -1e-7...3e-7, 0...336_776,
            1e9...1.1e9, 0...1e300, 12345...12346, -7...(-2), 0.1...1.15,
            0...Double.leastNonzeroMagnitude,
        ] as [ClosedRange<Double>]
    )
    func ticks(domain: ClosedRange<Double>) {
        let figure = Figure(
            title: "Ticks",
            marks: [.point(.init(domain.lowerBound, 0)), .point(.init(domain.upperBound, 1))]
        )
        let ruler = Self.shown(figure, TerminalRenderer()).split(separator: "\n").first {
            $0.contains("┴")
        }
        let count = ruler?.filter { $0 == "┴" }.count ?? 0
        let isPoint = domain.upperBound - domain.lowerBound < 1e-300
        #expect((isPoint ? 1...1 : 2...6).contains(count))
    }

    @Test("is data to formats for programs")
    func data() {
        #expect(
            CSVRenderer().string(Document(.figure(Self.waterfall))) == """
                mark,name,x
                level,base,0.5
                change,hour = 18,0.5
                change,carrier = UA,-0.25
                change,visib = 10,0.0
                level,prediction,0.75

                """
        )
    }
}
