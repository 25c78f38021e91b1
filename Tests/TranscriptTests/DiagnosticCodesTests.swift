import TestSupport
import Testing

@Suite("The list of diagnostic codes")
struct DiagnosticCodesTests {
    @Test("has each code once, in order")
    func isSorted() {
        #expect(DiagnosticCodes.all == Set(DiagnosticCodes.all).sorted())
        #expect(DiagnosticCodes.all.contains("column.unknown"))
        #expect(DiagnosticCodes.all.contains("file.missing"))
        #expect(DiagnosticCodes.all.contains("syntax.unclosed"))
    }

    @Test("gives reasons only for codes that there are")
    func reasonsAreOfUse() {
        for (code, reason) in DiagnosticCodes.unshowable {
            #expect(DiagnosticCodes.all.contains(code), "\(code)")
            #expect(!reason.isEmpty)
        }
        #expect(
            DiagnosticCodes.showable.count + DiagnosticCodes.unshowable.count
                == DiagnosticCodes.all.count
        )
    }
}
