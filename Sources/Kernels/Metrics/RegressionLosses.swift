#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// What each row's predicted number costs; most metrics are the weighted means.
package enum RegressionLosses {
    package static func squared(truth: [Double], prediction: [Double]) -> [Double] {
        each(truth, prediction) { ($0 - $1) * ($0 - $1) }
    }

    package static func absolute(truth: [Double], prediction: [Double]) -> [Double] {
        each(truth, prediction) { ($0 - $1).magnitude }
    }

    /// The absolute error as a share of the truth, which counts as 2⁻⁵² at least.
    package static func absoluteShare(truth: [Double], prediction: [Double]) -> [Double] {
        each(truth, prediction) { ($0 - $1).magnitude / max($0.magnitude, .ulpOfOne) }
    }

    /// The absolute error as a share of the mean of both magnitudes; 0 where both are zero.
    package static func symmetricShare(truth: [Double], prediction: [Double]) -> [Double] {
        each(truth, prediction) { truth, prediction in
            let size = (truth.magnitude + prediction.magnitude) / 2
            return size == 0 ? 0 : (truth - prediction).magnitude / size
        }
    }

    /// The squared difference of ln(1 + ·); NaN below −1.
    package static func squaredLogarithm(truth: [Double], prediction: [Double]) -> [Double] {
        each(truth, prediction) { truth, prediction in
            let gap = log1p(truth) - log1p(prediction)
            return gap * gap
        }
    }

    /// The loss that the `quantile` of the truth makes least.
    package static func pinball(
        truth: [Double],
        prediction: [Double],
        quantile: Double
    )
        -> [Double]
    {
        each(truth, prediction) { truth, prediction in
            let gap = truth - prediction
            return gap >= 0 ? quantile * gap : (quantile - 1) * gap
        }
    }

    /// The deviance of a count from a predicted mean, which must be positive.
    package static func poissonDeviance(truth: [Double], prediction: [Double]) -> [Double] {
        each(truth, prediction) { truth, prediction in
            2 * ((truth == 0 ? 0 : truth * log(truth / prediction)) - truth + prediction)
        }
    }

    @inline(__always)
    private static func each(
        _ truth: [Double],
        _ prediction: [Double],
        _ loss: (Double, Double) -> Double
    ) -> [Double] {
        precondition(truth.count == prediction.count, "a prediction for every truth")
        var losses = [Double](repeating: 0, count: truth.count)
        for index in truth.indices { losses[index] = loss(truth[index], prediction[index]) }
        return losses
    }
}
