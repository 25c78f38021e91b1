extension DatePattern {
    /// The pattern in which a text such as `13.6.2013` or `2013/06/13 09:05` names its day; nil when
    /// it does not begin with three numbers that have one mark between them.
    ///
    /// The year has four digits and stands first or last; of day and month the day goes first, unless
    /// only the other order makes a month of them.
    package static func guessed(from text: String) -> String? {
        let words = text.split(separator: " ")
        guard (1...2).contains(words.count), let mark = words[0].first(where: { !$0.isNumber }),
            "/.-".contains(mark)
        else { return nil }
        let parts = words[0].split(separator: mark, omittingEmptySubsequences: false)
        let numbers = parts.compactMap { Int($0) }
        guard parts.count == 3, numbers.count == 3 else { return nil }
        let order: [String]
        if parts[0].count == 4 {
            order = ["%Y", "%m", "%d"]
        } else if parts[2].count == 4 {
            order = numbers[1] > 12 ? ["%m", "%d", "%Y"] : ["%d", "%m", "%Y"]
        } else {
            return nil
        }
        let clock = words.dropFirst().map { clockPattern(of: $0) }
        guard !clock.contains(nil) else { return nil }
        let pattern = ([order.joined(separator: String(mark))] + clock.compactMap(\.self))
            .joined(separator: " ")
        return DatePattern(pattern)?.read(text) == nil ? nil : pattern
    }

    private static func clockPattern(of word: Substring) -> String? {
        switch word.split(separator: ":").count {
        case 2: "%H:%M"
        case 3: "%H:%M:%S"
        default: nil
        }
    }
}
