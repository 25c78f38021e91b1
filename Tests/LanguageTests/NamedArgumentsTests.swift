import Catalog
import Kernels
import Tables
import TestSupport
import Testing
import Values

@Suite("Arguments by name")
struct NamedArgumentsTests {
    @Test("are read by their parameters, wherever those stand among others")
    func order() throws {
        for parameters in [["a", "b"], ["b", "a"], ["c", "b", "a"]] {
            let function = Function(
                byName: Signature(
                    "f",
                    "A test.",
                    family: .data,
                    parameters: parameters.map { ParameterSpec($0, "one", type: .scalar(.text)) },
                    result: .scalar(.text),
                    effect: .pure
                )
            ) { arguments, _ in
                .text(try arguments.read("a", as: String.self) + arguments.read("b"))
            }
            let context = CallContext(
                services: Services(),
                work: WorkContext(),
                settings: Settings()
            )
            let given = try function.call(parameters.map { .text($0) }, in: context)
            #expect(try String(shell: given) == "ab")
        }
    }
}
