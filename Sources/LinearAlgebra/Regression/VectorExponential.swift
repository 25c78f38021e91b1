/// e to the power of eight numbers from −708 to 0, each to about an ulp; less counts as −708.
///
/// With n = round(x / ln 2) and r = x − n ln 2, eˣ = 2ⁿ eʳ, and Taylor's series of eʳ to the
/// twelfth power is exact enough for |r| ≤ ½ ln 2.
@inline(__always)
func exponential(_ exponents: SIMD8<Double>) -> SIMD8<Double> {
    let x = exponents.clamped(lowerBound: .init(repeating: -708), upperBound: .zero)
    // Adding 1.5 · 2⁵² leaves the rounded integer in the lowest bits of the sum.
    let magic = SIMD8<Double>(repeating: 0x1.8p52)
    let shifted = x * 1.4426950408889634 + magic
    let n = shifted - magic
    // ln 2 in two parts, the first with few enough bits for n times it to be exact.
    let r = (x - n * 0.6931471803691238) - n * 1.9082149292705877e-10
    var series = SIMD8<Double>(repeating: 1 / 479_001_600)
    series = series * r + 1 / 39_916_800
    series = series * r + 1 / 3_628_800
    series = series * r + 1 / 362_880
    series = series * r + 1 / 40_320
    series = series * r + 1 / 5040
    series = series * r + 1 / 720
    series = series * r + 1 / 120
    series = series * r + 1 / 24
    series = series * r + 1 / 6
    series = series * r + 0.5
    series = series * r + 1
    series = series * r + 1
    let bits = unsafeBitCast(series, to: SIMD8<Int64>.self)
    let scale = unsafeBitCast(shifted, to: SIMD8<Int64>.self) &<< 52
    return unsafeBitCast(bits &+ scale, to: SIMD8<Double>.self)
}
