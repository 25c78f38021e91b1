import Testing

@Suite("The files are tidy")
struct TidyTests {
    @Test("no file is longer than an afternoon")
    func fileLengths() throws {
        let code = try SourceTree.files(
            in: ["Sources", "Tests", "scripts"],
            ending: [".swift", ".c", ".h", "/bootstrap", "/check"]
        )
        report(code.flatMap(TidyRules.lengthFaults))
    }

    @Test("no function is longer than a screen")
    func functionLengths() throws {
        report(try SourceTree.swiftFiles.get().flatMap(TidyRules.functionFaults))
    }

    @Test("no type has an empty name")
    func names() throws {
        report(try SourceTree.swiftFiles.get().flatMap(TidyRules.nameFaults))
    }

    @Test("no word stands where the house has a better one")
    func words() throws {
        report(try SourceTree.swiftFiles.get().flatMap(TidyRules.wordFaults))
    }

    @Test("no path of one machine, no address of a registry")
    func texts() throws {
        report(try SourceTree.allFiles().flatMap(TidyRules.textFaults))
    }

    @Test("no promise without its record")
    func promises() throws {
        report(try SourceTree.allFiles().flatMap(TidyRules.promiseFaults))
    }

    @Test("nothing unsafe without its reason")
    func safety() throws {
        report(try SourceTree.swiftFiles.get().flatMap(TidyRules.safetyFaults))
    }

    @Test("every page has one title")
    func titles() throws {
        let pages = try SourceTree.files(in: ["docs", "sessions", "README.md"], ending: [".md"])
        #expect(!pages.isEmpty)
        report(pages.flatMap(TidyRules.titleFaults))
    }
}

@Suite("The rules of tidiness find what they forbid")
struct TidyRulesTests {
    private func file(_ text: String, _ path: String = "A.swift") -> SourceTree.File {
        SourceTree.File(path: path, text: text)
    }

    @Test("a long file, counted as an editor does")
    func longFile() {
        let line = "let a = 1\n"
        #expect(TidyRules.lengthFaults(file(String(repeating: line, count: 600))) == [])
        #expect(TidyRules.lengthFaults(file(String(repeating: line, count: 601))).count == 1)
    }

    @Test("a long function")
    func longFunction() {
        let body = String(repeating: "    a()\n", count: 69)
        #expect(
            TidyRules.functionFaults(file("func long() {\n\(body)}\n")) == [
                "A.swift:1: `long` takes 71 lines; split it at 70"
            ]
        )
        #expect(TidyRules.functionFaults(file("func fits() {\n\(body.dropLast(8))}\n")) == [])
    }

    @Test("an empty name, but not in a comment or a string")
    func emptyName() {
        #expect(
            TidyRules.nameFaults(file("\nfinal class SessionManager {}")) == [
                "A.swift:2: `SessionManager`; name it after what it holds or decides"
            ]
        )
        #expect(
            TidyRules.nameFaults(file("// class SessionManager\nlet a = \"class BHelper\"")) == []
        )
    }

    @Test("a word with a better one")
    func word() {
        #expect(
            TidyRules.wordFaults(file("public let a = 1")) == [
                "A.swift:1: `public`; write `package`"
            ]
        )
        #expect(TidyRules.wordFaults(file("let publication = \"public\"")) == [])
    }

    @Test("a path of one machine")
    func machinePath() {
        #expect(TidyRules.textFaults(file("see " + "/wo" + "rk/x")).count == 1)
        #expect(TidyRules.textFaults(file("homework/x")) == [])
    }

    @Test("a promise without its record")
    func promise() {
        let mark = "TO" + "DO"
        #expect(TidyRules.promiseFaults(file("// \(mark): later")).count == 1)
        #expect(TidyRules.promiseFaults(file("// \(mark): docs/decisions/0020-x.md")) == [])
    }

    @Test("something unsafe without its reason")
    func unsafety() {
        let line = "struct A: @unchecked Sendable {}"
        #expect(TidyRules.safetyFaults(file(line)).count == 1)
        #expect(TidyRules.safetyFaults(file("// SAFETY: a lock.\n" + line)) == [])
        #expect(TidyRules.safetyFaults(file("let a = \"@unchecked Sendable\"")) == [])
    }

    @Test("a page with two titles or none, fences left out")
    func title() {
        #expect(TidyRules.titleFaults(file("# A\n\n```sh\n# b\n```\n", "a.md")) == [])
        #expect(TidyRules.titleFaults(file("# A\n\n````\n```\n# b\n````\n", "a.md")) == [])
        #expect(TidyRules.titleFaults(file("# A\n# B\n", "a.md")).count == 1)
        #expect(TidyRules.titleFaults(file("text\n", "a.md")).count == 1)
    }
}
