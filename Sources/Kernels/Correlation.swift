/// Pearson's correlation of two rows of numbers; 0 where one of them does not vary.
package func correlation(_ xs: [Double], _ ys: [Double]) -> Double {
    let count = Double(xs.count)
    let (x, y) = (xs.reduce(0, +) / count, ys.reduce(0, +) / count)
    var (both, across, up) = (0.0, 0.0, 0.0)
    for (a, b) in zip(xs, ys) {
        both += (a - x) * (b - y)
        across += (a - x) * (a - x)
        up += (b - y) * (b - y)
    }
    return across > 0 && up > 0 ? both / (across * up).squareRoot() : 0
}
