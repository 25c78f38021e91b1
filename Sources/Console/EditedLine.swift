/// The line as libedit holds it, of several rows when it has newlines, with the cursor in it.
struct EditedLine: Equatable {
    var scalars: [Unicode.Scalar] = []
    /// How many scalars stand before the cursor.
    var cursor = 0

    var text: String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }

    /// UTF-8 bytes before the cursor.
    var cursorOffset: Int { offset(of: cursor) }

    /// UTF-8 bytes before a scalar.
    func offset(of index: Int) -> Int {
        scalars[..<index].reduce(0) { $0 + UTF8.width($1) }
    }

    /// The first scalar at or after a UTF-8 offset.
    func index(ofOffset offset: Int) -> Int {
        var rest = offset
        var index = 0
        while rest > 0, index < scalars.count {
            rest -= UTF8.width(scalars[index])
            index += 1
        }
        return index
    }

    /// Where the cursor's row begins.
    var rowStart: Int { scalars[..<cursor].lastIndex(of: "\n").map { $0 + 1 } ?? 0 }

    /// Where it ends, before its newline.
    var rowEnd: Int { scalars[cursor...].firstIndex(of: "\n") ?? scalars.count }

    /// The same place in the row above, or nil in the first.
    var above: Int? {
        guard rowStart > 0 else { return nil }
        let end = rowStart - 1
        let start = scalars[..<end].lastIndex(of: "\n").map { $0 + 1 } ?? 0
        return min(start + cursor - rowStart, end)
    }

    /// The same place in the row below, or nil in the last.
    var below: Int? {
        guard rowEnd < scalars.count else { return nil }
        let start = rowEnd + 1
        let end = scalars[start...].firstIndex(of: "\n") ?? scalars.count
        return min(start + cursor - rowStart, end)
    }
}
