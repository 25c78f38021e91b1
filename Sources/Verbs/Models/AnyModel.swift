import Diagnostics
import Learning
import Values

/// A model, whether it learned with a target or without.
enum AnyModel: ShellRepresentable {
    case supervised(FittedPipeline)
    case unsupervised(UnsupervisedPipeline)

    static var shellType: ValueType { .object(FittedPipeline.type) }

    init(shell value: Value) throws(Diagnostic) {
        if case .object(let object) = value, let model = object as? UnsupervisedPipeline {
            self = .unsupervised(model)
        } else {
            self = .supervised(try FittedPipeline(shell: value))
        }
    }

    var shellValue: Value {
        switch self {
        case .supervised(let model): .object(model)
        case .unsupervised(let model): .object(model)
        }
    }
}
