import Glibc

/// The MD5 digest of RFC 1321, for hashes that are the same on every machine; nothing is safe by it.
enum MD5 {
    /// The four words, of which each is to be read from its lowest byte on.
    static func words(of text: String) -> SIMD4<UInt32> {
        var bytes = Array(text.utf8)
        let length = UInt64(bytes.count) * 8
        bytes.append(0x80)
        while bytes.count % 64 != 56 { bytes.append(0) }
        for shift in stride(from: UInt64(0), to: 64, by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: length >> shift))
        }
        var state = SIMD4<UInt32>(0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476)
        for block in stride(from: 0, to: bytes.count, by: 64) {
            let words = (0..<16).map { word in
                (0..<4).reduce(UInt32(0)) { value, byte in
                    value | UInt32(bytes[block + word * 4 + byte]) << UInt32(byte * 8)
                }
            }
            state = mixed(state, words)
        }
        return state
    }

    private static let turns: [[UInt32]] = [
        [7, 12, 17, 22], [5, 9, 14, 20], [4, 11, 16, 23], [6, 10, 15, 21],
    ]

    /// The whole parts of 2³² |sin(i)|, i from 1.
    private static let sines = (1...64).map { UInt32(4_294_967_296 * sin(Double($0)).magnitude) }

    private static func mixed(_ state: SIMD4<UInt32>, _ words: [UInt32]) -> SIMD4<UInt32> {
        var (a, b, c, d) = (state[0], state[1], state[2], state[3])
        for step in 0..<64 {
            let (value, word): (UInt32, Int) =
                switch step / 16 {
                case 0: (b & c | ~b & d, step)
                case 1: (d & b | ~d & c, (5 * step + 1) % 16)
                case 2: (b ^ c ^ d, (3 * step + 5) % 16)
                default: (c ^ (b | ~d), 7 * step % 16)
                }
            let sum = a &+ value &+ sines[step] &+ words[word]
            let turn = turns[step / 16][step % 4]
            (a, b, c, d) = (d, b &+ (sum << turn | sum >> (32 - turn)), b, c)
        }
        return state &+ SIMD4(a, b, c, d)
    }
}
