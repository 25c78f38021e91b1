import CXGBoost
import Diagnostics
import Kernels
import Learning
import Tables

/// Rows as XGBoost bins them.
///
/// The bins of rows to stop by are those of the training rows, given as `reference`.
final class QuantileRows {
    let handle: XGMatrixHandle?

    init(
        _ rows: Examples,
        of features: [Feature],
        classes: Int? = nil,
        in work: WorkContext,
        reference: QuantileRows?
    ) throws(Diagnostic) {
        try rows.checkTarget()
        var proxy: XGMatrixHandle?
        try XGBoostLibrary.run { XGProxyDMatrixCreate(&proxy) }
        defer { XGDMatrixFree(proxy) }
        let source = RowSource(proxy: proxy, features: features, rows: rows, classes: classes)
        let settings = #"{"missing": NaN, "max_bin": 256, "nthread": \#(max(1, work.threads))}"#
        var made: XGMatrixHandle?
        do throws(Diagnostic) {
            try XGBoostLibrary.run {
                XGQuantileDMatrixCreateFromCallback(
                    Unmanaged.passUnretained(source).toOpaque(),
                    proxy,
                    reference?.handle,
                    RowSource.reset,
                    RowSource.next,
                    settings,
                    &made
                )
            }
        } catch {
            throw rows.fault(of: features) ?? error
        }
        withExtendedLifetime(source) {}
        handle = made
    }

    deinit { XGDMatrixFree(handle) }
}

/// Hands all rows over at once, each time that the library goes through them.
private final class RowSource {
    private let proxy: XGMatrixHandle?
    private let features: [Feature]
    private let rows: Examples
    /// The number of outputs that are 0 or 1, for codes of classes.
    private let classes: Int?
    private var isThrough = false

    init(proxy: XGMatrixHandle?, features: [Feature], rows: Examples, classes: Int?) {
        self.proxy = proxy
        self.features = features
        self.rows = rows
        self.classes = classes
    }

    static let reset: @convention(c) (UnsafeMutableRawPointer?) -> Void = { source in
        source.map { Unmanaged<RowSource>.fromOpaque($0).takeUnretainedValue().isThrough = false }
    }

    /// 1 as long as there were rows, 0 behind the last ones, and -1 when the library refused them.
    static let next: @convention(c) (UnsafeMutableRawPointer?) -> Int32 = { source in
        guard let source else { return -1 }
        return Unmanaged<RowSource>.fromOpaque(source).takeUnretainedValue().give()
    }

    private func give() -> Int32 {
        guard !isThrough else { return 0 }
        isThrough = true
        let isGiven = giveTypes() && giveFeatures() && giveTarget() && giveWeights()
        return isGiven ? 1 : -1
    }

    private func giveTypes() -> Bool {
        let words: [StaticString] = features.map { $0.levels == nil ? "float" : "c" }
        var texts: [UnsafePointer<CChar>?] = words.map {
            UnsafeRawPointer($0.utf8Start).assumingMemoryBound(to: CChar.self)
        }
        let count = bst_ulong(texts.count)
        return XGDMatrixSetStrFeatureInfo(proxy, "feature_type", &texts, count) == 0
    }

    private func giveFeatures() -> Bool {
        rows.features.withColumnInterfaces { XGProxyDMatrixSetDataColumnar(proxy, $0) } == 0
    }

    private func giveTarget() -> Bool {
        guard let classes else { return give(rows.target, as: "label") }
        let cells: [Double] = (0..<classes).flatMap { code in
            rows.target.map { $0 == Double(code) ? 1 : 0 }
        }
        return give(Matrix(rows: rows.count, columns: classes, cells: cells), as: "label")
    }

    private func giveWeights() -> Bool {
        rows.weights.map { give($0, as: "weight") } ?? true
    }

    private func give(_ numbers: [Double], as field: String) -> Bool {
        give(Matrix(rows: numbers.count, columns: 1, cells: numbers), as: field)
    }

    private func give(_ numbers: Matrix, as field: String) -> Bool {
        numbers.withArrayInterface { XGDMatrixSetInfoFromInterface(proxy, field, $0) } == 0
    }
}

extension Examples {
    private static let largest = Double(Float.greatestFiniteMagnitude)

    /// What the library finds out only while it learns, and in other words.
    fileprivate func checkTarget() throws(Diagnostic) {
        guard target.contains(where: { $0.magnitude > Examples.largest }) else { return }
        throw Diagnostic(
            "target.infinite",
            "the target is larger in some row than XGBoost's numbers of 32 bits can be"
        )
    }

    /// The feature of a number that the library's 32 bits do not hold; nil where all fit.
    fileprivate func fault(of features: [Feature]) -> Diagnostic? {
        let place = self.features.cells.firstIndex { $0.magnitude > Examples.largest }
        guard let place else { return nil }
        let name = features[place / self.features.rows].name
        return Diagnostic(
            "feature.infinite",
            "`\(name)` is larger in some row than XGBoost's numbers of 32 bits can be",
            hints: ["filter(\(name) between -1e38 and 1e38)"]
        )
    }
}
