package import Catalog
package import Diagnostics
package import Documents
import Values

/// A way to draw something: its options, and a figure in data space.
package protocol Plot: Parameterized {
    /// What is drawn, as plain data.
    associatedtype Subject: Sendable
    /// The options that all plots have.
    var look: FigureLook { get set }
    func figure(of subject: Subject) throws(Diagnostic) -> Figure
}

/// What readers may ask of any figure.
package struct FigureLook: Sendable, Hashable {
    /// Takes the place of the plot's own title.
    package var title: String?
    /// Columns and rows of text at most.
    package var width: Int?
    package var height: Int?

    package init() {}
}

extension Plot {
    /// The settings of `look`, which end every plot's own.
    package static var lookSettings: [Setting<Self>] {
        [
            Setting("title", \.look.title, "what stands above it; its own title if absent"),
            Setting("width", \.look.width, "columns of text at most", in: .range(20...400)),
            Setting("height", \.look.height, "rows of text at most", in: .range(3...200)),
        ]
    }
}
