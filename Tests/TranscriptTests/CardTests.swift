import Diagnostics
import Foundation
import TestSupport
import Testing

@Suite("Cards of models")
struct CardTests {
    private let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("epilogue-card-\(UUID().uuidString)")

    private func begun() throws -> Conversation {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        var talk = Conversation(folder: folder.path)
        let data = ProjectFolder.url.appendingPathComponent("sessions/data/penguins.csv").path
        talk("penguins = load(\"\(data)\") | drop_missing(sex)")
        talk("c = logistic(sex ~ body_mass_g) | fit(penguins) | card")
        return talk
    }

    @Test("are written whole or not at all, and replace what is there only when told")
    func saved() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        var talk = try begun()
        let place = folder.appendingPathComponent("card.md")
        #expect(talk("c | save(\"card.md\")").contains("saved to `card.md`"))
        let text = try String(contentsOf: place, encoding: .utf8)
        #expect(text.hasPrefix("# Model card: "))
        try Data("mine".utf8).write(to: place)
        #expect(talk.faults("c | save(\"card.md\")").map(\.code) == ["file.exists"])
        #expect(try String(contentsOf: place, encoding: .utf8) == "mine")
        talk("c | save(\"card.md\", replace: true)")
        #expect(try String(contentsOf: place, encoding: .utf8) == text)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["card.md"])
    }

    @Test("that cannot be written say why")
    func unwritable() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        var talk = try begun()
        let folders = folder.appendingPathComponent("folder.md/inside")
        try FileManager.default.createDirectory(at: folders, withIntermediateDirectories: true)
        for (path, reason) in [
            ("folder.md", "is a folder"), ("nowhere/card.md", "no such file or directory"),
        ] {
            let fault = talk.faults("c | save(\"\(path)\", replace: true)").first
            #expect(fault?.code == "file.unwritable")
            #expect(fault?.message.contains(reason) == true, "\(path)")
        }
    }
}
