import Catalog
package import Diagnostics
package import Learning
import Tables

/// Who shares a prediction: a feature, all features that a recipe makes of one column, or a group.
///
/// Whoever it is gets one value, the Shapley value of a player that comes and goes as a whole.
package struct Players: Sendable {
    /// A name for several features.
    package struct Group: Sendable {
        package var name: String
        package var members: [String]

        package init(_ name: String, _ members: [String]) {
            self.name = name
            self.members = members
        }
    }

    /// A feature of the model, or a column with all the features that come from it alone.
    private struct Member {
        var name: String
        /// Their places among the model's features.
        var features: [Int]
        var isColumn: Bool
    }

    /// A member, or several under the name of a group.
    private struct Player {
        var group: String?
        var members: [Member]
    }

    private let players: [Player]
    /// The columns that are shown in the place of features made of them, each once.
    let columns: [String]

    package init(_ pipeline: FittedPipeline, groups: [Group] = []) throws(Diagnostic) {
        let members = Self.members(of: pipeline)
        columns = members.filter(\.isColumn).map(\.name)
        players = try Self.grouped(members, groups)
    }

    package var names: [String] { players.map { $0.group ?? $0.members[0].name } }

    /// For each of the model's features the player that it belongs to.
    var places: [Int] {
        let pairs = players.enumerated().flatMap { place, player in
            player.members.flatMap(\.features).map { ($0, place) }
        }
        return pairs.sorted { $0.0 < $1.0 }.map(\.1)
    }

    private static func members(of pipeline: FittedPipeline) -> [Member] {
        var members: [Member] = []
        for (place, feature) in pipeline.featureNames.enumerated() {
            let sources = pipeline.recipe?.sources(of: feature) ?? []
            guard sources.count == 1 else {
                members.append(Member(name: feature, features: [place], isColumn: false))
                continue
            }
            if let known = members.firstIndex(where: { $0.isColumn && $0.name == sources[0] }) {
                members[known].features.append(place)
            } else {
                members.append(Member(name: sources[0], features: [place], isColumn: true))
            }
        }
        return members
    }

    /// A group stands where its first member stood.
    private static func grouped(
        _ members: [Member],
        _ groups: [Group]
    ) throws(Diagnostic) -> [Player] {
        var groupOf: [Int: Int] = [:]
        for (index, group) in groups.enumerated() {
            if group.members.isEmpty { throw .groupEmpty(group.name) }
            for name in group.members {
                guard let place = members.firstIndex(where: { $0.name == name }) else {
                    throw .memberAbsent(name, group.name, members.map(\.name))
                }
                guard groupOf.updateValue(index, forKey: place) == nil else {
                    throw .memberTwice(name)
                }
            }
        }
        var players: [Player] = []
        var known: [Int: Int] = [:]
        for (place, member) in members.enumerated() {
            if let group = groupOf[place], let player = known[group] {
                players[player].members.append(member)
                continue
            }
            if let group = groupOf[place] { known[group] = players.count }
            players.append(Player(group: groupOf[place].map { groups[$0].name }, members: [member]))
        }
        return players
    }

    /// What the column of a feature is called among the rows; protected cells are not shown.
    static func feature(_ place: Int, isProtected: Bool) -> String {
        "\(isProtected ? protected : "feature") \(place)"
    }

    /// What a column is called that is shown in the place of features.
    static func source(_ name: String) -> String { "source \(name)" }

    private static let protected = "hidden"

    private static func shown(_ place: Int, of rows: Table) -> Column {
        guard rows.fields[place].name == feature(place, isProtected: true) else {
            return rows.columns[place]
        }
        return Column(.text, .texts(Array(repeating: Presentation.blot, count: rows.count)))
    }

    /// The players with their cells in the rows that are explained; a group has the words of all its
    /// members.
    func features(_ rows: Table, words: CellWords) -> [ExplainedFeature] {
        players.map { player in
            let cells = player.members.map { member in
                (member.isColumn ? rows[Self.source(member.name)] : nil)
                    ?? Self.shown(member.features[0], of: rows)
            }
            guard let name = player.group else {
                return ExplainedFeature(player.members[0].name, cells[0])
            }
            let texts = (0..<rows.count).map { row in
                cells.map { words.short($0[row]) ?? "missing" }.joined(separator: ", ")
            }
            return ExplainedFeature(name, Column(.text, .texts(texts)))
        }
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
