import Catalog
import Diagnostics
import Documents
import Language

extension SessionCommand {
    static let lesson = SessionCommand(
        Command(
            "lesson",
            "Plays a lesson at the prompt; alone, lists the lessons.",
            usage: "[NAME]",
            takes: .words(optional: true),
            examples: [Example(":lesson 1"), Example(":lesson first-model")]
        )
    ) { _, rest, _, outcome in
        outcome.request = .lesson(rest.text.isEmpty ? .list : .play(rest.text))
    }

    static let skip = SessionCommand(
        Command(
            "skip",
            "Leaves a step of a lesson, for good, and goes on with the next.",
            examples: [Example(":skip")]
        )
    ) { _, _, _, outcome in
        outcome.request = .lesson(.skip)
    }

    static let hint = SessionCommand(
        Command("hint", "Helps with the exercise of a lesson.", examples: [Example(":hint")])
    ) { _, _, _, outcome in
        outcome.request = .lesson(.hint)
    }

    static let solution = SessionCommand(
        Command(
            "solution",
            "Shows how the exercise of a lesson can be solved.",
            examples: [Example(":solution")]
        )
    ) { _, _, _, outcome in
        outcome.request = .lesson(.solution)
    }
}
