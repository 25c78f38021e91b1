import CLightGBM
import Glibc
import Libraries
import Testing

@Suite("Opening LightGBM")
struct LightGBMLoadingTests {
    static func load() throws {
        try LibrarySearch.current.open("lib_lightgbm.so") { path in
            lightgbm_load(path).map { String(cString: $0) }
        }
    }

    @Test("trains a tree that separates two groups")
    func training() throws {
        try Self.load()
        let data = (0..<200).map { Double($0 % 100) }
        let labels = (0..<100).map { Float($0 < 50 ? 0 : 1) }
        let parameters =
            "objective=binary min_data_in_bin=1 num_threads=1 deterministic=true verbosity=-1"

        var dataset: DatasetHandle?
        try #require(
            LGBM_DatasetCreateFromMat(
                data,
                C_API_DTYPE_FLOAT64,
                100,
                2,
                0,
                parameters,
                nil,
                &dataset
            )
                == 0
        )
        defer { LGBM_DatasetFree(dataset) }
        let type = C_API_DTYPE_FLOAT32
        try #require(LGBM_DatasetSetField(dataset, "label", labels, 100, type) == 0)

        var booster: BoosterHandle?
        try #require(LGBM_BoosterCreate(dataset, parameters, &booster) == 0)
        defer { LGBM_BoosterFree(booster) }
        var finished: Int32 = 0
        for _ in 0..<20 { try #require(LGBM_BoosterUpdateOneIter(booster, &finished) == 0) }

        var scores = [Double](repeating: 0, count: 100)
        var count: Int64 = 0
        try #require(
            LGBM_BoosterPredictForMat(
                booster,
                data,
                C_API_DTYPE_FLOAT64,
                100,
                2,
                0,
                C_API_PREDICT_NORMAL,
                0,
                -1,
                "num_threads=1",
                &count,
                &scores
            ) == 0
        )
        #expect(count == 100)
        #expect(scores[..<50].allSatisfy { $0 < 0.5 } && scores[50...].allSatisfy { $0 > 0.5 })
    }

    @Test("leaves the reason of a failed call to be asked for")
    func lastError() throws {
        try Self.load()
        var booster: BoosterHandle?
        var iterations: Int32 = 0
        #expect(LGBM_BoosterLoadModelFromString("no model", &iterations, &booster) == -1)
        #expect(String(cString: LGBM_GetLastError()).contains("Model"))
    }

    @Test("tells OpenMP to sleep while it waits, unless the environment says otherwise")
    func waitPolicy() async {
        await #expect(processExitsWith: .success) {
            unsetenv("OMP_WAIT_POLICY")
            try LightGBMLoadingTests.load()
            #expect(getenv("OMP_WAIT_POLICY").map { String(cString: $0) } == "passive")
        }
        await #expect(processExitsWith: .success) {
            setenv("OMP_WAIT_POLICY", "active", 1)
            try LightGBMLoadingTests.load()
            #expect(getenv("OMP_WAIT_POLICY").map { String(cString: $0) } == "active")
        }
    }

    @Test("refuses a library that lacks a function")
    func otherLibrary() async {
        await #expect(processExitsWith: .success) {
            let fault = try #require(lightgbm_load("libm.so.6"))
            #expect(
                String(cString: fault)
                    == "`libm.so.6` lacks `LGBM_GetLastError`, and LightGBM 4.7 is needed"
            )
        }
    }
}
