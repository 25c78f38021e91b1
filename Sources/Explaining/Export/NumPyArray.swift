/// An array as NumPy writes it to a file of its own (`.npy`, version 1.0): a line that tells its type and
/// shape, then its elements, the last axis fastest.
struct NumPyArray {
    let bytes: [UInt8]

    /// 64-bit numbers of a shape.
    init(_ numbers: [Double], shape: [Int]) {
        precondition(shape.reduce(1, *) == numbers.count, "a number for every place")
        bytes =
            Self.head(type: "<f8", shape)
            + numbers.flatMap { number in
                withUnsafeBytes(of: number.bitPattern.littleEndian) { Array($0) }
            }
    }

    /// Texts of a shape, each as wide as the widest, in 32 bits a character.
    init(_ texts: [String], shape: [Int]) {
        precondition(shape.reduce(1, *) == texts.count, "a text for every place")
        let scalars = texts.map { Array($0.unicodeScalars) }
        let width = max(1, scalars.map(\.count).max() ?? 0)
        var body: [UInt8] = []
        body.reserveCapacity(4 * width * texts.count)
        for text in scalars {
            for place in 0..<width {
                let code = place < text.count ? text[place].value : 0
                withUnsafeBytes(of: code.littleEndian) { body.append(contentsOf: $0) }
            }
        }
        bytes = Self.head(type: "<U\(width)", shape) + body
    }

    /// The magic, the version, and a dictionary in Python's words, filled up to a multiple of 64.
    private static func head(type: String, _ shape: [Int]) -> [UInt8] {
        let sizes = shape.map { "\($0)," }.joined(separator: " ")
        var words = "{'descr': '\(type)', 'fortran_order': False, 'shape': (\(sizes)), }"
        let before = 10
        let length = (before + words.utf8.count + 1 + 63) / 64 * 64 - before
        words += String(repeating: " ", count: length - words.utf8.count - 1) + "\n"
        return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(length & 0xFF), UInt8(length >> 8)]
            + Array(words.utf8)
    }
}
