import Assembly
import Catalog
import Diagnostics
import Kernels
import Rendering
import Sessions
import Testing
import Values

/// What the flights look like when they are named alone.
@Suite("A first look at the flights")
struct FirstLookTests {
    private func shown(at width: Int) throws -> [Substring] {
        var settings = Settings()
        settings.folder = SessionFile.root + "/sessions"
        var session = SessionFactory().session(settings)
        let outcome = session.run(
            SourceText("load(\"data/flights.csv.gz\")"),
            Session.Running(work: WorkContext())
        )
        #expect(!outcome.hasFailed)
        let document = try #require(outcome.documents.first)
        return TerminalRenderer(width: width).string(document).split(separator: "\n")
    }

    @Test("fits a terminal of 24 rows, and says how many rows there are and what is hidden")
    func fits() throws {
        let lines = try shown(at: 80)
        #expect(lines.count <= 22)
        #expect(lines[0].hasPrefix("year  month  day") && lines[1].contains("int"))
        let footer = lines.suffix(3).joined(separator: " ")
        #expect(footer.contains("336,776 rows, 10 shown; also:"))
        #expect(footer.contains("tailnum text") && footer.contains("time_hour timestamp"))
    }

    @Test("wraps no line", arguments: [40, 80, 200])
    func widths(_ width: Int) throws {
        for line in try shown(at: width) { #expect(TextWidth.of(line) <= width) }
    }
}
