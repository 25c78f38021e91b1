/// Names within a sentence.
package enum NameList {
    /// The first five as they would be typed, and how many more there are: "`a`, `b`".
    package static func quoted(_ names: some Collection<String>) -> String {
        let shown = names.prefix(5).map { "`\($0)`" }.joined(separator: ", ")
        return names.count > 5 ? shown + " and \(names.count - 5) more" : shown
    }
}
