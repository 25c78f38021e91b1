package import Relations

/// What a model remembers of its training.
package struct TrainingFacts: Sendable {
    package var rows: Int
    /// Rows left out because their target was missing.
    package var droppedRows: Int
    package var seconds: Double
    /// The mean of the target, or the share of each class: what `baseline` would have learned.
    package var shares: [Double]
    /// What the rows were; nil for a model that was loaded.
    package var plan: Plan?
    /// Some of the rows by their digests; nil for a model that was loaded.
    package var sketch: RowSketch?
    /// Rows by which something of it was chosen; of a model that was loaded their digests alone.
    package var choosing: [ChoosingRows] = []
    /// Features that may know the outcome, and why that is well, where it was said.
    package var suspicions: [LeakSuspicion] = []
    package var acceptance: String?
    /// What every training row was held to; other rows are held to it, too.
    package var rules: [RowRule] = []

    /// How often the model was judged by rows that were held out, before it was saved.
    package var looks = 0
    /// The session's seed when it was fitted; nil for models that were saved before it was kept.
    package var seed: UInt64?
    /// The digest of a sample of the rows, in whatever order they stand; nil where it is not known.
    ///
    /// Other digests mean other rows. Equal ones mean the same rows, but for what `RowSketch` leaves
    /// out of very many.
    package var digest: String?
    /// Where it was trained, if not here: then nothing is known of the rows.
    package var origin: ModelOrigin?

    package init(
        rows: Int,
        droppedRows: Int,
        seconds: Double,
        shares: [Double],
        plan: Plan? = nil
    ) {
        self.rows = rows
        self.droppedRows = droppedRows
        self.seconds = seconds
        self.shares = shares
        self.plan = plan
    }
}
