import Assembly
import Glibc

/// What all commands of the program share: the factory of sessions, and the way to end.
enum Program {
    static let factory: SessionFactory = {
        HeapPolicy.set()
        return SessionFactory()
    }()

    /// Ends the program, its engine closed before.
    ///
    /// Nothing else is torn down: a library's destructors would run beside threads of its own that
    /// an interrupted statement may have left at work.
    static func end(_ status: Int32) -> Never {
        factory.close()
        _exit(status)
    }
}
