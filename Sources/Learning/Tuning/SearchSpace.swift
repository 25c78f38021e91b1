package import Catalog
import Tables
package import Values

/// The settings that a search varies, each with what it may be.
package struct SearchSpace: Sendable {
    /// A setting: one of several values, or a number between two.
    package struct Dimension: Sendable {
        package enum Extent: Sendable {
            case choices([Value])
            case numbers(NumberExtent)
        }

        package let spec: ParameterSpec
        package let extent: Extent
        /// Whether the setting's numbers are told apart by their ratio.
        let isLogarithmic: Bool

        package var name: String { spec.name }

        /// How many values there are; nil where there is always one between.
        package var count: Double? {
            switch extent {
            case .choices(let values): Double(values.count)
            case .numbers(let numbers): numbers.count
            }
        }

        /// The coordinates that a grid of so many levels a range has.
        func levels(_ count: Int) -> [Double] {
            switch extent {
            case .choices(let values): values.indices.map { Double($0) }
            case .numbers(let numbers): numbers.levels(count)
            }
        }

        /// The value that a coordinate stands for.
        func value(_ coordinate: Double) -> Value {
            switch extent {
            case .choices(let values): return values[Int(coordinate)]
            case .numbers(let numbers):
                return numbers.isWhole ? .int(Int64(coordinate)) : .float(coordinate)
            }
        }

        /// The coordinate of a value; nil for what is not in the search.
        func coordinate(_ value: Value) -> Double? {
            switch extent {
            case .choices(let values):
                return values.firstIndex { $0.isSame(value) }.map { Double($0) }
            case .numbers(let numbers):
                guard case .scalar(let cell) = value, let number = cell.number else { return nil }
                guard !numbers.isWhole || number == number.rounded() else { return nil }
                return number >= numbers.low && number <= numbers.high ? number : nil
            }
        }
    }

    /// What one trial tries: of each dimension the position of a choice, or the number itself.
    package typealias Point = [Double]

    package let dimensions: [Dimension]

    package init(_ dimensions: [Dimension]) { self.dimensions = dimensions }

    /// How many points there are; nil where there is always one between.
    package var count: Double? {
        dimensions.reduce(1.0) { total, one in
            guard let total, let count = one.count else { return nil }
            return total * count
        }
    }

    /// A point as settings.
    package func settings(_ point: Point) -> [(name: String, value: Value)] {
        zip(dimensions, point).map { ($0.name, $0.value($1)) }
    }

    /// A point in words: `rate: 0.05, leaves: 63`.
    package func words(_ point: Point) -> String {
        settings(point).map { "\($0.name): \($0.value.words)" }.joined(separator: ", ")
    }
}

extension Value {
    /// Whether two values of a setting are the same, an int and a float of one number included.
    func isSame(_ other: Value) -> Bool {
        switch (self, other) {
        case (.scalar(let a), .scalar(let b)):
            if let x = a.number, let y = b.number, a.type != .bool, b.type != .bool {
                return x == y
            }
            return a == b
        case (.list(let a), .list(let b)):
            return a.count == b.count && zip(a, b).allSatisfy { $0.isSame($1) }
        default: return false
        }
    }
}
