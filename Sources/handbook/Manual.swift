import Catalog
import Documents
import Rendering

/// The pages of the language: one a family, one for commands, and an index.
struct Manual {
    let help: Help

    /// What stands at the top of every page that is written here.
    static let mark = "<!-- Written by `handbook` from the declarations: change those. -->\n\n"

    var pages: [String: String] {
        var pages = ["README.md": index]
        for family in families {
            pages["\(family.rawValue).md"] = Manual.page(
                family.rawValue,
                family.summary,
                help.pages(of: family)
            )
        }
        pages["commands.md"] = Manual.page(
            "commands",
            Manual.commandsSummary,
            help.commandPages
        )
        return pages
    }

    private static let commandsSummary = """
        Lines that begin with a colon speak to the session instead of the language. `:set` alone \
        shows the settings, and `?:save` a command's page.
        """

    private var families: [Family] { Family.allCases.filter { !help.names(of: $0).isEmpty } }

    private static func page(_ title: String, _ summary: String, _ pages: [HelpPage]) -> String {
        var document = Document(.heading(title, level: 1))
        document.append(.paragraph(StyledLine(marked: summary)))
        for page in pages { document.append(page.section) }
        return mark + MarkdownRenderer().string(document)
    }

    private var index: String {
        var lines = [
            "# Manual", "",
            "Each name of the language has the page that `?name` shows at the prompt.", "",
        ]
        for family in families {
            let names = help.names(of: family).map { "`\($0)`" }.joined(separator: " ")
            lines += ["## [\(family.rawValue)](\(family.rawValue).md)", "", names, ""]
        }
        let commands = help.commandPages.map { "`\($0.name)`" }.joined(separator: " ")
        lines += [
            "## [commands](commands.md)", "", commands, "",
            "## Besides", "",
            "- [the command line](command-line.md), with exit statuses",
            "- [diagnostics](diagnostics.md): every code of an error, warning or note",
        ]
        return Manual.mark + lines.joined(separator: "\n") + "\n"
    }
}
