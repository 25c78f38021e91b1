/// The rows that are nearest to another, the nearest first and of two as near the one before, until
/// their weights add up to what is wanted.
struct Nearest {
    let wanted: Double
    private(set) var rows: [Int] = []
    /// Their squared distances.
    private(set) var squares: [Double] = []
    private(set) var weights: [Double] = []
    private var total = 0.0
    /// What a squared distance may not be beyond to be among them.
    private(set) var bound = Double.infinity

    init(weight wanted: Double) { self.wanted = wanted }

    mutating func clear() {
        rows.removeAll(keepingCapacity: true)
        squares.removeAll(keepingCapacity: true)
        weights.removeAll(keepingCapacity: true)
        (total, bound) = (0, .infinity)
    }

    mutating func offer(_ row: Int, square: Double, weight: Double) {
        guard square <= bound, square < .infinity else { return }
        var place = rows.count
        while place > 0,
            squares[place - 1] > square || (squares[place - 1] == square && rows[place - 1] > row)
        {
            place -= 1
        }
        if total >= wanted, place == rows.count { return }
        rows.insert(row, at: place)
        squares.insert(square, at: place)
        weights.insert(weight, at: place)
        total += weight
        while let last = weights.last, total - last >= wanted {
            total -= last
            rows.removeLast()
            squares.removeLast()
            weights.removeLast()
        }
        if total >= wanted, let last = squares.last { bound = last }
    }
}
