import Tables

/// A stage of a plan that may change how many rows there are.
package struct RowStage: Sendable {
    /// The verb, or what the rows come from.
    package var name: String
    /// The plan up to the stage, itself in it.
    package var plan: Plan
}

extension Plan {
    /// Where the rows come from, and each stage that may add or drop some, along the left side;
    /// conditions one after the other are one.
    package var rowStages: [RowStage] {
        rowSteps.reduce(into: []) { stages, step in
            if step.name == "filter", stages.last?.name == "filter" { stages.removeLast() }
            stages.append(step)
        }
    }

    /// The stages with each condition on its own.
    package var rowSteps: [RowStage] {
        switch self {
        case .scan(.files(let source)):
            [RowStage(name: source.request.path.fileName, plan: self)]
        case .scan(.database(let source)): [RowStage(name: source.rows.title, plan: self)]
        case .scan(.table): [RowStage(name: "rows", plan: self)]
        case .project(let input, _), .sort(let input, _), .map(let input, _),
            .marked(let input, _):
            input.rowSteps
        case .filter(let input, _): input.stages(adding: "filter", self)
        case .aggregate(let input, _, _): input.stages(adding: "summarize", self)
        case .distinct(let input, _, _): input.stages(adding: "distinct", self)
        case .slice(let input, let slice, _): input.stages(adding: slice.verb, self)
        case .sample(let input, _): input.stages(adding: "sample", self)
        case .part(let input, _, _): input.stages(adding: "split", self)
        case .unnest(let input, _): input.stages(adding: "unnest", self)
        case .join(let left, _, _, _, _): left.stages(adding: "join", self)
        case .append(let inputs):
            (inputs.first?.rowSteps ?? []) + [RowStage(name: "append", plan: self)]
        case .sql(let frames, _, _):
            (frames.first?.plan.rowSteps ?? []) + [RowStage(name: "sql", plan: self)]
        }
    }

    private func stages(adding name: String, _ plan: Plan) -> [RowStage] {
        rowSteps + [RowStage(name: name, plan: plan)]
    }

    /// At most so many rows, as far as the leaves tell; nil where rows may be multiplied.
    package func mostRows(_ count: (Plan) throws -> Int64) rethrows -> Int64? {
        switch self {
        case .scan(.table(let memory)): Int64(memory.table.count)
        case .scan: try count(self)
        case .slice(let input, .head(let rows), by: []), .slice(let input, .tail(let rows), by: []):
            try input.mostRows(count).map { Swift.min($0, rows) }
        case .filter(let input, _), .project(let input, _), .sort(let input, _),
            .aggregate(let input, _, _), .distinct(let input, _, _), .slice(let input, _, _),
            .sample(let input, _), .part(let input, _, _), .map(let input, _),
            .marked(let input, _),
            .join(let input, _, .semi, _, _), .join(let input, _, .anti, _, _),
            .join(let input, _, .asof, _, _):
            try input.mostRows(count)
        case .join, .append, .unnest, .sql: nil
        }
    }

    /// The join that settles how many rows there are: the last stage that changes them.
    package var lastJoin: (left: Plan, right: Plan, kind: JoinKind, keys: [JoinKey])? {
        switch self {
        case .join(let left, let right, let kind, let keys, _): (left, right, kind, keys)
        case .project(let input, _), .sort(let input, _), .map(let input, _),
            .marked(let input, _):
            input.lastJoin
        default: nil
        }
    }
}

extension Slice {
    fileprivate var verb: String {
        switch self {
        case .head: "head"
        case .tail: "tail"
        case .rows: "slice"
        }
    }
}

extension String {
    /// The last part of a path, or of an address.
    fileprivate var fileName: String {
        if let name = WebAddress(self)?.fileName, !name.isEmpty { return name }
        return split(separator: "/").last.map(String.init) ?? self
    }
}

extension Plan {
    /// Whether to read its rows again takes no longer than to read what it stands on.
    package var isCheaplyRepeated: Bool {
        switch self {
        case .scan: true
        case .project(let input, _), .filter(let input, _), .marked(let input, _):
            input.isCheaplyRepeated
        case .append(let inputs): inputs.allSatisfy(\.isCheaplyRepeated)
        default: false
        }
    }
}
