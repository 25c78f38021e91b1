import Diagnostics
package import Learning
import Tables

/// What a logistic regression has to say about itself.
extension LogisticModel {
    package var summary: ModelSummary {
        var facts: [(name: String, value: Scalar)] = [
            ("log likelihood", .float(content.logLikelihood)),
            (
                "share of the null explained",
                .float(1 - content.logLikelihood / content.nullLogLikelihood)
            ),
            ("iterations", .int(Int64(content.iterations))),
        ]
        switch content.ending {
        case .converged: break
        case .unfinished: facts.append(("search", .text("stopped short")))
        case .separated: facts.append(("search", .text("classes told apart without error")))
        }
        if let kept {
            let count = (content.scaled ?? []).reduce(0) { $0 + $1.count }
            facts.append(("not zero", .text("\(kept) of \(count)")))
        }
        return ModelSummary(facts: facts, coefficients: coefficientTable, remarks: remarks)
    }

    /// How many coefficients `l1` left.
    private var kept: Int? {
        content.scaled.map { $0.reduce(0) { $0 + $1.count { $0 != 0 } } }
    }

    private var coefficientTable: Table {
        let labels = task.labels
        let classes: [String?] =
            labels.count == 2 ? [nil] : labels.suffix(content.estimates.count).map { $0 }
        let table = CoefficientTable(
            terms: Term.all(of: encoding, shape.features),
            statistic: "z",
            freedom: .infinity,
            classes: classes
        )
        if let scaled = content.scaled {
            return table.table(
                content.estimates.flatMap(\.self),
                scaled: scaled.flatMap { [.nan] + $0 }
            )
        }
        let unknown = content.estimates.map { $0.map { _ in Double.nan } }
        return table.table(content.estimates, content.standardErrors ?? unknown) {
            content.aliased.contains($0)
        }
    }

    private var remarks: [String] {
        var remarks = AliasRemark.all(
            content.aliased,
            encoding,
            shape.features,
            remedy: "`l2:` shares the weight among them"
        )
        if !content.filled.isEmpty { remarks.append(FillRemark.text(content.filled)) }
        switch content.ending {
        case .converged: break
        case .unfinished:
            remarks.append("the search stopped short: the coefficients are not at their best")
        case .separated(let columns):
            let terms = Term.all(of: encoding, shape.features)
            let names = NameList.quoted(columns.map { terms[$0].text })
            remarks.append(
                "\(names) \(columns.count == 1 ? "tells" : "tell") the classes apart without error:"
                    + " the coefficients grow for ever, and mean nothing without `l2:`"
            )
        }
        if content.l2 > 0 || content.scaled != nil { remarks.append(ScalingRemark.text) }
        if kept == 0 {
            remarks.append("every coefficient is zero: each prediction is the classes' shares")
        }
        if content.l2 > 0, content.scaled == nil {
            remarks.append("standard errors are those of the penalised fit")
        }
        return remarks
    }
}
