import Diagnostics
import Learning

/// The texts that a graph knows of an input, from the nodes that look them up.
extension ONNXGraph {
    /// What hands texts on as they are.
    private static let passing: Set<String> = [
        "Concat", "Reshape", "ArrayFeatureExtractor", "Identity", "Gather", "Flatten", "Squeeze",
        "Unsqueeze", "Transpose", "Slice", "Split", "Shape", "FeatureVectorizer", "Where",
    ]
    /// What looks texts up, and the attributes that hold what it knows.
    private static let lookups: [String: [String]] = [
        "OneHotEncoder": ["cats_strings"],
        "LabelEncoder": ["keys_strings", "keys_tensor"],
        "CategoryMapper": ["cats_strings"],
        "Equal": [],
    ]

    /// In the order in which they occur, each once.
    ///
    /// Throws for nodes that take texts apart: what they know is no list.
    func knownTexts(of input: String) throws(Diagnostic) -> [String] {
        var names: Set = [input]
        var found: [String] = []
        for node in nodes {
            if node.hasGraph {
                throw .unsupported("its input `\(input)` is a text, which a branch may read")
            }
            guard node.inputs.contains(where: names.contains) else { continue }
            if Self.passing.contains(node.operation) {
                if node.operation != "Shape" { names.formUnion(node.outputs) }
            } else if let attributes = Self.lookups[node.operation] {
                for name in attributes { found += node.texts[name] ?? [] }
                for name in node.inputs { found += texts[name] ?? [] }
                // A lookup of texts by texts is one more.
                if node.texts["values_strings"] != nil { names.formUnion(node.outputs) }
            } else {
                throw .unsupported(
                    "its input `\(input)` is a text, which `\(node.operation)` does not look up"
                )
            }
        }
        var seen: Set<String> = []
        // The empty text stands for a missing one.
        found = found.filter { !$0.isEmpty && seen.insert($0).inserted }
        guard !found.isEmpty else {
            throw .unsupported("its input `\(input)` is a text, and no list of them is known")
        }
        return found
    }
}
