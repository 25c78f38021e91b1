import Learning
import LightGBMLearners
import LinearLearners
import TestSupport
import Testing

@Suite("What every learner keeps")
struct LearnerConformanceTests {
    @Test("baseline") func baseline() throws { try checkLearner(Baseline()) }

    @Test("linear") func linear() throws { try checkLearner(Linear()) }

    @Test("logistic") func logistic() throws { try checkLearner(Logistic()) }

    @Test("lightgbm") func lightgbm() throws {
        var learner = LightGBM()
        learner.trees = 20
        try checkLearner(learner)
    }
}
