import Foundation

/// The page of the command line: what the program's own help says.
enum CommandLinePage {
    /// The subcommands whose help stands in the page, the program's own first.
    private static let commands = [[], ["run"], ["replay"], ["doctor"], ["describe"]]

    static func text() throws -> String {
        var text = Manual.mark + "# The command line\n"
        for command in commands {
            let name = (["epilogue"] + command).joined(separator: " ")
            let help = try output(of: ["help"] + command)
            text += "\n## \(name)\n\n```text\n\(help)```\n"
        }
        return text
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
