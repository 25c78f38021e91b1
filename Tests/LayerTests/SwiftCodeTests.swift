import Testing

@Suite("Reading Swift for the checks")
struct SwiftCodeTests {
    private func code(_ source: String) -> String {
        String(decoding: SwiftCode(source).text, as: UTF8.self)
    }

    @Test("blanks comments and strings, and keeps code in interpolations")
    func blanking() {
        #expect(code("a // b {\nc") == "a       \nc")
        #expect(code("a /* b /* c */ { */ d") == "a                   d")
        #expect(code(#"f("}\"{") + g"#) == "f(      ) + g")
        #expect(code(#"f("x\(g("}") + h)y")"#) == "f(   (g(   ) + h)  )")
        #expect(code("let a = \"\"\"\n  { \" }\n  \"\"\"\nb") == "let a =    \n       \n     \nb")
        #expect(
            code(###"a(#"\("# + #"\#("{")"#)"###) == "a(       +     (   )  )"
        )
    }

    @Test("measures functions from their first word to their last brace")
    func functions() {
        let source = """
            struct S {
                init(x: Int = { 1 }()) {
                    self.init()
                }
                func a() -> Int { 1 }

                /// }
                func b<T>(
                    _ x: T
                ) where T: P {
                    if true { f("{") }
                }
            }
            protocol P {
                func c()
                var d: Int { get }
            }
            """
        #expect(
            SwiftCode(source).functions() == [
                .init(name: "init", line: 2, length: 3),
                .init(name: "a", line: 5, length: 1),
                .init(name: "b", line: 8, length: 5),
            ]
        )
    }
}
