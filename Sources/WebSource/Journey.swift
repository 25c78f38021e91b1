import CCurl
import Kernels
import Relations

/// The way to a file: one request, and one more for each time that the server leads on.
struct Journey {
    private static let limit = 10

    private let address: WebAddress
    private let options: TransferOptions
    private let work: WorkContext

    init(_ address: WebAddress, _ options: TransferOptions, _ work: WorkContext) {
        self.address = address
        self.options = options
        self.work = work
    }

    /// Fetches the file into a draft, of which only the last request writes something.
    func fetch(into draft: String) throws(EngineError) -> Answer {
        let sink = try Sink(draft)
        var here = address
        var seen: Set<WebAddress> = []
        while true {
            seen.insert(here)
            let transfer = try Transfer(here, options, into: sink, work)
            let reply = try transfer.run()
            if reply.isRefusal { throw .refusing(here, reply) }
            guard let next = reply.next else {
                return Answer(
                    asked: address,
                    last: here,
                    contentType: reply.contentType,
                    name: transfer.namedByServer
                )
            }
            here = try step(from: here, to: next)
            if seen.contains(here) { throw .circle(address) }
            if seen.count > Self.limit { throw .longWay(address, Self.limit) }
        }
    }

    /// The next address, if it may be gone to; on the same server it has the same credentials.
    private func step(from here: WebAddress, to next: String) throws(EngineError) -> WebAddress {
        guard let place = WebAddress(next) else {
            throw .leadingAstray(address, to: next.prefix { $0 != ":" } + "://")
        }
        if here.isEncrypted, !place.isEncrypted { throw .leadingOpen(address, place) }
        guard let (scheme, host, port) = parts(of: place), let own = parts(of: here),
            own == (scheme, host, port)
        else { return place }
        return place.adding(credentialsOf: here) ?? place
    }

    private func parts(of address: WebAddress) -> (String, String, String)? {
        guard let url = curl_url() else { return nil }
        defer { curl_url_cleanup(url) }
        let flags = UInt32(CURLU_URLENCODE)
        guard curl_url_set(url, CURLUPART_URL, address.text, flags) == CURLUE_OK else { return nil }
        func part(_ part: CURLUPart) -> String {
            var text: UnsafeMutablePointer<CChar>?
            guard curl_url_get(url, part, &text, UInt32(CURLU_DEFAULT_PORT)) == CURLUE_OK,
                let text
            else { return "" }
            defer { curl_free(text) }
            return String(cString: text).lowercased()
        }
        return (part(CURLUPART_SCHEME), part(CURLUPART_HOST), part(CURLUPART_PORT))
    }
}

extension WebAddress {
    /// The same address with the credentials that stand in another, if some do.
    fileprivate func adding(credentialsOf other: WebAddress) -> WebAddress? {
        guard let mine = text.firstRange(of: "://"), credentials == nil,
            let credentials = other.credentials
        else { return nil }
        return WebAddress("\(text[..<mine.upperBound])\(credentials)\(text[mine.upperBound...])")
    }

    /// What stands before the host, up to the `@`.
    private var credentials: Substring? {
        guard let start = text.firstRange(of: "://") else { return nil }
        let authority = text[start.upperBound...].prefix { !"/?#".contains($0) }
        return authority.lastIndex(of: "@").map { authority[...$0] }
    }
}
