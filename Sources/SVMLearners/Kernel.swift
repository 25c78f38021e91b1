import CLibSVM
import Glibc

/// How alike two rows are, as libsvm defines it.
enum Kernel: Sendable, Hashable, Codable {
    /// u·v
    case linear
    /// (γ u·v + c)ᵈ
    case polynomial(gamma: Double, constant: Double, degree: Int)
    /// exp(-γ |u - v|²)
    case radial(gamma: Double)

    /// Whether what was read from a file is one.
    var isWhole: Bool {
        switch self {
        case .linear: true
        case .polynomial(let gamma, let constant, let degree):
            gamma.isFinite && gamma > 0 && constant.isFinite && (1...8).contains(degree)
        case .radial(let gamma): gamma.isFinite && gamma > 0
        }
    }

    /// In words.
    var words: String {
        func short(_ number: Double) -> String {
            let text = String(number.significant(4))
            return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
        }
        return switch self {
        case .linear: "linear"
        case .polynomial(let gamma, let constant, let degree):
            "polynomial of degree \(degree), gamma \(short(gamma)), constant \(short(constant))"
        case .radial(let gamma): "rbf, gamma \(short(gamma))"
        }
    }

    /// Its part of libsvm's parameters.
    func write(to settings: inout CSVMSettings) {
        switch self {
        case .linear: settings.kernel = CSVM_LINEAR
        case .polynomial(let gamma, let constant, let degree):
            settings.kernel = CSVM_POLYNOMIAL
            settings.gamma = gamma
            settings.constant = constant
            settings.degree = Int32(degree)
        case .radial(let gamma):
            settings.kernel = CSVM_RADIAL
            settings.gamma = gamma
        }
    }
}

extension Double {
    /// Rounded to so many digits.
    fileprivate func significant(_ digits: Int) -> Double {
        guard self != 0, isFinite else { return self }
        let power = pow(10, Double(digits) - 1 - log10(magnitude).rounded(.down))
        return power.isFinite ? (self * power).rounded() / power : self
    }
}
