package import Diagnostics
package import Values

/// Options as a struct: the basis of everything pluggable, learners first.
///
/// Defaults are the struct's own initial values; a setting reads them back through its key path.
package protocol Parameterized: Sendable {
    static var name: String { get }
    static var summary: String { get }
    init()
    static var settings: [Setting<Self>] { get }
}

/// One option of a struct: its name, its meaning, its domain, and how to read and write it.
package struct Setting<Root: Sendable>: Sendable {
    package let spec: ParameterSpec
    package let read: @Sendable (Root) -> Value
    /// How a search moves through its numbers.
    package let scale: SearchScale
    private let assign: @Sendable (inout Root, Value) -> Diagnostic?

    /// Gives the option of `root` a value, or says what was expected.
    package func write(_ value: Value, to root: inout Root) throws(Diagnostic) {
        if let refusal = assign(&root, value) { throw refusal }
    }
}

/// How far apart two numbers of a setting are.
package enum SearchScale: Sendable, Hashable {
    /// By their difference: shares, levels of a tree.
    case linear
    /// By their ratio: rates, weights, sizes.
    case logarithmic
}

extension Setting where Root: Parameterized {
    package init<Input: ShellRepresentable>(
        _ name: String,
        _ path: any WritableKeyPath<Root, Input> & Sendable,
        _ summary: String,
        in domain: Domain = .anything,
        scale: SearchScale = .linear
    ) {
        self.scale = scale
        spec = ParameterSpec(
            name,
            summary,
            type: Input.shellType,
            standard: Root()[keyPath: path].shellValue,
            in: domain
        )
        read = { root in root[keyPath: path].shellValue }
        assign = { root, value in
            do throws(Diagnostic) {
                root[keyPath: path] = try Input(shell: value)
                return nil
            } catch {
                return error
            }
        }
    }
}
