package import Catalog
import ClassicLearners
import DuckDBEngine
import Language
package import Learning
import LightGBMLearners
import LinearLearners
import ONNXModels
import PostgreSQLSource
import Relations
import SQLiteStorage
import SVMLearners
package import Sessions
import Verbs
import WebSource
import XGBoostLearners

/// The one place that knows every function, command, engine and store: it builds sessions.
package struct SessionFactory: Sendable {
    package let registry: Registry
    private let services: Services
    private let engine = DuckDBEngine(readers: [
        .sqlite: SQLiteSource(), .postgres: PostgreSQLSource(),
    ])
    private let web = WebSource(agent: "epilogue/\(Version.current)")

    /// Every learner, in the order in which help lists them.
    package static let learners: [any Learner.Type] =
        [Baseline.self] + LinearLearners.all + ClassicLearners.all + LightGBMLearners.all
        + XGBoostLearners.all + SVMLearners.all

    /// Those that learn without a target.
    package static let unsupervised: [any UnsupervisedLearner.Type] = ClassicLearners.unsupervised

    package init() {
        let memory = CompleterMemory()
        let functions =
            FrameVerbs.all + RecipeVerbs.all + RecipeSteps.all.map { Function(step: $0) }
            + Self.learners.map { Function(learner: $0) }
            + Self.unsupervised.map { Function(unsupervised: $0) }
            + ModelVerbs.all + FigureVerbs.all + ExplainVerbs.all
        registry = Registry(
            functions: functions.map { memory.recording($0) },
            rowFunctions: RowFunctions.all,
            commands: SessionCommands.all.map(\.declaration)
        )
        var services = Services()
        services.provide(engine, for: EngineKey.self)
        services.provide(web, for: WebFilesKey.self)
        let archive = ModelArchive(
            learners: Self.learners,
            unsupervised: Self.unsupervised,
            foreign: [ONNXModels.kind]
        )
        services.provide(
            ObjectLoaders([archive.loader, RecipeArchive.loader]),
            for: ObjectLoadersKey.self
        )
        let simple = SimpleLearners(numbers: Linear(), classes: Logistic())
        services.provide(simple, for: SimpleLearnersKey.self)
        services.provide(memory, for: CompleterMemoryKey.self)
        services.provide(.ofThisMachine, for: LibraryVersionsKey.self)
        services.provide(
            { [registry] text, context in
                try RecordedText.value(of: text, among: registry, in: context)
            },
            for: RecordedTextKey.self
        )
        self.services = services
    }

    /// Gives back what the engine holds, and what was fetched; no session of this factory runs
    /// afterwards.
    package func close() {
        engine.close()
        web.close()
    }

    /// A fresh session; sessions of one factory share its engine.
    package func session(_ settings: Settings) -> Session {
        Session(
            registry: registry,
            commands: SessionCommands.all,
            services: services,
            settings: settings
        )
    }
}

extension LibraryVersions {
    fileprivate static let ofThisMachine = LibraryVersions { name in
        switch name {
        case .duckdb: try? DuckDBEngine.libraryFacts().version
        case .lightgbm: try? LightGBMLibrary.version()
        case .xgboost: try? XGBoostLibrary.version()
        }
    }
}
