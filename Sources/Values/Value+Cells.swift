package import Documents
package import Tables

extension Scalar {
    /// The cell as renderers take it; timestamps are shown in a zone by their offset.
    package func cell(offset: (Instant) -> Int64) -> Cell {
        switch self {
        case .missing: .missing
        case .bool(let flag): .bool(flag)
        case .int(let number): .int(number)
        case .float(let number): .float(number)
        case .text(let text): .text(text)
        case .date(let day): .formatted(day.text)
        case .time(let time): .formatted(time.text)
        case .timestamp(let instant):
            .formatted(Instant(microseconds: instant.microseconds + offset(instant)).text)
        case .duration(let interval): .formatted(interval.text)
        case .list(let cells): .list(cells.map { $0.cell(offset: offset) })
        case .record(let parts):
            .record(parts.map { Documents.Field($0.name, $0.value.cell(offset: offset)) })
        }
    }
}

extension Value {
    /// The value as one cell; a list of cells is one too.
    package var cell: Scalar? {
        switch self {
        case .scalar(let cell): return cell
        case .list(let values):
            let cells = values.compactMap(\.cell)
            return cells.count == values.count ? .list(cells) : nil
        default: return nil
        }
    }
}
