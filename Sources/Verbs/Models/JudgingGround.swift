import Catalog
import Diagnostics
import Learning
import Relations
import Values

/// What models or learners are judged by: rows, or folds of them.
enum JudgingGround: ShellRepresentable {
    case rows(Frame)
    case folds(Learning.Folds)

    static var shellType: ValueType { .oneOf([.frame, .object(Learning.Folds.type)]) }

    /// The learner of a verb that judges it on folds, and those folds.
    static let learner = ParameterSpec(
        "learner",
        "a learner with its formula or recipe",
        type: LearnerValue.shellType
    )
    static let folds = ParameterSpec(
        "folds",
        "what `folds` gives, or a frame, of which five folds are drawn",
        type: shellType
    )

    init(shell value: Value) throws(Diagnostic) {
        if case .object(let object) = value, let folds = object as? Learning.Folds {
            self = .folds(folds)
        } else {
            self = .rows(try Frame(shell: value))
        }
    }

    var shellValue: Value {
        switch self {
        case .rows(let frame): .frame(frame)
        case .folds(let folds): .object(folds)
        }
    }
}

extension JudgingGround {
    /// The folds that were given, or five of the frame.
    func folds(seed: UInt64, in context: CallContext) throws -> Learning.Folds {
        switch self {
        case .folds(let folds):
            let rows = folds.folds.reduce(into: Set()) { $0.formUnion($1.test.heldOutRows) }
            Self.note(heldOut: rows, in: context)
            return folds
        case .rows(let frame):
            context.warnOfLearning(from: frame)
            Self.note(heldOut: frame.heldOutRows, in: context)
            let making = FoldMaking(engine: try context.engine, work: context.work)
            do {
                return try making.drawn(
                    5,
                    of: frame,
                    stratify: [],
                    group: [],
                    repeats: 1,
                    seed: seed
                )
            } catch let fault as Diagnostic {
                throw fault.located(at: context.span(of: "folds"))
            }
        }
    }

    /// Counts a look at rows that were held out.
    private static func note(heldOut rows: Set<RowsIdentity>, in context: CallContext) {
        guard let looks = context.looks.look(at: rows, by: [:]) else { return }
        context.notes.note(Judging.words(looks: looks))
    }
}

extension CallContext {
    /// Says what was seen when a learner's folds were read.
    func tell(_ facts: FoldFacts) {
        for remark in facts.remarks { notes.note(remark) }
        for one in facts.suspicions.prefix(5) {
            notes.add(one.warning(of: facts.target, frame: "frame"))
        }
    }
}
