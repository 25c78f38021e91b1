import Catalog
import Diagnostics
import Foundation
import Plotting
import Relations
import Tables
import Values

extension Function {
    /// A plot of a frame as a verb: the columns that it draws, then its settings by name.
    init<P: FramePlot>(plot: P.Type) {
        let signature = Signature(
            P.name,
            P.summary,
            family: .figures,
            parameters: [Parameter<Frame>("frame", "the frame to draw").spec]
                + P.roles.map(\.spec) + P.settings.map(\.spec),
            result: .object(DrawnFigure.type),
            effect: .runs,
            examples: P.examples
        )
        self.init(signature) { try Self.drawn(plot, $0, $1) }
    }

    /// The figure of a frame, then the columns that it draws, then settings.
    static func drawn<P: FramePlot>(
        _ plot: P.Type,
        _ values: [Value],
        _ context: CallContext
    ) throws -> Value {
        let frame = try Frame(shell: values[0])
        var plot = P()
        for (setting, value) in zip(P.settings, values.dropFirst(1 + P.roles.count)) {
            do throws(Diagnostic) {
                try setting.write(value, to: &plot)
            } catch {
                throw error.located(at: context.span(of: setting.spec.name))
            }
        }
        var roles: [String: [NamedExpression]] = [:]
        for (role, value) in zip(P.roles, values.dropFirst()) {
            let columns = try role.columns(value, of: frame)
            if !columns.isEmpty { roles[role.name] = columns }
        }
        for (role, columns) in roles.sorted(by: { $0.key < $1.key }) {
            try context.refuseProtected(
                columns,
                of: frame,
                at: role,
                because: "a figure would show its values"
            )
        }
        let rows = try PlottedRows(frame, roles, context)
        return .object(DrawnFigure(try plot.figure(of: rows)))
    }
}

extension PlotRole {
    var spec: ParameterSpec {
        switch kind {
        case .column:
            isOptional
                ? Parameter(name, default: Grouping(), summary).spec
                : Parameter<Grouping>(name, summary).spec
        case .measure:
            isOptional
                ? Parameter(name, default: Derivations(), summary).spec
                : Parameter<Derivations>(name, summary).spec
        case .columns: Parameter<ColumnNames>.rest(name, summary, default: ColumnNames()).spec
        }
    }

    /// The columns that stand for the role.
    fileprivate func columns(_ value: Value, of frame: Frame) throws -> [NamedExpression] {
        switch kind {
        case .column: try Grouping(shell: value).all
        case .measure: try Derivations(shell: value).all
        case .columns:
            try ColumnNames(shell: value).all.compactMap { name in
                frame.schema[name].map { NamedExpression(name, .column($0)) }
            }
        }
    }
}

extension PlottedRows {
    /// The rows of a frame, run by the session's engine and told in its zone.
    fileprivate init(
        _ frame: Frame,
        _ roles: [String: [NamedExpression]],
        _ context: CallContext
    ) throws {
        let engine = try context.engine
        let presentation = Presentation(context)
        let name = context.settings.zone
        let zone = name == "UTC" ? nil : TimeZone(identifier: name)
        self.init(
            frame: frame,
            roles: roles,
            spans: context.argumentSpans,
            span: context.span,
            run: { frame throws(Diagnostic) in
                do throws(EngineError) {
                    return try engine.collect(frame.plan, in: context.work)
                } catch {
                    throw error.diagnostic
                }
            },
            text: { value in
                guard case .text(let text) = presentation.text(of: value) else { return "missing" }
                return text
            },
            offset: { seconds in
                guard let zone else { return 0 }
                return Double(zone.secondsFromGMT(for: Date(timeIntervalSince1970: seconds)))
            }
        )
    }
}
