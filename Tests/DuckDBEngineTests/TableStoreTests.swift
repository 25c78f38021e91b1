import Kernels
import Relations
import Tables
import Testing

@testable import DuckDBEngine

@Suite("What is large beside memory lies in the session's file")
struct TableStoreTests {
    private static func leaf(bytes: Int64, _ path: String) -> Plan {
        let file = FileIdentity(path: path, size: bytes, modified: 0, inode: 0)
        let request = FileRequest(path: path, format: .csv)
        return .scan(.files(FileSource(request: request, files: [file], schema: Schema([]))))
    }

    @Test("a source is measured against the limit, packed ones by what they unpack to")
    func places() {
        let store = TableStore()
        store.limit(memory: 4000)
        #expect(store.place(of: Self.leaf(bytes: 1000, "a.csv")).sql == "data.\"a\"")
        #expect(store.place(of: Self.leaf(bytes: 1001, "b.csv")).sql == "stored.\"b\"")
        #expect(store.place(of: Self.leaf(bytes: 300, "c.csv.gz")).whole == "session.stored.\"c\"")
        #expect(store.place(of: Self.leaf(bytes: 1, "a.csv")).whole == "data.main.\"a_2\"")
    }

    @Test("a place once given stays, whatever the limit is then")
    func stays() {
        let store = TableStore()
        let leaf = Self.leaf(bytes: 1000, "a.csv")
        store.limit(memory: 4000)
        let place = store.place(of: leaf)
        store.limit(memory: 40)
        #expect(store.place(of: leaf) == place)
    }

    @Test("rows of a source that is large are the same from the file")
    func rows() throws {
        let plain = DuckDBEngine(cacheBytes: 0)
        let tight = DuckDBEngine(cacheBytes: 0)
        let small = WorkContext(threads: 2)
        // The weather takes 2.3 MB, more than a quarter.
        let large = WorkContext(threads: 2, memoryLimit: 8 << 20)
        let weather = try TestData.load("weather.csv", with: plain, in: small)
        let same = try TestData.load("weather.csv", with: tight, in: large)
        let rows = try tight.collect(same, in: large)
        #expect(rows == (try plain.collect(weather, in: small)))
        #expect(rows.count == 26_115)
        #expect(tight.store.place(of: same).isInFile)
        #expect(!plain.store.place(of: weather).isInFile)
    }
}
