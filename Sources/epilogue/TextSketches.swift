import Catalog
import Diagnostics
import Foundation
import Kernels
import Language
import Relations
import Sessions
import Synchronization
import Tables
import Values

/// The commonest texts of columns, found in the first rows and remembered.
final class TextSketches: Sendable {
    private struct Key: Hashable {
        var plan: Plan
        var column: String
    }

    private static let known = Mutex<[Key: [String]]>([:])
    private let session: Session

    init(_ session: Session) { self.session = session }

    /// The commonest texts first; none where they cannot be had at once.
    func texts(of column: String, in frame: Frame) -> [String] {
        let key = Key(plan: frame.plan, column: column)
        if let texts = Self.known.withLock({ $0[key] }) { return texts }
        let cancellation = Cancellation()
        let found = Latch<[String]>()
        var inner = session
        inner.scope = Scope()
        inner.scope.previous = .frame(frame)
        let asked = inner
        Thread.detachNewThread {
            found.set(Self.count(column, in: asked, WorkContext(cancellation: cancellation)))
        }
        guard let texts = found.wait(for: .milliseconds(250)) else {
            cancellation.cancel()
            return []
        }
        Self.known.withLock { known in
            if known.count > 200 { known = [:] }
            known[key] = texts
        }
        return texts
    }

    private static func count(
        _ column: String,
        in session: Session,
        _ work: WorkContext
    ) -> [String] {
        var session = session
        let name = SyntaxPrinter.text(Syntax(.name(column), .at(0)))
        let line = "_ | head(20000) | count(\(name), sort: true) | head(100)"
        let outcome = session.run(SourceText(line), Session.Running(work: work))
        guard let frame = outcome.value?.asFrame,
            let engine = try? session.callContext(Session.Running(work: work)).engine,
            let table = try? engine.collect(frame.plan, in: work), let texts = table.columns.first
        else { return [] }
        return (0..<table.count).compactMap { row in
            if case .text(let text) = texts[row] { text } else { nil }
        }
    }
}

/// A place for a value that comes from another thread.
private final class Latch<Value: Sendable>: Sendable {
    private let value = Mutex<Value?>(nil)
    private let signal = DispatchSemaphore(value: 0)

    func set(_ new: Value) {
        value.withLock { $0 = new }
        signal.signal()
    }

    func wait(for time: DispatchTimeInterval) -> Value? {
        _ = signal.wait(timeout: .now() + time)
        return value.withLock { $0 }
    }
}
