package import Diagnostics

/// Runs a transcript's fences in a session and compares what they print.
///
/// All that can be known before is checked before the first fence: pins, substitutions, shell lines,
/// and `--until`. A fence that fails does not end the replay, as it does not end a session.
package struct Replay {
    private let options: ReplayOptions
    private let services: ReplayServices
    /// Masks for what is printed, and for what was stored by hand.
    private var printed: VolatileText
    private var stored: VolatileText

    package init(
        _ options: ReplayOptions,
        services: ReplayServices,
        volatile: VolatileText = VolatileText()
    ) {
        self.options = options
        self.services = services
        printed = volatile
        stored = volatile
    }

    /// The report of a replay in `session`; throws where nothing was run.
    package mutating func run(
        _ transcript: Transcript,
        name: String,
        in session: inout some ReplaySession
    ) throws(Faults) -> ReplayReport {
        var report = ReplayReport(name: name)
        let plan = try prepare(transcript, name: name, report: &report)
        var updates: [Int: Transcript.Fence] = [:]
        for step in plan {
            if services.isCancelled() {
                report.isInterrupted = true
                break
            }
            let result = run(step, in: &session)
            // What a fence printed that was stopped is not its output.
            if services.isCancelled() {
                report.isInterrupted = true
                break
            }
            report.results.append(result)
            services.report(result)
            updates[step.index] = update(step.fence, with: result)
        }
        if options.mode == .update { finish(&report, transcript, updates) }
        return report
    }

    /// A fence of the transcript with the code to run, nil where none is.
    private struct Step {
        /// Among all fences of the transcript.
        var index: Int
        var number: Int
        var fence: Transcript.Fence
        var code: String?
    }
}

// Before the first fence.
extension Replay {
    private func prepare(
        _ transcript: Transcript,
        name: String,
        report: inout ReplayReport
    ) throws(Faults) -> [Step] {
        var faults: [Diagnostic] = []
        checkPins(transcript.header, name: name, report: &report, faults: &faults)
        var steps = steps(of: transcript)
        if let until = options.until, until < 1 || until > steps.count {
            faults.append(Self.unreachable(until, count: steps.count))
        }
        for setting in options.settings {
            do throws(Diagnostic) {
                try substitute(setting, in: &steps)
            } catch {
                faults.append(error)
            }
        }
        if options.mode == .update && !options.settings.isEmpty {
            faults.append(
                Diagnostic(
                    "replay.update",
                    "an update would store the outputs of other settings",
                    hints: ["epilogue replay \(name) --update"]
                )
            )
        }
        if !options.allowsShell { faults += steps.flatMap { Self.shellLines($0, name: name) } }
        guard faults.isEmpty else { throw Faults(faults) }
        return steps
    }

    private func steps(of transcript: Transcript) -> [Step] {
        var steps: [Step] = []
        for (index, fence) in transcript.fences.enumerated() where fence.kind == .epilogue {
            let number = steps.count + 1
            let isExercise = fence.attributes.exercise != nil && fence.code.isEmpty
            let isRun =
                !fence.attributes.isSkipped && !isExercise && number <= options.until ?? .max
            steps.append(
                Step(index: index, number: number, fence: fence, code: isRun ? fence.code : nil)
            )
        }
        return steps
    }

    private func checkPins(
        _ header: Transcript.Header,
        name: String,
        report: inout ReplayReport,
        faults: inout [Diagnostic]
    ) {
        for input in header.inputs.entries {
            do throws(Diagnostic) {
                guard let pin = try services.pin(input.name), pin != input.text else { continue }
                report.changedInputs.append(input.name)
                guard !options.acceptsInputs else { continue }
                faults.append(
                    Diagnostic(
                        "replay.input",
                        "`\(input.name)` is not the file that was pinned",
                        hints: ["epilogue replay \(name) --accept-inputs"]
                    )
                )
            } catch {
                faults.append(error)
            }
        }
    }

    private static func unreachable(_ until: Int, count: Int) -> Diagnostic {
        Diagnostic(
            "replay.until",
            "fence \(until) was asked for, the transcript has \(count == 0 ? "none" : "1 to \(count)")",
            hints: count == 0 ? [] : ["--until \(count)"]
        )
    }

    /// Puts a value into the first fence that binds the name to a literal.
    private func substitute(
        _ setting: ReplayOptions.Setting,
        in steps: inout [Step]
    )
        throws(Diagnostic)
    {
        for index in steps.indices {
            guard let code = steps[index].code else { continue }
            if let changed = try services.substitute(code, setting.name, setting.value) {
                steps[index].code = changed
                return
            }
        }
        throw Diagnostic(
            "replay.set",
            "no fence binds `\(setting.name)` to a literal",
            hints: ["\(setting.name) = \(setting.value)"]
        )
    }

    /// Lines that the system's shell would run.
    ///
    /// A line of a text over several lines that begins with
    /// `!` is taken for one too: it is safer to ask once too often.
    private static func shellLines(_ step: Step, name: String) -> [Diagnostic] {
        guard let code = step.code else { return [] }
        var faults: [Diagnostic] = []
        let lines = code.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (offset, line) in lines.enumerated() {
            // A `!` may also follow a semicolon.
            let statements = line.split(separator: ";").map { $0.drop(while: \.isWhitespace) }
            guard statements.contains(where: { $0.hasPrefix("!") && !$0.hasPrefix("!=") }) else {
                continue
            }
            faults.append(
                Diagnostic(
                    "replay.shell",
                    "line \(step.fence.line + 1 + offset) runs a command of the system's shell",
                    hints: ["epilogue replay \(name) --allow-shell"]
                )
            )
        }
        return faults
    }
}

// Each fence.
extension Replay {
    private mutating func run(
        _ step: Step,
        in session: inout some ReplaySession
    ) -> ReplayReport.Result {
        guard let code = step.code else {
            return ReplayReport.Result(
                number: step.number,
                line: step.fence.line,
                code: step.fence.code,
                status: .skipped,
                text: "",
                elapsed: .zero
            )
        }
        let clock = ContinuousClock()
        let start = clock.now
        // Without name and line: what is printed must not depend on where the file lies, nor on the
        // prose above.
        let output = session.run(SourceText(code))
        let elapsed = start.duration(to: clock.now)
        let text = printed.masked(Secrets.masked(output.text))
        let status = status(of: step.fence, text: text, hasFailed: output.hasFailed)
        return ReplayReport.Result(
            number: step.number,
            line: step.fence.line,
            code: code,
            status: status,
            text: text,
            elapsed: elapsed
        )
    }

    private mutating func status(
        of fence: Transcript.Fence,
        text: String,
        hasFailed: Bool
    ) -> ReplayReport.Status {
        // Where there is no output yet, it will stand behind the fence.
        let end =
            fence.line + fence.code.split(separator: "\n", omittingEmptySubsequences: false).count
        var expected = fence.output ?? Transcript.Output("", line: end + 1)
        expected.text = stored.masked(expected.text)
        let attributes = fence.attributes
        let isCompared =
            !attributes.isVolatile && (options.settings.isEmpty || options.mode == .check)
        let difference =
            isCompared
            ? services.store.difference(expected: expected, actual: text, by: attributes) : nil
        if hasFailed != attributes.expectsError {
            return .failed(
                hasFailed ? "failed, and no error was expected" : "an error was expected",
                difference
            )
        }
        if let difference { return .differs(difference) }
        return isCompared ? .same : .volatile
    }
}

// After the last fence.
extension Replay {
    /// The fence with its new output, or nil where it stays as it is.
    private func update(
        _ fence: Transcript.Fence,
        with result: ReplayReport.Result
    ) -> Transcript.Fence? {
        switch result.status {
        case .same, .skipped, .failed: return nil
        // What is not compared would be another text each time; one example is enough.
        case .volatile: if fence.output != nil { return nil }
        case .differs: break
        }
        var output = services.store.output(of: result.text)
        output.blankLinesBefore = fence.output?.blankLinesBefore ?? 0
        var fence = fence
        fence.output = output.text.isEmpty ? nil : output
        return fence
    }

    private func finish(
        _ report: inout ReplayReport,
        _ transcript: Transcript,
        _ updates: [Int: Transcript.Fence]
    ) {
        let hasFailed = report.results.contains { result in
            if case .failed = result.status { true } else { false }
        }
        guard !hasFailed, !report.isInterrupted else { return }
        var updated = transcript.replacing(updates)
        for path in report.changedInputs {
            // The pin was read a moment ago; a file that has gone since keeps its old pin, and the
            // next replay names it.
            if let pin = try? services.pin(path) { updated.header.inputs[path] = pin }
        }
        report.updated = updated
    }
}
