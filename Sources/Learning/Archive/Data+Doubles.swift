package import Foundation

/// Numbers as bytes, 64 bits each in little endian: how a model's JSON holds very many.
extension Data {
    package init(doubles: [Double]) {
        self = doubles.withUnsafeBytes { Data($0) }
    }

    package var doubles: [Double] {
        withUnsafeBytes { bytes in
            (0..<count / 8).map { bytes.loadUnaligned(fromByteOffset: $0 * 8, as: Double.self) }
        }
    }
}
