import Relations
import Tables

// The nodes and kinds of joins that other plans do not have, so that there is one of each.
extension OrderTests {
    static func nodes() throws -> [(String, Plan)] {
        let late = try late()
        let planes = try planes.get()
        let key = [JoinKey("tailnum", "tailnum")]
        let miles = BatchTransform(
            fingerprint: "order tests: kilometres",
            label: "converting",
            reads: ["distance"],
            adds: [Field("kilometres", .float)]
        ) { batch in
            let cells = (0..<batch.count).map { row -> Scalar in
                guard case .int(let miles) = batch.columns[0][row] else { return .missing }
                return .float(Double(miles) * 1.609344)
            }
            return [Column(.float, cells: cells)]
        }
        let halves = Splitting(
            .cuts([.literal(.int(7))]),
            order: [SortKey(.int("month"))],
            seed: 3
        )
        return [
            ("file", try flights.get()),
            ("right", .join(late, planes, .right, on: key, suffix: "_right")),
            ("inner", .join(late, planes, .inner, on: key, suffix: "_right")),
            ("semi", .join(planes, late, .semi, on: key, suffix: "")),
            (
                "cross",
                .join(.slice(planes, .head(60), by: []), months, .cross, on: [], suffix: "_b")
            ),
            ("map", .map(late, miles)),
            ("map of sorted", .map(.sort(late, by: [SortKey(.int("distance"))]), miles)),
            ("marked", .marked(late, [:])),
            ("part at cuts", .part(late, halves, .part(1))),
        ]
    }

    private static let months = Frame(
        memory: Table(
            [Field("n", .int)],
            [Column(.int, cells: (1...12).map { Scalar.int($0) })]
        )
    ).plan
}

extension Plan {
    /// What nodes it is made of, itself among them, by name; a join by its kind.
    var nodes: Set<String> { inputs.reduce(into: [node]) { $0.formUnion($1.nodes) } }

    private var node: String {
        switch self {
        case .scan(.table): "scan table"
        case .scan: "scan file"
        case .filter: "filter"
        case .project: "project"
        case .aggregate: "aggregate"
        case .distinct: "distinct"
        case .sort: "sort"
        case .slice: "slice"
        case .sample: "sample"
        case .join(_, _, let kind, _, _): "join \(kind.rawValue)"
        case .unnest: "unnest"
        case .append: "append"
        case .part: "part"
        case .sql: "sql"
        case .map: "map"
        case .marked: "marked"
        }
    }
}
