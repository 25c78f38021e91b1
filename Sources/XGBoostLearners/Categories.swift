import Diagnostics
import Learning
import Tables

/// The levels of features that pandas held as categories, from 3.1 on.
struct Categories: Decodable {
    struct Feature: Decodable {
        /// Where the bytes of each level begin, and the last ends, for those that are texts.
        var offsets: [Int]?
        var values: [Double]
    }

    /// What each feature has, none of them where no feature is a category.
    var features: [Feature]
    /// Where the levels of each feature begin among all, and the last end.
    var segments: [Int]
    /// For each feature the order of its levels.
    var order: [Int]

    private enum CodingKeys: String, CodingKey {
        case features = "enc"
        case segments = "feature_segments"
        case order = "sorted_idx"
    }

    /// For each feature its levels; nil for those that have none.
    func levels(features count: Int) throws(Diagnostic) -> [ForeignModel.Levels?] {
        let damaged = Diagnostic.modelCorrupt("its levels do not fit its features")
        guard !features.isEmpty else {
            guard order.isEmpty else { throw damaged }
            return []
        }
        guard features.count == count, segments.count == count + 1 else { throw damaged }
        var found: [ForeignModel.Levels?] = []
        var total = 0
        for (place, feature) in features.enumerated() {
            guard let cells = feature.cells, segments[place] == total else { throw damaged }
            let segment = total..<total + cells.count
            guard segment.upperBound <= order.count,
                order[segment].sorted() == Array(0..<cells.count)
            else { throw damaged }
            total = segment.upperBound
            guard !cells.isEmpty else {
                found.append(nil)
                continue
            }
            guard let levels = ForeignModel.Levels(cells) else {
                throw .unsupported("the levels of a category are numbers with fractions")
            }
            found.append(levels)
        }
        guard segments[count] == total, order.count == total else { throw damaged }
        return found
    }
}

extension Categories.Feature {
    fileprivate var cells: [Scalar]? {
        guard let offsets else { return values.map { .float($0) } }
        guard offsets == offsets.sorted(), offsets.first ?? 0 == 0,
            offsets.last ?? 0 == values.count
        else { return nil }
        // Bytes are signed.
        let bytes = values.compactMap { Int(exactly: $0).map { UInt8(truncatingIfNeeded: $0) } }
        guard bytes.count == values.count else { return nil }
        return zip(offsets, offsets.dropFirst()).map {
            .text(String(decoding: bytes[$0..<$1], as: UTF8.self))
        }
    }
}
