import Tables

extension Choices {
    /// `recode(x, old, new, old, new, …, else)`, as which a record of old and new values is read.
    static let recode = RowFunction(
        "recode",
        "The new value beside the one that equals x; others stay, or become the one for `else`.",
        .choice,
        takes: [
            RowParameter("x", "the value", .anything),
            RowParameter("values", "`{old: new, …}`", .anything, isRest: true, form: .pairs),
            RowParameter(
                "else",
                "the value for what is not among them, missing too",
                .anything,
                ambient: .subject
            ),
        ],
        examples: [
            "recode(origin, {EWR: \"Newark\", LGA: \"LaGuardia\"})",
            "recode(month, {12: \"winter\", 1: \"winter\"}, else: \"later\")",
        ],
        sql: .made { call in
            let places = newPlaces(call.arguments.count)
            let values = Branches.spelled(call, places)
            let whens = zip(places.dropLast(), values).map { place, value in
                let sides = [0, place - 1]
                let isSame = RowFunction.equal.sql.spelled(
                    SQLCall(sides.map { call.arguments[$0] }, sides.map { call.operands[$0] })
                )
                return "WHEN \(isSame) THEN \(value)"
            }
            return "(CASE \(whens.joined(separator: " ")) ELSE \(values[values.count - 1]) END)"
        },
        evaluate: { columns, count, type in
            let places = newPlaces(columns.count)
            var choices = Array(repeating: places.count - 1, count: count)
            for (choice, place) in places.dropLast().enumerated().reversed() {
                let old = columns[place - 1]
                let ranks = Ranking.ranks(columns[0], old)
                for row in choices.indices
                where ranks[row] == .same && !columns[0].isMissing(row) && !old.isMissing(row) {
                    choices[row] = choice
                }
            }
            return Branches.selected(places.map { columns[$0] }, type, choices)
        },
        gives: { arguments throws(TypeFault) in
            guard arguments.count >= 4, arguments.count % 2 == 0 else {
                throw TypeFault("`recode` takes a new value for each old one", [])
            }
            let places = newPlaces(arguments.count)
            for place in places.dropLast() {
                try Comparison.check(arguments[0].type, arguments[place - 1].type, at: place - 1)
            }
            do throws(TypeFault) {
                return try Branches.unified(arguments, at: places)
            } catch {
                var fault = error
                fault.hint = "else: missing"
                throw fault
            }
        }
    )

    /// Where the new values stand, that for else last.
    private static func newPlaces(_ count: Int) -> [Int] {
        Array(stride(from: 2, to: count - 1, by: 2)) + [count - 1]
    }
}
