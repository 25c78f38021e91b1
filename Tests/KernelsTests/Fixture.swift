import Foundation

/// Numbers another program made, kept beside the script that made them.
func fixture<Content: Decodable>(
    _ name: String,
    as type: Content.Type = Content.self,
    file: String = #filePath
) throws -> Content {
    let folder = URL(fileURLWithPath: file).deletingLastPathComponent()
    let path = folder.appendingPathComponent("Fixtures/\(name).json")
    return try JSONDecoder().decode(type, from: Data(contentsOf: path))
}

/// Whether two numbers agree to a relative error, or to an absolute one near zero.
func agree(_ a: Double, _ b: Double, relative: Double = 1e-10, absolute: Double = 1e-13) -> Bool {
    (a - b).magnitude <= max(absolute, relative * max(a.magnitude, b.magnitude))
}

/// Whether two lists agree number by number.
func agree(
    _ a: [Double],
    _ b: [Double],
    relative: Double = 1e-10,
    absolute: Double = 1e-13
)
    -> Bool
{
    a.count == b.count
        && zip(a, b).allSatisfy { agree($0, $1, relative: relative, absolute: absolute) }
}
