/// Every step of recipes, in the order in which help lists them.
package enum RecipeSteps {
    package static let all: [any RecipeStep.Type] = [
        IndicateMissing.self, Impute.self, OneHot.self, Ordinal.self, CountEncode.self,
        HashEncode.self, Lump.self, Scale.self, ClipOutliers.self, Polynomial.self, Spline.self,
        Interact.self, DateParts.self, DropConstant.self, DropCorrelated.self,
    ]
}
