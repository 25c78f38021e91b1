/// Names close to one that was not found.
package enum Suggestion {
    /// The candidates within a typing slip of `name`, nearest first, at most `limit`.
    ///
    /// Distance is optimal string alignment (insert, delete, replace, swap neighbours), case aside;
    /// a third of the length is allowed, and a candidate that `name` begins counts as near.
    package static func close(
        to name: String,
        among candidates: some Sequence<String>,
        limit: Int = 3
    ) -> [String] {
        let typed = Array(name.lowercased().unicodeScalars)
        guard !typed.isEmpty, typed.count <= 64 else { return [] }
        let allowed = max(1, (typed.count + 1) / 3)
        var found: [(distance: Int, name: String)] = []
        for candidate in Set(candidates) {
            let scalars = Array(candidate.lowercased().unicodeScalars)
            guard scalars.count <= 64 else { continue }
            let distance = alignment(typed, scalars)
            let begins = typed.count >= 3 && scalars.starts(with: typed)
            // What shares no letter with it is not near, however short it is.
            let isAlike = distance <= allowed && distance < max(typed.count, scalars.count)
            if isAlike || begins {
                found.append((begins ? min(distance, allowed) : distance, candidate))
            }
        }
        return found.sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }
            .prefix(limit).map(\.name)
    }

    /// The nearest names as a hint, or nil when none is near: "`carrier` is close".
    package static func hint(for name: String, among candidates: some Sequence<String>) -> String? {
        let near = close(to: name, among: candidates).map { "`\($0)`" }
        switch near.count {
        case 0: return nil
        case 1: return near[0] + " is close"
        default:
            return near.dropLast().joined(separator: ", ")
                + " and \(near[near.count - 1]) are close"
        }
    }

    /// The names there are, as many of them as a line of 80 columns holds behind `help: `.
    package static func list(_ names: [String]) -> String {
        var text = "it has "
        for (index, name) in names.enumerated() {
            let isLast = index == names.count - 1
            guard index == 0 || text.count + name.count + (isLast ? 2 : 5) <= 74 else {
                return text + ", …"
            }
            text += (index == 0 ? "" : ", ") + name
        }
        return text
    }

    private static func alignment(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
        var before = [Int](repeating: 0, count: b.count + 1)
        var last = Array(0...b.count)
        for (i, x) in a.enumerated() {
            var row = [i + 1]
            row.reserveCapacity(b.count + 1)
            for (j, y) in b.enumerated() {
                var best = min(row[j] + 1, last[j + 1] + 1, last[j] + (x == y ? 0 : 1))
                if i > 0, j > 0, x == b[j - 1], a[i - 1] == y {
                    best = min(best, before[j - 1] + 1)
                }
                row.append(best)
            }
            (before, last) = (last, row)
        }
        return last[b.count]
    }
}
