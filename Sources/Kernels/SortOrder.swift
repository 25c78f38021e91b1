/// The order that sorts values ascending, found by their bits: stable, linear in the count.
///
/// Minus zero counts as zero, and NaN comes last.
package enum SortOrder {
    /// The positions of `values`, smallest first; equal values keep their order.
    package static func ascending(_ values: [Double]) -> [Int] {
        precondition(values.count <= Int(UInt32.max), "positions fit 32 bits")
        var entries = values.indices.map { Entry(key: key(values[$0]), position: UInt32($0)) }
        guard entries.count > 256 else {
            entries.sort { ($0.key, $0.position) < ($1.key, $1.position) }
            return entries.map { Int($0.position) }
        }
        var other = entries
        for shift in stride(from: 0, to: 64, by: 16) where scatter(entries, &other, shift) {
            swap(&entries, &other)
        }
        return entries.map { Int($0.position) }
    }

    /// The values, smallest first; minus zero has become zero.
    package static func sorted(_ values: [Double]) -> [Double] {
        guard values.count > 256 else {
            return values.map { $0 + 0 }.sorted { key($0) < key($1) }
        }
        var keys = values.map(key)
        var other = keys
        for shift in stride(from: 0, to: 64, by: 11) where scatter(keys, &other, shift) {
            swap(&keys, &other)
        }
        return keys.map(value)
    }

    /// One round of a radix sort on 11 bits; false when all agree in them and nothing was done.
    private static func scatter(_ from: [UInt64], _ to: inout [UInt64], _ shift: Int) -> Bool {
        var starts = [Int](repeating: 0, count: 1 << 11)
        for key in from { starts[Int(key >> shift & 0x7FF)] += 1 }
        guard starts[Int(from[0] >> shift & 0x7FF)] < from.count else { return false }
        var next = 0
        for digit in starts.indices {
            next += starts[digit]
            starts[digit] = next - starts[digit]
        }
        for key in from {
            let digit = Int(key >> shift & 0x7FF)
            to[starts[digit]] = key
            starts[digit] += 1
        }
        return true
    }

    private struct Entry {
        var key: UInt64
        var position: UInt32
    }

    /// A number that sorts as the value does.
    private static func key(_ value: Double) -> UInt64 {
        guard !value.isNaN else { return .max }
        let bits = (value + 0).bitPattern
        return bits >> 63 == 1 ? ~bits : bits | 1 << 63
    }

    /// The value of which `key` made a number.
    private static func value(_ key: UInt64) -> Double {
        guard key != .max else { return .nan }
        return Double(bitPattern: key >> 63 == 1 ? key & ~(1 << 63) : ~key)
    }

    /// One round of a radix sort on 16 bits; false when all agree in them and nothing was done.
    private static func scatter(_ from: [Entry], _ to: inout [Entry], _ shift: Int) -> Bool {
        var starts = [Int](repeating: 0, count: 1 << 16)
        for entry in from { starts[Int(entry.key >> shift & 0xFFFF)] += 1 }
        guard starts[Int(from[0].key >> shift & 0xFFFF)] < from.count else { return false }
        var next = 0
        for digit in starts.indices {
            next += starts[digit]
            starts[digit] = next - starts[digit]
        }
        for entry in from {
            let digit = Int(entry.key >> shift & 0xFFFF)
            to[starts[digit]] = entry
            starts[digit] += 1
        }
        return true
    }
}
