package import Relations

/// Every name that a user can type, by name and in the order in which help lists them.
package struct Registry: Sendable {
    package let functions: [Function]
    package let rowFunctions: [RowFunction]
    package let commands: [Command]
    private let functionsByName: [String: Function]
    private let rowFunctionsByName: [String: RowFunction]

    package init(functions: [Function], rowFunctions: [RowFunction], commands: [Command]) {
        self.functions = functions
        self.rowFunctions = rowFunctions
        self.commands = commands
        functionsByName = Dictionary(uniqueKeysWithValues: functions.map { ($0.name, $0) })
        rowFunctionsByName = Dictionary(uniqueKeysWithValues: rowFunctions.map { ($0.name, $0) })
    }

    /// A verb, or any function that takes whole values.
    package func function(_ name: String) -> Function? { functionsByName[name] }

    /// A function of row expressions; operators have names that cannot be typed as calls.
    package func rowFunction(_ name: String) -> RowFunction? { rowFunctionsByName[name] }

    package func command(_ name: String) -> Command? { commands.first { $0.name == name } }

    /// All names that can stand before a bracket.
    package var callableNames: [String] {
        functions.map(\.name)
            + rowFunctions.filter { $0.family != .operators }.map(\.name)
    }
}
