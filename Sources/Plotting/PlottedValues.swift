package import Documents

/// The values of a feature or a column along an axis: numbers, with words where they are moments, or
/// names.
package enum PlottedValues: Sendable {
    case numbers([Double], ticks: [Axis.Tick]?)
    case names([String])

    /// Numbers with the words of some of them, spread evenly over their order; none is said twice.
    package static func moments(_ numbers: [Double], _ word: (Int) -> String) -> PlottedValues {
        let order = numbers.indices.filter { !numbers[$0].isNaN }
            .sorted { numbers[$0] < numbers[$1] }
        var ticks: [Axis.Tick] = []
        for step in 0..<4 where !order.isEmpty {
            let place = order[step * (order.count - 1) / 3]
            if ticks.last?.position != numbers[place] {
                ticks.append(Axis.Tick(numbers[place], word(place)))
            }
        }
        return .numbers(numbers, ticks: ticks)
    }
}
