import CCurl
import Glibc
import Kernels
import Relations

/// What all requests have in common.
struct TransferOptions: Sendable {
    let agent: String
    let patience: WebSource.Patience
    let certificates: String?
    let logins: String?
}

/// One request for a file, from the connection to the last byte; never waits longer than a moment
/// without looking whether the work was cancelled.
final class Transfer {
    private static let moment: Int32 = 20
    /// How much of a page that only leads on is read.
    private static let aside = 1 << 20
    /// Once for the process; a library that cannot begin gives no handle below.
    private static let hasBegun = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    let address: WebAddress
    private let options: TransferOptions
    private let work: WorkContext
    private let handle: UnsafeMutableRawPointer
    private let group: UnsafeMutableRawPointer
    private let url: OpaquePointer
    private let said: UnsafeMutablePointer<CChar>
    private let sink: Sink
    private var isWanted: Bool?
    private var passed = 0
    private var lastReport = ContinuousClock.now
    /// A name for the file that the server gives.
    private(set) var namedByServer: String?

    init(
        _ address: WebAddress,
        _ options: TransferOptions,
        into sink: Sink,
        _ work: WorkContext
    ) throws(EngineError) {
        self.address = address
        self.options = options
        self.sink = sink
        self.work = work
        guard Self.hasBegun, let handle = curl_easy_init(), let group = curl_multi_init(),
            let url = curl_url()
        else { throw EngineError(.memoryExhausted, "there is no memory for a connection") }
        self.handle = handle
        self.group = group
        self.url = url
        said = .allocate(capacity: Int(CURL_ERROR_SIZE))
        said.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        // A fragment is the reader's own; space and letters beyond ASCII are written as servers
        // expect them.
        let text = String(address.text.prefix { $0 != "#" })
        let flags = UInt32(CURLU_URLENCODE)
        guard curl_url_set(url, CURLUPART_URL, text, flags) == CURLUE_OK else {
            throw .malformedAddress(address)
        }
        set()
    }

    deinit {
        curl_multi_remove_handle(group, handle)
        curl_easy_cleanup(handle)
        curl_multi_cleanup(group)
        curl_url_cleanup(url)
        said.deallocate()
    }

    private func set() {
        curl_set_address(handle, url)
        curl_set_error_buffer(handle, said)
        curl_allow_web_alone(handle)
        curl_leave_at_once(handle)
        curl_set_number(handle, CURLOPT_NOSIGNAL, 1)
        // Each step of a way is looked at before it is taken.
        curl_set_number(handle, CURLOPT_FOLLOWLOCATION, 0)
        curl_set_number(handle, CURLOPT_CONNECTTIMEOUT, options.patience.connecting)
        curl_set_number(handle, CURLOPT_LOW_SPEED_LIMIT, 1)
        curl_set_number(handle, CURLOPT_LOW_SPEED_TIME, options.patience.silence)
        curl_set_number(handle, CURLOPT_NETRC, Int(CURL_NETRC_OPTIONAL.rawValue))
        curl_set_text(handle, CURLOPT_USERAGENT, options.agent)
        // All that the library can unpack again.
        curl_set_text(handle, CURLOPT_ACCEPT_ENCODING, "")
        if let logins = options.logins { curl_set_text(handle, CURLOPT_NETRC_FILE, logins) }
        if let certificates = options.certificates {
            curl_set_text(handle, CURLOPT_CAINFO, certificates)
        }
        let context = Unmanaged.passUnretained(self).toOpaque()
        curl_on_body(handle, { Transfer.receive($0, $1 * $2, $3) { $0.take($1) } }, context)
        curl_on_header(
            handle,
            { Transfer.receive($0, $1 * $2, $3) { $0.read(header: $1) } },
            context
        )
    }

    /// What libcurl calls with bytes: how many of them were taken.
    private static func receive(
        _ bytes: UnsafeMutablePointer<CChar>?,
        _ count: Int,
        _ context: UnsafeMutableRawPointer?,
        _ take: (Transfer, UnsafeRawBufferPointer) -> Bool
    ) -> Int {
        guard let context else { return 0 }
        let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
        return take(transfer, UnsafeRawBufferPointer(start: bytes, count: count)) ? count : 0
    }

    // MARK: The run

    /// Makes the request; what the server said, or why nothing came.
    func run() throws(EngineError) -> Reply {
        guard curl_multi_add_handle(group, handle) == CURLM_OK else {
            throw EngineError(.memoryExhausted, "there is no memory for a connection")
        }
        var result = CURLE_OK
        var running: Int32 = 1
        while running > 0 {
            if work.cancellation.isCancelled { throw EngineError(.cancelled, "stopped") }
            guard curl_multi_perform(group, &running) == CURLM_OK else {
                throw EngineError(.memoryExhausted, "there is no memory for a connection")
            }
            if running > 0 { curl_multi_poll(group, nil, 0, Self.moment, nil) }
            report()
        }
        _ = curl_has_ended(group, &result)
        if let fault = sink.fault { throw fault }
        let reply = Reply(self)
        if result == CURLE_OK || reply.isRefusal { return reply }
        throw fault(result)
    }

    private func report() {
        let now = ContinuousClock.now
        guard now - lastReport > .milliseconds(100) else { return }
        lastReport = now
        let total = number(CURLINFO_CONTENT_LENGTH_DOWNLOAD_T)
        let done = number(CURLINFO_SIZE_DOWNLOAD_T)
        if total > 0, isWanted == true {
            work.progress.report("fetching", fraction: Double(done) / Double(total))
        } else {
            work.progress.report("fetching \(done > 0 ? Sink.size(done) : address.host)")
        }
    }

    /// Bytes of a body: kept where the file is meant, dropped where the server leads on, and not
    /// waited for where it refuses.
    private func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let status = curl_number(handle, CURLINFO_RESPONSE_CODE)
        if isWanted == nil {
            isWanted = (200..<300).contains(status)
            guard isWanted == false || sink.hasRoom(for: announced) else { return false }
        }
        if isWanted == true { return sink.write(bytes) }
        passed += bytes.count
        return (300..<400).contains(status) && passed <= Self.aside
    }

    private func read(header: UnsafeRawBufferPointer) -> Bool {
        let line = String(decoding: header, as: UTF8.self)
        if let name = FileNaming.name(inHeader: line) { namedByServer = name }
        return true
    }

    // MARK: What is known

    private func number(_ info: CURLINFO) -> Int64 { Int64(curl_size(handle, info)) }

    private func text(_ info: CURLINFO) -> String? {
        curl_text(handle, info).map { String(cString: $0) }
    }

    /// How many bytes the server says will come, or nil.
    private var announced: Int64? {
        let size = number(CURLINFO_CONTENT_LENGTH_DOWNLOAD_T)
        return size < 0 ? nil : size
    }

    /// What the server said, besides the file.
    struct Reply {
        let status: Int
        let contentType: String?
        /// Where the server leads on.
        let next: String?
        let secondsToWait: Int
        /// Whether it gives something else than the file.
        var isRefusal: Bool { status >= 400 || (status >= 300 && next == nil) }

        fileprivate init(_ transfer: Transfer) {
            status = curl_number(transfer.handle, CURLINFO_RESPONSE_CODE)
            contentType = transfer.text(CURLINFO_CONTENT_TYPE)
            next = transfer.text(CURLINFO_REDIRECT_URL)
            secondsToWait = Int(transfer.number(CURLINFO_RETRY_AFTER))
        }
    }

    private func fault(_ result: CURLcode) -> EngineError {
        let words = String(cString: said).nonEmpty ?? String(cString: curl_easy_strerror(result))
        return .transferring(
            address,
            result,
            TransferFacts(
                said: address.masking(words),
                system: Int32(curl_number(handle, CURLINFO_OS_ERRNO)),
                isConnected: number(CURLINFO_PRETRANSFER_TIME_T) > 0,
                received: number(CURLINFO_SIZE_DOWNLOAD_T),
                announced: announced,
                patience: options.patience
            )
        )
    }
}

/// How far a request had come when it failed.
struct TransferFacts {
    let said: String
    /// The value of `errno`, or 0.
    let system: Int32
    let isConnected: Bool
    let received: Int64
    let announced: Int64?
    let patience: WebSource.Patience
}
