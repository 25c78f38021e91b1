package import Diagnostics
import Tables

/// Features taken together.
extension Explanation {
    /// A name for several features.
    package struct Group: Sendable {
        package var name: String
        package var members: [String]

        package init(_ name: String, _ members: [String]) {
            self.name = name
            self.members = members
        }
    }

    /// The same with each group as one feature, which adds what its members add together.
    ///
    /// Of a linear margin that is the group's own Shapley value; of other models it is the sum of
    /// its members' values, and not what the group would get as one player.
    package func grouped(by groups: [Group]) throws(Diagnostic) -> Explanation {
        guard !groups.isEmpty else { return self }
        let places = try members(of: groups)
        let taken = Set(places.joined())
        var layout = features.indices.filter { !taken.contains($0) }.map { [$0] }
        layout += places.filter { !$0.isEmpty }
        layout.sort { $0[0] < $1[0] }
        let names = Dictionary(
            zip(places, groups.map(\.name)),
            uniquingKeysWith: { first, _ in first }
        )
        return replacing(
            layout.map { part in feature(part, names[part]) },
            outputs.map { $0.summed(over: layout) }
        )
    }

    private func members(of groups: [Group]) throws(Diagnostic) -> [[Int]] {
        var places: [[Int]] = []
        var taken: Set<Int> = []
        for group in groups {
            var members: [Int] = []
            for name in group.members {
                guard let place = features.firstIndex(where: { $0.name == name }) else {
                    throw .memberAbsent(name, group.name, features.map(\.name))
                }
                guard taken.insert(place).inserted else { throw .memberTwice(name) }
                members.append(place)
            }
            guard !members.isEmpty else { throw .groupEmpty(group.name) }
            places.append(members.sorted())
        }
        return places
    }

    private func feature(_ part: [Int], _ name: String?) -> ExplainedFeature {
        guard let name else { return features[part[0]] }
        let cells = (0..<rows).map { row in
            part.map { words.short(features[$0].column[row]) ?? "missing" }
                .joined(separator: ", ")
        }
        return ExplainedFeature(name, Column(.text, .texts(cells)))
    }
}

extension ExplainedOutput {
    /// Columns added up, part by part.
    func summed(over parts: [[Int]]) -> ExplainedOutput {
        var copy = self
        let rows = contributions.rows
        var sums = Matrix(repeating: 0, rows: rows, columns: parts.count)
        for (place, part) in parts.enumerated() {
            for member in part {
                for row in 0..<rows { sums[row, place] += contributions[row, member] }
            }
        }
        copy.contributions = sums
        return copy
    }
}

extension Diagnostic {
    fileprivate static func memberAbsent(
        _ name: String,
        _ group: String,
        _ features: [String]
    ) -> Diagnostic {
        Diagnostic(
            "explain.groups",
            "`\(name)` in the group `\(group)` is not a feature of the model",
            hints: Suggestion.close(to: name, among: features, limit: 3).map { "\"\($0)\"" }
        )
    }

    fileprivate static func memberTwice(_ name: String) -> Diagnostic {
        Diagnostic("explain.groups", "`\(name)` stands in a group twice, or in two groups")
    }

    fileprivate static func groupEmpty(_ name: String) -> Diagnostic {
        Diagnostic("explain.groups", "the group `\(name)` has no member")
    }
}
