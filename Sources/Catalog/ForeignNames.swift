/// Names from other tools, and what stands for them here.
package enum ForeignNames {
    /// An argument of another tool, and the one that does the same here.
    package struct Argument: Sendable {
        package var own: String
        /// Whose it is: "scikit-learn".
        package var tool: String

        /// What tells a reader who typed `word` what to type instead.
        package func hint(for word: String) -> String {
            switch (word, own) {
            case ("ascending", "descending"):
                "`descending: true` is \(tool)'s `ascending: false`"
            case ("C", "l1"), ("C", "l2"):
                "`\(own):` is the weight of the penalty, \(tool)'s `C` one over it"
            default: "`\(own):` is the name of \(tool)'s `\(word)`"
            }
        }
    }

    /// What an argument of another tool may be here, the likeliest first.
    package static func arguments(_ word: String) -> [Argument] {
        tools.compactMap { tool, names in names[word].map { Argument(own: $0, tool: tool) } }
    }

    /// What a learner has no setting for, by its name in other tools, and where it is said instead.
    package static func instead(of word: String, in learner: String) -> String? {
        switch word {
        case "weight", "weights", "sample_weight", "case_weights":
            "`fit(frame, weight: column)` says how much each row counts"
        case "classes", "num_class", "n_classes", "multiclass":
            "the target tells the classes: `text(y) ~ .` makes classes of a number"
        case "scale", "standardize", "standardise", "normalize", "center":
            ["knn", "svm"].contains(learner)
                ? "`\(learner)` measures numbers in units of their sd as it is"
                : "`\(learner)(recipe(y ~ .) | scale())` scales the numbers first"
        default: nil
        }
    }

    private static let tools: [(String, [String: String])] = [
        (
            "scikit-learn",
            [
                "n_estimators": "trees", "n_iter": "trees", "max_iter": "trees",
                "learning_rate": "rate", "max_depth": "depth", "max_leaf_nodes": "leaves",
                "min_samples_leaf": "min_rows", "subsample": "row_share",
                "max_samples": "row_share", "max_features": "column_share", "alpha": "l2",
                "C": "l2", "n_iter_no_change": "patience", "random_state": "seed",
                "n_neighbors": "neighbors", "n_clusters": "clusters",
                "n_init": "restarts", "scoring": "metric",
                "test_size": "share", "train_size": "share", "groups": "group",
                "sample_weight": "weight", "weights": "weight", "X": "frame",
            ]
        ),
        // Where there is no `l2` to hold the coefficients.
        ("scikit-learn", ["alpha": "l1", "C": "l1"]),
        ("scikit-learn", ["max_iter": "rounds", "max_samples": "sample"]),
        ("scikit-learn", ["alpha": "smoothing", "train_sizes": "shares"]),
        ("scikit-learn", ["C": "cost", "coef0": "constant"]),
        (
            "LightGBM",
            [
                "num_iterations": "trees", "num_trees": "trees", "num_boost_round": "trees",
                "num_leaves": "leaves", "min_child_samples": "min_rows",
                "min_data_in_leaf": "min_rows", "bagging_fraction": "row_share",
                "feature_fraction": "column_share", "colsample_bytree": "column_share",
                "lambda_l1": "l1", "lambda_l2": "l2", "reg_alpha": "l1", "reg_lambda": "l2",
                "early_stopping_rounds": "patience", "early_stopping_round": "patience",
                "shrinkage_rate": "rate",
            ]
        ),
        (
            "XGBoost",
            [
                "eta": "rate", "nrounds": "trees", "max_leaves": "leaves", "lambda": "l2",
                "min_child_weight": "min_rows",
            ]
        ),
        (
            "randomForest",
            ["ntree": "trees", "mtry": "column_share", "nodesize": "min_rows"]
        ),
        ("R", ["laplace": "smoothing", "k": "neighbors"]),
        (
            "pandas",
            [
                "n": "rows", "how": "kind", "ascending": "descending", "groupby": "by",
                "sep": "delimiter", "na_values": "missing", "dtype": "types", "columns": "names",
                "left_on": "on", "right_on": "on", "frac": "share", "subset": "cols",
                "nrows": "rows", "index": "by",
            ]
        ),
        (
            "dplyr",
            [
                ".by": "by", "by": "on", "group": "by", "delim": "delimiter", "na": "missing",
                "col_names": "names", "prop": "share", "type": "kind", "size": "rows",
                "data": "frame", "newdata": "frame", "decreasing": "descending",
                "overwrite": "replace", "order_by": "order",
            ]
        ),
        (
            "DuckDB",
            [
                "delim": "delimiter", "nullstr": "missing", "dtypes": "types",
                "reverse": "descending",
            ]
        ),
    ]

    /// Values of other tools' arguments.
    package static let choices: [String: String] = [
        "outer": "full", "full_outer": "full", "left_outer": "left", "right_outer": "right",
        "left_semi": "semi", "left_anti": "anti", "string": "text",
        "str": "text", "object": "text", "integer": "int", "double": "float", "boolean": "bool",
        "datetime": "timestamp", "factor": "category",
        "roc_auc": "auc", "average_precision": "pr_auc", "mse": "rmse", "neg_log_loss": "log_loss",
        "logloss": "log_loss", "r_squared": "r2", "rsq": "r2", "mean_absolute_error": "mae",
    ]

    /// The kinds of the joins that have a name of their own elsewhere.
    package static let joinKinds: [String: String] = [
        "left_join": "left", "right_join": "right", "full_join": "full", "outer_join": "full",
        "anti_join": "anti", "semi_join": "semi", "cross_join": "cross",
    ]

    /// Verbs and functions of dplyr, pandas, SQL and others.
    package static let functions: [String: String] = [
        "mutate": "derive", "transmute": "select", "with_columns": "derive", "assign": "derive",
        "group_by": "by:", "groupby": "by:", "arrange": "sort", "order_by": "sort",
        "sort_values": "sort", "where": "filter", "query": "filter", "subset": "filter",
        "having": "filter", "limit": "head", "summarise": "summarize", "aggregate": "summarize",
        "agg": "summarize", "left_join": "join", "inner_join": "join", "right_join": "join",
        "full_join": "join", "outer_join": "join", "cross_join": "join", "anti_join": "join",
        "semi_join": "join", "merge": "join",
        "bind_rows": "append", "rbind": "append", "concat": "append", "union": "append",
        "union_all": "append", "drop_duplicates": "distinct",
        "value_counts": "count", "tally": "count", "n": "count", "nrow": "count", "len": "length",
        "nchar": "length", "glimpse": "describe", "summary": "describe", "str": "schema",
        "info": "schema", "dtypes": "schema", "read_csv": "load", "read_parquet": "load",
        "read_json": "load", "read": "load", "open": "load", "write_csv": "save",
        "to_csv": "save", "write": "save", "to_parquet": "save", "train_test_split": "split",
        "initial_split": "split", "avg": "mean", "average": "mean", "std": "sd",
        "stddev": "sd", "stdev": "sd", "variance": "var", "n_distinct": "count_distinct",
        "nunique": "count_distinct", "percentile": "quantile", "substr": "substring",
        "str_detect": "matches", "grepl": "matches", "tolower": "lower", "toupper": "upper",
        "ifelse": "if", "if_else": "if", "case_when": "case", "iif": "if", "if": "if",
        "is_na": "is missing",
        "isna": "is missing", "isnull": "is missing", "is_null": "is missing",
        "ifnull": "coalesce", "fillna": "coalesce", "nvl": "coalesce", "replace_na": "coalesce",
        "nullif": "missing_if", "ln": "log", "ceil": "ceiling", "power": "^", "pow": "^",
        "as_integer": "int", "as_numeric": "float", "as_character": "text", "as_date": "date",
        "to_date": "date", "to_datetime": "timestamp", "dayofweek": "weekday", "wday": "weekday",
        "dayofyear": "yearday", "yday": "yearday", "concat_ws": "join_text", "pmin": "least",
        "pmax": "greatest", "PoissonRegressor": "glm", "GammaRegressor": "glm",
        "TweedieRegressor": "glm", "GLM": "glm", "lm": "linear", "LinearRegression": "linear",
        "LogisticRegression": "logistic", "DummyClassifier": "baseline",
        "Ridge": "ridge", "RidgeCV": "ridge", "Lasso": "lasso", "LassoCV": "lasso",
        "ElasticNet": "elastic_net", "ElasticNetCV": "elastic_net", "glmnet": "elastic_net",
        "LGBMClassifier": "lightgbm", "LGBMRegressor": "lightgbm", "score": "evaluate",
        "DummyRegressor": "baseline", "XGBClassifier": "xgboost", "XGBRegressor": "xgboost",
        "GradientBoostingClassifier": "lightgbm", "GradientBoostingRegressor": "lightgbm",
        "HistGradientBoostingClassifier": "lightgbm", "HistGradientBoostingRegressor": "lightgbm",
        "RandomForestClassifier": "forest", "RandomForestRegressor": "forest",
        "randomForest": "forest", "ranger": "forest", "DecisionTreeClassifier": "tree",
        "ExplainableBoostingClassifier": "gam", "ExplainableBoostingRegressor": "gam",
        "LinearGAM": "gam", "LogisticGAM": "gam", "GAM": "gam", "ebm": "gam",
        "GaussianNB": "naive_bayes", "CategoricalNB": "naive_bayes", "BernoulliNB": "naive_bayes",
        "naiveBayes": "naive_bayes", "KNeighborsClassifier": "knn", "KNeighborsRegressor": "knn",
        "kknn": "knn", "KMeans": "kmeans", "MiniBatchKMeans": "kmeans",
        "IsolationForest": "isolation_forest", "VotingClassifier": "blend",
        "VotingRegressor": "blend",
        "StackingClassifier": "blend", "StackingRegressor": "blend", "stacks": "blend",
        "LearningCurveDisplay": "learning_curve",
        "SVC": "svm", "SVR": "svm", "LinearSVC": "svm", "LinearSVR": "svm", "ksvm": "svm",
        "svm_rbf": "svm", "DecisionTreeRegressor": "tree", "rpart": "tree", "ols": "linear",
        "Logit": "logistic",
        "classification_report": "evaluate", "accuracy_score": "evaluate",
        "roc_auc_score": "evaluate", "mean_squared_error": "evaluate", "r2_score": "evaluate",
        "permutation_importance": "importance", "TreeExplainer": "explain",
        "force_plot": "force", "waterfall_plot": "waterfall", "bar_plot": "bars",
        "MinMaxScaler": "scale", "RobustScaler": "scale", "OrdinalEncoder": "ordinal",
        "TargetEncoder": "target_encode", "KNNImputer": "impute", "Pipeline": "recipe",
        "ColumnTransformer": "recipe", "make_column_transformer": "recipe",
        "KBinsDiscretizer": "bin", "PolynomialFeatures": "polynomial",
        "shap": "explain", "shap_values": "explain", "LinearExplainer": "explain",
        "KernelExplainer": "explain", "decision_path": "path", "decision_plot": "decision",
        "PermutationExplainer": "explain", "shap_interaction_values": "interactions",
        "dependence_plot": "dependence", "pdp": "partial_dependence",
        "PartialDependenceDisplay": "partial_dependence", "summary_plot": "beeswarm",
        "feature_importance": "importance",
        "view": "show", "display": "show", "cast": "int", "sample_n": "sample",
        "sample_frac": "sample", "slice_head": "head", "slice_tail": "tail", "slice_max": "top",
        "nlargest": "top", "pivot_wider": "pivot", "pivot_table": "pivot", "spread": "pivot",
        "dcast": "pivot", "pivot_longer": "unpivot", "melt": "unpivot", "gather": "unpivot",
        "explode": "unnest", "unnest_longer": "unnest", "dropna": "drop_missing",
        "drop_na": "drop_missing", "drop_nulls": "drop_missing", "ffill": "fill",
        "bfill": "fill", "merge_asof": "join", "join_asof": "join", "setdiff": "except",
        "shift": "lag", "min_rank": "rank",
        "c": "[ ]", "array": "[ ]", "range": "..",
        "seq": "..",
        "take": "head", "println": "print", "cat": "print", "paste": "+", "paste0": "+",
        "gsub": "replace", "str_replace": "replace", "str_replace_all": "replace",
        "strsplit": "split_text", "str_split": "split_text", "str_extract": "extract",
        "regexp_extract": "extract", "regexp_matches": "matches", "str_length": "length",
        "strip": "trim", "str_trim": "trim", "startswith": "starts_with",
        "endswith": "ends_with", "case_match": "recode", "recode_values": "recode",
        "rand": "random", "runif": "random", "lapply": "map", "sapply": "map",
        "list_transform": "map", "quit": ":quit", "exit": ":quit", "help": "?",
        "table": "count", "shape": "schema", "dim": "schema", "ncol": "schema",
        "names": "schema", "colnames": "schema", "summarise_all": "describe", "skim": "describe",
        "cor": "correlate", "corr": "correlate", "xtabs": "crosstab", "iloc": "slice",
        "slice_sample": "sample", "shuffle": "sample", "top_n": "top", "na_omit": "drop_missing",
        "complete_cases": "drop_missing", "notna": "is not missing", "notnull": "is not missing",
        "astype": "int", "factor": "category", "as_factor": "category", "strftime": "format_date",
        "strptime": "parse_date", "to_timestamp": "timestamp", "getdate": "now",
        "group_concat": "join_text", "string_agg": "join_text", "cume_dist": "percent_rank",
        "first_value": "first", "last_value": "last", "set_names": "rename",
        "read_table": "load", "read_tsv": "load", "read_delim": "load", "fread": "load",
        "fwrite": "save", "write_parquet": "save", "to_json": "save", "export": "save",
        "plot": "scatter", "ggplot": "scatter", "scatterplot": "scatter", "geom_point": "scatter",
        "lineplot": "line", "geom_line": "line", "hist": "histogram", "histplot": "histogram",
        "geom_histogram": "histogram", "barplot": "bar", "countplot": "bar", "geom_bar": "bar",
        "geom_col": "bar", "boxplot": "box", "geom_boxplot": "box", "violinplot": "violin",
        "geom_violin": "violin", "kdeplot": "density", "geom_density": "density",
        "pairplot": "pairs", "ggpairs": "pairs", "StandardScaler": "scale",
        "OneHotEncoder": "one_hot", "SimpleImputer": "impute", "PCA": "pca",
        "make_pipeline": "recipe", "ls": ":vars", "who": ":vars", "whos": ":vars",
        "undo": ":undo", "history": ":history", "setwd": ":cd", "cd": ":cd", "pwd": "! pwd",
        "source": ":replay",
    ]

    /// Commands of other shells.
    package static let commands: [String: String] = [
        "q": ":quit", "q!": ":quit", "wq": ":quit", "x": ":quit", "exit": ":quit", "bye": ":quit",
        "h": "?", "help": "?", "doc": "?", "t": ":time", "timeit": ":time", "w": ":save",
        "write": ":save", "e": ":edit", "who": ":vars", "whos": ":vars", "ls": ":vars",
        "env": ":vars", "load": ":replay", "source": ":replay", "run": ":replay", "u": ":undo",
        "hist": ":history", "yank": ":copy",
    ]

    /// R's names with a dot in them, which is no part of a name here, by what stands before it.
    package static let dotted: [String: [String: String]] = [
        "read": ["csv": "load", "csv2": "load", "table": "load", "delim": "load"],
        "write": ["csv": "save", "csv2": "save", "table": "save"],
        "as": [
            "numeric": "float", "double": "float", "integer": "int", "character": "text",
            "Date": "date", "factor": "category", "logical": "bool",
        ],
        "na": ["omit": "drop_missing"], "complete": ["cases": "drop_missing"],
        "data": ["frame": "frame"], "Sys": ["time": "now", "Date": "today"],
    ]

    /// What a frame's members of other tools are asked for here.
    package static let members: [String: String] = [
        "shape": "schema", "columns": "schema", "dtypes": "schema", "info": "schema",
        "size": "count", "loc": "filter", "iloc": "slice", "T": "pivot", "plot": "scatter",
        "hist": "histogram",
    ]

    /// What a model is asked for elsewhere, and shows here when it stands alone.
    package static let summaries: Set = [
        "summary", "coef", "coefficients", "tidy", "glance", "confint", "anova", "params",
        "intercept", "pvalues", "bse", "rsquared",
    ]
}
