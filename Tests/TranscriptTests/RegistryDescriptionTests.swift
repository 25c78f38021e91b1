import Assembly
import Catalog
import Foundation
import Relations
import TestSupport
import Testing

@Suite("The registry as JSON")
struct RegistryDescriptionTests {
    private let description = ExampleSession.factory.registry.description

    @Test("reads back as what was written")
    func readsBack() throws {
        let data = Data(description.json.utf8)
        #expect(try JSONDecoder().decode(RegistryDescription.self, from: data) == description)
    }

    @Test("is the same text for another registry of the same names")
    func isStable() {
        #expect(description.json == SessionFactory().registry.description.json)
    }

    @Test("names everything that can be typed, in the order of help")
    func isWhole() {
        let registry = ExampleSession.factory.registry
        let names =
            registry.functions.map(\.name) + registry.rowFunctions.map(\.name)
            + registry.commands.map { ":" + $0.name }
        #expect(description.names.map(\.name) == names)
    }

    @Test("tells of `head` what its declaration says")
    func tellsOfHead() throws {
        let head = try #require(description.names.first { $0.name == "head" })
        #expect(head.kind == .function)
        #expect(head.family == "frames")
        #expect(head.effect == "pure")
        #expect(head.result == "frame")
        let rows = try #require(head.parameters.first { $0.name == "rows" })
        #expect(rows.type == "int")
        #expect(rows.standard == "10")
        #expect(rows.minimum == 0)
        #expect(!rows.isRequired)
    }
}
