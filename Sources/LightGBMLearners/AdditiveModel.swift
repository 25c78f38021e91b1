import Diagnostics
package import Kernels
package import Learning
package import Tables
package import Trees

/// What `gam` learned: an intercept for each output, and a curve for each feature and output.
///
/// Over the training rows every curve has the mean zero, so the intercept is the mean margin.
package struct AdditiveModel: CurveModel, ScoredInSQL, ScoredByTrees {
    package static let flavor = "gam"

    struct Content: Codable, Hashable {
        var intercepts: [Double]
        /// Of each feature a curve for each output.
        var curves: [[FeatureCurve]]
        var trees: Int
    }

    package let shape: ModelShape
    let content: Content

    /// Takes trees, each of one feature, for what they add up to.
    init(_ ensemble: TreeEnsemble, _ data: Dataset, in work: WorkContext) throws {
        let (outputs, training) = (ensemble.outputs, data.training)
        let learned = try parallelChunks(
            count: data.features.count,
            size: 1,
            threads: work.threads,
            cancellation: work.cancellation
        ) { chosen in
            chosen.map { index in
                let levels = data.features[index].levels?.count
                let cells = training.features.column(index)
                return (0..<outputs).map { output in
                    let trees = ensemble.trees.filter { $0.output == output && $0.feature == index }
                    var curve = FeatureCurve(of: trees, levels: levels, scale: ensemble.scale)
                    let mean = curve.center(on: cells, training.weights, isCategory: levels != nil)
                    return (curve: curve, mean: mean)
                }
            }
        }.flatMap(\.self)
        let intercepts = (0..<outputs).map { output in
            let constants = ensemble.trees.filter { $0.output == output && $0.splits.isEmpty }
                .map { $0.leaves[0].value * ensemble.scale }
            return Sums.sum(constants + learned.map { $0[output].mean })
        }
        shape = data.shape
        content = Content(
            intercepts: intercepts,
            curves: learned.map { $0.map(\.curve) },
            trees: ensemble.trees.count / max(1, outputs)
        )
    }

    package func fate(ofMissing feature: Int) -> String {
        let missesNone = content.curves[feature].allSatisfy { $0.missingWeight == 0 }
        return features[feature].levels == nil && missesNone ? MissingFate.zero : "taken as missing"
    }

    package func margin(_ features: Matrix, in work: WorkContext) throws -> Matrix {
        let parts = try parallelChunks(
            count: features.rows,
            size: Self.slice,
            threads: work.threads,
            cancellation: work.cancellation
        ) { rows in
            var sums = content.intercepts.flatMap { Array(repeating: $0, count: rows.count) }
            for index in content.curves.indices {
                for output in content.intercepts.indices {
                    let place = output * rows.count
                    add(index, output, of: features, rows, to: &sums, at: place)
                }
            }
            return sums
        }
        return Matrix(rows: features.rows, columns: task.outputs, parts: parts)
    }

    package func predict(_ features: Matrix, in work: WorkContext) throws -> Matrix {
        let margin = try margin(features, in: work)
        return task == .regression ? margin : margin.probabilities
    }

    /// The curves themselves.
    package func contributions(_ features: Matrix, in work: WorkContext) throws -> [Matrix] {
        let (rows, count) = (features.rows, features.columns)
        return content.intercepts.indices.map { output in
            var cells = [Double](repeating: 0, count: rows * count)
            for index in 0..<count {
                add(index, output, of: features, 0..<rows, to: &cells, at: index * rows)
            }
            let base = Array(repeating: content.intercepts[output], count: rows)
            return Matrix(rows: rows, columns: count + 1, cells: cells + base)
        }
    }

    /// The intercept, and a term for each curve.
    package func terms(over features: [FeatureSQL]) -> [[String]] {
        content.intercepts.indices.map { output in
            [PortableSQL.number(content.intercepts[output])]
                + zip(features, content.curves).map { feature, curves in
                    curves[output].sql(of: feature)
                }
        }
    }

    /// A tree for each curve, and one for each intercept.
    package func equivalentTrees() -> TreeEnsemble {
        let bases = content.intercepts.enumerated().map { output, value in
            DecisionTree(output: output, splits: [], leaves: [Leaf(value: value, cover: 0)])
        }
        let curves = content.curves.enumerated().flatMap { index, curves in
            curves.enumerated().map { output, curve in
                curve.tree(of: index, levels: features[index].levels?.count, output: output)
            }
        }
        return TreeEnsemble(
            features: features.count,
            outputs: content.intercepts.count,
            trees: bases + curves
        )
    }

    /// Rows that are scored at once, so few that their sums stay in the cache.
    private static let slice = 2048

    /// Adds what a feature gives to the sums of some rows, which begin at a place.
    private func add(
        _ index: Int,
        _ output: Int,
        of features: Matrix,
        _ rows: Range<Int>,
        to sums: inout [Double],
        at place: Int
    ) {
        let start = index * features.rows
        let isCategory = shape.features[index].levels != nil
        features.cells.withUnsafeBufferPointer { cells in
            sums.withUnsafeMutableBufferPointer { sums in
                content.curves[index][output].add(
                    UnsafeBufferPointer(
                        rebasing: cells[start + rows.lowerBound..<start + rows.upperBound]
                    ),
                    isCategory: isCategory,
                    to: UnsafeMutableBufferPointer(rebasing: sums[place..<place + rows.count])
                )
            }
        }
    }

    package func encoded() throws -> [UInt8] { try ModelCoding.encode(content) }

    package init(decoding bytes: [UInt8], shape: ModelShape) throws {
        content = try ModelCoding.decode(bytes)
        self.shape = shape
        let outputs = shape.task.outputs
        guard content.intercepts.count == outputs, content.intercepts.allSatisfy(\.isFinite),
            content.curves.count == shape.features.count,
            zip(content.curves, shape.features).allSatisfy({ curves, feature in
                curves.count == outputs
                    && curves.allSatisfy { $0.isOf(levels: feature.levels?.count) }
            })
        else { throw Diagnostic.modelCorrupt("its curves are of other features or classes") }
    }
}

extension DecisionTree {
    /// The only feature that it looks at; nil for a single leaf.
    fileprivate var feature: Int? {
        guard let first = splits.first else { return nil }
        precondition(splits.allSatisfy { $0.feature == first.feature }, "trees of one feature each")
        return first.feature
    }
}
