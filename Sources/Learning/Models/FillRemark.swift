import Diagnostics

/// What is said of missing cells.
package enum FillRemark {
    package static func text(_ names: [String]) -> String {
        "missing values of \(NameList.quoted(names)) count as the mean"
    }
}
