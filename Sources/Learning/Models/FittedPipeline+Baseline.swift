extension FittedPipeline {
    /// What `baseline` would have predicted, had it learned from the same rows.
    package func baseline(on scored: Scored) -> Scored {
        let model = BaselineModel(shares: training.shares, shape: model.shape)
        var guess = scored
        guess.outputs = model.outputs(rows: scored.count)
        return guess
    }
}
