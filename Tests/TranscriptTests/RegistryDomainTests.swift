import Assembly
import Catalog
import Diagnostics
import Foundation
import Kernels
import Relations
import Sessions
import TestSupport
import Testing
import Values

@Suite("Every parameter of the registry")
struct RegistryDomainTests {
    /// A parameter with the function that takes it.
    struct Place: CustomTestStringConvertible, Sendable {
        let signature: Signature
        let position: Int
        /// What the example needs around it to be a statement.
        let before: String
        let after: String
        var parameter: ParameterSpec { signature.parameters[position] }
        var testDescription: String { "\(signature.name) \(parameter.name)" }
    }

    static let places: [Place] = {
        let registry = ExampleSession.factory.registry
        let functions = registry.functions.flatMap { function in
            function.signature.parameters.indices.map {
                Place(signature: function.signature, position: $0, before: "", after: "")
            }
        }
        let rows = registry.rowFunctions.flatMap { function in
            let verb = function.kind == .reduction ? "summarize" : "derive"
            return function.parameters.indices.map {
                Place(
                    signature: function.signature,
                    position: $0,
                    before: "rows | \(verb)(it = ",
                    after: ")"
                )
            }
        }
        return functions + rows
    }()

    @Test("has a default within its domain", arguments: places)
    func defaultIsAdmitted(_ place: Place) {
        guard let standard = place.parameter.standard, !standard.isMissing else { return }
        #expect(place.parameter.domain.admits(standard))
    }

    @Test(
        "refuses what its domain refuses, with a diagnostic",
        arguments: places.filter { $0.parameter.domain.refused != nil }
    )
    func refusedIsRefused(_ place: Place) throws {
        let refused = try #require(place.parameter.domain.refused)
        #expect(!place.parameter.domain.admits(refused))
        let example = try #require(place.signature.examples.first).code
        let call = try #require(ExampleCall(of: place.signature.name, in: example))
        let changed = call.giving(refused.literal, for: place.position, of: place.signature)
        let outcome = try ExampleSession.run(place.before + changed + place.after)
        let codes = outcome.diagnostics.filter { $0.severity == .error }.map(\.code)
        #expect(codes == ["argument.domain"], "\(changed)")
    }
}
