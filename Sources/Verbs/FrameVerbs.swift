package import Catalog

/// The verbs of data and frames, in the order in which help lists them.
package enum FrameVerbs {
    package static let all: [Function] = [
        .load, .save, .frame, .sql,
        .filter, .derive, .summarize, .select, .drop, .rename, .sort, .head, .tail, .slice, .top,
        .sample, .distinct, .count, .join, .append, .describe, .schema, .collect, .plan, .show,
        .columns, .column, .desc, .split, .print, .same,
    ]
}
