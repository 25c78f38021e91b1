import Foundation
import Kernels
import Learning
import Tables

/// A sum of kernels over some of the support vectors: above zero it speaks for the second of two
/// classes, or it is the number.
struct Machine: Sendable, Hashable, Codable {
    /// Places among the vectors, and the coefficient of each.
    var vectors: [Int]
    var coefficients: Data
    var offset: Double
    /// What makes a probability of the sum; nil for a number.
    var sigmoid: SigmoidCurve?
}

/// Machines that share their vectors, ready to be asked.
struct MachineBank: Sendable {
    let kernel: Kernel
    private let blocks: VectorBlocks
    private let machines: [(vectors: [Int], coefficients: [Double], offset: Double)]
    /// Of the linear kernel what the vectors add up to, for each machine.
    private let directions: [[Double]]?

    /// Vectors lie one behind the other.
    init(_ kernel: Kernel, _ vectors: [Double], count: Int, columns: Int, _ machines: [Machine]) {
        self.kernel = kernel
        self.machines = machines.map { ($0.vectors, $0.coefficients.doubles, $0.offset) }
        blocks = VectorBlocks(vectors, count: count, columns: columns)
        guard kernel == .linear else {
            directions = nil
            return
        }
        directions = self.machines.map { machine in
            var direction = [Double](repeating: 0, count: columns)
            for (place, coefficient) in zip(machine.vectors, machine.coefficients) {
                for column in 0..<columns {
                    direction[column] += coefficient * vectors[place * columns + column]
                }
            }
            return direction
        }
    }

    /// What each machine says of rows that lie one behind the other: for each row its sums.
    func sums(of rows: [Double], count: Int) -> [Double] {
        var sums: [Double] = []
        sums.reserveCapacity(count * machines.count)
        var values = [SIMD8<Double>](repeating: .zero, count: (blocks.count + 7) / 8)
        rows.withUnsafeBufferPointer { cells in
            for row in 0..<count {
                let place = row * blocks.columns..<(row + 1) * blocks.columns
                let row = UnsafeBufferPointer(rebasing: cells[place])
                if let directions {
                    append(row, along: directions, to: &sums)
                } else {
                    blocks.compare(row, kernel, into: &values)
                    append(values, to: &sums)
                }
            }
        }
        return sums
    }

    private func append(
        _ row: UnsafeBufferPointer<Double>,
        along directions: [[Double]],
        to sums: inout [Double]
    ) {
        for (machine, direction) in zip(machines, directions) {
            var sum = machine.offset
            for column in row.indices { sum += direction[column] * row[column] }
            sums.append(sum)
        }
    }

    private func append(_ values: [SIMD8<Double>], to sums: inout [Double]) {
        values.withUnsafeBytes { bytes in
            let alike = bytes.bindMemory(to: Double.self)
            for machine in machines {
                var sum = machine.offset
                for (place, coefficient) in zip(machine.vectors, machine.coefficients) {
                    sum += coefficient * alike[place]
                }
                sums.append(sum)
            }
        }
    }
}
