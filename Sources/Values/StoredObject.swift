package import Diagnostics

/// An object that `save` can write to a file or folder of its own.
package protocol StoredObject: ShellObject {
    /// Writes all of it or nothing; an existing path is replaced only when told.
    func write(to path: String, replacing: Bool) throws(Diagnostic)

    /// Whether the name of a file of frames, such as `x.csv`, asks for its rows instead.
    var isSavedAsFrame: Bool { get }
    /// Keys of its stored form that tell of the run that made it, as how long a fit took.
    var keysOfTheRun: [String] { get }
}

extension StoredObject {
    package var keysOfTheRun: [String] { [] }
    package var isSavedAsFrame: Bool { false }
}
