import Catalog
import Diagnostics
import Foundation
import Values

/// Models that were trained elsewhere, in the files of the libraries that trained them.
extension ModelArchive {
    /// How much of a file is looked at to tell what it is.
    private static let headLength = 1 << 16

    /// The model in a file; nil for a file that is no model's.
    func imported(_ request: ObjectRequest, _ context: CallContext) throws -> Value? {
        guard request.format == nil, let head = Self.head(of: request.path) else { return nil }
        let found = readers.first { _, reader in
            reader.recognizes(head) || reader.endings.contains { request.path.hasSuffix($0) }
        }
        guard let found else { return nil }
        guard let content = FileManager.default.contents(atPath: request.path) else {
            throw Diagnostic("file.unreadable", "`\(request.typed)` may not be read")
                .located(at: context.span(of: "path"))
        }
        let pipeline: FittedPipeline
        do {
            let model = try found.reader.read(Array(content), request.features)
                .naming(request.features)
            pipeline = try model.pipeline(
                learner: found.learner,
                target: request.target,
                classes: request.classes
            )
            for remark in model.remarks { context.notes.note(remark) }
        } catch let fault as Diagnostic {
            throw Self.named(fault, found.reader, request, context)
        }
        context.notes.reads(request.path, typed: request.typed)
        return .object(pipeline)
    }

    /// The first bytes of a file; nil for what is none.
    private static func head(of path: String) -> [UInt8]? {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder),
            !isFolder.boolValue, let file = FileHandle(forReadingAtPath: path)
        else { return nil }
        defer { try? file.close() }
        // A file without bytes gives nothing, and its name may tell what it should be.
        return (try? file.read(upToCount: headLength)).map { Array($0) } ?? []
    }

    /// A fault of the file told as one of the file.
    private static func named(
        _ fault: Diagnostic,
        _ reader: ForeignModelReader,
        _ request: ObjectRequest,
        _ context: CallContext
    ) -> Diagnostic {
        let places: [Diagnostic.Code: String] = [
            "model.classes": "classes", "model.target": "target", "model.features": "features",
        ]
        let place = places[fault.code] ?? "path"
        var named = fault.located(at: context.span(of: place))
        if fault.code == "model.corrupt" {
            named = Diagnostic(
                "model.file",
                "`\(request.typed)` is no whole model of \(reader.title): \(fault.message)",
                at: context.span(of: "path"),
                hints: ["`\(reader.writtenBy)` in Python writes it"]
            )
        } else if fault.code == "model.unsupported" {
            named.message = "the model in `\(request.typed)` cannot be taken over: \(fault.message)"
        }
        return named
    }
}
