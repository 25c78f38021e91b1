package import Relations

extension DuckDBEngine {
    package func explain(_ plan: Plan) throws(EngineError) -> String {
        var remarks: [String] = []
        let asked = plan.unmarked.sinkingSlices { [store] in store.isStored($0) }
            .sinkingConditions { source, conditions in
                let read = wanted(source, conditions).count
                if read < source.files.count {
                    remarks.append(
                        "of \(source.files.count) files in `\(source.request.path)` "
                            + "\(read) \(read == 1 ? "is" : "are") read"
                    )
                }
                return pruned(source, conditions)
            }
        remarks += asked.databases.compactMap { source in
            readers[source.database.kind]?.condition(of: source).map {
                "`\(source.database.shown)` is asked for rows where \($0)"
            }
        }
        let sql = PlanToSQL.statement(asked) { [store] in store.target(of: $0) }
        return (remarks.map { "-- \($0)" } + [sql]).joined(separator: "\n")
    }
}

extension Plan {
    /// The databases that it reads.
    fileprivate var databases: [DatabaseSource] {
        if case .scan(.database(let source)) = self { return [source] }
        return inputs.flatMap(\.databases)
    }
}
