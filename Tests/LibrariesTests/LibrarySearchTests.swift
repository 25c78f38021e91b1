import Diagnostics
import Libraries
import Testing

@Suite("The search for libraries")
struct LibrarySearchTests {
    @Test("asks the setting, then the installation, then every folder above the program")
    func order() {
        let search = LibrarySearch(setting: "/a:/b/", executable: "/opt/tools/bin/epilogue")
        #expect(
            search.folders == [
                "/a", "/b/", "/opt/tools/lib/epilogue", "/opt/tools/bin/.deps/lib",
                "/opt/tools/.deps/lib", "/opt/.deps/lib", "/.deps/lib",
            ]
        )
    }

    @Test("without a setting begins with the installation")
    func noSetting() {
        let search = LibrarySearch(setting: nil, executable: "/usr/local/bin/epilogue")
        #expect(search.folders.first == "/usr/local/lib/epilogue")
    }

    @Test("takes the first that is not refused, the plain name last")
    func firstAccepted() throws {
        let search = LibrarySearch(folders: ["/nowhere", "/etc", "/etc/../etc"])
        let chosen = try search.open("passwd") { $0 == "/etc/passwd" ? "too old" : nil }
        #expect(chosen == "/etc/../etc/passwd")
        #expect(try search.open("hosts-of-nobody") { _ in nil } == "hosts-of-nobody")
    }

    @Test("says what is wrong with the first file that is there")
    func refused() {
        let search = LibrarySearch(folders: ["/nowhere", "/etc"])
        #expect(throws: Diagnostic("library.refused", "`x` is old", hints: ["scripts/bootstrap"])) {
            try search.open("passwd") { $0 == "/etc/passwd" ? "`x` is old" : "not found" }
        }
    }

    @Test("says that there is none")
    func missing() throws {
        let search = LibrarySearch(folders: ["/nowhere"])
        let fault = try #require(throws: Diagnostic.self) {
            try search.open("libnone.so") { _ in "cannot be opened" }
        }
        #expect(fault.code == "library.missing")
        #expect(fault.message == "the library `libnone.so` is not on this machine")
        #expect(fault.hints.first == "scripts/bootstrap")
    }
}
