package import Diagnostics
package import Kernels
package import Relations
package import Tables

/// Turns a frame and a formula into a dataset, by one run of one plan.
package struct DatasetReader: Sendable {
    package var engine: any Engine
    package var work: WorkContext

    package init(engine: any Engine, work: WorkContext) {
        self.engine = engine
        self.work = work
    }

    /// What reading gave: the target with its task, the rows, and how many had no target.
    package struct Reading: Sendable {
        package var target: Target
        package var dataset: Dataset
        package var droppedRows: Int
    }

    /// Reads training rows; features' levels and the target's classes are learned from them.
    package func read(
        _ frame: Frame,
        target: NamedExpression,
        features: [NamedExpression],
        weight: RowExpression? = nil,
        positive: Scalar? = nil
    ) throws -> Reading {
        let rows = frame.plan.hasCountedRows ? try engine.count(frame.plan, in: work) : 0
        var assembly = try DatasetAssembly(
            target: target,
            features: features,
            weight: weight,
            rows: Int(rows)
        )
        let plan = Plan.project(frame.plan, assembly.columns)
        let cursor = try engine.open(plan, in: work)
        work.progress.report("reading")
        while let batch = try cursor.next() {
            try work.cancellation.check()
            try assembly.append(batch)
        }
        return try assembly.finished(positive: positive, in: work)
    }

    /// Reads rows for a model that is there already: levels and classes are known.
    package func read(
        _ frame: Frame,
        target: Target,
        features: [Feature],
        expressions: [NamedExpression],
        weight: RowExpression? = nil
    ) throws -> Examples {
        let layout = RowLayout(target: target.column, features: expressions, weight: weight)
        let table = try engine.collect(.project(frame.plan, layout.columns), in: work)
        let truth = target.numbers(of: table.columns[0])
        let rows = truth.indices.filter { !truth[$0].isNaN }
        let matrix = features.matrix(of: layout.features(of: table.columns), rows: table.count)
        let weights = layout.weight(of: table.columns).map { $0.numbers { _ in .nan } }
        return Examples(
            features: matrix.rows(at: rows),
            target: rows.map { truth[$0] },
            weights: weights.map { weights in rows.map { weights[$0] } }
        )
    }
}

/// The columns that are read together: target, perhaps a weight, and the features.
struct RowLayout {
    let columns: [NamedExpression]
    private let hasWeight: Bool

    init(target: NamedExpression, features: [NamedExpression], weight: RowExpression?) {
        hasWeight = weight != nil
        let lead = [target.expression] + (weight.map { [$0] } ?? [])
        // Positions make the names unique, whatever the features are called.
        columns = (lead + features.map(\.expression)).enumerated().map { index, expression in
            NamedExpression("column \(index)", expression)
        }
    }

    func weight(of read: [Column]) -> Column? { hasWeight ? read[1] : nil }
    func features(of read: [Column]) -> [Column] { Array(read[(hasWeight ? 2 : 1)...]) }
}

extension Matrix {
    /// Some rows, in the given order.
    package func rows(at places: [Int]) -> Matrix {
        guard places.count != rows || places != Array(0..<rows) else { return self }
        var cells: [Double] = []
        cells.reserveCapacity(places.count * columns)
        for index in 0..<columns {
            let start = index * rows
            for place in places { cells.append(self.cells[start + place]) }
        }
        return Matrix(rows: places.count, columns: columns, cells: cells)
    }
}

/// Batches on their way to a dataset.
package struct DatasetAssembly {
    private let layout: RowLayout
    private var target: TargetColumn
    private var features: [FeatureColumn]
    private var cells: GrowingMatrix
    private var weights: [Double]?
    private var droppedRows = 0

    /// `rows` is how many there will be, as far as that is known.
    package init(
        target: NamedExpression,
        features: [NamedExpression],
        weight: RowExpression? = nil,
        rows: Int = 0
    ) throws(Diagnostic) {
        layout = RowLayout(target: target, features: features, weight: weight)
        self.target = try TargetColumn(target)
        self.features = []
        for feature in features {
            self.features.append(try FeatureColumn(feature.name, feature.expression.type))
        }
        cells = GrowingMatrix(columns: features.count, room: rows)
        weights = weight == nil ? nil : []
    }

    /// What batches are to hold, in order.
    package var columns: [NamedExpression] { layout.columns }

    package mutating func append(_ batch: Batch) throws(Diagnostic) {
        let rows = try target.append(batch.columns[0])
        let added = rows?.count ?? batch.count
        droppedRows += batch.count - added
        cells.addRows(added)
        if let column = layout.weight(of: batch.columns) {
            let numbers = column.numbers { _ in .nan }
            weights?.append(contentsOf: rows.map { $0.map { numbers[$0] } } ?? numbers)
        }
        for (index, column) in layout.features(of: batch.columns).enumerated() {
            let numbers = try features[index].numbers(of: column, rows: rows)
            cells.writeLast(numbers, column: index)
        }
    }

    package consuming func finished(
        positive: Scalar? = nil,
        in work: WorkContext = WorkContext()
    ) throws -> DatasetReader.Reading {
        let dropped = droppedRows
        let weights = weights
        let (target, truth) = try self.target.finished(positive: positive)
        guard !truth.isEmpty else { throw Diagnostic.noRows }
        if let weights, !weights.allSatisfy({ $0.isFinite && $0 >= 0 }) {
            throw Diagnostic.badWeights
        }
        let (described, matrix) = try describedCells(in: work)
        return DatasetReader.Reading(
            target: target,
            dataset: Dataset(
                shape: ModelShape(features: described, task: target.task),
                training: Examples(features: matrix, target: truth, weights: weights)
            ),
            droppedRows: dropped
        )
    }

    private mutating func describedCells(in work: WorkContext) throws -> ([Feature], Matrix) {
        var described: [Feature] = []
        for (index, column) in features.enumerated() {
            let (feature, recoding) = column.finished(cells.column(index))
            if let recoding { cells.change(column: index) { recoding($0) } }
            described.append(feature)
        }
        return (described, try cells.finished(in: work))
    }
}

extension Plan {
    /// Whether its rows are those of a file or a table, which knows how many it has.
    fileprivate var hasCountedRows: Bool {
        switch self {
        case .scan: true
        case .project(let input, _), .map(let input, _), .sort(let input, _): input.hasCountedRows
        default: false
        }
    }
}

extension Diagnostic {
    static var badWeights: Diagnostic {
        Diagnostic(
            "weight.value",
            "a weight is missing, infinite or below zero",
            hints: ["filter(weight >= 0) before `fit`"]
        )
    }
}
