import Diagnostics
import Documents
import Foundation
import Relations
import Rendering
import Sessions
import Tables
import TestSupport
import Testing
import Values

@testable import Plotting

/// What pandas, numpy and scipy say, by `Fixtures/looking.py`.
struct LookingFixture: Decodable {
    struct Facts: Decodable {
        let missing: Int
        let distinct: Int
        let mean: Double
        let sd: Double
        let q25: Double
        let median: Double
        let q75: Double
    }

    struct Box: Decodable {
        let whiskers: [Double]
        let quartiles: [Double]
        let median: Double
        let outliers: [Double]
    }

    struct Curve: Decodable {
        let xs: [Double]
        let ys: [Double]
    }

    let penguins: [String: Facts]
    let flights: [String: Facts]
    let tails: Int
    let correlations: [String: Double]
    let crosstab: [String: [String: Int64]]
    let boxes: [String: Box]
    let density: Curve
    let edges: [Double]
    let counts: [Double]

    static func read(file: String = #filePath) throws -> LookingFixture {
        let folder = URL(fileURLWithPath: file).deletingLastPathComponent()
        let path = folder.appendingPathComponent("Fixtures/looking.json")
        return try JSONDecoder().decode(LookingFixture.self, from: Data(contentsOf: path))
    }
}

/// Lines that look at the penguins, and what they give.
struct Looking {
    /// The figure that a line gives.
    static func figure(_ line: String) throws -> Figure {
        guard case .object(let object) = try ExampleSession.run(line).value else {
            throw Unexpected(line: line)
        }
        let drawn = try #require(object as? DrawnFigure)
        return drawn.figure
    }

    /// The rows of the frame that a line gives.
    static func rows(_ line: String) throws -> [[String: Scalar]] {
        let value = try ExampleSession.run(line + " | collect").value
        guard case .frame(let frame) = value, case .scan(.table(let memory)) = frame.plan else {
            throw Unexpected(line: line)
        }
        let table = memory.table
        return (0..<table.count).map { row in
            Dictionary(
                uniqueKeysWithValues: zip(table.fields, table.columns).map { ($0.name, $1[row]) }
            )
        }
    }

    private struct Unexpected: Error { let line: String }
}

@Suite("What is seen of a frame is what pandas, numpy and scipy see")
struct LookingTests {
    @Test("describe gives the facts about every column of numbers")
    func describe() throws {
        let rows = try Looking.rows("penguins | describe")
        for (name, facts) in try LookingFixture.read().penguins {
            let row = try #require(rows.first { $0["column"] == .text(name) })
            #expect(row["n_missing"] == .int(Int64(facts.missing)))
            #expect(row["distinct"] == .int(Int64(facts.distinct)))
            for (key, value) in [
                ("mean", facts.mean), ("sd", facts.sd), ("q25", facts.q25),
                ("median", facts.median), ("q75", facts.q75),
            ] {
                let found = try #require(row[key]?.number)
                #expect(abs(found - value) <= 1e-9 * max(1, abs(value)), "\(key) of \(name)")
            }
        }
    }

    @Test("describe of a million rows is exact")
    func describeMany() throws {
        let fixture = try LookingFixture.read()
        let rows = try Looking.rows(
            "load(\"data/flights.csv.gz\") | append(load(\"data/flights.csv.gz\"), load(\"data/flights.csv.gz\"))"
                + " | select(dep_delay, distance, tailnum) | describe"
        )
        for (name, facts) in fixture.flights {
            let row = try #require(rows.first { $0["column"] == .text(name) })
            #expect(row["n_missing"] == .int(Int64(facts.missing)))
            #expect(row["distinct"] == .int(Int64(facts.distinct)))
            for (key, value) in [
                ("mean", facts.mean), ("sd", facts.sd), ("q25", facts.q25),
                ("median", facts.median), ("q75", facts.q75),
            ] {
                let found = try #require(row[key]?.number)
                #expect(abs(found - value) <= 1e-9 * max(1, abs(value)), "\(key) of \(name)")
            }
        }
        let tails = try #require(rows.first { $0["column"] == .text("tailnum") })
        #expect(tails["distinct"] == .int(Int64(fixture.tails)))
    }

    @Test(
        "describe of many values is what reductions give, evenly spread or not",
        arguments: ["z", "exp(z / 40)", "round(z * 20) * 1000003", "case(hour < 14, 3.5, else: z)"]
    )
    func describeWide(formula: String) throws {
        let flights = "load(\"data/flights.csv.gz\")"
        let many =
            "\(flights) | append(\(flights), \(flights))"
            + " | derive(z = sqrt(distance) * (dep_time + 1) / 100 + arr_delay / 1000)"
            + " | derive(w = \(formula)) | select(w)"
        let found = try #require(try Looking.rows("\(many) | describe").first)
        let reductions =
            "n = count(w), low = min(w), high = max(w), mean = mean(w), sd = sd(w)"
            + ", q25 = quantile(w, 0.25), median = median(w), q75 = quantile(w, 0.75)"
        let expected = try #require(try Looking.rows("\(many) | summarize(\(reductions))").first)
        for name in ["mean", "sd", "q25", "median", "q75"] {
            let (a, b) = (try #require(found[name]?.number), try #require(expected[name]?.number))
            #expect(abs(a - b) <= 1e-9 * abs(b), "\(name): \(a) and \(b)")
        }
        #expect((found["distinct"]?.number ?? 0) > 10_000)
        let all = 3.0 * 336_776
        #expect(found["n_missing"]?.number == all - (expected["n"]?.number ?? 0))
        guard case .text(let bars) = found["values"] else { throw Unexpected() }
        #expect(bars.count == 10)
    }

    @Test(
        "describe shows mean, sd and how values lie on a page of 80 columns",
        arguments: ["weather.csv", "penguins.csv", "planes.csv", "airports.csv", "flights.csv.gz"]
    )
    func describeNarrow(file: String) {
        var talk = Conversation()
        let lines = talk("load(\"data/\(file)\") | describe").split(separator: "\n")
        let head = lines[0].split(separator: " ").map(String.init)
        #expect(
            head == ["column", "type", "n_missing", "distinct", "mean", "sd", "values"]
        )
        #expect(lines.allSatisfy { $0.count <= 80 })
    }

    private struct Unexpected: Error {}

    @Test("correlate gives every pair, the strongest first")
    func correlate() throws {
        let rows = try Looking.rows("penguins | correlate")
        let expected = try LookingFixture.read().correlations
        #expect(rows.count == expected.count)
        var before = 1.0
        for row in rows {
            guard case .text(let x) = row["x"], case .text(let y) = row["y"] else { continue }
            let r = try #require(row["r"]?.number)
            let value = try #require(expected["\(x) \(y)"])
            #expect(abs(r - value) <= 1e-9)
            #expect(r.magnitude <= before)
            before = r.magnitude
        }
    }

    @Test("crosstab counts what meets")
    func crosstab() throws {
        let rows = try Looking.rows("penguins | crosstab(species, island)")
        for (species, counts) in try LookingFixture.read().crosstab {
            let row = try #require(rows.first { $0["species"] == .text(species) })
            for (island, count) in counts { #expect(row[island] == .int(count)) }
            #expect(row["total"] == .int(counts.values.reduce(0, +)))
        }
    }

    @Test("bin_counts counts as numpy's histogram does")
    func binCounts() throws {
        let fixture = try LookingFixture.read()
        let edges = fixture.edges.map { String(Int($0)) }.joined(separator: ", ")
        let rows = try Looking.rows(
            "penguins | summarize(counts = bin_counts(body_mass_g, [\(edges)]))"
        )
        #expect(rows[0]["counts"] == .list(fixture.counts.map { .int(Int64($0)) }))
    }
}

@Suite("Figures of frames are of the numbers that numpy and scipy give")
struct FrameFigureTests {
    @Test("a histogram's bins")
    func histogram() throws {
        let fixture = try LookingFixture.read()
        let figure = try Looking.figure("penguins | histogram(body_mass_g)")
        let bins = figure.marks.compactMap { mark -> Mark.Bin? in
            if case .bin(let bin) = mark { bin } else { nil }
        }
        #expect(bins.map(\.height) == fixture.counts.filter { $0 > 0 })
        #expect(bins.first?.lower == fixture.edges.first)
        #expect(bins.last?.upper == fixture.edges.last)
        #expect(figure.subtitle.contains("2 missing"))
    }

    @Test(
        "few whole numbers stand in the middle of a bin each, however few rows there are",
        arguments: ["flights", "flights | head(200)"]
    )
    func wholeBins(_ rows: String) throws {
        let figure = try Looking.figure("\(rows) | histogram(month)")
        let bins = figure.marks.compactMap { mark -> Mark.Bin? in
            if case .bin(let bin) = mark { bin } else { nil }
        }
        #expect(bins.allSatisfy { $0.upper - $0.lower == 1 })
        #expect(bins.allSatisfy { ($0.lower + 0.5).rounded() == $0.lower + 0.5 })
        #expect(figure.x.isWhole && figure.y.isWhole)
    }

    @Test(
        "whole numbers are counted in the bins that they lie in",
        arguments: [
            "distance", "dep_delay", "0 - distance", "float(dep_delay)", "9000000000 + dep_delay",
        ]
    )
    func wholeCounts(_ x: String) throws {
        let frame = "flights | head(5000) | derive(x = \(x)) | select(x)"
        let values = try Looking.rows(frame).compactMap { $0["x"]?.number }
        for line in ["histogram(x)", "histogram(x, bins: 7)"] {
            let figure = try Looking.figure("\(frame) | \(line)")
            let last = figure.x.domain?.upperBound
            for case .bin(let bin) in figure.marks {
                let inside = values.filter {
                    bin.lower <= $0 && ($0 < bin.upper || bin.upper == last)
                }
                #expect(Double(inside.count) == bin.height)
            }
            let all = figure.marks.map { if case .bin(let bin) = $0 { bin.height } else { 0.0 } }
            #expect(all.reduce(0, +) == Double(values.count))
        }
    }

    @Test("thousands of points are counted in the fields that they lie in")
    func fields() throws {
        let flights = "load(\"data/flights.csv.gz\") | head(6000)"
        let frame = "\(flights) | select(distance, air_time)"
        let points = try Looking.rows(frame).compactMap { row -> (Double, Double)? in
            guard let x = row["distance"]?.number, let y = row["air_time"]?.number else {
                return nil
            }
            return (x, y)
        }
        let figure = try Looking.figure("\(frame) | scatter(distance, air_time)")
        let (x, y) = (try #require(figure.x.domain), try #require(figure.y.domain))
        func place(_ value: Double, _ ends: ClosedRange<Double>, _ count: Int) -> Int {
            let share = (value - ends.lowerBound) / (ends.upperBound - ends.lowerBound)
            return min(count - 1, Int(share * Double(count) + 1e-9))
        }
        var expected: [Int: Double] = [:]
        for point in points {
            expected[place(point.0, x, 96) * 64 + place(point.1, y, 64), default: 0] += 1
        }
        var found: [Int: Double] = [:]
        for case .tile(let tile) in figure.marks {
            let column = place(tile.x.lowerBound, x, 96)
            found[column * 64 + place(tile.y.lowerBound, y, 64)] = tile.value
        }
        #expect(found == expected)
        let colored = try Looking.figure(
            "\(flights) | scatter(distance, air_time, color: origin)"
        )
        #expect(colored.subtitle == figure.subtitle)
    }

    @Test("one value is spoken of as one")
    func oneValue() throws {
        let figure = try Looking.figure("penguins | head(1) | histogram(bill_length_mm)")
        #expect(figure.subtitle == "The one value is 39.1.")
        let same = try Looking.figure("penguins | head(2) | histogram(year)")
        #expect(same.subtitle == "All 2 values are 2,007.")
    }

    @Test(
        "the width of a line's places is told in words",
        arguments: [
            (1.0, "1 second"), (90, "90 seconds"), (1800, "30 minutes"), (3600, "1 hour"),
            (172_800, "2 days"), (604_800, "1 week"), (2_592_000, "30 days"),
            (31_536_000, "1 year"), (63_072_000, "2 years"), (0.25, "0.25 seconds"),
        ]
    )
    func spans(_ seconds: Double, _ words: String) throws {
        #expect(MomentSpan.words(seconds) == words)
    }

    @Test("spans past a year are of whole years")
    func years() {
        #expect(MomentSpan.atLeast(100) == 300)
        #expect(MomentSpan.atLeast(31_536_001) == 2 * 31_536_000)
        #expect(MomentSpan.atLeast(600 * 31_536_000) == 1000 * 31_536_000)
    }

    @Test("values of both signs have zero in the middle of their shades")
    func partedShades() throws {
        let figure = try Looking.figure("penguins | correlate | heatmap(x, y, r)")
        let tiles = figure.marks.compactMap { mark -> Mark.Tile? in
            if case .tile(let tile) = mark { tile } else { nil }
        }
        let reach = try #require(tiles.map(\.value.magnitude).max())
        #expect(figure.shading?.middle == "0")
        for tile in tiles {
            #expect(abs(tile.shade - min(0.999, 0.5 + tile.value / reach / 2)) < 1e-12)
        }
        let counts = try Looking.figure("penguins | heatmap(island, species)")
        #expect(counts.shading?.middle == nil)
    }

    @Test("a density's curve")
    func density() throws {
        let expected = try LookingFixture.read().density
        let figure = try Looking.figure("penguins | density(flipper_length_mm)")
        guard case .line(let line)? = figure.marks.first else {
            Issue.record("a density is a line")
            return
        }
        let highest = try #require(expected.ys.max())
        #expect(line.xs.count == expected.xs.count)
        for (index, x) in expected.xs.enumerated() {
            #expect(abs(line.xs[index] - x) < 1e-6)
            #expect(abs(line.ys[index] - expected.ys[index]) < 1e-3 * highest)
        }
    }

    @Test("quartiles, whiskers and outliers of boxes")
    func boxes() throws {
        let figure = try Looking.figure("penguins | box(species, body_mass_g)")
        let boxes = figure.marks.compactMap { mark -> Mark.Box? in
            if case .box(let box) = mark { box } else { nil }
        }
        let expected = try LookingFixture.read().boxes
        #expect(boxes.count == expected.count)
        for box in boxes {
            let facts = try #require(expected[box.label])
            #expect(box.quartiles == facts.quartiles[0]...facts.quartiles[1])
            #expect(box.whiskers == facts.whiskers[0]...facts.whiskers[1])
            #expect(box.median == facts.median)
            #expect(box.outliers == facts.outliers)
        }
    }

    @Test("a violin's middle is the median, to a bin")
    func violins() throws {
        let figure = try Looking.figure("penguins | violin(species, body_mass_g)")
        let expected = try LookingFixture.read().boxes
        for case .violin(let violin) in figure.marks {
            let facts = try #require(expected[violin.label])
            #expect(abs(violin.median - facts.median) <= 3600 / 1024)
            #expect(violin.densities.allSatisfy { $0 >= 0 })
        }
    }

    @Test("what cannot be drawn says so, and awkward data is drawn", arguments: awkward)
    func draws(line: String, says: String) throws {
        let outcome = try ExampleSession.run(line)
        let document = Document(outcome.documents.flatMap(\.blocks))
        for renderer in [
            TerminalRenderer(width: 80), TerminalRenderer(width: 40),
            TerminalRenderer(width: 200, plain: true),
        ] {
            let text = renderer.string(document)
            let lines = text.split(separator: "\n")
            #expect(lines.allSatisfy { $0.count <= renderer.width }, "\(line)\n\(text)")
        }
        let all = (outcome.diagnostics.map(\.message) + [TerminalRenderer().string(document)])
            .joined(separator: "\n").replacing("\n", with: " ")
        #expect(all.contains(says), "\(line): \(all)")
        #expect(!SVGRenderer().string(document).contains("nan"))
    }

    private static let awkward: [(String, String)] = [
        ("frame(x = [5]) | histogram(x)", "The one value is 5"),
        ("frame(x = [5, 5, 5]) | density(x)", "3 values from 5 to 5"),
        ("frame(x = [5]) | box(x)", "the median 5"),
        ("frame(x = [5], y = [1]) | scatter(x, y)", "1 row"),
        ("frame(x = [0, 10, 100, -3]) | histogram(x, log: \"x\")", "2 not above zero left out"),
        ("frame(x = [-1, -2]) | histogram(x, log: \"x\")", "holds no value"),
        ("penguins | filter(year < 0) | histogram(year)", "holds no value"),
        ("penguins | filter(year < 0) | bar(species)", "no rows to draw"),
        ("flights | histogram(tailnum)", "has no place on an axis of numbers"),
        ("flights | scatter(distance, air_time, color: dest)", "too many to tell apart"),
        ("flights | histogram(distance, facet: dest)", "too many panels"),
        ("flights | heatmap(tailnum, hour)", "too many for one side"),
        ("frame(n = [\"a\", \"b\"], v = [-5, 3]) | bar(n, v)", "Longest is b (3), shortest a (-5)"),
        ("flights | bar(tailnum)", "names with shorter bars not shown"),
        ("flights | histogram(time_hour, facet: origin)", "values from"),
        ("penguins | line(year, mean(body_mass_g), facet: species, color: sex)", "Highest"),
        ("weather | line(hour, mean(temp), facet: month)", "Highest"),
    ]
}
