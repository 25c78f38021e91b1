import ArgumentParser
import Assembly
import Diagnostics
import Foundation
import Kernels
import Rendering
import Sessions

/// Plays a lesson, lists all of them, or checks that they teach what they say.
struct PlayLesson: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lesson",
        abstract: "A session played one step at a time."
    )

    @Argument(help: "The lesson's name or number; without it, the list.")
    var name: String?

    @Flag(help: "Tries solutions and wrong answers instead of playing.")
    var check = false

    func run() throws {
        guard let folder = Self.folder else {
            write("error: no folder `sessions/lessons` was found\n", to: .error)
            throw ExitCode(1)
        }
        if check { Program.end(Self.check(name.map { [$0] } ?? folder.names, in: folder)) }
        guard let name else {
            let play = LessonPlay(folder: folder, progress: Self.progress)
            write(TerminalRenderer(width: 80, colour: false).string(play.list), to: .standard)
            return
        }
        _ = try found { () throws(Faults) in try folder.lesson(name) }
        var shell = Shell()
        Program.end(shell.run(playing: name))
    }

    private func found<Result>(_ body: () throws(Faults) -> Result) throws -> Result {
        do throws(Faults) {
            return try body()
        } catch {
            write(SourceExcerpt(SourceText("")).text(error.all) + "\n", to: .error)
            throw ExitCode(1)
        }
    }

    private static func check(_ names: [String], in folder: LessonFolder) -> Int32 {
        DeepThread.run {
            let factory = Program.factory
            var status: Int32 = 0
            for name in names {
                let faults = faults(of: name, in: folder, factory)
                if faults.isEmpty {
                    write("\(name): good\n", to: .standard)
                } else {
                    write(SourceExcerpt(SourceText("")).text(faults) + "\n", to: .error)
                    status = 1
                }
            }
            return status
        }
    }

    private static func faults(
        of name: String,
        in folder: LessonFolder,
        _ factory: SessionFactory
    ) -> [Diagnostic] {
        do throws(Faults) {
            let lesson = try folder.lesson(name)
            let settings = try lesson.header.settings(
                savedAt: folder.file(of: lesson.name),
                over: Surroundings.settings()
            )
            let running = Session.Running(work: Surroundings.work())
            return LessonCheck(lesson, running).faults(in: factory.session(settings))
        } catch {
            return error.all
        }
    }

    /// The lessons of this machine.
    static var folder: LessonFolder? {
        LessonFolder(
            environment: ProcessInfo.processInfo.environment,
            current: FileManager.default.currentDirectoryPath,
            program: Bundle.main.executablePath ?? CommandLine.arguments[0]
        )
    }

    static var progress: LessonProgress {
        LessonProgress(environment: ProcessInfo.processInfo.environment)
    }
}
