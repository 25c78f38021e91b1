package import Catalog
import Diagnostics
import Foundation
import Relations
package import Tables

/// A column for each of the words that most training texts have, in the place of a text: how often
/// the word occurs, times `ln((1 + texts) / (1 + texts with it)) + 1`, over the length of the row.
///
/// As scikit-learn's `TfidfVectorizer` has it: in small letters, a word is two letters, digits or
/// `_` at least, the squares of a row add up to 1. The columns are in the order of their bytes. A
/// text with none of the words, and a missing one, is 0 in all; what is missing in training is no
/// text.
package struct Tfidf: RecipeStep {
    package static let name = "tfidf"
    package static let summary = "A text as columns of how much it has of each frequent word."
    package static let settings: [Setting<Tfidf>] = [
        Setting("n", \.n, "how many words, those that most texts have", in: .range(1...1000))
    ]
    package static let columns = StepColumns.named(.categories)
    package static let examples = [
        Example("planes | tfidf(manufacturer, n: 3) | head(3)"),
        Example("recipe(seats ~ model + manufacturer) | tfidf(manufacturer, n: 20) | fit(planes)"),
    ]

    package var n = 100

    package init() {}

    package func learn(_ columns: [Field], from rows: StepRows) throws -> StepLearning {
        let counts = try rows.reduced(
            try columns.map { NamedExpression($0.name, try .call("count", $0.column)) }
        )
        var facts: [StepFact] = []
        var lists: [NamedExpression] = []
        var made: [NamedExpression] = []
        for column in columns {
            let texts = counts[column.name]?.number ?? 0
            let words = try frequent(column, rows)
            guard !words.isEmpty else {
                throw Diagnostic(
                    "step.empty",
                    "no text of `\(column.name)` has a word of two letters or digits",
                    hints: ["drop(\(column.name))"]
                )
            }
            let weights = words.map { log((1 + texts) / (1 + $0.texts)) + 1 }
            let vocabulary = Vocabulary(words: words.map(\.word), weights: weights)
            // The words are found once and read by every column.
            let list = Field("\u{1}words \(column.name)", .list(.float))
            lists.append(
                NamedExpression(
                    list.name,
                    try .calling(.computing(vocabulary), [try column.column.key])
                )
            )
            for (place, word) in words.enumerated() {
                made.append(
                    NamedExpression(
                        "\(column.name)_\(word.word)",
                        try .calling(.element, [list.column, .int(place + 1)])
                    )
                )
                let share = "in \(Int(word.texts)) of \(Int(texts)) texts"
                facts.append(StepFact(column.name, word.word, weights[place], text: share))
            }
        }
        let dropped = Set(columns.map(\.name) + lists.map(\.name))
        let first = rows.stage(setting: lists)
        let second = RecipeStage.setting(made, dropping: dropped, in: Schema(first))
        return StepLearning([first, second], facts: facts)
    }

    /// The words that most texts have, of as many the first by their bytes; in that order too.
    private func frequent(
        _ column: Field,
        _ rows: StepRows
    ) throws -> [(word: String, texts: Double)] {
        let words = try RowExpression.calling(.wordsOfText, [try column.column.key])
        let count = Field("texts", .int)
        let word = Field("word", .text)
        let frame = rows.frame.projected([NamedExpression(word.name, words)])
            .unnested([word.name])
            .summarized(
                [NamedExpression(count.name, try .call("count", .literal(.missing)))],
                by: [NamedExpression(word)]
            )
            .filtered(where: [try .call("not", try word.column.missing)])
            .sorted(by: [SortKey(count.column, true), SortKey(word.column)])
            .sliced(.head(Int64(n)))
        let table = try rows.engine.collect(frame.plan.unseen, in: rows.work)
        let found = (0..<table.count).map { row -> (word: String, texts: Double) in
            guard case .text(let word) = table.columns[0][row] else { return ("", 0) }
            return (word, table.columns[1][row].number ?? 0)
        }
        return found.sorted { $0.word.utf8.lexicographicallyPrecedes($1.word.utf8) }
    }
}
