import Diagnostics
import Digests
import Foundation
import Kernels
import Learning
import LightGBMLearners
import LinearLearners
import Relations
import Tables
import Testing
import Values
import XGBoostLearners

@Suite("Saved models")
struct ModelArchiveTests {
    let fixture: Fixture
    let archive = ModelArchive(
        learners: [Baseline.self] + LinearLearners.all + [LightGBM.self, XGBoost.self, Forest.self]
    )
    let features = ["distance", "hour", "carrier", "temp"]

    init() throws { fixture = try Fixture.read() }

    private func pipeline(_ learner: any Learner, _ target: String) throws -> FittedPipeline {
        let table = fixture.data.table
        let value = LearnerValue(learner, formula: Table.formula(target, features))
        let reading = try table.reading(target, from: features)
        let columns = try features.map { try table.column($0) }
        return try Fitting.fit(value, reading, (value.formula.text, columns), in: WorkContext())
            .pipeline
    }

    /// Runs a body with a path at which nothing is.
    private func withPath(_ body: (String) throws -> Void) throws {
        let folder = NSTemporaryDirectory() + "epilogue-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder + "/late.model")
        let left = try FileManager.default.contentsOfDirectory(atPath: folder)
        #expect(left.allSatisfy { $0 == "late.model" }, "nothing else is left behind")
    }

    @Test("a model that was saved and loaded is the same, bit for bit")
    func roundTrip() throws {
        let learners: [(any Learner, String)] = [
            (Baseline(), "size"), (Linear(), "delay"), (Logistic(), "late"), (Logistic(), "size"),
            (LightGBM(), "size"), (LightGBM(), "delay"), (Ridge(), "delay"), (Lasso(), "delay"),
            (ElasticNet(), "delay"), (GLM(), "distance"),
        ]
        for (learner, target) in learners {
            let model = try pipeline(learner, target)
            try withPath { path in
                try model.write(to: path, replacing: false)
                let again = try archive.read(path)
                #expect(again.fingerprint == model.fingerprint)
                #expect(again.target == model.target)
                #expect(again.expressions == model.expressions)
                #expect(again.learner.settings.map(\.name) == model.learner.settings.map(\.name))
                let table = fixture.data.table
                let rows = model.features.matrix(
                    of: features.compactMap { table[$0] },
                    rows: table.count
                )
                #expect(
                    try again.model.predict(rows, in: WorkContext())
                        == model.model.predict(rows, in: WorkContext())
                )
            }
        }
    }

    @Test("a fingerprint is one digest of what was learned and of all that was set on it")
    func fingerprints() throws {
        let model = try pipeline(Logistic(), "late")
        let scores = Scored(
            task: model.task,
            truth: [0, 1, 0, 1],
            outputs: Matrix(rows: 4, columns: 1, cells: [0.1, 0.4, 0.5, 0.8])
        )
        let curve = try ProbabilityCalibration(.sigmoid, fitting: scores)
        let reach = { try ConformalReach(coverage: $0, errors: [0.1, 0.2, 0.2, 0.3]) }
        let made = [
            model, model.deciding(from: 0.3), model.deciding(from: 0.4),
            model.calibrated(by: curve), model.calibrated(by: curve).deciding(from: 0.3),
            model.reaching(try reach(0.5)), model.reaching(try reach(0.6)),
        ]
        #expect(Set(made.map(\.fingerprint)).count == made.count)
        #expect(made.allSatisfy { $0.fingerprint.count == 64 })
        #expect(Set(made.map(\.learnedFingerprint)) == [model.learnedFingerprint])
        #expect(model.deciding(from: 0.5).fingerprint == model.fingerprint)
    }

    @Test("what is there is replaced only when told, and only by its like")
    func replacing() throws {
        let model = try pipeline(Linear(), "delay")
        try withPath { path in
            try model.write(to: path, replacing: false)
            let fault = #expect(throws: Diagnostic.self) {
                try model.write(to: path, replacing: false)
            }
            #expect(fault?.code == "file.exists")
            try model.write(to: path, replacing: true)
            #expect(try archive.read(path).fingerprint == model.fingerprint)
        }
        try withPath { path in
            try Data("mine".utf8).write(to: URL(fileURLWithPath: path))
            #expect(throws: Diagnostic.self) { try model.write(to: path, replacing: true) }
            #expect(try String(contentsOfFile: path, encoding: .utf8) == "mine")
        }
    }

    @Test("a folder that cannot be written is said")
    func unwritable() throws {
        let model = try pipeline(Baseline(), "delay")
        let fault = #expect(throws: Diagnostic.self) {
            try model.write(to: "/proc/late.model", replacing: false)
        }
        #expect(fault?.code == "file.unwritable")
    }

    @Test(
        "a saved model that was changed is refused",
        arguments: [
            ("model.txt", "cut", "model.corrupt"), ("model.json", "cut", "model.corrupt"),
            ("model.json", "version", "model.version"), ("model.txt", "gone", "model.corrupt"),
            ("model.json", "threshold", "model.corrupt"), ("model.json", "seal", "model.corrupt"),
        ]
    )
    func corrupt(_ file: String, _ fault: String, _ code: String) throws {
        let model = try pipeline(LightGBM(), "late").deciding(from: 0.25)
        try withPath { path in
            try model.write(to: path, replacing: false)
            #expect(try archive.read(path).threshold == 0.25)
            let place = path + "/" + file
            let text = try String(contentsOfFile: place, encoding: .utf8)
            switch fault {
            case "cut":
                try Data(text.utf8.prefix(text.utf8.count / 2))
                    .write(to: URL(fileURLWithPath: place))
            case "version":
                let other = text.replacingOccurrences(of: "\"format\" : 1", with: "\"format\" : 99")
                try Data(other.utf8).write(to: URL(fileURLWithPath: place))
            case "threshold", "seal":
                let other =
                    fault == "seal"
                    ? text.replacingOccurrences(of: "\"seal\"", with: "\"sael\"")
                    : text.replacingOccurrences(
                        of: "\"threshold\" : 0.25",
                        with: "\"threshold\" : 0.75"
                    )
                #expect(other != text)
                try Data(other.utf8).write(to: URL(fileURLWithPath: place))
            default: try FileManager.default.removeItem(atPath: place)
            }
            let refusal = #expect(throws: Diagnostic.self) { try archive.read(path) }
            #expect(refusal?.code.description == code)
        }
    }

    @Test(
        "a content whose sizes were changed is refused, though its digest is right",
        arguments: [
            ("xgboost", "\"num_nodes\":\"", "\"num_nodes\":\"9999"),
            ("xgboost", "\"left_children\":[", "\"left_children\":[-1],\"leftChildren\":["),
            ("forest", "\"base_weights\":[", "\"base_weights\":[0.5,"),
            ("lightgbm", "num_leaves=", "num_leaves=9999"),
            ("lightgbm", "\nnum_class=1\n", "\nnum_class=3000\n"),
            ("lightgbm", "=binary sigmoid:1\n", "=multiclass num_class:900\n"),
        ]
    )
    func tampered(_ learner: String, _ honest: String, _ hostile: String) throws {
        let model =
            switch learner {
            case "xgboost": try pipeline(XGBoost(), "late")
            case "forest": try pipeline(Forest(), "late")
            default: try pipeline(LightGBM(), "late")
            }
        try withPath { path in
            try model.write(to: path, replacing: false)
            func change(_ file: String, _ found: String, _ put: String) throws -> [UInt8] {
                let url = URL(fileURLWithPath: path + "/" + file)
                let text = try String(contentsOf: url, encoding: .utf8)
                #expect(text.contains(found))
                let changed = Data(text.replacingOccurrences(of: found, with: put).utf8)
                try changed.write(to: url)
                return Array(changed)
            }
            let digest = SHA256Digest(of: try model.model.encoded()).hexadecimal
            let content = try change("model.txt", honest, hostile)
            let told = try change("model.json", digest, SHA256Digest(of: content).hexadecimal)
            let sealed = try #require(ArchiveSeal.closed(told)).bytes
            try Data(sealed).write(to: URL(fileURLWithPath: path + "/model.json"))
            let refusal = #expect(throws: Diagnostic.self) { try archive.read(path) }
            #expect(refusal?.code == "model.corrupt")
            #expect(refusal?.message.contains("as it was written") == false)
        }
    }

    @Test("row expressions come back from JSON as they were")
    func expressions() throws {
        let log = try #require(RowFunctions.named("log"))
        let plus = try #require(RowFunctions.named("+"))
        let column = RowExpression.column("distance", .float)
        let all: [RowExpression] = [
            column, .literal(.float(0.1)), .literal(.missing, .category(["a", "b"])),
            .literal(.timestamp(Instant(microseconds: 1_234_567))),
            try .calling(plus, [try .calling(log, [column]), .literal(.int(3))]),
        ]
        for expression in all {
            let bytes = try ModelCoding.encode(StoredExpression(expression))
            let stored: StoredExpression = try ModelCoding.decode(bytes)
            #expect(try stored.expression { RowFunctions.named($0) } == expression)
        }
        let stored = StoredExpression.call("nonsense", [], window: nil)
        #expect(throws: Diagnostic.self) { try stored.expression { RowFunctions.named($0) } }
    }
}
