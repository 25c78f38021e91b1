import Assembly
import Catalog
import Diagnostics
import Relations
import Sessions
import TestSupport
import Testing

@Suite("Every name that can be called")
struct RegistryMisuseTests {
    static let names = Array(
        Set(ExampleSession.factory.registry.callableNames)
    ).sorted()

    /// Calls that few functions can make sense of.
    private static func misuses(of name: String) -> [String] {
        [
            "\(name)()", "\(name)(missing)", "\(name)(1, 2, 3, 4, 5, 6, 7, 8, 9)",
            "\(name)([], {}, \"x\")", "penguins | \(name)", "penguins | \(name)(\"x\", -1)",
            "penguins | \(name)(species, species)", "penguins | \(name)(nothing: 1)",
            "rows | derive(it = \(name)(dep_delay, carrier, missing))", "\(name)(y ~ x)",
        ]
    }

    @Test("takes what it can, and refuses the rest with a diagnostic", arguments: names)
    func survivesMisuse(_ name: String) throws {
        for misuse in Self.misuses(of: name) {
            let outcome = try ExampleSession.run(misuse)
            for diagnostic in outcome.diagnostics {
                #expect(diagnostic.code != "internal.error", "\(misuse): \(diagnostic.message)")
                #expect(diagnostic.code != "engine.failed", "\(misuse): \(diagnostic.message)")
                #expect(!diagnostic.message.isEmpty, "\(misuse)")
                #expect(!diagnostic.message.hasSuffix("."), "\(misuse): \(diagnostic.message)")
            }
        }
    }
}
