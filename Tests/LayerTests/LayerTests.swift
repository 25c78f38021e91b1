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
            var targetDependencies: [String]?
            var productDependencies: [String]?

            var dependencies: [String] { (targetDependencies ?? []) + (productDependencies ?? []) }
        }

        var targets: [Target]

        /// The targets under `Sources`: tests may import what they test.
        var own: [Target] { targets.filter { $0.path.hasPrefix("Sources/") } }
    }

    /// Read once.
    ///
    /// The scratch folder is another than the one that the running tests hold locked.
    private static let description = Result {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "swift", "package", "--scratch-path", NSTemporaryDirectory() + "epilogue-describe",
            "describe", "--type", "json",
        ]
        process.currentDirectoryURL = SourceTree.root
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "`swift package describe` failed")
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(Description.self, from: text)
    }

    @Test("hold every target that the package declares, and no other")
    func everyTarget() throws {
        let declared = try Self.description.get().own.map(\.name)
        #expect(Set(declared) == Set(LayerRules.layers.joined()))
    }

    @Test("are kept by what the package declares")
    func declaredEdges() throws {
        let faults = try Self.description.get().own.flatMap { target in
            target.dependencies.compactMap { LayerRules.fault(target.name, imports: $0) }
        }
        report(faults)
    }

    @Test("are kept by every import, and every import is declared")
    func imports() throws {
        let declared = Dictionary(
            uniqueKeysWithValues: try Self.description.get().own.map { ($0.name, $0.dependencies) }
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
        report(faults)
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
