/// Every step of recipes, in the order in which help lists them.
package enum RecipeSteps {
    package static let all: [any RecipeStep.Type] = [
        IndicateMissing.self, Impute.self, OneHot.self, Ordinal.self, TargetEncode.self,
        CountEncode.self, HashEncode.self, Lump.self, Scale.self, PowerTransform.self,
        ClipOutliers.self, Bin.self, Polynomial.self, Spline.self, Interact.self, DateParts.self,
        Tfidf.self, Pca.self, DropConstant.self, DropCorrelated.self, SelectFeatures.self,
        Balance.self,
    ]
}
