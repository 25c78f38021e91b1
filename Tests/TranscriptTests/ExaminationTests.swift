import Assembly
import Testing

@Suite("The examination of the machine")
struct ExaminationTests {
    private func finding(
        _ subject: String,
        _ environment: [String: String]
    )
        throws -> Examination.Finding
    {
        let findings = Examination(environment: environment).findings
        return try #require(findings.first { $0.subject == subject })
    }

    @Test("finds the libraries, each with its version")
    func findsLibraries() throws {
        let libraries = [
            ("DuckDB", "2.0"), ("LightGBM", "4.7"), ("XGBoost", "3.2"), ("ONNX", "1."),
        ]
        for (subject, version) in libraries {
            let finding = try finding(subject, [:])
            #expect(finding.state == .good)
            #expect(finding.detail.hasPrefix(version))
        }
    }

    @Test("tells the version of libcurl, and what encrypts for it")
    func findsCurl() throws {
        let detail = try finding("libcurl", [:]).detail
        #expect(detail.wholeMatch(of: /\d+\.\d+\.\d+, \w+.*/) != nil, "\(detail)")
    }

    @Test("advises a locale that can hold all text")
    func advisesLocale() throws {
        #expect(try finding("locale", ["LANG": "de_DE.utf8"]).state == .good)
        #expect(try finding("locale", ["LC_ALL": "C", "LANG": "de_DE.UTF-8"]).state == .advice)
        #expect(try finding("locale", [:]).mending == ["export LC_ALL=C.UTF-8"])
    }

    @Test("says that nothing is kept where it cannot be")
    func saysWhatIsNotKept() throws {
        #expect(try finding("journals", [:]).state == .advice)
        let forbidden = try finding("journals", ["XDG_STATE_HOME": "/dev/null"])
        #expect(forbidden.state == .advice)
        #expect(forbidden.detail.contains("cannot be written"))
    }

    @Test("writes each finding in a line, and what mends it below")
    func writesFindings() {
        let finding = Examination.Finding(
            subject: "DuckDB",
            state: .missing,
            detail: "the library `libduckdb.so` is not on this machine",
            mending: ["scripts/bootstrap"]
        )
        #expect(
            finding.text == """
                missing  DuckDB    the library `libduckdb.so` is not on this machine
                                   → scripts/bootstrap

                """
        )
    }
}
