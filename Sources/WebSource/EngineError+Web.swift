import CCurl
import Glibc
import Relations

extension EngineError.Code {
    static let addressInvalid: Self = "address.invalid"
    static let addressUnreachable: Self = "address.unreachable"
    static let addressUntrusted: Self = "address.untrusted"
    static let addressSlow: Self = "address.slow"
    static let addressLost: Self = "address.lost"
    static let addressRefused: Self = "address.refused"
    static let addressAstray: Self = "address.astray"
    static let addressPage: Self = "address.page"
}

// Before anything is asked for.
extension WebAddress {
    /// Why nothing can lie there.
    var fault: EngineError? {
        if isMasked {
            return EngineError(
                .addressInvalid,
                "a secret in the address is masked, and nothing here knows it",
                hints: ["type the address with what stands for `<secret>`"]
            )
        }
        if host.isEmpty { return .malformedAddress(self) }
        if isPattern {
            let (first, second) = (shown.replacing("*", with: "1"), shown.replacing("*", with: "2"))
            return EngineError(
                .addressInvalid,
                "`*` stands for files of a folder, and an address names one file",
                hints: ["load(\"\(first)\") | append(load(\"\(second)\"))"]
            )
        }
        return nil
    }
}

extension EngineError {
    static func malformedAddress(_ address: WebAddress) -> EngineError {
        EngineError(
            .addressInvalid,
            "`\(address)` is no address of a file",
            hints: ["load(\"https://host/folder/file.csv\")"]
        )
    }

    static func unwritable(_ path: String, _ code: Int32) -> EngineError {
        if [ENOSPC, EDQUOT].contains(code) { return .noRoom("no space is left") }
        let folder = path.prefix(upTo: path.lastIndex(of: "/") ?? path.endIndex)
        return EngineError(
            .fileUnwritable,
            "nothing can be written in `\(folder)`: \(String(cString: strerror(code)).lowercased())",
            hints: [Self.elsewhere]
        )
    }

    /// No place for what is fetched.
    static func noRoom(_ words: String) -> EngineError {
        EngineError(
            .fileUnwritable,
            "\(words) in `\(PrivateFolder.standardParent)`, where fetched files go",
            hints: [Self.elsewhere]
        )
    }

    private static let elsewhere = "`TMPDIR=FOLDER epilogue` puts them into another folder"
}

// What the server says instead of giving the file.
extension EngineError {
    static func refusing(_ address: WebAddress, _ reply: Transfer.Reply) -> EngineError {
        let status = "\(reply.status) \(words[reply.status] ?? "")".trimmed
        switch reply.status {
        case 404, 410: return EngineError(.fileMissing, "`\(address)` is not there: \(status)")
        case 407:
            return EngineError(
                .addressRefused,
                "the proxy does not let `\(address)` through: \(status)",
                hints: ["`export https_proxy=http://NAME:PASSWORD@HOST:PORT` says who asks"]
            )
        case 401, 403:
            let login = "machine \(address.host.prefix { $0 != ":" }) login NAME password …"
            return EngineError(
                .addressRefused,
                "`\(address)` may not be read: \(status)",
                hints: ["a line `\(login)` in `~/.netrc` says who asks"]
            )
        case 429, 503:
            let wait = reply.secondsToWait
            return EngineError(
                .addressRefused,
                "`\(address)` is not given now: \(status)",
                hints: [
                    wait > 0 ? "run the line again in \(wait) seconds" : "run the line again later"
                ]
            )
        case 500...:
            return EngineError(
                .addressRefused,
                "`\(address)` is not given: \(status)",
                hints: ["the fault lies with the server; run the line again later"]
            )
        default: return EngineError(.addressRefused, "`\(address)` is not given: \(status)")
        }
    }

    /// The words that belong to a status, by RFC 9110 and its like.
    private static let words: [Int: String] = [
        300: "Multiple Choices", 304: "Not Modified", 400: "Bad Request", 401: "Unauthorized",
        402: "Payment Required", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed",
        406: "Not Acceptable", 407: "Proxy Authentication Required", 408: "Request Timeout",
        409: "Conflict", 410: "Gone", 411: "Length Required", 412: "Precondition Failed",
        413: "Content Too Large", 414: "URI Too Long", 416: "Range Not Satisfiable",
        421: "Misdirected Request", 423: "Locked", 425: "Too Early", 426: "Upgrade Required",
        428: "Precondition Required", 429: "Too Many Requests",
        431: "Request Header Fields Too Large", 451: "Unavailable For Legal Reasons",
        500: "Internal Server Error", 501: "Not Implemented", 502: "Bad Gateway",
        503: "Service Unavailable", 504: "Gateway Timeout", 505: "HTTP Version Not Supported",
        507: "Insufficient Storage", 511: "Network Authentication Required",
    ]

    static func circle(_ address: WebAddress) -> EngineError {
        EngineError(
            .addressAstray,
            "`\(address)` leads in a circle",
            hints: ["perhaps the server wants to know who asks: a line of `~/.netrc` says so"]
        )
    }

    static func longWay(_ address: WebAddress, _ limit: Int) -> EngineError {
        EngineError(.addressAstray, "`\(address)` leads on more than \(limit) times")
    }

    static func leadingAstray(_ address: WebAddress, to scheme: String) -> EngineError {
        EngineError(.addressAstray, "`\(address)` leads to `\(scheme)`, which is not gone to")
    }

    static func leadingOpen(_ address: WebAddress, _ next: WebAddress) -> EngineError {
        EngineError(
            .addressAstray,
            "`\(address)` leads from `https://` down to `http://`, which anybody could change on the way",
            hints: ["load(\"\(next)\") goes there nevertheless"]
        )
    }

    static func page(_ address: WebAddress, _ last: WebAddress) -> EngineError {
        var hints = ["copy the link of the file itself, often called `raw` or `download`"]
        if let raw = address.rawOnGitHub { hints = ["load(\"\(raw)\")"] }
        let way = address == last ? "" : ", from `\(last)`"
        return EngineError(
            .addressPage,
            "`\(address)` gives a page for browsers and no table\(way)",
            hints: hints
        )
    }
}

extension WebAddress {
    /// The file itself, of the page that shows it on GitHub.
    package var rawOnGitHub: String? {
        guard text.contains("://github.com/"), text.contains("/blob/") else { return nil }
        return shown.replacing("/blob/", with: "/raw/", maxReplacements: 1)
    }
}

// Why nothing came, or not all.
extension EngineError {
    static func transferring(
        _ address: WebAddress,
        _ result: CURLcode,
        _ facts: TransferFacts
    ) -> EngineError {
        func error(_ code: Code, _ message: String, _ hints: [String] = []) -> EngineError {
            EngineError(code, message, hints: hints, underlying: facts.said)
        }
        switch result {
        case CURLE_URL_MALFORMAT: return .malformedAddress(address)
        case CURLE_COULDNT_RESOLVE_HOST:
            return error(
                .addressUnreachable,
                "no server is called `\(address.hostName)`",
                ["`! getent hosts \(address.hostName)` tells when there is one, and a network"]
            )
        case CURLE_COULDNT_RESOLVE_PROXY:
            return error(
                .addressUnreachable,
                "no server is called as the proxy is",
                ["`https_proxy` and `http_proxy` name it"]
            )
        case CURLE_COULDNT_CONNECT, CURLE_INTERFACE_FAILED:
            let reason =
                facts.system == 0 ? "no connection" : String(cString: strerror(facts.system))
            return error(
                .addressUnreachable,
                "nothing answers at `\(address)`: \(reason.lowercased())",
                ["`! curl -I \(address.shellWord)` tells when it does"]
            )
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY:
            return error(
                .addressUnreachable,
                "what answers at `\(address.host)` does not speak HTTP"
            )
        case CURLE_OPERATION_TIMEDOUT: return slow(address, facts)
        case CURLE_OUT_OF_MEMORY:
            return error(.memoryExhausted, "there is no memory for a connection")
        case _ where trust.contains(result): return untrusted(address, result, facts)
        default: return lost(address, facts)
        }
    }

    private static func slow(_ address: WebAddress, _ facts: TransferFacts) -> EngineError {
        let part = facts.received > 0 ? ", after \(Sink.size(facts.received))" : ""
        var error = EngineError(
            .addressSlow,
            "nothing has come from `\(address)` for \(seconds(facts.patience.silence))\(part)",
            hints: ["run the line again; `! curl -LO \(address.shellWord)` fetches it by hand"],
            underlying: facts.said
        )
        if !facts.isConnected {
            error.message =
                "`\(address)` did not answer within \(seconds(facts.patience.connecting))"
        }
        return error
    }

    private static func seconds(_ count: Int) -> String {
        count == 1 ? "1 second" : "\(count) seconds"
    }

    private static func lost(_ address: WebAddress, _ facts: TransferFacts) -> EngineError {
        let part: String
        if let all = facts.announced, all > facts.received {
            part = " after \(Sink.size(facts.received)) of \(Sink.size(all))"
        } else {
            part = facts.received > 0 ? " after \(Sink.size(facts.received))" : ""
        }
        return EngineError(
            .addressLost,
            "`\(address)` broke off\(part)",
            hints: ["run the line again; `! curl -LO \(address.shellWord)` fetches it by hand"],
            underlying: facts.said
        )
    }

    private static let trust: [CURLcode] = [
        CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE,
        CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER, CURLE_USE_SSL_FAILED, CURLE_SSL_ISSUER_ERROR,
        CURLE_SSL_CRL_BADFILE, CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_PINNEDPUBKEYNOTMATCH,
        CURLE_SSL_CLIENTCERT,
    ]

    private static func untrusted(
        _ address: WebAddress,
        _ result: CURLcode,
        _ facts: TransferFacts
    ) -> EngineError {
        if result == CURLE_SSL_CACERT_BADFILE {
            return EngineError(
                .addressUntrusted,
                "there are no certificates here that say whom to trust",
                hints: ["! sudo apt-get install ca-certificates"],
                underlying: facts.said
            )
        }
        if result == CURLE_SSL_CONNECT_ERROR {
            return EngineError(
                .addressUntrusted,
                "no encrypted connection to `\(address.host)` comes about",
                hints: ["`! curl -v \(address.shellWord)` shows why"],
                underlying: facts.said
            )
        }
        let reason = facts.said.split(separator: ": ").last.map(String.init) ?? facts.said
        return EngineError(
            .addressUntrusted,
            "the certificate of `\(address.host)` is not trusted: \(reason)",
            hints: [
                "`SSL_CERT_FILE=FILE epilogue` trusts the certificates in a file, such as a firm's own"
            ],
            underlying: facts.said
        )
    }
}

extension WebAddress {
    /// The host without its port.
    fileprivate var hostName: String {
        host.hasPrefix("[") ? host : String(host.prefix { $0 != ":" })
    }
}

extension String {
    fileprivate var trimmed: String { hasSuffix(" ") ? String(dropLast()) : self }
}
