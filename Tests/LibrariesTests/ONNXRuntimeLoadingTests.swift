import CONNXRuntime
import Libraries
import Testing

@Suite("Opening ONNX Runtime")
struct ONNXRuntimeLoadingTests {
    private static func load() throws {
        try LibrarySearch.current.open("libonnxruntime.so") { path in
            onnxruntime_load(path).map { String(cString: $0) }
        }
    }

    @Test("tells its version, and where it lies")
    func version() throws {
        try Self.load()
        #expect(String(cString: onnxruntime_version()).hasPrefix("1."))
        #expect(String(cString: onnxruntime_loaded_path()).contains("libonnxruntime.so"))
    }

    @Test("tells what is wrong with what is no model")
    func fault() throws {
        try Self.load()
        var environment: ORTEnvironment?
        try #require(ort_create_environment(4, "test", &environment) == nil)
        var options: ORTSessionOptions?
        try #require(ort_create_session_options(&options) == nil)
        defer { ort_release_session_options(options) }
        var session: ORTSession?
        let status = try #require(
            ort_create_session(environment, "no model", 8, options, &session)
        )
        defer { ort_release_status(status) }
        #expect(!String(cString: ort_error_message(status)).isEmpty && session == nil)
    }

    @Test("refuses another library")
    func otherLibrary() async {
        await #expect(processExitsWith: .success) {
            let fault = try #require(onnxruntime_load("libm.so.6"))
            #expect(
                String(cString: fault)
                    == "`libm.so.6` is no ONNX Runtime, and ONNX Runtime 1.20 or newer is needed"
            )
        }
    }
}
