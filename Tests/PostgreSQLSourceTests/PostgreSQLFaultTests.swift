import DuckDBEngine
import Foundation
import Glibc
import Kernels
import PostgreSQLSource
import Relations
import Tables
import TestSupport
import Testing

@Suite(
    "PostgreSQL when something is wrong",
    .enabled(if: PostgreSQLServer.programs != nil, PostgreSQLServer.absence)
)
struct PostgreSQLFaultTests {
    private let work = WorkContext()

    private func fault(_ body: () throws -> Void) -> EngineError? {
        do {
            try body()
            return nil
        } catch {
            return error as? EngineError
        }
    }

    private func loading(
        _ address: String,
        _ rows: DatabaseRows? = .query("SELECT 1")
    ) -> EngineError? {
        fault {
            let request = DatabaseRequest(Database(.postgres, at: address), rows)
            let source = try PostgreSQLSource().source(of: request, in: work)
            let cursor = try PostgreSQLSource().read(source, columns: [0], in: work)
            while try cursor.next() != nil {}
        }
    }

    @Test("who is not let in reads why, and no password is in it")
    func credentials() throws {
        let server = try PostgreSQLServer.shared.get()
        for address in [
            server.address(password: "Wrong1"), server.address(password: nil),
            server.address(user: "nobody", password: "Wrong1"),
            server.address(password: "Wrong1", options: "?application_name=x"),
        ] {
            let error = loading(address)
            #expect(error?.code == "database.refused")
            let all = "\(error?.message ?? "") \(error?.hints ?? []) \(error?.underlying ?? "")"
            #expect(!all.contains("Wrong1") && !all.isEmpty)
        }
        #expect(
            loading(server.address().replacing("/postgres", with: "/nowhere"))?.code
                == "database.refused"
        )
    }

    @Test("a port that nobody listens on, and a server that says nothing")
    func unreachable() throws {
        let port = try PostgreSQLServer.freePort()
        let refused = loading("postgres://someone:Wrong1@127.0.0.1:\(port)/x")
        #expect(refused?.code == "database.unreachable")
        #expect(refused?.message.contains("<secret>") == true)
        let silent = try Listener()
        let slow = loading("postgres://127.0.0.1:\(silent.port)/x?connect_timeout=1")
        #expect(slow?.code == "database.slow")
        #expect(slow?.message.hasSuffix("did not answer within 1 seconds") == true)
        let cancelled = WorkContext()
        cancelled.cancellation.cancel()
        let request = DatabaseRequest(
            Database(.postgres, at: "postgres://127.0.0.1:\(silent.port)/x"),
            .query("SELECT 1")
        )
        let stopped = fault { _ = try PostgreSQLSource().source(of: request, in: cancelled) }
        #expect(stopped?.code == .cancelled)
    }

    @Test("a statement's timeout is told as one")
    func timeout() throws {
        let server = try PostgreSQLServer.shared.get()
        let options = "?options=-c%20statement_timeout%3D100"
        let error = loading(
            server.address(options: options),
            .query("SELECT pg_sleep(20)::text AS x")
        )
        #expect(error?.code == "database.slow")
    }

    @Test("what is wrong with a query, and a table that is not there")
    func queries() throws {
        let server = try PostgreSQLServer.shared.get()
        let refused = loading(server.address(), .query("SELECT nothing FROM nowhere"))
        #expect(refused?.code == .sqlRefused)
        #expect(refused?.message == "the query is refused: relation \"nowhere\" does not exist")
        #expect(loading(server.address(), .query("DROP TABLE x"))?.code == .sqlRefused)
        try server.psql("DROP TABLE IF EXISTS orders; CREATE TABLE orders (n int)")
        let near = loading(server.address(), .table("order"))
        #expect(near?.code == .tableMissing)
        #expect(near?.hints.first?.hasSuffix("table: \"orders\")") == true)
        #expect(near?.hints.contains { $0.contains("pa%3A") } == false)
    }

    @Test("a server that stops in the middle is told, and ctrl-C stops a query on the server")
    func lost() throws {
        let server = try PostgreSQLServer()
        let database = Database(.postgres, at: server.address())
        let rows = DatabaseRows.query(
            "SELECT i, repeat('x', 100) AS t FROM generate_series(1, 100000000) i"
        )
        let source = try PostgreSQLSource().source(of: DatabaseRequest(database, rows), in: work)
        let sleeping = WorkContext()
        let nap = DatabaseRequest(database, .query("SELECT pg_sleep(600)::text AS x"))
        let napping = try PostgreSQLSource().source(of: nap, in: sleeping)
        let counting = """
            SELECT count(*) FROM pg_stat_activity
            WHERE state = 'active' AND query LIKE 'COPY%pg_sleep(600)%'
            """
        @Sendable func wait(for count: String) throws -> Bool {
            for _ in 0..<400 {
                if try server.psql(counting) == "\(count)\n" { return true }
                usleep(20_000)
            }
            return false
        }
        Thread {
            _ = try? wait(for: "1")
            sleeping.cancellation.cancel()
        }.start()
        let stopped = fault {
            _ = try PostgreSQLSource().read(napping, columns: [0], in: sleeping).next()
        }
        #expect(stopped?.code == .cancelled)
        #expect(try wait(for: "0"))
        let copy = try PostgreSQLSource().read(source, columns: [0, 1], in: work)
        #expect(try copy.next()?.count ?? 0 > 0)
        server.stop()
        let error = fault { while try copy.next() != nil {} }
        #expect(error?.code == "database.lost")
        #expect(error?.hints.isEmpty == false)
    }
}
