"""The same work as flights.epilogue, as pandas, scikit-learn, lightgbm and shap do it."""

import lightgbm
import matplotlib

matplotlib.use("Agg")
import pandas as pd
import shap
from sklearn.compose import make_column_transformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, brier_score_loss, log_loss, roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

flights = pd.read_csv("sessions/data/flights.csv.gz", parse_dates=["time_hour"])
weather = pd.read_csv("sessions/data/weather.csv", parse_dates=["time_hour"])
late = flights.merge(weather, on=["origin", "time_hour"], how="left", suffixes=("", "_right"))
late = late[late.arr_delay.notna()]
local = late.time_hour.dt.tz_convert("America/New_York")
late = late.assign(late=late.arr_delay > 15, weekday=local.dt.dayofweek + 1)
texts = ["carrier", "origin", "dest"]
numbers = ["hour", "weekday", "distance", "temp", "wind_speed", "visib"]
late = late[["time_hour", "late", "month", *texts, *numbers]]

print(
    late.groupby("carrier").late.agg(["size", "mean"]).sort_values("mean", ascending=False).head(10)
)
cut = pd.Timestamp("2013-10-01", tz="America/New_York")
known, live = late[late.time_hour < cut], late[late.time_hour >= cut]
train, rest = train_test_split(known, train_size=0.6, stratify=known.late, random_state=7)
valid, test = train_test_split(rest, train_size=0.5, stratify=rest.late, random_state=7)

features = texts + numbers
plain = make_pipeline(
    make_column_transformer(
        (OneHotEncoder(handle_unknown="ignore"), texts),
        (make_pipeline(SimpleImputer(), StandardScaler()), numbers),
    ),
    LogisticRegression(C=1e6, max_iter=1000),
)
plain.fit(train[features], train.late)


def coded(frame):
    return frame[features].astype(
        {name: pd.CategoricalDtype(sorted(train[name].unique())) for name in texts}
    )


boosted = lightgbm.LGBMClassifier(n_estimators=200, n_jobs=2, verbosity=-1)
boosted.fit(coded(train), train.late)


def metrics(truth, probability):
    return {
        "auc": roc_auc_score(truth, probability),
        "log_loss": log_loss(truth, probability),
        "brier": brier_score_loss(truth, probability),
        "accuracy": accuracy_score(truth, probability > 0.5),
    }


print("plain", metrics(valid.late, plain.predict_proba(valid[features])[:, 1]))
print("boosted", metrics(valid.late, boosted.predict_proba(coded(valid))[:, 1]))
print("test", metrics(test.late, boosted.predict_proba(coded(test))[:, 1]))

why = shap.TreeExplainer(boosted)(coded(test))
shap.plots.beeswarm(why, show=False)
shap.plots.waterfall(why[2], show=False)
