import Catalog
import Documents
import Relations
import Tables
import Values

extension Function {
    static let schema = Function(
        "schema",
        "The columns of a frame and their types, as a frame.",
        family: .frames,
        effect: .pure,
        takes: Parameter<Frame>("frame", "the frame to look at"),
        examples: [Example("penguins | schema")]
    ) { _, frame in
        Frame(
            memory: Table(
                [Field("column", .text), Field("type", .text)],
                [
                    Column(.text, .texts(frame.schema.names)),
                    Column(.text, .texts(frame.schema.fields.map(\.type.word))),
                ]
            )
        )
    }

    static let plan = Function(
        "plan",
        "What the engine is asked to do for a frame, in its own words.",
        family: .frames,
        effect: .runs,
        takes: Parameter<Frame>("frame", "the frame to look at"),
        examples: [Example("penguins | filter(year == 2008) | plan")]
    ) { context, frame in
        Printed(.text(try context.engine.explain(frame.plan)))
    }
}
