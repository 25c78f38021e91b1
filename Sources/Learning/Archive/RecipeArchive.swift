package import Catalog
package import Diagnostics
import Values

/// Saved recipes: a folder of one file, which holds what each step learned.
package enum RecipeArchive {
    private struct Stored: Codable {
        /// The layout of the folder; others are refused.
        static let format = 1

        var format = Self.format
        var recipe: LearnedRecipe
        var seal: String? = ArchiveSeal.open
    }

    private static let description = "recipe.json"

    /// How `load` reads learned recipes: nil for a path that is no folder with one in it.
    package static var loader: ObjectLoaders.Loader {
        { request, context in
            guard folder(request.path).isThere else { return nil }
            if let name = request.given {
                throw Diagnostic(
                    "argument.surplus",
                    "a recipe that was saved here knows what it was learned for",
                    at: context.span(of: name)
                )
            }
            return .object(try read(request.path))
        }
    }

    /// The learned recipe in a folder.
    package static func read(_ path: String) throws -> LearnedRecipe {
        let folder = folder(path)
        return try folder.reading {
            let stored: Stored = try folder.sealed(inFormat: Stored.format).content
            return stored.recipe
        }
    }

    /// Writes a folder: all of it, or the path stays as it was.
    package static func write(
        _ recipe: LearnedRecipe,
        to path: String,
        replacing: Bool
    ) throws(Diagnostic) {
        try folder(path).write(replacing: replacing) {
            [(description, try ArchiveFolder.sealed(Stored(recipe: recipe)).bytes)]
        }
    }

    private static func folder(_ path: String) -> ArchiveFolder {
        ArchiveFolder(path: path, description: description, kind: "recipe")
    }
}

extension LearnedRecipe: StoredObject {
    package var isSavedAsFrame: Bool { true }

    package func write(to path: String, replacing: Bool) throws(Diagnostic) {
        try RecipeArchive.write(self, to: path, replacing: replacing)
    }
}
