package import Catalog

/// The verbs of data and frames, in the order in which help lists them.
package enum FrameVerbs {
    package static let all: [Function] = [
        .load, .tables, .save, .frame, .sql,
        .filter, .derive, .summarize, .select, .drop, .rename, .relocate, .cleanNames, .sort,
        .head, .tail, .slice, .top, .sample, .distinct, .count, .dropMissing, .fill, .join,
        .append, .intersect, .except, .pivot, .unpivot, .unnest, .complete, .pull, .describe,
        .glimpse, .schema, .crosstab, .correlate, .duplicates, .missingPatterns, .protect, .forbid,
        .expect,
        .suggest, .collect, .plan, .show, .columns, .column, .across, .desc, .split, .holdout,
        .folds,
        .print,
        .same,
        .changes, .lineage, .history, .trace,
    ]
}
