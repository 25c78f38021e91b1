import Documents

/// A figure drawn with characters: the title, the drawing, and the sentence that says the same.
struct TextFigure {
    let figure: Figure
    /// The columns that a line may take.
    let width: Int
    /// ASCII in place of blocks and braille.
    let plain: Bool
    let digits: Int
    /// Whether it is one of several, whose legend stands below all of them.
    let isPanel: Bool

    init(_ figure: Figure, width: Int, plain: Bool, digits: Int, isPanel: Bool = false) {
        self.figure = figure
        self.isPanel = isPanel
        self.width = max(12, min(figure.width ?? width, width))
        self.plain = plain
        self.digits = digits
    }

    var lines: [StyledLine] {
        let title = TextWrap.lines(figure.title, .strong, width: min(width, 100))
        let sentence = TextWrap.lines(figure.subtitle, width: min(width, 100))
        return title + drawing.map { $0.trimmed() } + sentence
    }

    var drawing: [StyledLine] {
        if !figure.panels.isEmpty { return PanelRows(self).lines }
        for mark in figure.marks {
            switch mark {
            case .bar: return BarRows(self).lines
            case .push: return PushRows(self).lines
            case .step: return WaterfallRows(self).lines
            case .strip: return StripRows(self).lines
            case .box, .violin: return SpreadRows(self).lines
            case .bin, .point, .line, .tile, .text, .rule: continue
            }
        }
        return CanvasPlot(self).lines
    }
}

extension TextFigure {
    /// Names, cut to a third of the width and padded to one length.
    func labelColumn(_ labels: [String]) -> [String] {
        let shown = labels.map { TextWidth.truncated(VisibleText.of($0), to: max(8, width / 3)) }
        let size = shown.map { TextWidth.of($0) }.max() ?? 0
        return shown.map { $0 + String(spaces: size - TextWidth.of($0)) }
    }

    /// Texts of numbers, padded so that their points line up.
    static func alignedOnPoint(_ texts: [String]) -> [String] {
        let fractions = texts.map { text in
            text.firstIndex(of: ".").map { text.distance(from: $0, to: text.endIndex) } ?? 0
        }
        let fraction = fractions.max() ?? 0
        return alignedToEnd(zip(texts, fractions).map { $0 + String(spaces: fraction - $1) })
    }

    /// Texts padded so that they end together.
    static func alignedToEnd(_ texts: [String]) -> [String] {
        let size = texts.map { TextWidth.of($0) }.max() ?? 0
        return texts.map { String(spaces: size - TextWidth.of($0)) + $0 }
    }
}
