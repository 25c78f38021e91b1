import CXGBoost
import Glibc
import Libraries
import Testing

@Suite("Opening XGBoost")
struct XGBoostLoadingTests {
    static func load() throws {
        try LibrarySearch.current.open("libxgboost.so") { path in
            xgboost_load(path).map { String(cString: $0) }
        }
    }

    @Test("tells its version, and where it lies")
    func version() throws {
        try Self.load()
        var (major, minor, patch): (Int32, Int32, Int32) = (0, 0, 0)
        XGBoostVersion(&major, &minor, &patch)
        #expect(major == 3 && minor >= 2 && patch >= 0)
        #expect(String(cString: xgboost_loaded_path()).hasSuffix("libxgboost.so"))
    }

    @Test("leaves the reason of a failed call to be asked for")
    func lastError() throws {
        try Self.load()
        var booster: XGBoosterHandle?
        try #require(XGBoosterCreate(nil, 0, &booster) == 0)
        defer { XGBoosterFree(booster) }
        #expect(XGBoosterLoadModelFromBuffer(booster, "no model", 8) == -1)
        #expect(!String(cString: XGBGetLastError()).isEmpty)
    }

    @Test("tells OpenMP to sleep while it waits")
    func waitPolicy() async {
        await #expect(processExitsWith: .success) {
            unsetenv("OMP_WAIT_POLICY")
            try XGBoostLoadingTests.load()
            #expect(getenv("OMP_WAIT_POLICY").map { String(cString: $0) } == "passive")
        }
    }

    @Test("is found with its OpenMP beside it, as an installed program has it")
    func flatFolder() async {
        await #expect(processExitsWith: .success) {
            let found = try #require(LibrarySearch.current.paths(of: "libxgboost.so").first)
            let libraries = String(found.dropLast("/libxgboost.so".count))
            var template = Array("/tmp/epilogue-XXXXXX".utf8CString)
            let folder = try #require(mkdtemp(&template).map { String(cString: $0) })
            defer {
                unlink(folder + "/libxgboost.so")
                unlink(folder + "/libgomp-e985bcbb.so.1.0.0")
                rmdir(folder)
            }
            for name in ["libxgboost.so", "libgomp-e985bcbb.so.1.0.0"] {
                let real = try #require(realpath(libraries + "/" + name, nil))
                defer { free(real) }
                try #require(symlink(real, folder + "/" + name) == 0)
            }
            #expect(xgboost_load(folder + "/libxgboost.so") == nil)
        }
    }

    @Test("refuses a library that lacks a function")
    func otherLibrary() async {
        await #expect(processExitsWith: .success) {
            let fault = try #require(xgboost_load("libm.so.6"))
            #expect(
                String(cString: fault)
                    == "`libm.so.6` lacks `XGBGetLastError`, and XGBoost 3.2 is needed"
            )
        }
    }
}
