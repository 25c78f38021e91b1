package import Catalog
package import Diagnostics
package import Kernels

/// Settings that mean the same wherever a learner has them.
extension Setting where Root: Parameterized {
    /// Where chance begins; `use` says what chance is for, where that is not plain.
    package static func seed(
        _ path: any WritableKeyPath<Root, Int?> & Sendable,
        use: String = ""
    ) -> Setting {
        Setting(
            "seed",
            path,
            "where chance begins\(use); the session's seed if absent",
            in: .range(0...Double(Int32.max))
        )
    }

    /// Trees that are boosted, one a round and an output.
    package static func boostingRounds(
        _ path: any WritableKeyPath<Root, Int> & Sendable
    ) -> Setting {
        Setting(
            "trees",
            path,
            "boosting rounds at most",
            in: .range(1...100_000),
            scale: .logarithmic
        )
    }

    package static func rate(_ path: any WritableKeyPath<Root, Double> & Sendable) -> Setting {
        Setting(
            "rate",
            path,
            "how much each tree corrects",
            in: .range(0...1),
            scale: .logarithmic
        )
    }

    /// The share of rows and, by another name, of features that a tree sees.
    package static func treeShares(
        rows: any WritableKeyPath<Root, Double> & Sendable,
        columns: any WritableKeyPath<Root, Double> & Sendable
    ) -> [Setting] {
        [
            Setting("row_share", rows, "the share of rows a tree sees", in: .range(0.01...1)),
            Setting(
                "column_share",
                columns,
                "the share of features a tree sees",
                in: .range(0.01...1)
            ),
        ]
    }

    /// What holds the leaves of boosted trees small.
    package static func leafPenalties(
        l1: any WritableKeyPath<Root, Double> & Sendable,
        l2: any WritableKeyPath<Root, Double> & Sendable
    ) -> [Setting] {
        [
            Setting(
                "l1",
                l1,
                "the weight of the leaves' sizes",
                in: .range(0...1e9),
                scale: .logarithmic
            ),
            Setting(
                "l2",
                l2,
                "the weight of the leaves' squares",
                in: .range(0...1e9),
                scale: .logarithmic
            ),
        ]
    }

    /// For learners of classes that count rows by weights.
    package static func classWeight(
        _ path: any WritableKeyPath<Root, ClassWeights> & Sendable
    ) -> Setting {
        Setting(
            "class_weight",
            path,
            "what a row of a class counts, `{yes: 5, no: 1}`, or \"balanced\": each class as much"
        )
    }

    /// What is made least where a number is learned.
    package static func losses(
        loss: any WritableKeyPath<Root, String?> & Sendable,
        quantile: any WritableKeyPath<Root, Double?> & Sendable
    ) -> [Setting] {
        [
            Setting(
                "loss",
                loss,
                "what is made least where a number is learned, the squared error if absent; `poisson`"
                    + " is for counts, `gamma` for amounts above zero",
                in: .choice(NumberAim.words)
            ),
            Setting(
                "quantile",
                quantile,
                "predict the value below which this share of the truth lies, in place of the mean",
                in: .range(0.001...0.999)
            ),
        ]
    }

    package static func monotone(
        _ path: any WritableKeyPath<Root, MonotoneFeatures> & Sendable
    ) -> Setting {
        Setting(
            "monotone",
            path,
            "features with which predictions only rise or fall: `{age: \"rising\"}`"
        )
    }

    package static func patience(_ path: any WritableKeyPath<Root, Int?> & Sendable) -> Setting {
        Setting(
            "patience",
            path,
            "rounds without progress on `valid:` after which to stop",
            in: .range(1...100_000)
        )
    }
}

extension Dataset {
    /// Refuses patience without rows to stop by.
    package func require(patience: Int?) throws(Diagnostic) {
        guard patience != nil, validation == nil else { return }
        throw Diagnostic(
            "learner.patience",
            "`patience` needs rows to stop by",
            hints: ["fit(train, valid: valid)"]
        )
    }
}

extension WorkContext {
    /// The chance of something with a seed of its own, or the session's.
    package func stream(_ given: Int?, purpose: String) -> RandomStream {
        RandomStream(seed: given.map { UInt64($0) } ?? seed, purpose: purpose)
    }

    /// The seed for a library that takes one of 31 bits.
    package func librarySeed(_ given: Int?) -> Int { given ?? Int(seed % UInt64(Int32.max)) }
}
