/// Results that cost much, kept from one run to the next under keys that hold all they hang on.
///
/// Keeping is a help and never a duty: what cannot be kept or found again is computed.
package protocol KeptResults: Sendable {
    func bytes(for key: String) -> [UInt8]?
    func keep(_ bytes: [UInt8], for key: String)
}

extension Duration {
    /// Work that took less is done again sooner than it is read.
    package static let worthKeeping = Duration.milliseconds(100)
}
