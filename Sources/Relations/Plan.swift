package import Tables

/// What is to be done to which data; nothing is done until an engine runs it.
///
/// Closed: every engine lowers every case. Rows have an order at each node, the same on every
/// machine (the file's; the left's after a join; sorted by key after an aggregate).
package indirect enum Plan: Hashable, Sendable {
    case scan(Source)
    case filter(Plan, where: RowExpression)
    /// The columns of the result, in order; select, derive and rename all end here.
    case project(Plan, [NamedExpression])
    case aggregate(Plan, by: [NamedExpression], [NamedExpression])
    /// One row for each combination of the columns, all of them when the list is empty.
    case distinct(Plan, on: [String], keep: Keep)
    /// Equals keep their order.
    case sort(Plan, by: [SortKey])
    /// Some rows by position, within each group.
    case slice(Plan, Slice, by: [String])
    case sample(Plan, Sampling)
    case join(Plan, Plan, JoinKind, on: [JoinKey], suffix: String)
    /// A row for each element of lists that stand beside each other, in their order; a row without
    /// elements goes.
    case unnest(Plan, [String])
    /// The second below the first; columns by name, absent ones missing.
    case append([Plan])
    /// One part of a split.
    case part(Plan, Splitting, Splitting.Side)
    /// SQL of the user's own, over frames by name; its schema as the engine describes it.
    case sql([NamedPlan], String, Schema)
    /// Columns added by Swift code.
    case map(Plan, BatchTransform)
    /// The same rows, with something known of some columns.
    case marked(Plan, [String: Set<ColumnMark>])
}

/// A plan under the name by which SQL refers to it.
package struct NamedPlan: Hashable, Sendable {
    package var name: String
    package var plan: Plan
    package init(_ name: String, _ plan: Plan) {
        self.name = name
        self.plan = plan
    }
}

/// Which of several equal rows stays.
package enum Keep: String, Hashable, Sendable, CaseIterable {
    case first
    case last
}

/// Rows by position: counted from the start, or from the end.
package enum Slice: Hashable, Sendable {
    /// The first rows.
    case head(Int64)
    /// The last rows, in their order.
    case tail(Int64)
    /// From the first to the last position, both counted from 1 and both in.
    case rows(Int64, Int64)
}

/// How many rows to draw, and the seed to draw them with; they keep their order.
package struct Sampling: Hashable, Sendable {
    package enum Size: Hashable, Sendable {
        case rows(Int64)
        case share(Double)
    }
    package var size: Size
    package var by: [String]
    package var seed: UInt64
    package init(_ size: Size, by: [String] = [], seed: UInt64) {
        self.size = size
        self.by = by
        self.seed = seed
    }
}

/// How rows are divided among the parts of a split.
package struct Splitting: Hashable, Sendable {
    package enum Method: Hashable, Sendable {
        /// By shares that add up to 1 at most; sizes are rounded as one running sum.
        case shares([Double])
        /// At moments or values of the order: the first part is below the first of them.
        case cuts([RowExpression])
    }
    /// What is taken of a split.
    package enum Side: Hashable, Sendable {
        /// A part, counted from 0.
        case part(Int)
        /// All that lies outside a part.
        case outside(Int)

        package var index: Int {
            switch self {
            case .part(let index), .outside(let index): index
            }
        }

        /// Whether no row lies on both sides.
        package func isApart(from other: Side) -> Bool {
            switch (self, other) {
            case (.part(let one), .part(let two)): one != two
            case (.part(let one), .outside(let two)), (.outside(let one), .part(let two)):
                one == two
            case (.outside, .outside): false
            }
        }
    }

    package var method: Method
    /// Each part gets the same share of each of these columns' values.
    package var stratify: [String]
    /// Rows alike in these columns go to one part.
    package var group: [String]
    /// Parts follow each other in this order, instead of being drawn.
    package var order: [SortKey]
    package var seed: UInt64

    package init(
        _ method: Method,
        stratify: [String] = [],
        group: [String] = [],
        order: [SortKey] = [],
        seed: UInt64
    ) {
        self.method = method
        self.stratify = stratify
        self.group = group
        self.order = order
        self.seed = seed
    }

    package var count: Int {
        switch method {
        case .shares(let shares): shares.count
        case .cuts(let cuts): cuts.count + 1
        }
    }
}

package enum JoinKind: String, Hashable, Sendable, CaseIterable {
    case inner
    case left
    case right
    case full
    case semi
    case anti
    case cross
    /// Every row of the left, with the one row of the right that fits and is nearest.
    case asof
}

/// A pair of columns and how the left one stands to the right one where rows fit.
package struct JoinKey: Hashable, Sendable {
    package enum Test: String, Hashable, Sendable, CaseIterable {
        /// Equal; what is missing fits nothing.
        case equal = "=="
        /// Equal, and missing is the same as missing.
        case same
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="

        package var isEquality: Bool { self == .equal || self == .same }
    }

    package var left: String
    package var right: String
    package var test: Test
    package init(_ left: String, _ right: String, _ test: Test = .equal) {
        self.left = left
        self.right = right
        self.test = test
    }

    /// Whether one column stands for both in the result.
    package var isShared: Bool { test.isEquality && left == right }
}

/// Swift code over batches, such as a model's prediction: rows stay, columns are added.
package struct BatchTransform: Sendable {
    /// What it does and with what, digested: equal fingerprints give equal columns.
    package let fingerprint: String
    /// What is being done, for progress: "predicting".
    package let label: String
    /// The columns it reads; its code gets them in this order.
    package let reads: [String]
    package let adds: [Field]
    /// Whether cells that it reads may stand in those that it adds.
    package let keepsValues: Bool
    package let apply: @Sendable (Batch) throws -> [Column]

    package init(
        fingerprint: String,
        label: String,
        reads: [String],
        adds: [Field],
        keepsValues: Bool = true,
        apply: @escaping @Sendable (Batch) throws -> [Column]
    ) {
        self.fingerprint = fingerprint
        self.label = label
        self.reads = reads
        self.adds = adds
        self.keepsValues = keepsValues
        self.apply = apply
    }
}

extension BatchTransform: Hashable {
    package static func == (a: BatchTransform, b: BatchTransform) -> Bool {
        a.fingerprint == b.fingerprint && a.reads == b.reads
    }
    package func hash(into hasher: inout Hasher) { hasher.combine(fingerprint) }
}
