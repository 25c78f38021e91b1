extension LinearForm {
    /// The intercept, and a term for each feature.
    func linearTerms(over features: [FeatureSQL]) -> [[String]] {
        coefficients.map { estimates in
            let slopes = zip(encoding.columns, estimates.dropFirst()).map { column, estimate in
                (column: column, slope: estimate.isFinite ? estimate : 0)
            }
            let terms = features.indices.compactMap { index -> String? in
                let own = slopes.filter { $0.column.feature == index }
                guard let first = own.first else { return nil }
                if first.column.level == nil {
                    let mean = PortableSQL.number(first.column.mean)
                    return
                        "\(PortableSQL.number(first.slope)) * coalesce(\(features[index].cell), \(mean))"
                }
                let unknown = own.reduce(0) { $0 + $1.slope * $1.column.mean }
                return features[index].choice([0] + own.map(\.slope), otherwise: unknown)
            }
            return [PortableSQL.number(estimates[0])] + terms
        }
    }
}
