import DuckDBEngine
import Foundation
import Kernels
import Relations
import Tables
import Testing

/// Functions of row expressions, as few as the tests of an engine need.
enum Fn {
    static let greater = make(">", "$1 > $2", .bool)
    static let plus = make("+", "$1 + $2", .int)
    static let times = make("*", "$1 * $2", .float)
    static let squared = make("squared", "($1 * $1 * $1 * $1)", .int)
    static let or = make("or", "$1 OR $2", .bool)
    static let isMissing = make("is missing", "$1 IS NULL", .bool)
    static let upper = make("upper", "upper($1)", .text)
    static let count = make("count", "count(*)$over", .int, .reduction)
    static let sum = make("sum", "sum($1)$over", .int, .reduction)
    static let mean = make("mean", "avg($1)$over", .float, .reduction)
    static let first = make("first", "first($1$order)$over", .text, .reduction, .required)
    static let last = make("last", "last($1$order)$over", .text, .reduction, .required)
    static let rowNumber = make("row_number", "row_number()$over", .int, .window, .required)
    static let lag = make("lag", "lag($1)$over", .int, .window, .required)

    private static func make(
        _ name: String,
        _ template: String,
        _ type: ColumnType,
        _ kind: RowFunction.Kind = .scalar,
        _ ordering: RowFunction.Ordering = .free
    ) -> RowFunction {
        RowFunction(
            name,
            "",
            .operators,
            kind: kind,
            ordering: ordering,
            takes: [RowParameter("x", "", .anything, isRest: true)],
            sql: .template(template)
        ) { _ in type }
    }
}

extension RowExpression {
    static func int(_ name: String) -> RowExpression { .column(name, .int) }
    static func float(_ name: String) -> RowExpression { .column(name, .float) }
    static func text(_ name: String) -> RowExpression { .column(name, .text) }

    static func call(
        _ function: RowFunction,
        _ arguments: RowExpression...,
        window: Window? = nil
    ) -> RowExpression {
        guard let call = try? calling(function, arguments) else { return .literal(.missing) }
        return window.map { call.over($0) } ?? call
    }
}

/// Where the data of the tests lies.
enum TestData {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "sessions/data").path

    static func request(_ name: String) -> FileRequest {
        let format: FileRequest.Format = name.hasSuffix(".parquet") ? .parquet : .csv
        return FileRequest(path: "\(folder)/\(name)", format: format)
    }

    static func load(
        _ name: String,
        with engine: DuckDBEngine,
        in work: WorkContext = WorkContext()
    ) throws -> Plan {
        .scan(.files(try engine.source(of: request(name), in: work)))
    }
}

/// A folder that ends with the test.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "engine-tests-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: path,
            withIntermediateDirectories: true
        )
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String, _ bytes: some Sequence<UInt8>) throws -> String {
        let file = "\(path)/\(name)"
        try Data(Array(bytes)).write(to: URL(filePath: file))
        return file
    }

    func file(_ name: String, _ text: String) throws -> String { try file(name, text.utf8) }
}

extension Table {
    /// The cells row by row, as text, for comparing at a glance.
    var lines: [String] {
        (0..<count).map { row in
            columns.map { $0[row].plain }.joined(separator: " ")
        }
    }
}

extension Table {
    /// A short text that differs where the tables do.
    var digest: String { "\(count) rows, \(hashValue)" }
}

extension Scalar {
    var plain: String {
        switch self {
        case .missing: "-"
        case .bool(let value): "\(value)"
        case .int(let value): "\(value)"
        case .float(let value): "\(value)"
        case .text(let value): value
        case .date(let value): value.text
        case .time(let value): value.text
        case .timestamp(let value): value.text
        case .duration(let value): value.text
        case .list(let cells): "[" + cells.map(\.plain).joined(separator: ",") + "]"
        case .record(let parts):
            "{" + parts.map { "\($0.name):\($0.value.plain)" }.joined(separator: ",") + "}"
        }
    }
}
