package import Kernels

/// What brings files from addresses of the web onto this machine.
package protocol WebFiles: Sendable {
    /// The file behind an address: fetched whole when it is first asked for, and then the same one
    /// for as long as the session lasts.
    ///
    /// Calls block the thread they are made on, and stop soon after the work's cancellation.
    func file(at address: WebAddress, in work: WorkContext) throws(EngineError) -> FetchedFile
}

/// A file that was fetched.
package struct FetchedFile: Hashable, Sendable {
    /// Where it lies; the ending tells the format, where the address or the server told it.
    package var path: String
    /// What the server calls the content, such as `text/csv`; nil where it says nothing.
    package var contentType: String?

    package init(path: String, contentType: String?) {
        self.path = path
        self.contentType = contentType
    }
}
