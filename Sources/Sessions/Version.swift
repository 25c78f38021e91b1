/// The version of the program, as transcripts and models record it.
package enum Version {
    package static let current = "0.1.0"
}
