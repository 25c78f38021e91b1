import Catalog
import Kernels
import Relations
import Tables

/// Several columns that tell the rows of a frame apart together, where none does alone.
enum SuggestedKey {
    /// So many columns can still be meant as a key.
    private static let most = 4

    /// The columns, found by adding the one that tells most rows apart until all are told.
    ///
    /// `distinct` holds the candidates with their numbers of values; nil where too many are needed.
    static func find(
        in frame: Frame,
        _ distinct: [(field: Field, values: Double)],
        rows: Int64,
        _ context: CallContext
    ) throws -> [String]? {
        let candidates = distinct.filter { $0.values > 1 }.sorted {
            ($1.values, $0.field.name) < ($0.values, $1.field.name)
        }
        guard candidates.count > 1, rows > 1, let first = candidates.first,
            candidates.prefix(most).reduce(1, { $0 * $1.values }) >= Double(rows)
        else { return nil }
        var key = [first.field.name]
        var rest = candidates.dropFirst().map(\.field.name)
        var told = Int64(first.values)
        while key.count < most {
            var best: (name: String, count: Int64)?
            for name in rest {
                try context.work.cancellation.check()
                let different = frame.keeping(key + [name]).distinct(on: [], keep: .first)
                let count = try context.engine.count(different.plan, in: context.work)
                if count > best?.count ?? told { best = (name, count) }
                if count == rows { break }
            }
            guard let best else { return nil }
            key.append(best.name)
            rest.removeAll { $0 == best.name }
            told = best.count
            if told == rows { return frame.schema.names.filter(key.contains) }
        }
        return nil
    }
}
