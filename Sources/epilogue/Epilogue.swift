import ArgumentParser

/// The program: the shell, a script, or one of the subcommands.
@main
struct Epilogue: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "epilogue",
        abstract: "A shell for data and models.",
        usage: """
            epilogue                              the shell, at a terminal
            epilogue -c 'load("a.csv") | head()'  statements from the command line
            epilogue FILE.epilogue                statements from a file
            epilogue replay FILE.md [--check]     a saved session again
            epilogue --format json -c '1 + 1'     table, json, jsonl, csv, markdown or line
            epilogue doctor                       what is missing, and what mends it
            epilogue --version
            epilogue --generate-completion-script bash   or zsh, or fish
            """,
        discussion: """
            Not on a terminal, statements come from standard input; the first error ends them. A \
            statement runs once the next line shows that it does not go on with `|`, or at once if \
            it ends with `;`. At the prompt `?` lists what there is, and `?filter` shows one page.

            EXIT STATUS
              0   all went well
              1   a statement failed, a replay differs, or something needed is missing
              64  the command line was not understood
              130 ctrl-C stopped it

            ENVIRONMENT
              EPILOGUE_LIBRARIES  folders with DuckDB, LightGBM and XGBoost, asked first
              XDG_STATE_HOME      where history and journals lie, by default ~/.local/state
              XDG_CACHE_HOME      where replays keep what cost much, by default ~/.cache
              TMPDIR              where data spills that does not fit into memory
              NO_COLOR            no colour
            """,
        subcommands: [
            Run.self, ReplayTranscript.self, PlayLesson.self, Doctor.self, Describe.self,
        ],
        defaultSubcommand: Run.self
    )
}
