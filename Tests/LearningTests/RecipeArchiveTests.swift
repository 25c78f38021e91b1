import Diagnostics
import Foundation
import Learning
import Relations
import Tables
import Testing

@Suite("Saved recipes")
struct RecipeArchiveTests {
    let frame: Frame
    let kitchen = Kitchen()

    init() throws { frame = Frame(memory: try RecipeFixture.read().table) }

    private func learned() throws -> LearnedRecipe {
        let recipe = kitchen.recipe("y", ["x", "c", "k"]).adding(Impute(), "x")
            .adding(OneHot(), "c").adding(Scale(), "k")
        return try kitchen.learn(recipe, frame).recipe
    }

    /// Runs a body with a path at which nothing is.
    private func withPath(_ body: (String) throws -> Void) throws {
        let folder = NSTemporaryDirectory() + "epilogue-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder + "/prep.recipe")
        let left = try FileManager.default.contentsOfDirectory(atPath: folder)
        #expect(left.allSatisfy { $0 == "prep.recipe" }, "nothing else is left behind")
    }

    @Test("a recipe that was saved and loaded prepares the same rows, and shows the same")
    func roundTrip() throws {
        let recipe = try learned()
        try withPath { path in
            try recipe.write(to: path, replacing: false)
            let again = try RecipeArchive.read(path)
            #expect(again.fields == recipe.fields)
            #expect(again.table == recipe.table)
            #expect(again.target == recipe.target)
            let rows = try kitchen.collect(try recipe.transformed(frame))
            #expect(try kitchen.collect(try again.transformed(frame)) == rows)
        }
    }

    @Test("what is there is replaced only when told, and only by its like")
    func replacing() throws {
        let recipe = try learned()
        try withPath { path in
            try recipe.write(to: path, replacing: false)
            let fault = #expect(throws: Diagnostic.self) {
                try recipe.write(to: path, replacing: false)
            }
            #expect(fault?.code == "file.exists")
            try recipe.write(to: path, replacing: true)
            #expect(try RecipeArchive.read(path).fields == recipe.fields)
        }
        try withPath { path in
            try Data("mine".utf8).write(to: URL(fileURLWithPath: path))
            #expect(throws: Diagnostic.self) { try recipe.write(to: path, replacing: true) }
            #expect(try String(contentsOfFile: path, encoding: .utf8) == "mine")
        }
    }

    @Test(
        "a saved recipe that was changed is refused",
        arguments: [
            ("\"format\" : 1", "\"format\" : 99", "model.version", "format 99"),
            ("\"formula\"", "\"formule\"", "model.corrupt", "not what was written"),
            ("\"column\" : \"x\"", "\"column\" : \"w\"", "model.corrupt", "reads `w`"),
            ("\"call\" : \"case\"", "\"call\" : \"cause\"", "model.function", "`cause`"),
        ]
    )
    func corrupt(_ honest: String, _ hostile: String, _ code: String, _ message: String) throws {
        let recipe = try learned()
        try withPath { path in
            try recipe.write(to: path, replacing: false)
            let url = URL(fileURLWithPath: path + "/recipe.json")
            let text = try String(contentsOf: url, encoding: .utf8)
            try Data(text.replacingOccurrences(of: honest, with: hostile).utf8).write(to: url)
            let refusal = #expect(throws: Diagnostic.self) { try RecipeArchive.read(path) }
            #expect(refusal?.code.description == code)
            #expect(refusal?.message.contains(message) == true, "\(refusal?.message ?? "")")
        }
    }
}
