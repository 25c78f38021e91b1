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
        // 12 characters of label before the axis, 3 of value after it.
        #expect(
            text.contains(
                "<rect x=\"101.2\" y=\"33.0\" width=\"495.0\" height=\"16.0\" fill=\"#0072B2\"/>"
            )
        )
        #expect(
            text.contains(
                "<rect x=\"101.2\" y=\"59.0\" width=\"165.0\" height=\"16.0\" fill=\"#0072B2\"/>"
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
