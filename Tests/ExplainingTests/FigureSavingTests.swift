import Diagnostics
import Documents
import Foundation
import Testing

@testable import Plotting

@Suite("Saving a figure")
final class FigureSavingTests {
    private let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent(UUID().uuidString).path
    private let drawn = DrawnFigure(
        Figure(
            title: "Late",
            subtitle: "b is longer",
            marks: [.bar(Mark.Bar("a", 1)), .bar(Mark.Bar("b", 2))]
        )
    )

    init() throws {
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: false
        )
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    private var names: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: folder) }
    }

    private func fault(_ body: () throws(Diagnostic) -> Void) -> Diagnostic? {
        do throws(Diagnostic) {
            try body()
            return nil
        } catch {
            return error
        }
    }

    @Test("writes one whole picture, and replaces one only when told")
    func svg() throws {
        let path = folder + "/late.svg"
        try drawn.write(to: path, replacing: false)
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(text.hasPrefix("<svg ") && text.hasSuffix("</svg>\n"))
        #expect(text.contains("<title>Late</title>"))
        let refused = fault { () throws(Diagnostic) in
            try drawn.write(to: path, replacing: false)
        }
        #expect(refused?.code == "file.exists")
        try drawn.write(to: path, replacing: true)
        #expect(try names == ["late.svg"])
    }

    @Test("refuses other formats and tells what is there")
    func otherFormats() throws {
        let refused = fault { () throws(Diagnostic) in
            try drawn.write(to: folder + "/late.gif", replacing: false)
        }
        #expect(refused?.code == "file.format")
        #expect(refused?.hints.first == "save(\"\(folder)/late.svg\")")
        #expect(try names.isEmpty)
        #expect(drawn.isSavedAsFrame)
    }

    @Test("leaves nothing behind where the folder is missing")
    func noFolder() throws {
        let refused = fault { () throws(Diagnostic) in
            try drawn.write(to: folder + "/none/late.svg", replacing: false)
        }
        #expect(refused?.code == "file.unwritable")
        #expect(refused?.message.hasSuffix("no such file or directory") == true)
    }

    @Test("makes PNG by another program, and says what to install where there is none")
    func png() throws {
        let path = folder + "/late.png"
        let missing = fault { () throws(Diagnostic) in
            try drawn.write(to: path, replacing: false, converter: "no-such-program")
        }
        #expect(missing?.code == "program.missing")
        #expect(missing?.hints.first == "! sudo apt-get install librsvg2-bin")
        let failing = fault { () throws(Diagnostic) in
            try drawn.write(to: path, replacing: false, converter: "false")
        }
        #expect(failing?.code == "file.unwritable")
        #expect(try names.isEmpty)
        // Takes the arguments that the real one takes.
        let converter = folder + "/convert"
        try "#!/bin/sh\nset -e\n[ \"$1 $2 $3\" = '--zoom 2 --output' ]\ncp \"$5\" \"$4\"\n".write(
            toFile: converter,
            atomically: true,
            encoding: .utf8
        )
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: converter)
        try drawn.write(to: path, replacing: false, converter: converter)
        #expect(try names.sorted() == ["convert", "late.png"])
    }
}
