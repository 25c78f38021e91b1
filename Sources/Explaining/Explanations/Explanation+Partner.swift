import Kernels
import Tables

extension Explanation {
    /// The place of a feature by its name.
    package func place(of name: String) -> Int? { features.firstIndex { $0.name == name } }

    /// The feature that goes most with what another one adds, among rows that are alike in that other.
    ///
    /// Rows are taken in its order, in stretches, and in each the correlation of its contribution with
    /// the candidate's cells counts. Nil where no feature has values in an order.
    package func partner(of place: Int, in output: ExplainedOutput) -> Int? {
        let contributions = Array(output.contributions.column(place))
        let order = order(by: place)
        let size = max(10, min(50, rows / 10))
        var best: (place: Int, strength: Double)?
        for candidate in features.indices where candidate != place {
            guard let cells = numbers(of: candidate) else { continue }
            var strength = 0.0
            for start in stride(from: 0, to: order.count, by: size) {
                let some = order[start..<min(order.count, start + size)].filter { !cells[$0].isNaN }
                strength +=
                    correlation(
                        some.map { contributions[$0] },
                        some.map { cells[$0] }
                    ).magnitude * Double(some.count)
            }
            if strength > best?.strength ?? 0 { best = (candidate, strength) }
        }
        return best?.place
    }

    /// The rows in the order of a feature's cells; equal and unordered ones as they stand.
    private func order(by place: Int) -> [Int] {
        if let cells = numbers(of: place) {
            return (0..<rows).filter { !cells[$0].isNaN }.sorted {
                cells[$0] == cells[$1] ? $0 < $1 : cells[$0] < cells[$1]
            }
        }
        let texts = (0..<rows).map { shortText(of: place, row: $0) ?? "" }
        return (0..<rows).sorted { texts[$0] == texts[$1] ? $0 < $1 : texts[$0] < texts[$1] }
    }
}
