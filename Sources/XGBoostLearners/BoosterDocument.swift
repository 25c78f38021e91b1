import Diagnostics
import Foundation
import Learning

/// The parts of XGBoost's own JSON that are read.
///
/// Keys are spelled as the library spells them: with any other spelling two keys of a record could
/// lead to one value here, and to another in the library.
struct BoosterDocument: Decodable {
    let learner: LearnerPart
    let version: [Int]?

    init(_ text: String) throws(Diagnostic) {
        do {
            self = try JSONDecoder().decode(BoosterDocument.self, from: Data(text.utf8))
        } catch {
            throw .modelCorrupt("it is cut short, or a part of it is not there")
        }
    }
}

struct LearnerPart: Decodable {
    struct Parameters: Decodable {
        var baseScore: String
        var features: String
        var classes: String
        var targets: String?

        private enum CodingKeys: String, CodingKey {
            case baseScore = "base_score"
            case features = "num_feature"
            case classes = "num_class"
            case targets = "num_target"
        }
    }

    struct Objective: Decodable {
        struct Softmax: Decodable {
            var classes: String

            private enum CodingKeys: String, CodingKey { case classes = "num_class" }
        }

        /// Of which quantiles it is: `[0.9]`, `0.9`, or several.
        struct Quantile: Decodable {
            var alpha: String

            /// The share below, where there is one.
            var share: Double? {
                let numbers = alpha.split { "[], ".contains($0) }.compactMap { Double($0) }
                return numbers.count == 1 ? numbers[0] : nil
            }

            private enum CodingKeys: String, CodingKey { case alpha = "quantile_alpha" }
        }

        var name: String
        var softmax: Softmax?
        var quantile: Quantile?

        private enum CodingKeys: String, CodingKey {
            case name
            case softmax = "softmax_multiclass_param"
            case quantile = "quantile_loss_param"
        }
    }

    var attributes: [String: String]?
    var featureNames: [String]?
    var booster: BoosterPart
    var parameters: Parameters
    var objective: Objective

    private enum CodingKeys: String, CodingKey {
        case attributes, objective
        case featureNames = "feature_names"
        case booster = "gradient_booster"
        case parameters = "learner_model_param"
    }
}

struct BoosterPart: Decodable {
    static let trees = "gbtree"

    var name: String?
    /// The trees, where it is made of trees alone.
    var model: ModelPart?

    private enum CodingKeys: CodingKey { case name, model }

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        name = try values.decodeIfPresent(String.self, forKey: .name)
        model = name == Self.trees ? try values.decode(ModelPart.self, forKey: .model) : nil
    }
}

struct ModelPart: Decodable {
    struct Parameters: Decodable {
        var trees: String
        var parallelTrees: String?

        private enum CodingKeys: String, CodingKey {
            case trees = "num_trees"
            case parallelTrees = "num_parallel_tree"
        }
    }

    var parameters: Parameters
    /// Where each round begins among the trees, and the last ends.
    var rounds: [Int]?
    var trees: [TreePart]
    /// The output of each tree.
    var outputs: [Int]
    var categories: Categories?

    private enum CodingKeys: String, CodingKey {
        case trees
        case parameters = "gbtree_model_param"
        case rounds = "iteration_indptr"
        case outputs = "tree_info"
        case categories = "cats"
    }
}

/// One tree, an element a node.
struct TreePart: Decodable {
    struct Parameters: Decodable {
        var nodes: String
        var features: String?
        var deleted: String?
        var leafSize: String

        private enum CodingKeys: String, CodingKey {
            case nodes = "num_nodes"
            case features = "num_feature"
            case deleted = "num_deleted"
            case leafSize = "size_leaf_vector"
        }
    }

    var id: Int?
    var parameters: Parameters
    var leftChildren: [Int]
    var rightChildren: [Int]
    var parents: [Int]
    var splitIndices: [Int]
    /// Of a split the number below which cells go left, of a leaf its value.
    var splitConditions: [Float]
    /// 1 for categories.
    var splitType: [Int]
    /// 1 where missing cells go left.
    var defaultLeft: [Int]
    var sumHessian: [Double]
    var lossChanges: [Double]
    /// What a node would tell as a leaf, for each output.
    var baseWeights: [Float]
    /// The categories that go right: those of all nodes, which nodes have some, and where they lie.
    var categories: [Int]
    var categoriesNodes: [Int]
    var categoriesSegments: [Int]
    var categoriesSizes: [Int]
    /// Of a tree of several outputs the values of all leaves, one leaf after another; the child to
    /// the right of a leaf is its place among them.
    var leafWeights: [Float]?

    private enum CodingKeys: String, CodingKey {
        case id, parents, categories
        case parameters = "tree_param"
        case leftChildren = "left_children"
        case rightChildren = "right_children"
        case splitIndices = "split_indices"
        case splitConditions = "split_conditions"
        case splitType = "split_type"
        case defaultLeft = "default_left"
        case sumHessian = "sum_hessian"
        case lossChanges = "loss_changes"
        case baseWeights = "base_weights"
        case categoriesNodes = "categories_nodes"
        case categoriesSegments = "categories_segments"
        case categoriesSizes = "categories_sizes"
        case leafWeights = "leaf_weights"
    }
}
