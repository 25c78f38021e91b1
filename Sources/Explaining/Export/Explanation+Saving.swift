package import Diagnostics
import Tables
import Values

/// An explanation as a file: as the frame of its rows, or as the arrays that `shap.Explanation` is made
/// of, in NumPy's format.
extension Explanation: StoredObject {
    package var isSavedAsFrame: Bool { true }

    package func write(to path: String, replacing: Bool) throws(Diagnostic) {
        guard path.lowercased().hasSuffix(".npz") else {
            throw Diagnostic(
                "file.format",
                "an explanation is saved as a frame, or as NumPy arrays for `shap.Explanation`",
                hints: ["save(\"\(path).parquet\")", "save(\"\(path).npz\")"]
            )
        }
        let archive = archive
        guard archive.fits else {
            throw Diagnostic(
                "file.format",
                "the arrays of \(rows) rows are more than a file of this kind holds",
                hints: ["save(\"\(path.dropLast(4)).parquet\")"]
            )
        }
        try FileDraft.write(archive.bytes, to: path, replacing: replacing)
    }

    /// `values` and `standard_errors` (rows × features, and × classes where there are several),
    /// `base_values` (rows, or rows × classes), `data` as numbers (names by their place in the
    /// alphabet), `display_data` as texts, `feature_names`, `output_names`.
    private var archive: NumPyArchive {
        var archive = NumPyArchive()
        let several = outputs.count > 1 ? [outputs.count] : []
        let shape = [rows, features.count]
        archive.add("values", NumPyArray(interleaved(\.contributions), shape: shape + several))
        if outputs.allSatisfy({ $0.errors != nil }) {
            let errors = interleaved { $0.errors ?? $0.contributions }
            archive.add("standard_errors", NumPyArray(errors, shape: shape + several))
        }
        let bases = (0..<rows).flatMap { row in outputs.map { $0.base(row: row) } }
        archive.add("base_values", NumPyArray(bases, shape: [rows] + several))
        let cells = features.indices.map { numbers(of: $0) ?? codes(of: $0).places }
        archive.add(
            "data",
            NumPyArray((0..<rows).flatMap { row in cells.map { $0[row] } }, shape: shape)
        )
        let texts = (0..<rows).flatMap { row in
            features.map { words.text($0.column[row]) ?? "" }
        }
        archive.add("display_data", NumPyArray(texts, shape: shape))
        archive.add("feature_names", NumPyArray(features.map(\.name), shape: [features.count]))
        let names = outputs.map { $0.subject(of: target) }
        archive.add("output_names", NumPyArray(names, shape: [names.count]))
        return archive
    }

    /// The numbers of all outputs, row by row, feature by feature.
    private func interleaved(_ part: (ExplainedOutput) -> Matrix) -> [Double] {
        let parts = outputs.map(part)
        return (0..<rows).flatMap { row in
            features.indices.flatMap { place in parts.map { $0[row, place] } }
        }
    }
}
