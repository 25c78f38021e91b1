import Foundation

/// The page of the command line: what the program's own help says.
enum CommandLinePage {
    static func text() throws -> String {
        let own = try output(of: ["help"])
        var text = Manual.mark + "# The command line\n" + section("epilogue", own)
        for command in subcommands(in: own) {
            text += section("epilogue \(command)", try output(of: ["help", command]))
        }
        return text
    }

    private static func section(_ name: String, _ help: String) -> String {
        "\n## \(name)\n\n```text\n\(help)```\n"
    }

    /// The names that the program's own help lists: each begins a line, indented by two.
    private static func subcommands(in help: String) -> [String] {
        help.split(separator: "\n").drop { $0 != "SUBCOMMANDS:" }
            .filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") }
            .compactMap { $0.split(separator: " ").first.map(String.init) }
            .filter { $0 != "See" }
    }

    /// What the program that was built beside this one prints, 80 columns wide.
    private static func output(of arguments: [String]) throws -> String {
        let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let path = (own as NSString).deletingLastPathComponent + "/epilogue"
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw Failure.program(path)
        }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.environment = ["COLUMNS": "80"]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let lines = String(decoding: data, as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false)
            .map { String($0.reversed().drop { $0 == " " }.reversed()) }
        return lines.joined(separator: "\n").trimmingCharacters(in: .newlines) + "\n"
    }
}
