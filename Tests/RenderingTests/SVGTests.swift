import Documents
import Rendering
import Testing

@Suite("A figure as SVG")
struct SVGTests {
    private static func picture(_ figure: Figure) -> String {
        SVGRenderer().string(Document([.note("beside"), .figure(figure)]))
    }

    /// How often a part occurs.
    private static func count(_ part: String, in text: String) -> Int {
        text.ranges(of: part).count
    }

    @Test("has a row, a value and a bar for each name")
    func bars() {
        let text = Self.picture(
            Figure(
                title: "Gain",
                subtitle: "Hour leads.",
                marks: [.bar(.init("hour", 3)), .bar(.init("carrier = UA", 1))]
            )
        )
        let lines = text.split(separator: "\n")
        #expect(
            lines.first?.hasPrefix("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\"") == true
        )
        #expect(lines.last == "</svg>")
        #expect(text.contains("<title>Gain</title>\n<desc>Hour leads.</desc>\n"))
        // A label of about 77 pixels before the axis, a value of 19 after it.
        #expect(
            text.contains(
                "<rect x=\"99.3\" y=\"33.0\" width=\"497.5\" height=\"16.0\" fill=\"#0072B2\"/>"
            )
        )
        #expect(
            text.contains(
                "<rect x=\"99.3\" y=\"59.0\" width=\"165.8\" height=\"16.0\" fill=\"#0072B2\"/>"
            )
        )
        for word in [">hour<", ">carrier = UA<", ">3.0<", ">1.0<", ">0<", ">3<"] {
            #expect(text.contains(word))
        }
        #expect(!text.contains("beside"))
    }

    @Test("escapes markup and control characters")
    func escapes() {
        let text = Self.picture(
            Figure(title: "a<b & \"c\"\u{1b}\n", marks: [.bar(.init("<script>", 1))])
        )
        #expect(text.contains("<title>a&lt;b &amp; &quot;c&quot;\\u{1b}\\n</title>"))
        #expect(text.contains(">&lt;script&gt;</text>"))
        #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 })
    }

    @Test("opens as many elements as it closes, and keeps within its width")
    func wellFormed() {
        for figure in FigureTests.all {
            let text = Self.picture(figure)
            let opened = text.ranges(of: #/<[a-z]/#).count
            #expect(opened == Self.count("</", in: text) + Self.count("/>", in: text))
            for match in text.matches(of: #/(?:x|x1|x2|cx)="(-?[0-9.]+)"/#) {
                let x = Double(match.output.1) ?? .nan
                #expect((0...640).contains(x))
            }
        }
    }

    /// Each text of a picture with its place and anchor.
    private static func texts(_ text: String) -> [(text: String, x: Double, anchor: String)] {
        let form = #/<text x="([0-9.]+)" y="[0-9.]+" text-anchor="([a-z]+)"[^>]*>([^<]+)</#
        return text.matches(of: form).map {
            (String($0.output.3), Double($0.output.1) ?? .nan, String($0.output.2))
        }
    }

    @Test("keeps the words of ticks apart, and within the picture")
    func tickWords() {
        var axis = Axis(
            domain: 0...12,
            ticks: (0...12).map { Axis.Tick(Double($0), "2013-\(10 + $0)") }
        )
        let points: [Mark] = [.point(.init(0, 0)), .point(.init(12, 1))]
        let figure = Figure(title: "Months", x: axis, marks: points)
        let dated = Self.texts(SVGRenderer(width: 300).string(Document(.figure(figure))))
            .filter { $0.text.hasPrefix("2013-") }
        #expect((2...5).contains(dated.count))
        // Seven characters of about 7 pixels: 30 to each side.
        #expect(zip(dated, dated.dropFirst()).allSatisfy { $1.x - $0.x > 50 })
        axis = Axis(domain: 1000...4000)
        var small = Figure(title: "Small", x: axis, marks: points)
        small.marks = [.point(.init(1000, 0)), .point(.init(4000, 1))]
        let panels = Figure(title: "Four", marks: [], panels: [small, small, small, small])
        let numbers = Self.texts(SVGRenderer(width: 240).string(Document(.figure(panels))))
            .filter { $0.text.hasSuffix("000") }
        #expect(!numbers.isEmpty)
        #expect(zip(numbers, numbers.dropFirst()).allSatisfy { $1.x < $0.x || $1.x - $0.x > 34 })
        let last = Figure(
            title: "End",
            x: Axis(domain: 0...1, ticks: [Axis.Tick(0, "0"), Axis.Tick(1, "the very end")]),
            marks: [.bin(.init(0, 1, height: 1))]
        )
        let ends = Self.texts(Self.picture(last)).filter { $0.text == "the very end" }
        #expect(ends.map(\.anchor) == ["end"])
        #expect(ends.allSatisfy { $0.x <= 640 })
    }

    @Test("cuts a long name at a third of the width, and tells the whole of it")
    func longNames() {
        let name = String(repeating: "a long name ", count: 8)
        var up = Axis(domain: 0...1, ticks: [Axis.Tick(0.5, name)])
        up.hasNames = true
        for figure in [
            Figure(title: "", marks: [.bar(.init(name, 1))]),
            Figure(
                title: "",
                y: up,
                marks: [.tile(.init(x: 0...1, y: 0...1, value: 1, shade: 0.5))]
            ),
        ] {
            let text = Self.picture(figure)
            #expect(text.contains("<title>\(name)</title>a long name"))
            #expect(text.contains("…</text>"))
            #expect(!text.contains("</title>\(name)</text>"))
        }
    }

    @Test("keeps points off the frame, and bars on it")
    func margins() {
        let domain = Axis(domain: 0...10)
        func xs(_ marks: [Mark], _ form: Regex<(Substring, Substring)>) -> [Double] {
            Self.picture(Figure(title: "", x: domain, y: domain, marks: marks))
                .matches(of: form).map { Double($0.output.1) ?? .nan }
        }
        let axis = #/<line x1="([0-9.]+)"/#
        let points: [Mark] = [.point(.init(0, 0)), .point(.init(10, 10))]
        let dots = xs(points, #/<circle cx="([0-9.]+)"/#)
        let left = xs(points, axis)[0]
        #expect(dots.count == 2)
        #expect(dots.min().map { $0 - left > 12 } == true)
        #expect(dots.max().map { $0 < 628 - 12 } == true)
        let bins: [Mark] = [.bin(.init(0, 10, height: 10))]
        #expect(xs(bins, #/<rect x="([0-9.]+)"/#) == [xs(bins, axis)[0]])
    }

    @Test("has a legend whose entries stand apart")
    func legend() {
        let figure = Figure(
            title: "",
            marks: [.point(.init(0, 0)), .point(.init(1, 1, series: 1))],
            series: ["EWR", "JFK"]
        )
        let entries = Self.texts(Self.picture(figure)).filter { ["EWR", "JFK"].contains($0.text) }
        #expect(entries.count == 2)
        // A name of 25 pixels, a gap of 16 and a mark of 12.
        #expect(entries[1].x - entries[0].x > 50)
    }

    @Test("parts shades at zero: blue below, white, orange above")
    func partedShades() {
        let tiles: [Mark] = [(0.0, -2.0), (0.5, 0), (0.999, 2)].enumerated().map { place, tile in
            .tile(
                .init(
                    x: Double(place)...Double(place + 1),
                    y: 0...1,
                    value: tile.1,
                    shade: tile.0
                )
            )
        }
        let shading = Shading("r", low: "-2", high: "2", middle: "0", places: 0...0.999)
        let text = Self.picture(Figure(title: "", marks: tiles, shading: shading))
        for colour in ["#08519C", "#F7F7F7", "#B35806"] {
            // The tile, and its sign in the legend.
            #expect(Self.count("fill=\"\(colour)\"", in: text) == 2)
        }
        #expect(Self.texts(text).suffix(3).map(\.text) == ["-2", "0", "2"])
    }

    @Test("draws bins, dots and paths where the data lie")
    func plane() {
        let marks: [Mark] = [
            .point(.init(0, 0)), .point(.init(10, 5, shade: 1)),
            .line(.init("up", xs: [0, 5, .nan, 6, 10], ys: [0, 5, 5, 5, 0])),
            .rule(.diagonal),
        ]
        let text = Self.picture(Figure(title: "Plane", marks: marks))
        #expect(Self.count("<circle", in: text) == 2)
        #expect(text.contains("fill=\"#D55E00\" fill-opacity"))
        // A place that is missing breaks the line in two.
        #expect(Self.count("<polyline", in: text) == 2)
        #expect(Self.count("stroke-dasharray", in: text) == 1)
        #expect(text.contains(">up</text>"))
    }
}
