import Foundation
import Testing

@Suite("The layers")
struct LayerTests {
    /// What the package declares, as `swift package describe` says it.
    private struct Description: Decodable {
        struct Target: Decodable {
            var name: String
            var type: String
            var path: String
            var target_dependencies: [String]?
            var product_dependencies: [String]?

            var dependencies: [String] {
                (target_dependencies ?? []) + (product_dependencies ?? [])
            }
        }

        var targets: [Target]

        /// The targets under `Sources`: tests may import what they test.
        var own: [Target] { targets.filter { $0.path.hasPrefix("Sources/") } }
    }

    private static func description() throws -> Description {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["swift", "package", "describe", "--type", "json"]
        process.currentDirectoryURL = SourceTree.root
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "`swift package describe` failed")
        return try JSONDecoder().decode(Description.self, from: text)
    }

    @Test("hold every target that the package declares, and no other")
    func everyTarget() throws {
        let declared = try Self.description().own.map(\.name)
        #expect(Set(declared) == Set(LayerRules.layers.joined()))
    }

    @Test("are kept by what the package declares")
    func declaredEdges() throws {
        let faults = try Self.description().own.flatMap { target in
            target.dependencies.compactMap { LayerRules.fault(target.name, imports: $0) }
        }
        #expect(faults == [])
    }

    @Test("are kept by every import, and every import is declared")
    func imports() throws {
        let declared = Dictionary(
            uniqueKeysWithValues: try Self.description().own.map { ($0.name, $0.dependencies) }
        )
        let files = try SourceTree.files(in: ["Sources"], ending: [".swift"])
        #expect(!files.isEmpty)
        let faults = files.flatMap { file in
            let target = String(file.path.split(separator: "/")[1])
            return Self.imports(of: file.text).compactMap { module -> String? in
                if let fault = LayerRules.fault(target, imports: module) {
                    return "\(file.path): \(fault)"
                }
                let isDeclared =
                    declared[target, default: []].contains(module)
                    || LayerRules.system.contains(module)
                return isDeclared ? nil : "\(file.path): \(module) is not declared for \(target)"
            }
        }
        #expect(faults == [])
    }

    @Test("have no importer of a foreign module that does without it")
    func everyImporter() throws {
        let files = try SourceTree.files(in: ["Sources"], ending: [".swift"])
        let used = files.flatMap { file in
            Self.imports(of: file.text).map { "\(file.path.split(separator: "/")[1]) \($0)" }
        }
        let declared = try Self.description().own.flatMap { target in
            target.dependencies.filter { LayerRules.importers[$0] != nil }
                .map { "\(target.name) \($0)" }
        }
        let built = Set(
            files.filter { $0.text.contains("import ") }.map { file in
                file.path.split(separator: "/")[1]
            }
        )
        let idle = Set(declared).subtracting(used).filter { pair in
            built.contains(pair.split(separator: " ")[0])
        }
        #expect(idle == [])
    }

    @Test(
        "refuse what goes up, sideways, or past the assembly",
        arguments: [
            ("Tables", "Values"), ("Language", "Learning"), ("DuckDBEngine", "LightGBMLearners"),
            ("Verbs", "DuckDBEngine"), ("Sessions", "Verbs"), ("epilogue", "Verbs"),
            ("Verbs", "CDuckDB"), ("Sessions", "ArgumentParser"), ("Values", "Alamofire"),
            ("Somewhere", "Values"), ("Learning", "Explaining"), ("Sessions", "Console"),
        ]
    )
    func refused(target: String, module: String) {
        #expect(LayerRules.fault(target, imports: module) != nil)
    }

    @Test(
        "admit what goes down",
        arguments: [
            ("Explaining", "Learning"), ("Assembly", "Verbs"), ("Assembly", "DuckDBEngine"),
            ("DuckDBEngine", "CDuckDB"), ("Digests", "Crypto"), ("Console", "Sessions"),
            ("Tables", "Foundation"), ("epilogue", "Assembly"),
        ]
    )
    func admitted(target: String, module: String) {
        #expect(LayerRules.fault(target, imports: module) == nil)
    }

    /// The modules named in the import lines of a file, submodules left out.
    private static func imports(of source: String) -> [String] {
        let kinds: Set<Substring> = ["struct", "class", "enum", "func", "protocol", "typealias"]
        return source.split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ")
            guard let keyword = words.firstIndex(of: "import"),
                words[..<keyword].allSatisfy({ $0 == "package" || $0.hasPrefix("@") })
            else { return nil }
            let rest = words[(keyword + 1)...].drop { kinds.contains($0) }
            return rest.first.map { String($0.prefix { $0 != "." }) }
        }
    }
}
