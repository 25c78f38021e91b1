package import Catalog

/// The verbs of recipes beside their steps, in the order in which help lists them.
package enum RecipeVerbs {
    package static let all: [Function] = [.recipe, .transform]
}
