import Relations
import Tables

/// A feature in a query: what it is, and how its cell is read.
package struct FeatureSQL: Sendable {
    package let feature: Feature
    /// A number, or the text of a category; NULL where it is missing.
    package let cell: String

    /// What makes a value of a type the number that models see; nil where it is one, or a text.
    static func number(of sql: String, _ type: ColumnType) -> String? {
        switch type {
        case .bool: PortableSQL.flag(sql)
        case .date: "CAST(\(sql) AS DATE) - DATE '1970-01-01'"
        case .timestamp, .time: PortableSQL.double("extract(epoch FROM \(sql))")
        default: nil
        }
    }

    /// A number for each level, and one for what is missing or no level of training.
    package func choice(_ numbers: [Double], otherwise: Double) -> String {
        let cases = zip(feature.levels ?? [], numbers).map { level, number in
            "WHEN \(PortableSQL.text(level)) THEN \(PortableSQL.number(number))"
        }
        return
            "CASE \(cell) \(cases.joined(separator: " ")) ELSE \(PortableSQL.number(otherwise)) END"
    }

    /// The score of the piece in which a number lies, each up to its cut.
    package func steps(_ cuts: [Double], _ scores: [Double], missing: Double) -> String {
        var cases = "WHEN \(cell) IS NULL THEN \(PortableSQL.number(missing))"
        for (cut, score) in zip(cuts, scores) {
            cases += " WHEN \(cell) <= \(PortableSQL.number(cut)) THEN \(PortableSQL.number(score))"
        }
        return "CASE \(cases) ELSE \(PortableSQL.number(scores.last ?? 0)) END"
    }
}

/// A model whose margins can be added up in SQL.
package protocol ScoredInSQL: MarginModel {
    /// For each output what it adds up to, one term after the other, each a number.
    func terms(over features: [FeatureSQL]) throws -> [[String]]
}
