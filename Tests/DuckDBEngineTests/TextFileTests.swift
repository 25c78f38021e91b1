import Foundation
import Kernels
import Relations
import Tables
import Testing

@testable import DuckDBEngine

@Suite("Text files in other encodings, with other marks in numbers")
struct TextFileTests {
    let engine = DuckDBEngine()
    let work = WorkContext(threads: 2)

    private func table(
        _ bytes: some Sequence<UInt8>,
        _ adjust: (inout FileRequest) -> Void = { _ in }
    ) throws -> Table {
        let folder = try TemporaryFolder()
        var request = FileRequest(path: try folder.file("a.csv", Array(bytes)), format: .csv)
        adjust(&request)
        return try engine.collect(.scan(.files(engine.source(of: request, in: work))), in: work)
    }

    private func fault(
        _ bytes: some Sequence<UInt8>,
        _ adjust: (inout FileRequest) -> Void = { _ in }
    ) -> EngineError? {
        #expect(throws: EngineError.self) { try table(bytes, adjust) }
    }

    private static func latin1(_ text: String) -> [UInt8] {
        Array(text.data(using: .isoLatin1) ?? Data())
    }

    @Test(
        "what cells lose as floats is said, and only then",
        arguments: [
            ("n\n1\n999999999999999\n", []),
            ("n\n9007199254740993\n", []),
            ("n\n9007199254740993\n1.5\n", ["rounds whole numbers"]),
            ("n\n-0012345678901234567890\n", ["rounds whole numbers"]),
            ("n,m\n1.5,2\ninf,3\n", ["`n` read as float; cells"]),
            ("n,m\n1.5,2\nNaN,99999999999999999999\n", ["`m` read as float,", "`n` read as"]),
        ]
    )
    func losses(_ text: String, _ remarks: [String]) throws {
        let folder = try TemporaryFolder()
        var request = FileRequest(path: try folder.file("a.csv", Array(text.utf8)), format: .csv)
        let said = try engine.source(of: request, in: work).remarks
        #expect(said.count == remarks.count)
        for (line, part) in zip(said, remarks) { #expect(line.contains(part)) }
        request.types = [Field("n", .float), Field("m", .text)].filter {
            text.hasPrefix("n,m") || $0.name == "n"
        }
        #expect(try engine.source(of: request, in: work).remarks == [])
    }

    @Test("a column's name is typed as it has to be")
    func namesInRemarks() {
        #expect(CSVLosses.asText("id_2") == #"types: {id_2: "text"}"#)
        #expect(CSVLosses.asText("my id") == #"types: {`my id`: "text"}"#)
    }

    @Test("Latin-1 is read as told")
    func latin1() throws {
        let found = try table(Self.latin1("stück,ort\nÄpfel,Köln\n")) { $0.encoding = .latin1 }
        #expect(found.fields.map(\.name) == ["stück", "ort"])
        #expect(found.lines == ["Äpfel Köln"])
    }

    @Test("an encoding that a file does not have is said, with the one that it has")
    func wrongEncodings() throws {
        let latin = Self.latin1("name\nMüller\n")
        #expect(fault(latin)?.hints.first?.hasSuffix("a.csv\", encoding: \"latin-1\")") == true)
        #expect(fault(latin) { $0.encoding = .utf16 }?.message == "`a.csv` is not UTF-16")
        let eight = Array("name\nMüller\n".utf8)
        #expect(
            fault(eight) { $0.encoding = .latin1 }?.message == "`a.csv` is UTF-8, not Latin-1"
        )
        let windows: [UInt8] = Array("price\n5 ".utf8) + [0x80, 0x0A]
        for encoding in [nil, FileRequest.Encoding.latin1] {
            let hint = fault(windows) { $0.encoding = encoding }?.hints.first
            #expect(hint?.hasPrefix("! iconv -f windows-1252 -t utf-8 ") == true)
        }
        let big: [UInt8] = [0xFE, 0xFF] + "a\nb\n".utf16.flatMap { [UInt8(0), UInt8($0)] }
        #expect(fault(big)?.message == "`a.csv` is UTF-16 with the large byte first")
        let small: [UInt8] = [0xFF, 0xFE] + "a\nb\n".utf16.flatMap { [UInt8($0), 0] }
        let hint = fault(small) { $0.encoding = .latin1 }?.hints.first
        #expect(hint?.hasSuffix("encoding: \"utf-16\")") == true)
    }

    @Test("a file of 64 KiB whose last letter is cut is UTF-8 all the same")
    func cutLetter() throws {
        let text = "name\n" + String(repeating: "é", count: 40_000) + "\n"
        #expect(
            fault(text.utf8) { $0.encoding = .latin1 }?.message == "`a.csv` is UTF-8, not Latin-1"
        )
        #expect(try table(text.utf8).count == 1)
    }

    @Test("marks of decimals and thousands are read as told, and days stay days")
    func marks() throws {
        let text = """
            what;price;pieces;day
            tea;1.234,50;1.200;12.05.2024
            oil;-0,5;12;13.05.2024
            fig; ,25;NA;01.06.2024
            rum;;-1.000.000;02.06.2024

            """
        let found = try table(text.utf8) {
            $0.decimal = ","
            $0.thousands = "."
        }
        #expect(
            found.fields == [
                Field("what", .text), Field("price", .float), Field("pieces", .int),
                Field("day", .date),
            ]
        )
        #expect(
            found.lines == [
                "tea 1234.5 1200 2024-05-12", "oil -0.5 12 2024-05-13", "fig 0.25 - 2024-06-01",
                "rum - -1000000 2024-06-02",
            ]
        )
    }

    @Test("what is no number in the spelling that was told stays text")
    func strangers() throws {
        // 12.5 would be a number elsewhere, and 1.2.3 is none anywhere.
        let found = try table("a;b;c\n12.5;1.2.3;1.23\n1,5;2;4\n".utf8) {
            $0.decimal = ","
            $0.thousands = "."
        }
        #expect(found.fields.map(\.type) == [.text, .text, .text])
        let plain = try table("a;b\n12.5;1\n1,5;2\n".utf8) { $0.decimal = "," }
        #expect(plain.fields.map(\.type) == [.text, .int])
        #expect(
            try table("a;b\n1'234;1 234\n5;6\n".utf8) { $0.thousands = "'" }.lines[0]
                == "1234 1 234"
        )
        #expect(
            try table("a;b\n1'234;1 234\n5;6\n".utf8) { $0.thousands = " " }.lines[0]
                == "1'234 1234"
        )
    }

    @Test("a cell that is not of the type that was told is named with its column")
    func stranger() throws {
        for (type, word) in [(ColumnType.int, "int"), (.float, "float"), (.date, "date")] {
            let error = fault("x;y\n1;2\n3;few\n".utf8) { $0.types = [Field("y", type)] }
            #expect(error?.message.hasPrefix("`") == true)
            #expect(error?.message.hasSuffix("in `y` is no \(word)") == true)
            #expect(error?.hints.first == "\(word)(y, try: true) makes it missing")
        }
    }

    @Test("a cell far down that is no number is named with its column")
    func lateStranger() throws {
        let rows = (0..<60_000).map { "\($0),5;\($0)\n" }.joined()
        let error = fault(("x;y\n" + rows + "1;7,5\n").utf8) { $0.decimal = "," }
        #expect(error?.message == "`a.csv` holds `7,5`, which is no int")
        #expect(error?.hints.first == "load(…, types: {y: \"text\"})")
    }

    @Test("numbers written by Foundation for another country are read back")
    func roundTrip() throws {
        let formatter = NumberFormatter()
        formatter.locale = Locale(identifier: "de_DE")
        formatter.numberStyle = .decimal
        formatter.maximumFractionDigits = 3
        var chance = SystemRandomNumberGenerator()
        let numbers = (0..<500).map { _ in
            (Double.random(in: -1e7...1e7, using: &chance) * 1000).rounded() / 1000
        }
        let lines = numbers.map { formatter.string(from: NSNumber(value: $0)) ?? "" }
        let found = try table(("x\n" + lines.joined(separator: "\n") + "\n").utf8) {
            $0.decimal = ","
            $0.thousands = "."
        }
        let read = (0..<500).map { found["x"]?[$0] }
        #expect(read == numbers.map { .float($0) })
    }
}
