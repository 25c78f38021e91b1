/// The library of row functions: every operator, function and reduction, each declared once.
package enum RowFunctions {
    package static let all: [RowFunction] =
        operators + Numbers.all + Conversions.all + Texts.all + Times.all + Choices.all
        + Lists.all + Reductions.all + Windows.all

    package static let operators: [RowFunction] = [
        .add, .subtract, .multiply, .divide, .floorDivide, .modulo, .power, .negate,
        .equal, .unequal, .less, .lessOrEqual, .greater, .greaterOrEqual, .between, .isIn, .like,
        .isMissing, .not, .and, .or, .choose,
    ]

    private static let byName = Dictionary(
        (all + [.element]).map { ($0.name, $0) },
        uniquingKeysWith: { first, _ in first }
    )

    package static func named(_ name: String) -> RowFunction? { byName[name] }
}
