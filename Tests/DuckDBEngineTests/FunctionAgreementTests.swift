import DuckDBEngine
import Kernels
import Relations
import Tables
import TestSupport
import Testing

@Suite("A row expression has one meaning and two evaluators")
struct FunctionAgreementTests {
    /// Functions that may stop, other than for what is too large: conversions without `try`,
    /// and durations divided by next to nothing.
    private static let failing: Set = [
        "int", "float", "bool", "date", "timestamp", "parse_date", "/",
    ]

    @Test("SQL and Swift give the same cells for every function of the library")
    func agree() throws {
        let engine = DuckDBEngine()
        for function in RowFunctions.all where function.evaluate != nil {
            let samples = RowFunctionSamples.all.filter { $0.function == function }
            #expect(!samples.isEmpty, "no sample for `\(function.name)`")
            for sample in samples { try compare(sample, engine) }
        }
    }

    private func compare(_ sample: RowFunctionSample, _ engine: DuckDBEngine) throws {
        let expression = try RowExpression.calling(sample.function, sample.arguments)
        let here = Result {
            try BatchEvaluation.evaluate(
                expression,
                over: sample.table.batch,
                schema: Schema(sample.table.fields)
            )
        }
        let source = Plan.scan(.table(MemoryTable(sample.table, fingerprint: "samples")))
        let named = [NamedExpression("x", expression)]
        let plan: Plan =
            sample.function.kind == .reduction
            ? .aggregate(source, by: [], named) : .project(source, named)
        let there = Result { try engine.collect(plan, in: WorkContext()) }
        switch (here, there) {
        case (.success(let column), .success(let table)):
            let result = table.columns[0]
            #expect(result.count == column.count, "\(sample.description)")
            for row in 0..<min(column.count, result.count) {
                #expect(
                    close(column[row], result[row], sample.function.kind),
                    "\(sample.description) row \(row): Swift \(column[row]), SQL \(result[row])"
                )
            }
        case (.failure, .failure(let error)):
            #expect(
                Self.failing.contains(sample.function.name)
                    || sample.arguments.contains { $0.columns.contains("large") },
                "\(sample.description): neither runs: \(error)"
            )
        case (.failure(let error), _): Issue.record("\(sample.description): Swift \(error)")
        case (_, .failure(let error)): Issue.record("\(sample.description): SQL \(error)")
        }
    }

    /// Equal; floats to one unit in the last place, or for a reduction to what another order of
    /// additions changes.
    private func close(_ a: Scalar, _ b: Scalar, _ kind: RowFunction.Kind) -> Bool {
        guard case .float(let x) = a, case .float(let y) = b else { return a == b }
        let allowed = kind == .reduction ? 1e-12 * max(abs(x), abs(y)) : max(x.ulp, y.ulp)
        return abs(x - y) <= allowed
    }
}
