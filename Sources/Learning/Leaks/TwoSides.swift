package import Diagnostics
package import Kernels
package import Relations
import Tables

/// The rows that were learned from, and others that are to judge it.
package struct TwoSides: Sendable {
    package let training: Plan
    package let other: Frame
    package let engine: any Engine
    package let work: WorkContext

    /// How many rows at most are looked at again to find out what the plans do not tell.
    package static let mostRows = 2_000_000
    /// What share of the others has to be alike to be worth a word.
    private static let leastShare = 0.01

    package init(training: Plan, other: Frame, engine: any Engine, work: WorkContext) {
        self.training = training
        self.other = other
        self.engine = engine
        self.work = work
    }

    /// What the plans alone tell of the two.
    package enum Relation: Sendable {
        case same
        /// The other rows are some of those that were learned from.
        case within
        /// The other rows have those that were learned from among them.
        case around
        case unknown
    }

    package var relation: Relation {
        let (known, judging) = (training.rowsIdentity, other.plan.rowsIdentity)
        if known == judging { return .same }
        if other.plan.rowsBehind.contains(known) { return .within }
        return training.rowsBehind.contains(judging) ? .around : .unknown
    }

    /// Says so where the training rows are later than the others.
    package func backwards() throws -> Diagnostic? {
        guard let time = training.schema.fields.first(where: isMoment) else { return nil }
        let share: Double
        if let split = commonSplit {
            guard split.splitting.order.first?.expression.columns.contains(time.name) == true,
                case .part(let learned) = split.training, case .part(let other) = split.other,
                learned > other
            else { return nil }
            share = 1
        } else {
            guard let found = try laterShare(time.name), found > 0.6 else { return nil }
            share = found
        }
        return Diagnostic(
            "leak.time",
            "\(Int((share * 100).rounded())) % of the training rows are later than half of these, by `\(time.name)`",
            hints: ["train, test = frame | split(0.8, 0.2, order: \(time.name))"],
            severity: .warning
        )
    }

    private func isMoment(_ field: Field) -> Bool {
        [.timestamp, .date].contains(field.type) && other.schema[field.name]?.type == field.type
    }

    /// The split that put the two on different sides, and on which.
    private var commonSplit:
        (splitting: Splitting, training: Splitting.Side, other: Splitting.Side)?
    {
        let others = other.plan.partings
        for one in training.partings {
            for two in others
            where one.rows == two.rows && one.splitting == two.splitting
                && one.side.isApart(from: two.side)
            {
                return (one.splitting, one.side, two.side)
            }
        }
        return nil
    }

    /// The share of training rows behind the middle of the others.
    private func laterShare(_ name: String) throws -> Double? {
        guard let field = other.schema[name] else { return nil }
        let moment = try RowExpression.call("epoch", .column(name, field.type))
        let middle = try value(.call("median", moment), over: other.plan)
        guard let middle = middle.number else { return nil }
        let later = try RowExpression.call(">", moment, .number(middle))
        return try value(.call("mean", later), over: training).number
    }

    private func value(_ reduction: RowExpression, over plan: Plan) throws -> Scalar {
        let column = NamedExpression("value", reduction)
        let table = try engine.collect(Plan.aggregate(plan, by: [], [column]).unseen, in: work)
        return table.columns[0][0]
    }

    /// Says so where rows of one person, patient or account are on both sides: what was learned is
    /// then partly who they are.
    ///
    /// Columns are taken for such by their names, as far as a value stands in several rows. Those
    /// who are known may be judged later, so that parts of a split by time are not asked.
    package func groups() throws -> Diagnostic? {
        if let split = commonSplit?.splitting, !split.order.isEmpty { return nil }
        let fields = training.schema.fields.filter { field in
            field.type == other.schema[field.name]?.type && Self.isEntity(field)
        }
        for field in fields {
            let column = RowExpression.column(field.name, field.type)
            let known = Frame(training, training.schema).keeping([field.name])
            let entities = try value(.call("count_distinct", column), over: training).number ?? 0
            let rows = try value(.call("count", column), over: training).number ?? 0
            guard entities > 1, entities < rows else { continue }
            let keys = [JoinKey(field.name, field.name)]
            let seen = other.joined(known.distinct(on: [], keep: .first), on: keys, kind: .semi)
            let shared = Double(try engine.count(seen.plan, in: work))
            let share = shared / Double(max(1, try engine.count(other.plan, in: work)))
            guard share >= Self.leastShareOfEntities else { continue }
            return Diagnostic(
                "leak.groups",
                "\(Int((share * 100).rounded())) % of these rows are of a `\(field.name)` that it learned from",
                hints: ["train, test = frame | split(0.8, 0.2, group: \(field.name))"],
                severity: .warning
            )
        }
        return nil
    }

    /// Fewer may have come to both sides by a mistake in the data.
    private static let leastShareOfEntities = 0.05

    /// Names that speak of somebody of whom there may be several rows.
    private static let entities: Set<String> = [
        "id", "patient", "person", "user", "customer", "client", "subject", "member", "account",
        "household", "student", "employee",
    ]

    private static func isEntity(_ field: Field) -> Bool {
        guard field.type.isTextual || field.type == .int else { return false }
        let words = field.name.lowercased().split { !$0.isLetter }.map(String.init)
        // `patientId` and `customerID`, too.
        let isJoined = field.name.hasSuffix("Id") || field.name.hasSuffix("ID")
        return isJoined || words.last == "id" || words.count == 1 && entities.contains(words[0])
    }

    /// Says so where whole rows are on both sides, more than chance would put there.
    ///
    /// Features and target are compared first, which are in memory; the whole rows only where these
    /// are alike. Rows that are alike by chance are so within the others, too: of pairs among n rows
    /// twice as many go between n and m rows as m / n says. Parts of one split share no row, so that
    /// what is alike there stands in the data.
    package func duplicates(_ digests: [UInt64], _ sketch: RowSketch) throws -> Diagnostic? {
        let alike = digests.count { sketch.contains($0) }
        guard commonSplit == nil, alike > 0,
            Double(alike) >= Self.leastShare * Double(digests.count { sketch.chooses($0) })
        else { return nil }
        let columns = training.schema.fields.filter { other.schema[$0.name]?.type == $0.type }
            .map(\.name)
        let rows = other.keeping(columns)
        let known = Frame(training, training.schema).keeping(columns)
        let keys = columns.map { JoinKey($0, $0, .same) }
        let count = try engine.count(other.plan, in: work)
        let shared = try engine.count(
            rows.joined(known.distinct(on: [], keep: .first), on: keys, kind: .semi).plan,
            in: work
        )
        let repeated =
            count - (try engine.count(rows.distinct(on: [], keep: .first).plan, in: work))
        let learned = try engine.count(training, in: work)
        let byChance = 2 * Double(repeated) * Double(learned) / Double(max(count, 1))
        guard shared > 0, Double(shared) >= Self.leastShare * Double(count),
            Double(shared) > 5 * byChance
        else { return nil }
        return Diagnostic(
            "leak.rows",
            "\(shared) of these \(count) rows are among those it learned from, cell by cell",
            hints: ["frame | distinct() | split(0.8, 0.2)"],
            severity: .warning
        )
    }
}

extension Plan {
    /// The parts of splits that its rows come from.
    var partings: [(rows: RowsIdentity, splitting: Splitting, side: Splitting.Side)] {
        switch self {
        case .part(let input, let splitting, let side):
            [(input.rowsIdentity, splitting, side)] + input.partings
        case .filter, .distinct, .slice, .sample, .project, .sort, .map, .marked:
            inputs.flatMap(\.partings)
        case .join(let left, _, _, _, _): left.partings
        case .scan, .aggregate, .unnest, .append, .sql: []
        }
    }
}
