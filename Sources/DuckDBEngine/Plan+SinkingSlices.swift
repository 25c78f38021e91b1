import Relations

extension Plan {
    /// The same rows, when Swift code is not run for rows that a slice leaves out.
    ///
    /// `map` and row-wise `project` neither drop nor shuffle rows, so a slice may go below them.
    /// Where a map's result is kept already, all of it is there to cut.
    func sinkingSlices(unless isStored: (Plan) -> Bool) -> Plan {
        guard hasMap, case .slice(let input, let slice, let groups) = self, groups.isEmpty else {
            return changingInput { $0.sinkingSlices(unless: isStored) }
        }
        switch input {
        case .map(let below, let transform) where !isStored(input):
            let cut = Plan.slice(below, slice, by: [])
            return .map(cut.sinkingSlices(unless: isStored), transform)
        case .project(let below, let columns)
        where !columns.contains { RowSQL.hasWindow($0.expression) }:
            let cut = Plan.slice(below, slice, by: [])
            return .project(cut.sinkingSlices(unless: isStored), columns)
        default: return changingInput { $0.sinkingSlices(unless: isStored) }
        }
    }

    private var hasMap: Bool {
        if case .map = self { return true }
        return inputs.contains { $0.hasMap }
    }

    /// The same node over another input, where it has just one that keeps its rows.
    private func changingInput(_ change: (Plan) -> Plan) -> Plan {
        switch self {
        case .project(let input, let columns): .project(change(input), columns)
        case .filter(let input, let condition): .filter(change(input), where: condition)
        case .sort(let input, let keys): .sort(change(input), by: keys)
        default: self
        }
    }
}
