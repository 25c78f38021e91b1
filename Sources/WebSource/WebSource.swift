import CCurl
import Glibc
package import Kernels
package import Relations
import Synchronization

/// Files behind `https://` and `http://`, fetched into a private folder by libcurl.
package final class WebSource: WebFiles {
    /// How long a server is waited for.
    package struct Patience: Sendable {
        /// Seconds until there is a connection.
        package var connecting: Int
        /// Seconds in which nothing comes.
        package var silence: Int

        package init(connecting: Int = 10, silence: Int = 60) {
            self.connecting = connecting
            self.silence = silence
        }
    }

    private struct State {
        var folder: PrivateFolder?
        var files: [WebAddress: FetchedFile] = [:]
        var count = 0
    }

    private let state = Mutex(State())
    private let parent: String?
    private let options: TransferOptions

    /// A source that calls itself `agent` and keeps its files below `folder`, or where the system
    /// keeps temporary ones.
    ///
    /// `certificates` is a file of those that are trusted in place of the system's; `$SSL_CERT_FILE`
    /// names one too. `logins` is a file in the form of `~/.netrc`.
    package init(
        agent: String,
        folder: String? = nil,
        patience: Patience = Patience(),
        certificates: String? = nil,
        logins: String? = nil
    ) {
        parent = folder
        options = TransferOptions(
            agent: agent,
            patience: patience,
            certificates: certificates
                ?? getenv("SSL_CERT_FILE").map { String(cString: $0) }.flatMap { $0.nonEmpty },
            logins: logins
        )
    }

    /// Removes the files that were fetched.
    package func close() { state.withLock { $0 = State() } }

    package func file(
        at address: WebAddress,
        in work: WorkContext
    ) throws(EngineError) -> FetchedFile {
        if let fault = address.fault { throw fault }
        if let known = state.withLock({ $0.files[address] }), access(known.path, R_OK) == 0 {
            return known
        }
        let folder = try place()
        do {
            let draft = folder + "/draft"
            let answer = try Journey(address, options, work).fetch(into: draft)
            let file = try answer.settled(draft: draft, in: folder)
            state.withLock { $0.files[address] = file }
            return file
        } catch {
            for name in PrivateFolder.names(in: folder) { unlink("\(folder)/\(name)") }
            rmdir(folder)
            throw error
        }
    }

    /// A new folder for one file, which keeps its own name in it.
    private func place() throws(EngineError) -> String {
        let parent = parent ?? PrivateFolder.standardParent
        return try state.withLock { state throws(EngineError) in
            var folder = state.folder
            if folder == nil { folder = try PrivateFolder(in: parent) }
            let whole = folder?.path ?? parent
            state.folder = folder
            state.count += 1
            let path = "\(whole)/\(state.count)"
            guard mkdir(path, 0o700) == 0 else {
                throw .unwritable(whole, errno)
            }
            return path
        }
    }

    /// The version of libcurl, of what encrypts for it, and the file of the certificates it trusts.
    package static var libraryFacts: (version: String, encryption: String, certificates: String?) {
        guard let facts = curl_facts()?.pointee else { return ("", "", nil) }
        func text(_ pointer: UnsafePointer<CChar>?) -> String? {
            pointer.map { String(cString: $0) }
        }
        let named = getenv("SSL_CERT_FILE").map { String(cString: $0) }.flatMap { $0.nonEmpty }
        return (
            text(facts.version) ?? "", text(facts.ssl_version) ?? "", named ?? text(facts.cainfo)
        )
    }
}

extension String {
    var nonEmpty: String? { isEmpty ? nil : self }
}
