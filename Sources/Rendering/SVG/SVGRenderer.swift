package import Documents

/// Writes the figures of a document as SVG 1.1, one after another; what is no figure is left out.
///
/// The picture has a title and a description for those who do not see it, refers to no file or font,
/// and is the same on every machine.
package struct SVGRenderer: Renderer {
    package static let mediaType = "image/svg+xml"

    /// The width of the picture, in pixels.
    package var width: Double
    /// The significant digits of values that are written out.
    package var digits: Int

    package init(width: Double = 640, digits: Int = 4) {
        self.width = max(width, 240)
        self.digits = digits
    }

    package func render(_ document: Document, into output: inout some TextOutputStream) {
        for case .figure(let figure) in document.blocks {
            output.write(SVGFigure(figure, width: width, digits: digits).text)
        }
    }
}
