extension Family {
    /// What the names of the family have in common, in a sentence.
    package var summary: String {
        switch self {
        case .data: "Frames from files, values to files."
        case .frames: "Verbs that take a frame through the pipe and give another."
        case .columns: "Ways to name columns where a verb takes several."
        case .numbers: "Functions of numbers, within expressions over rows or of plain values."
        case .text: "Functions of texts."
        case .time: "Functions of dates, timestamps and durations."
        case .lists: "Functions of lists."
        case .choice: "Functions that choose between values, and what stands for missing ones."
        case .reduce: "Reductions: many rows to one value, for `summarize`, or a value a group."
        case .windows: "Functions of a row and the rows around it."
        case .splits: "Frames in parts, to learn from one and be judged on another."
        case .recipes:
            "Steps that learn from training rows and prepare others the same way; "
                + "on a frame a step learns and applies at once."
        case .learners: "Ways to learn: each takes a formula and its settings, and waits for `fit`."
        case .models: "What is done with learners and the models they give."
        case .explain: "Why a model predicts what it does."
        case .figures: "Figures, drawn as text in a terminal."
        case .session: "What looks at values and says what it sees."
        case .operators: "Operators of expressions; a missing operand gives missing but where said."
        }
    }
}
