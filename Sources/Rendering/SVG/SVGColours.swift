import Documents

/// The colours of Okabe and Ito, which differ for colour-blind readers too.
enum SVGColours {
    static let ink = "#222222"
    static let faint = "#999999"
    static let increase = "#D55E00"
    static let decrease = "#0072B2"

    static func series(_ index: Int) -> String {
        let all = ["#0072B2", "#E69F00", "#009E73", "#CC79A7", "#D55E00", "#56B4E9"]
        return all[index % all.count]
    }

    /// From near white to dark blue, which is dark in print too.
    static func ramp(_ place: Double) -> String {
        let share = place.isFinite ? min(max(place, 0), 1) : 0
        let ends: [(low: Double, high: Double)] = [(0xE8, 0x00), (0xF1, 0x3B), (0xF8, 0x73)]
        return ends.reduce("#") { text, channel in
            let value = Int((channel.low + (channel.high - channel.low) * share).rounded())
            let hex = String(value, radix: 16, uppercase: true)
            return text + (hex.count < 2 ? "0" : "") + hex
        }
    }

    /// The colour of tiles by their shade: a ramp, or two that part in the middle.
    static func tiles(_ shading: Shading?) -> (Double?) -> String {
        { place in
            let place = place ?? 0
            return shading?.middle == nil ? ramp(place) : parted(place)
        }
    }

    /// Whether white words are read better on a tile than dark ones.
    static func isDark(_ shade: Double, _ shading: Shading?) -> Bool {
        shading?.middle == nil ? shade > 0.5 : abs(shade - 0.5) > 0.28
    }

    /// From blue through white to orange, which differ for colour-blind readers too.
    private static func parted(_ place: Double) -> String {
        let share = place.isFinite ? min(max(place, 0), 1) * 2 : 1
        return hex([(0x08, 0xF7, 0xB3), (0x51, 0xF7, 0x58), (0x9C, 0xF7, 0x06)], share)
    }

    /// From blue through grey to vermilion; grey where there is no shade.
    static func shade(_ place: Double?) -> String {
        guard let place, place.isFinite else { return faint }
        let share = min(max(place, 0), 1) * 2
        return hex([(0x00, 0xBB, 0xD5), (0x72, 0xBB, 0x5E), (0xB2, 0xBB, 0x00)], share)
    }

    /// The colour at a share, from 0 to 2, of a way by three colours.
    private static func hex(
        _ ends: [(low: Double, middle: Double, high: Double)],
        _ share: Double
    ) -> String {
        ends.reduce("#") { text, channel in
            let value =
                share < 1
                ? channel.low + (channel.middle - channel.low) * share
                : channel.middle + (channel.high - channel.middle) * (share - 1)
            let hex = String(Int(value.rounded()), radix: 16, uppercase: true)
            return text + (hex.count < 2 ? "0" : "") + hex
        }
    }
}
