import Catalog
import Documents
import Relations
import Tables
import Values

extension Function {
    static let collect = Function(
        "collect",
        "The same rows, computed now and kept in memory.",
        family: .frames,
        effect: .runs,
        takes: Parameter<Frame>("frame", "the frame to run"),
        examples: [Example("heavy = penguins | filter(body_mass_g > 6000) | collect")]
    ) { context, frame -> Frame in
        let table = try context.engine.collect(frame.plan.unseen, in: context.work)
        return Frame(memory: table, of: frame).marked(frame.marks)
    }

    static let show = Function(
        "show",
        "Prints a frame's first rows, more or fewer than a frame prints by itself.",
        family: .frames,
        effect: .runs,
        takes: Parameter<Frame>("frame", "the frame to print"),
        Parameter("rows", default: 20, "how many rows to print", in: .range(0...1e6)),
        examples: [Example("penguins | select(species, island) | show(rows: 12)")]
    ) { context, frame, rows in
        Printed(try Presentation(context).document(of: frame, rows: rows), frame: frame)
    }

    static let print = Function(
        "print",
        "Prints values one below the other.",
        family: .session,
        effect: .runs,
        takes: Parameter<[Value]>.rest("x", "the values to print"),
        examples: [Example("print(\"rows\", 344)")]
    ) { context, values in
        var whole = Document()
        for value in values {
            if case .scalar(.text(let text)) = value {
                whole.append(.text(text))
            } else {
                whole.append(try Presentation(context).document(of: value))
            }
        }
        return Printed(whole)
    }
}
