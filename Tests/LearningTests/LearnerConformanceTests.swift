import ClassicLearners
import Foundation
import Kernels
import Learning
import LightGBMLearners
import LinearLearners
import SVMLearners
import TestSupport
import Testing
import XGBoostLearners

@Suite("What every learner keeps")
struct LearnerConformanceTests {
    @Test("baseline") func baseline() throws {
        try checkLearner(Baseline())
        try checkWeights(Baseline())
    }

    @Test("linear") func linear() throws {
        try checkLearner(Linear())
        try checkWeights(Linear())
    }

    @Test("ridge") func ridge() throws {
        try checkLearner(Ridge())
        var learner = Ridge()
        learner.l2 = 10
        try checkLearner(learner)
        try checkWeights(learner)
    }

    @Test("lasso") func lasso() throws {
        try checkLearner(Lasso())
        var learner = Lasso()
        learner.l1 = 0.1
        try checkLearner(learner)
        try checkWeights(learner)
    }

    @Test("elastic_net") func elasticNet() throws {
        try checkLearner(ElasticNet())
        var learner = ElasticNet()
        (learner.l1, learner.l2) = (0.1, 0.2)
        try checkLearner(learner)
        try checkWeights(learner)
    }

    @Test("logistic") func logistic() throws {
        try checkLearner(Logistic())
        try checkWeights(Logistic())
        var learner = Logistic()
        (learner.l1, learner.l2) = (2, 0.5)
        try checkLearner(learner)
        try checkWeights(learner)
    }

    @Test("glm", arguments: ["poisson", "gamma", "inverse_gaussian", "gaussian"])
    func glm(family: String) throws {
        var learner = GLM()
        learner.family = family
        try checkLearner(learner) { exp($0 / 4) }
        try checkWeights(learner) { exp($0 / 4) }
    }

    @Test("naive_bayes") func naiveBayes() throws {
        try checkLearner(NaiveBayes())
        try checkWeights(NaiveBayes())
    }

    @Test("knn") func knn() throws {
        try checkLearner(Neighbors())
        try checkWeights(Neighbors())
        var learner = Neighbors()
        (learner.neighbors, learner.weights) = (9, "distance")
        try checkLearner(learner)
        try checkWeights(learner)
    }

    @Test("svm", arguments: ["rbf", "linear", "polynomial"]) func svm(kernel: String) throws {
        var learner = SupportVectors()
        learner.kernel = kernel
        // Several classes are coupled step by step.
        try checkLearner(learner, precision: 1e-9)
    }

    @Test("kmeans") func kmeans() throws {
        var learner = KMeans()
        learner.clusters = 4
        try checkUnsupervisedLearner(learner)
        learner.scale = false
        try checkUnsupervisedLearner(learner)
    }

    @Test("isolation_forest") func isolationForest() throws {
        var learner = IsolationForest()
        (learner.trees, learner.sample) = (20, 64)
        try checkUnsupervisedLearner(learner)
    }

    @Test("lightgbm") func lightgbm() throws {
        var learner = LightGBM()
        learner.trees = 20
        try checkLearner(learner)
        // It bins columns and prunes leaves by rows, so that a weight is not quite so many rows.
        try checkWeightsCount(learner)
    }

    @Test("gam") func gam() throws {
        var learner = AdditiveTrees()
        learner.trees = 60
        try checkLearner(learner)
        try checkWeightsCount(learner)
    }

    @Test("xgboost") func xgboost() throws {
        var learner = XGBoost()
        learner.trees = 20
        try checkLearner(learner, precision: 1e-6)
        (learner.depth, learner.leaves, learner.rowShare) = (0, 7, 0.7)
        try checkLearner(learner, precision: 1e-6)
        // Sums of 32 bits go another way where a row stands for several.
        try checkWeightsCount(learner)
    }

    @Test("tree") func tree() throws {
        try checkLearner(DecisionTreeLearner(), precision: 1e-6)
        var learner = DecisionTreeLearner()
        (learner.depth, learner.leaves) = (8, 9)
        try checkLearner(learner, precision: 1e-6)
        try checkWeightsCount(learner)
    }

    @Test("forest") func forest() throws {
        var learner = Forest()
        learner.trees = 20
        try checkLearner(learner, precision: 1e-6)
        try checkWeightsCount(learner)
    }

    /// Checks that weights of one are none, and that others count.
    private func checkWeightsCount(_ learner: some Learner) throws {
        for task in LearnerConformance.tasks {
            var data = LearnerConformance.dataset(task)
            let matrix = data.training.features
            let plain = try learner.fit(data, in: WorkContext()).predict(matrix, in: WorkContext())
            data.training.weights = Array(repeating: 1, count: data.count)
            let ones = try learner.fit(data, in: WorkContext()).predict(matrix, in: WorkContext())
            #expect(ones == plain)
            data.training.weights = (0..<data.count).map { Double($0 % 4) }
            let others = try learner.fit(data, in: WorkContext()).predict(matrix, in: WorkContext())
            #expect(others != plain)
        }
    }
}
