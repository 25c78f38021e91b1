// The form that continuous integration reads.
extension ReplayReport {
    /// JUnit XML: a suite for the transcript, a case for each fence.
    package var junit: String {
        let failures = results.filter { if case .differs = $0.status { true } else { false } }
        let errors = results.filter { if case .failed = $0.status { true } else { false } }
        let skipped = results.filter { $0.status == .skipped }
        let elapsed = results.reduce(Duration.zero) { $0 + $1.elapsed }
        var text = """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuites>
              <testsuite name="\(Self.escaped(name))" tests="\(results.count)" \
            failures="\(failures.count)" errors="\(errors.count)" skipped="\(skipped.count)" \
            time="\(Self.seconds(elapsed))">

            """
        for result in results { text += testCase(result) }
        return text + "  </testsuite>\n</testsuites>\n"
    }

    private func testCase(_ result: Result) -> String {
        let first = result.code.split(separator: "\n").first.map { ": " + $0.prefix(80) } ?? ""
        let head =
            "    <testcase classname=\"\(Self.escaped(name))\" "
            + "name=\"\(Self.escaped("line \(result.line)" + first))\" "
            + "time=\"\(Self.seconds(result.elapsed))\""
        let inner: String
        switch result.status {
        case .same, .volatile: return head + "/>\n"
        case .skipped: inner = "<skipped/>"
        case .differs:
            inner =
                "<failure message=\"the output differs\">"
                + Self.escaped(result.rendered(name: name)) + "</failure>"
        case .failed(let reason, _):
            inner =
                "<error message=\"\(Self.escaped(reason))\">"
                + Self.escaped(result.rendered(name: name)) + "</error>"
        }
        return head + ">\n      " + inner + "\n    </testcase>\n"
    }

    /// Milliseconds are enough, and no locale has a say.
    private static func seconds(_ duration: Duration) -> String {
        let (whole, fraction) = duration.components
        let digits = String(fraction / 1_000_000_000_000_000)
        return "\(whole)." + String(repeating: "0", count: 3 - digits.utf8.count) + digits
    }

    /// Escapes what XML reserves; control characters, which it has no way to write, become `U+FFFD`.
    private static func escaped(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;".unicodeScalars
            case "<": result += "&lt;".unicodeScalars
            case ">": result += "&gt;".unicodeScalars
            case "\"": result += "&quot;".unicodeScalars
            case "\n", "\t": result.append(scalar)
            case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF:
                result.append("\u{FFFD}")
            default: result.append(scalar)
            }
        }
        return String(result)
    }
}
