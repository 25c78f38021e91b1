#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// What a response is spread like about its mean, in a generalised linear model.
///
/// McCullagh and Nelder, Generalized Linear Models, 2nd edition, 1989, tables 2.1 and 2.3.
package enum ResponseFamily: String, Hashable, Sendable, Codable {
    /// The variance is one number.
    case gaussian
    /// The variance is the mean.
    case poisson
    /// The deviation is in proportion to the mean.
    case gamma
    /// The variance is in proportion to the cube of the mean.
    case inverseGaussian = "inverse_gaussian"

    package func accepts(_ response: Double) -> Bool {
        switch self {
        case .gaussian: response.isFinite
        case .poisson: response >= 0 && response.isFinite
        case .gamma, .inverseGaussian: response > 0 && response.isFinite
        }
    }

    func accepts(mean: Double) -> Bool {
        self == .gaussian ? mean.isFinite : mean > 0 && mean.isFinite
    }

    /// Whether the dispersion is one by nature, and is not to be estimated.
    package var isOfKnownDispersion: Bool { self == .poisson }

    /// The variance of a response of this mean, beside the dispersion.
    func variance(_ mean: Double) -> Double {
        switch self {
        case .gaussian: 1
        case .poisson: mean
        case .gamma: mean * mean
        case .inverseGaussian: mean * mean * mean
        }
    }

    /// What a row adds to the deviance.
    func deviance(_ response: Double, _ mean: Double) -> Double {
        let gap = response - mean
        switch self {
        case .gaussian: return gap * gap
        case .poisson:
            return 2 * ((response > 0 ? response * log(response / mean) : 0) - gap)
        case .gamma: return 2 * (gap / mean - log(response / mean))
        case .inverseGaussian: return gap * gap / (response * mean * mean)
        }
    }
}

/// What a linear predictor is of the mean.
package enum ResponseLink: String, Hashable, Sendable, Codable {
    case identity
    case log
    case inverse
    case sqrt

    /// The predictor of a mean.
    func predictor(_ mean: Double) -> Double {
        switch self {
        case .identity: mean
        case .log: logarithm(mean)
        case .inverse: 1 / mean
        case .sqrt: mean.squareRoot()
        }
    }

    /// The mean of a predictor.
    package func mean(_ predictor: Double) -> Double {
        switch self {
        case .identity: predictor
        case .log: exp(predictor)
        case .inverse: 1 / predictor
        case .sqrt: predictor * predictor
        }
    }

    /// How fast the predictor grows with the mean.
    func slope(_ mean: Double) -> Double {
        switch self {
        case .identity: 1
        case .log: 1 / mean
        case .inverse: -1 / (mean * mean)
        case .sqrt: 0.5 / mean.squareRoot()
        }
    }
}
