package import Diagnostics
import Foundation

/// Models of our own as JSON: numbers keep every bit, and those that are none have words.
package enum ModelCoding {
    package static func encode(_ content: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "infinity",
            negativeInfinity: "-infinity",
            nan: "none"
        )
        return Array(try encoder.encode(content))
    }

    package static func decode<Content: Decodable>(
        _ bytes: [UInt8],
        as type: Content.Type = Content.self
    ) throws -> Content {
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "infinity",
            negativeInfinity: "-infinity",
            nan: "none"
        )
        do {
            return try decoder.decode(type, from: Data(bytes))
        } catch let fault as Diagnostic where fault.code.description.hasPrefix("model.") {
            throw fault
        } catch {
            throw Diagnostic.modelCorrupt("its content is not what was written")
        }
    }
}

extension Diagnostic {
    /// What is wrong with a model's content; who opened it tells from where it came.
    package static func modelCorrupt(_ reason: String) -> Diagnostic {
        Diagnostic("model.corrupt", reason)
    }
}
