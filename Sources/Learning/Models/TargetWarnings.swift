import Diagnostics
import Kernels
import Relations
import Tables

/// What is wrong with a target that can be learned all the same.
enum TargetWarnings {
    /// A number that never changes, and classes of a single row.
    static func all(_ reading: DatasetReader.Reading) -> [Diagnostic] {
        let (target, rows) = (reading.target, reading.dataset.training)
        guard target.task != .regression else {
            guard let first = rows.target.first, rows.target.allSatisfy({ $0 == first }) else {
                return []
            }
            return [constant(target.name, rows.count)]
        }
        var counts = [Int](repeating: 0, count: target.task.labels.count)
        for code in rows.target { counts[Int(code)] += 1 }
        let alone = zip(target.task.labels, counts).filter { $0.1 == 1 }.map(\.0)
        return alone.isEmpty ? [] : [single(target, alone)]
    }

    private static func constant(_ name: String, _ rows: Int) -> Diagnostic {
        Diagnostic(
            "target.constant",
            rows == 1
                ? "`\(name)` has one row, from which nothing can be learned"
                : "`\(name)` is the same in all \(rows) rows, so that there is nothing to learn",
            hints: ["count(\(name))"],
            severity: .warning
        )
    }

    private static func single(_ target: Target, _ labels: [String]) -> Diagnostic {
        let label = target.type == .bool ? labels[0] : "\"\(labels[0])\""
        return Diagnostic(
            "target.single",
            "\(NameList.quoted(labels)) of `\(target.name)` \(labels.count == 1 ? "has" : "have") one row, "
                + "which is too few to learn a class from",
            hints: ["filter(\(target.name) != \(label))"],
            severity: .warning
        )
    }
}
