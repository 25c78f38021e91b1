import Relations
import Tables

extension PlanToSQL {
    mutating func join(
        _ left: Plan,
        _ right: Plan,
        _ kind: JoinKind,
        _ keys: [JoinKey],
        _ suffix: String,
        _ need: Need
    ) -> Query {
        let below: Need = need == .none ? .none : .keys
        // Each left row stands once at most: the right's order says nothing.
        let hasOne = [.semi, .anti, .asof].contains(kind)
        let l = side(lower(left, below), "l")
        let r = side(lower(right, hasOne ? .none : below), "r")
        let columns = JoinColumn.all(left.schema, right.schema, kind, on: keys, suffix: suffix)
        let on = keys.map { key in
            "\(l.columns[key.left] ?? "") \(key.test.sql) \(r.columns[key.right] ?? "")"
        }
        let condition = kind == .cross ? "" : "\n  ON " + on.joined(separator: " AND ")
        let aliases = SQLNames.aliases(columns.map(\.field.name))
        let leftKeys = Self.outer(l.order, kind == .right || kind == .full)
        let rightKeys = Self.outer(r.order, kind == .left || kind == .full)
        return Query(
            outputs: zip(columns, aliases).map { column, alias in
                let (sql, isColumn) = source(column, l.columns, r.columns)
                return Query.Output(
                    name: column.field.name,
                    alias: alias,
                    sql: sql,
                    isColumn: isColumn
                )
            },
            from: "\(l.from)\n\(kind.sql) JOIN \(r.from)\(condition)",
            order: leftKeys + (hasOne ? [] : rightKeys),
            isOrdered: false,
            isLed: l.isLed && kind != .right && kind != .full
        )
    }

    /// Keys of a side whose rows may be absent, and then stand behind the others.
    private static func outer(_ keys: [OrderKey], _ mayBeAbsent: Bool) -> [OrderKey] {
        guard mayBeAbsent else { return keys }
        return keys.map {
            OrderKey(sql: $0.sql, descending: $0.descending, missingFirst: $0.missingFirst)
        }
    }

    /// One side of a join: what stands in FROM, and its columns and order as seen from there.
    private mutating func side(
        _ query: Query,
        _ alias: String
    ) -> (from: String, columns: [String: String], order: [OrderKey], isLed: Bool) {
        let isBare =
            query.isOpen && query.conditions.isEmpty && query.outputs.allSatisfy(\.isColumn)
            && !query.from.contains("\n")
        let query = isBare ? query : wrapped(query)
        let columns = query.scope.mapValues { "\(alias).\($0)" }
        let order = query.order.map { key in
            var key = key
            key.sql = "\(alias).\(key.sql)"
            return key
        }
        return ("\(query.from) AS \(alias)", columns, order, query.isLed)
    }

    private func source(
        _ column: JoinColumn,
        _ left: [String: String],
        _ right: [String: String]
    ) -> (sql: String, isColumn: Bool) {
        switch column.origin {
        case .left(let name): (left[name] ?? "NULL", true)
        case .right(let name): (right[name] ?? "NULL", true)
        case .either(let name):
            ("coalesce(\(left[name] ?? "NULL"), \(right[name] ?? "NULL"))", false)
        }
    }

    /// The second below the first; columns by name.
    mutating func append(_ inputs: [Plan], _ schema: Schema, _ need: Need) -> Query {
        var branches = inputs.map { lower($0, need == .none ? .none : .rows) }
        let isOrdered = branches.allSatisfy(\.isOrdered)
        let aliases = SQLNames.aliases(schema.names)
        var order: [OrderKey] = []
        if need == .keys || (need == .rows && !isOrdered) {
            let branch = hidden()
            let place = hidden()
            order = [branch, place].map { .position(SQLText.name($0)) }
            for index in inputs.indices {
                let (query, position) = numbered(inputs[index])
                branches[index] = query
                branches[index].outputs += [
                    Query.Output(name: branch, alias: branch, sql: "\(index)", isColumn: false),
                    Query.Output(name: place, alias: place, sql: position, isColumn: false),
                ]
            }
        }
        let hiddenNames = order.map { String($0.sql.dropFirst().dropLast()) }
        let parts = zip(inputs, branches).map { input, branch in
            self.branch(branch, input.schema, schema, aliases, hiddenNames)
        }
        return Query(
            outputs: zip(schema.names, aliases).map { name, alias in
                Query.Output(name: name, alias: alias, sql: SQLText.name(alias), isColumn: true)
            },
            from: "(\n\(SQLText.indented(parts.joined(separator: "\nUNION ALL\n")))\n)",
            star: aliases + hiddenNames,
            order: order,
            isOrdered: isOrdered && order.isEmpty
        )
    }

    /// One of the appended: its columns in the place and of the type that all of them have.
    private mutating func branch(
        _ query: Query,
        _ own: Schema,
        _ schema: Schema,
        _ aliases: [String],
        _ hiddenNames: [String]
    ) -> String {
        var query = query.isCut || query.groups != nil || query.hasWindow ? wrapped(query) : query
        let scope = query.scope
        let shown = zip(schema.fields, aliases).map { field, alias in
            let sql = scope[field.name] ?? "NULL"
            let isSame = own[field.name]?.type == field.type
            return Query.Output(
                name: field.name,
                alias: alias,
                sql: isSame ? sql : "CAST(\(sql) AS \(SQLText.type(field.type)))",
                isColumn: isSame
            )
        }
        let carried = query.outputs.filter { hiddenNames.contains($0.name) }
        query.outputs = shown + carried
        query.star = nil
        return query.isCut ? "(\n\(SQLText.indented(query.sql))\n)" : query.sql
    }

    /// SQL of the user's own, over the frames it names.
    mutating func userSQL(
        _ frames: [NamedPlan],
        _ text: String,
        _ schema: Schema,
        _ need: Need
    ) -> Query {
        let aliases = SQLNames.aliases(schema.names)
        let shown = zip(schema.fields, aliases).enumerated().map { index, column in
            Query.Output(
                name: column.0.name,
                alias: column.1,
                sql: Self.canonical(SQLText.name(column.1), column.0.type),
                isColumn: false
            )
        }
        let body = "(\n\(SQLText.indented(userBody(frames, text)))\n)"
        var query = Query(
            outputs: shown,
            from: "\(body) AS user_rows(\(SQLText.names(aliases)))"
        )
        if UserSQL.losesOrder(text) {
            // Nothing promises an order: sorted by all columns, it is at least the same every time.
            query.order = shown.map { OrderKey(sql: $0.sql) }
            query.isOrdered = false
        } else if need == .keys {
            return numbered(query).query
        }
        return query
    }

    /// The user's statement with its frames in front of it.
    mutating func userBody(_ frames: [NamedPlan], _ text: String) -> String {
        let parts = frames.map { frame in
            let query = sorted(lower(frame.plan, .rows))
            return "\(SQLText.name(frame.name)) AS (\n\(SQLText.indented(query.sql))\n)"
        }
        let statement = UserSQL.statement(text)
        if parts.isEmpty { return statement }
        return "WITH \(parts.joined(separator: ",\n"))\nSELECT * FROM (\n\(statement)\n)"
    }

    /// A column of foreign make in the SQL type that ours is stored as.
    static func canonical(_ sql: String, _ type: ColumnType) -> String {
        switch type {
        case .bool, .category, .list, .record, .missing: sql
        default: "CAST(\(sql) AS \(SQLText.type(type)))"
        }
    }
}

extension JoinKind {
    fileprivate var sql: String { self == .asof ? "ASOF LEFT" : rawValue.uppercased() }
}

extension JoinKey.Test {
    fileprivate var sql: String {
        switch self {
        case .equal: "="
        case .same: "IS NOT DISTINCT FROM"
        case .less, .lessOrEqual, .greater, .greaterOrEqual: rawValue
        }
    }
}

/// What can be told from the text of a user's statement.
enum UserSQL {
    /// The statement without what may stand behind it.
    static func statement(_ text: String) -> String {
        var text = text.trimmed
        while text.hasSuffix(";") { text = text.dropLast().trimmed }
        return text
    }

    /// Whether its rows come in no order that anything promises.
    static func losesOrder(_ text: String) -> Bool {
        let words = words(text)
        if words.contains("order") { return false }
        let shuffles: Set = [
            "group", "join", "distinct", "union", "intersect", "except", "over", "pivot", "unpivot",
            "exists", "using",
        ]
        return words.contains { shuffles.contains($0) }
    }

    /// Its words in lower case, without what stands in quotes.
    private static func words(_ text: String) -> [String] {
        var plain = ""
        var quote: Character?
        for character in text {
            if let open = quote {
                if character == open { quote = nil }
            } else if character == "'" || character == "\"" {
                quote = character
                plain.append(" ")
            } else {
                plain.append(character.isLetter || character == "_" ? character : " ")
            }
        }
        return plain.lowercased().split(separator: " ").map(String.init)
    }
}
