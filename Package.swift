// swift-tools-version: 6.1
import PackageDescription

/// What every target of ours is compiled with.
let house: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .unsafeFlags(["-warnings-as-errors"]),
]

/// Number crunching is compiled with `-O` even in debug: tests then take seconds, not minutes.
let fast: [SwiftSetting] = house + [.unsafeFlags(["-O"], .when(configuration: .debug))]

/// One of our targets, with the house settings.
func room(
    _ name: String,
    _ dependencies: [Target.Dependency] = [],
    settings: [SwiftSetting]? = nil
)
    -> Target
{
    .target(name: name, dependencies: dependencies, swiftSettings: settings ?? house)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], fixtures: [String] = []) -> Target {
    .testTarget(
        name: name,
        dependencies: dependencies,
        exclude: fixtures,
        swiftSettings: house
    )
}

let package = Package(
    name: "epilogue",
    products: [
        .executable(name: "epilogue", targets: ["epilogue"]),
        .executable(name: "handbook", targets: ["handbook"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", exact: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
    ],
    targets: [
        // 0  ground
        room("Diagnostics"),
        room("Tables", settings: fast),
        room("Kernels", ["Diagnostics"], settings: fast),
        room("LinearAlgebra", ["Kernels", "CLAPACK"], settings: fast),
        room("Trees", ["Tables", "Kernels"], settings: fast),
        room("Libraries", ["Diagnostics"]),
        room("Digests", [.product(name: "Crypto", package: "swift-crypto")]),
        .target(name: "CDuckDB"),
        .target(name: "CLightGBM"),
        .target(name: "CXGBoost"),
        .target(name: "CONNXRuntime"),
        // Linked as an archive, so that the installed program needs no RE2 beside it.
        .target(name: "CRE2", linkerSettings: [.linkedLibrary(":libre2.a")]),
        // As an archive, too.
        .target(name: "CLibSVM", linkerSettings: [.linkedLibrary(":libsvm.a")]),
        .systemLibrary(name: "CLAPACK"),
        .systemLibrary(name: "CCurl"),
        .systemLibrary(name: "CEditLine"),
        .systemLibrary(name: "CPostgreSQL"),
        .systemLibrary(name: "CSQLite"),
        // 1  plain data
        room("Documents"),
        room(
            "Relations",
            [
                "Diagnostics", "Tables", "Kernels", "Digests", "CRE2",
            ],
            settings: fast
        ),
        // 2  values
        room(
            "Values",
            [
                "Diagnostics", "Documents", "Relations", "Tables",
                .product(name: "OrderedCollections", package: "swift-collections"),
            ]
        ),
        room("Rendering", ["Documents"]),
        // 3  declaration
        room(
            "Catalog",
            [
                "Diagnostics", "Documents", "Kernels", "Relations", "Tables", "Values",
                .product(name: "OrderedCollections", package: "swift-collections"),
            ]
        ),
        // 4  domains
        room(
            "Language",
            [
                "Diagnostics", "Kernels", "Relations", "Tables", "Values", "Catalog",
                .product(name: "OrderedCollections", package: "swift-collections"),
            ]
        ),
        room(
            "Learning",
            [
                "Diagnostics", "Tables", "Kernels", "LinearAlgebra", "Trees", "Digests",
                "Documents", "Relations", "Values", "Catalog",
            ],
            settings: fast
        ),
        room(
            "Explaining",
            [
                "Diagnostics", "Tables", "Kernels", "LinearAlgebra", "Digests", "Trees",
                "Documents", "Relations", "Values", "Catalog", "Learning",
            ]
        ),
        room(
            "Plotting",
            [
                "Diagnostics", "Tables", "Kernels", "Documents", "Relations", "Values", "Rendering",
                "Catalog",
            ]
        ),
        // 5  adapters
        room(
            "DuckDBEngine",
            ["Diagnostics", "Tables", "Kernels", "Libraries", "Relations", "CDuckDB"],
            settings: fast
        ),
        room(
            "PostgreSQLSource",
            ["Diagnostics", "Tables", "Kernels", "Relations", "CPostgreSQL"],
            settings: fast
        ),
        room(
            "SQLiteStorage",
            ["Diagnostics", "Tables", "Kernels", "Relations", "CSQLite"],
            settings: fast
        ),
        room("WebSource", ["Diagnostics", "Kernels", "Relations", "CCurl"]),
        room(
            "LightGBMLearners",
            [
                "Diagnostics", "Tables", "Kernels", "Trees", "Libraries", "Catalog", "Values",
                "Learning", "CLightGBM",
            ]
        ),
        room(
            "XGBoostLearners",
            [
                "Diagnostics", "Tables", "Kernels", "Trees", "Libraries", "Catalog", "Values",
                "Learning", "CXGBoost",
            ]
        ),
        room(
            "LinearLearners",
            [
                "Diagnostics", "Tables", "Kernels", "LinearAlgebra", "Catalog", "Values",
                "Learning",
            ],
            settings: fast
        ),
        room(
            "ClassicLearners",
            ["Diagnostics", "Tables", "Kernels", "Catalog", "Values", "Learning"],
            settings: fast
        ),
        room(
            "SVMLearners",
            ["Diagnostics", "Tables", "Kernels", "Catalog", "Values", "Learning", "CLibSVM"],
            settings: fast
        ),
        room(
            "ONNXModels",
            ["Diagnostics", "Tables", "Kernels", "Libraries", "Learning", "CONNXRuntime"]
        ),
        // 6  vocabulary
        room(
            "Verbs",
            [
                "Diagnostics", "Tables", "Kernels", "Digests", "Documents", "Relations", "Values",
                "Rendering",
                "Catalog", "Language", "Learning", "Explaining", "Plotting",
                .product(name: "OrderedCollections", package: "swift-collections"),
            ]
        ),
        // 7  conversation
        room(
            "Sessions",
            [
                "Diagnostics", "Tables", "Kernels", "Digests", "Documents", "Relations", "Values",
                "Rendering", "Catalog", "Language",
                .product(name: "OrderedCollections", package: "swift-collections"),
            ]
        ),
        room(
            "Console",
            [
                "CEditLine", "Diagnostics", "Kernels", "Documents", "Rendering", "Language",
                "Sessions",
            ]
        ),
        // 8  assembly
        room(
            "Assembly",
            [
                "Diagnostics", "Kernels", "Relations", "Values", "Catalog", "Language", "Learning",
                "Explaining", "Plotting", "DuckDBEngine", "PostgreSQLSource", "SQLiteStorage",
                "WebSource", "LightGBMLearners", "XGBoostLearners", "LinearLearners",
                "ClassicLearners", "SVMLearners", "ONNXModels", "Libraries", "Verbs", "Sessions",

            ]
        ),
        // 9  programs
        .executableTarget(
            name: "epilogue",
            dependencies: [
                "Assembly", "Catalog", "Sessions", "Console", "Rendering", "Diagnostics",
                "Documents", "Kernels", "Language", "Relations", "Tables", "Values",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: house
        ),
        .executableTarget(
            name: "handbook",
            dependencies: ["Assembly", "Catalog", "Rendering", "Documents", "Sessions"],
            swiftSettings: house
        ),
        // tests
        .executableTarget(
            name: "row-timing",
            dependencies: [
                "Assembly", "DuckDBEngine", "Kernels", "Learning", "Relations", "Tables",
            ],
            path: "Tests/Benchmarks/RowTiming",
            swiftSettings: house
        ),
        .executableTarget(
            name: "contribution-timing",
            dependencies: [
                "Assembly", "DuckDBEngine", "Kernels", "Learning", "Relations", "Tables", "Trees",
            ],
            path: "Tests/Benchmarks/ContributionTiming",
            swiftSettings: house
        ),
        .target(
            name: "TestSupport",
            dependencies: [
                "Diagnostics", "Tables", "Kernels", "Relations", "Values", "Catalog", "Language",
                "Learning", "Explaining", "Trees", "Sessions", "Assembly",
            ],
            path: "Tests/TestSupport",
            swiftSettings: house
        ),
        tests("DiagnosticsTests", ["Diagnostics"]),
        tests("TablesTests", ["Tables"]),
        tests("KernelsTests", ["Kernels", "LinearAlgebra"], fixtures: ["Fixtures"]),
        tests("TreesTests", ["Trees", "Tables", "Kernels"]),
        tests(
            "LibrariesTests",
            ["Libraries", "Diagnostics", "CDuckDB", "CLightGBM", "CXGBoost", "CONNXRuntime"]
        ),
        tests("DigestsTests", ["Digests"]),
        tests("RelationsTests", ["Relations", "Tables", "Diagnostics", "Kernels", "Values"]),
        tests("RenderingTests", ["Rendering", "Documents"]),
        tests(
            "LanguageTests",
            [
                "Language", "Catalog", "Values", "Relations", "Diagnostics", "Tables", "Kernels",
                "Sessions", "Assembly", "TestSupport",
            ]
        ),
        tests(
            "LearningTests",
            [
                "Learning", "LightGBMLearners", "XGBoostLearners", "LinearLearners",
                "ClassicLearners", "SVMLearners", "Explaining", "Tables", "Kernels",
                "LinearAlgebra", "Relations", "Values", "Diagnostics", "Digests",
                "TestSupport", "Catalog", "Documents", "DuckDBEngine", "Verbs", "Trees",
            ],
            fixtures: ["Fixtures"]
        ),
        tests(
            "ExplainingTests",
            [
                "Explaining", "Plotting", "Learning", "LightGBMLearners", "LinearLearners",
                "XGBoostLearners", "Trees",
                "ClassicLearners", "Tables", "Kernels", "Relations", "Values", "Documents",
                "Rendering",
                "Diagnostics", "Catalog",
            ],
            fixtures: ["Fixtures"]
        ),
        tests(
            "PlottingTests",
            [
                "Plotting", "Documents", "Rendering", "Relations", "Tables", "Values", "Sessions",
                "Diagnostics", "TestSupport",
            ],
            fixtures: ["Fixtures"]
        ),
        tests(
            "DuckDBEngineTests",
            ["DuckDBEngine", "Relations", "Tables", "Diagnostics", "Kernels", "TestSupport"],
            fixtures: ["Fixtures"]
        ),
        tests(
            "PostgreSQLSourceTests",
            [
                "PostgreSQLSource", "DuckDBEngine", "Relations", "Tables", "Kernels", "TestSupport",
            ]
        ),
        tests(
            "SQLiteStorageTests",
            ["SQLiteStorage", "DuckDBEngine", "Relations", "Tables", "Kernels"],
            fixtures: ["Fixtures"]
        ),
        tests(
            "WebSourceTests",
            [
                "WebSource", "Relations", "Kernels", "Diagnostics", "Catalog", "Assembly",
                "Sessions", "TestSupport",
            ]
        ),
        tests(
            "SessionsTests",
            [
                "Sessions", "Diagnostics", "Kernels", "Documents", "Rendering", "TestSupport",
                "Assembly",
            ]
        ),
        tests("ConsoleTests", ["Console", "Diagnostics", "Sessions", "TestSupport", "epilogue"]),
        tests(
            "TranscriptTests",
            [
                "Assembly", "Sessions", "Catalog", "Values", "Relations", "Rendering", "Documents",
                "Kernels", "Diagnostics", "Tables", "TestSupport",
            ],
            fixtures: ["Fixtures"]
        ),
        .testTarget(name: "LayerTests", swiftSettings: fast),
    ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx17
)
