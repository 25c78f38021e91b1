import CDuckDB
import Foundation
import Libraries
import Testing

@Suite("Opening DuckDB")
struct DuckDBLoadingTests {
    static func load() throws {
        let python =
            LibrarySearch.current.paths(of: "libduckdb-python.so").first ?? "libpython3.11.so.1.0"
        try LibrarySearch.current.open("libduckdb.so") { path in
            duckdb_load(path, python).map { String(cString: $0) }
        }
    }

    @Test("gives version 2.0 and answers a query")
    func query() throws {
        try Self.load()
        #expect(String(cString: duckdb_library_version()).hasPrefix("v2.0."))
        #expect(duckdb_loaded_path().map { String(cString: $0) }?.hasSuffix(".so") == true)

        var database: duckdb_database?
        var connection: duckdb_connection?
        try #require(duckdb_open_ext(nil, &database, nil, nil) == DuckDBSuccess)
        defer { duckdb_close(&database) }
        try #require(duckdb_connect(database, &connection) == DuckDBSuccess)
        defer { duckdb_disconnect(&connection) }

        var result = duckdb_result()
        let text = "select i, case when i <> 1 then repeat('ab', i * 10) end from range(3) t(i)"
        try #require(duckdb_query(connection, text, &result) == DuckDBSuccess)
        defer { duckdb_destroy_result(&result) }
        #expect(duckdb_column_type(&result, 0) == DUCKDB_TYPE_BIGINT)
        var chunk = duckdb_fetch_chunk(result)
        defer { duckdb_destroy_data_chunk(&chunk) }
        #expect(duckdb_data_chunk_get_size(chunk) == 3)
        #expect(
            texts(of: duckdb_data_chunk_get_vector(chunk, 1), count: 3) == [
                "", nil, String(repeating: "ab", count: 20),
            ]
        )
    }

    private func texts(of vector: duckdb_vector?, count: Int) -> [String?] {
        let validity = duckdb_vector_get_validity(vector)
        let data = duckdb_vector_get_data(vector).assumingMemoryBound(to: duckdb_string_t.self)
        return (0..<count).map { row in
            guard duckdb_validity_row_is_valid(validity, idx_t(row)) else { return nil }
            let bytes = UnsafeBufferPointer(
                start: duckdb_string_t_data(data + row),
                count: Int(data[row].length)
            )
            return String(decoding: bytes.map(UInt8.init(bitPattern:)), as: UTF8.self)
        }
    }

    @Test("needs no Python, even when every name is looked up at once")
    func noPython() async {
        await #expect(processExitsWith: .success) {
            setenv("LD_BIND_NOW", "1", 1)
            try DuckDBLoadingTests.load()
            // Read to its end: the file has no size, and a reader that asks for it stops early.
            let file = try #require(FileHandle(forReadingAtPath: "/proc/self/maps"))
            let maps = String(decoding: try file.readToEnd() ?? Data(), as: UTF8.self)
            #expect(maps.contains("duckdb"))
            #expect(!maps.contains("libpython"))
        }
    }

    @Test("refuses a library that is something else")
    func otherLibrary() async {
        await #expect(processExitsWith: .success) {
            let fault = try #require(duckdb_load("libm.so.6", nil))
            #expect(String(cString: fault) == "`libm.so.6` is not DuckDB")
            #expect(duckdb_loaded_path() == nil)
        }
    }

    @Test("refuses another version, and a library that is cut short")
    func otherVersion() async {
        await #expect(processExitsWith: .success) {
            let old = try builtLibrary(
                "const char *duckdb_library_version(void){return \"v1.4.0\";}"
            )
            defer { try? FileManager.default.removeItem(atPath: old) }
            let fault = try #require(duckdb_load(old, nil))
            #expect(String(cString: fault) == "`\(old)` is DuckDB v1.4.0, and v2.0 is needed")

            let poor = try builtLibrary(
                "const char *duckdb_library_version(void){return \"v2.0.9\";}"
            )
            defer { try? FileManager.default.removeItem(atPath: poor) }
            let lack = try #require(duckdb_load(poor, nil))
            #expect(String(cString: lack) == "`\(poor)` lacks `duckdb_create_config`")
        }
    }

    @Test("says which file is missing")
    func missingFile() async {
        await #expect(processExitsWith: .success) {
            let fault = try #require(duckdb_load("/nowhere/libduckdb.so", nil))
            let said = String(cString: fault)
            #expect(said.hasPrefix("`/nowhere/libduckdb.so` cannot be opened: "))
            #expect(said.contains("No such file"))
        }
    }
}

/// A shared library made from a line of C, in the folder for temporary files.
func builtLibrary(_ source: String) throws -> String {
    let base = NSTemporaryDirectory() + "epilogue-" + UUID().uuidString
    try source.write(toFile: base + ".c", atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(atPath: base + ".c") }
    let compiler = Process()
    compiler.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    compiler.arguments = ["clang", "-shared", "-fPIC", "-o", base + ".so", base + ".c"]
    try compiler.run()
    compiler.waitUntilExit()
    try #require(compiler.terminationStatus == 0)
    return base + ".so"
}
