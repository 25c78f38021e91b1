/// Which target may import which: docs/architecture.md as a table.
enum LayerRules {
    /// The targets by layer, from the ground up.
    static let layers: [[String]] = [
        [
            "Diagnostics", "Tables", "Kernels", "LinearAlgebra", "Trees", "Digests", "Libraries",
            "CDuckDB", "CLightGBM", "CXGBoost", "CONNXRuntime", "CLAPACK", "CEditLine", "CRE2",
            "CSQLite",
            "CPostgreSQL", "CCurl", "CLibSVM",
        ],
        ["Documents", "Relations"],
        ["Values", "Rendering"],
        ["Catalog"],
        ["Language", "Learning", "Explaining", "Plotting"],
        [
            "DuckDBEngine", "SQLiteStorage", "PostgreSQLSource", "WebSource", "LightGBMLearners",
            "XGBoostLearners", "LinearLearners", "ClassicLearners", "SVMLearners",
            "ONNXModels",
        ],
        ["Verbs"],
        ["Sessions", "Console"],
        ["Assembly"],
        ["epilogue", "handbook"],
    ]

    /// What may be imported sideways, within a layer.
    static let sideways: [String: Set<String>] = [
        "Kernels": ["Diagnostics"], "Libraries": ["Diagnostics"],
        "LinearAlgebra": ["CLAPACK", "Kernels"], "Trees": ["Tables", "Kernels"],
        "Explaining": ["Learning"], "Console": ["Sessions"],
    ]

    /// Who may import what is not Swift or not ours.
    ///
    /// Each has one importer; the ordered dictionary, which is part of a value, has the three that
    /// hold records.
    static let importers: [String: Set<String>] = [
        "CDuckDB": ["DuckDBEngine"], "CLightGBM": ["LightGBMLearners"],
        "CXGBoost": ["XGBoostLearners"], "CONNXRuntime": ["ONNXModels"],
        "CLAPACK": ["LinearAlgebra"], "CEditLine": ["Console"], "CRE2": ["Relations"],
        "CSQLite": ["SQLiteStorage"], "CPostgreSQL": ["PostgreSQLSource"],
        "CCurl": ["WebSource"], "CLibSVM": ["SVMLearners"],
        "Crypto": ["Digests"], "ArgumentParser": ["epilogue"],
        "OrderedCollections": ["Values", "Catalog", "Language", "Verbs", "Sessions"],
    ]

    /// What comes with the toolchain.
    static let system: Set<String> = [
        "Swift", "Foundation", "Glibc", "Musl", "Darwin", "Synchronization", "Dispatch",
    ]

    /// Adapters and vocabulary are seen by the assembly alone.
    static let assembledLayers = 5...6
    static let assemblyLayer = 8

    static func layer(of target: String) -> Int? {
        layers.firstIndex { $0.contains(target) }
    }

    /// Why `target` may not import `module`, or nil if it may.
    static func fault(_ target: String, imports module: String) -> String? {
        if system.contains(module) { return nil }
        if let allowed = importers[module], !allowed.contains(target) {
            return "\(target) imports \(module), which belongs to "
                + allowed.sorted().joined(separator: ", ")
        }
        guard let upper = layer(of: target) else { return "\(target) has no layer" }
        guard let lower = layer(of: module) else {
            return importers[module] == nil ? "\(target) imports \(module), which is unknown" : nil
        }
        if assembledLayers.contains(lower), upper != assemblyLayer {
            return "\(target) imports \(module), which only the assembly does"
        }
        if lower < upper || sideways[target, default: []].contains(module) { return nil }
        return "\(target) of layer \(upper) imports \(module) of layer \(lower)"
    }
}
