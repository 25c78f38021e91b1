import Relations
import Tables
import Testing

@Suite("Arguments that do not go together")
struct TypeFaultTests {
    private static let delay = RowExpression.column("arr_delay", .int)
    private static let share = RowExpression.column("share", .float)
    private static let name = RowExpression.column("name", .text)
    private static let day = RowExpression.column("day", .date)
    private static let moment = RowExpression.column("time_hour", .timestamp)
    private static let late = RowExpression.column("late", .bool)

    /// Function, arguments, clause, words at the arguments, hint.
    private typealias Case = (String, [RowExpression], String, [String], String?)

    private static func text(_ text: String) -> RowExpression { .literal(.text(text)) }

    private static let cases: [Case] = [
        (
            ">", [delay, text("15")], "an int is compared with a text", ["int", "text"],
            "arr_delay > 15"
        ),
        (
            "<=", [text("-0.5"), share], "a text is compared with a float", ["text", "float"],
            "-0.5 <= share"
        ),
        ("==", [delay, text("x")], "an int is compared with a text", ["int", "text"], nil),
        ("==", [delay, text("1-2")], "an int is compared with a text", ["int", "text"], nil),
        ("!=", [name, delay], "a text is compared with an int", ["text", "int"], nil),
        (
            "<", [day, moment], "a date is compared with a timestamp", ["date", "timestamp"],
            "date(x) makes a date of a timestamp"
        ),
        ("==", [late, delay], "a bool is compared with an int", ["bool", "int"], nil),
        (
            "==", [delay, .literal(.missing)], "nothing is equal to missing, not even missing",
            ["missing"], "is missing"
        ),
        (
            "+", [delay, name], "a text cannot be added to an int", ["int", "text"],
            "text(x) makes a text of an int"
        ),
        (
            "-", [moment, delay], "an int cannot be subtracted from a timestamp",
            ["timestamp", "int"], nil
        ),
        ("and", [late, delay], "`and` takes a bool, not an int", ["an int"], nil),
        ("sqrt", [name], "`sqrt` takes a number, not a text", ["a text"], nil),
    ]

    @Test("Each is said with both types and what to type instead")
    func wording() throws {
        for (name, arguments, message, words, hint) in Self.cases {
            let function = try #require(RowFunctions.named(name))
            do throws(TypeFault) {
                _ = try RowExpression.calling(function, arguments)
                Issue.record("`\(name)` takes \(arguments.map(\.type.word))")
            } catch {
                #expect(error.message == message)
                #expect(error.places.map(\.words) == words, "\(message)")
                #expect(error.hint == hint, "\(message)")
            }
        }
    }
}
