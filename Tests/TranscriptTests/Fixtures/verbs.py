"""Writes verbs.json: what pandas makes of the data of the sessions, beside the line that asks for it.

    pip install pandas numpy
    python verbs.py > verbs.json

`flights` is the first 2000 rows, as in the sessions that examples run in.
"""

import json
from pathlib import Path

import numpy as np
import pandas as pd

DATA = Path(__file__).resolve().parents[3] / "sessions" / "data"
penguins = pd.read_csv(DATA / "penguins.csv")
flights = pd.read_csv(DATA / "flights.csv.gz", nrows=2000, parse_dates=["time_hour"])
weather = pd.read_csv(DATA / "weather.csv", parse_dates=["time_hour"])
planes = pd.read_csv(DATA / "planes.csv")

cases = []


def case(code, frame):
    def cell(value):
        if value is None or value is pd.NA or (isinstance(value, float) and np.isnan(value)):
            return None
        return value.item() if hasattr(value, "item") else value

    columns = {str(name): [cell(value) for value in frame[name]] for name in frame.columns}
    cases.append({"code": code, "columns": columns})


# Shapes.
wide = penguins.pivot_table(index="species", columns="sex", values="body_mass_g", aggfunc="mean")
case(
    'penguins | filter(sex is not missing) | select(species, sex, body_mass_g)'
    ' | pivot(names: sex, values: body_mass_g, reduce: "mean")',
    wide.reset_index(),
)
wide = penguins.pivot_table(
    index="island", columns="species", values=["body_mass_g", "year"], aggfunc="max"
)
wide.columns = [f"{a}_{b}" for a, b in wide.columns]
case(
    'penguins | select(island, species, body_mass_g, year)'
    ' | pivot(names: species, values: [body_mass_g, year], reduce: "max")',
    wide.reset_index(),
)
long = penguins.melt(
    id_vars=["species", "year"],
    value_vars=["bill_length_mm", "bill_depth_mm", "flipper_length_mm"],
    var_name="part",
    value_name="mm",
).dropna()
case(
    'penguins | unpivot(bill_length_mm..flipper_length_mm, name: "part", value: "mm")'
    " | filter(mm is not missing) | summarize(n = count(), mean = mean(mm), by: [species, part])",
    long.groupby(["species", "part"]).agg(n=("mm", "size"), mean=("mm", "mean")).reset_index(),
)
counts = penguins.groupby(["species", "island"]).size().rename("count")
grid = pd.MultiIndex.from_product(
    [sorted(penguins.species.unique()), sorted(penguins.island.unique())],
    names=["species", "island"],
)
case(
    "penguins | count(species, island) | complete(species, island)",
    counts.reindex(grid).reset_index(),
)
hours = flights.groupby(["origin", "hour"]).size().rename("count")
grid = pd.MultiIndex.from_product(
    [sorted(flights.origin.unique()), range(flights.hour.min(), flights.hour.max() + 1)],
    names=["origin", "hour"],
)
case(
    "flights | count(origin, hour) | complete(origin, hour, every: 1)",
    hours.reindex(grid).reset_index(),
)
case(
    'frame(tags = ["a b c", "b", "c a"]) | derive(tags = split_text(tags, " ")) | unnest(tags)'
    " | count(tags)",
    pd.Series(["a b c", "b", "c a"]).str.split(" ").explode().value_counts().sort_index()
    .rename_axis("tags").reset_index(name="count"),
)

# Joins.
near = pd.merge_asof(
    flights.sort_values("time_hour", kind="stable"),
    weather[weather.hour % 3 == 0][["origin", "time_hour", "temp"]].sort_values("time_hour"),
    on="time_hour",
    by="origin",
)
case(
    "flights | join(weather | filter(hour % 3 == 0) | select(origin, time_hour, temp),"
    ' on: [origin, time_hour >= time_hour], kind: "asof")'
    " | summarize(n = count(temp), mean = mean(temp), by: [origin, carrier])",
    near.groupby(["origin", "carrier"]).agg(n=("temp", "count"), mean=("temp", "mean"))
    .reset_index(),
)
pairs = penguins.merge(penguins, on="island", suffixes=("", "_b"))
pairs = pairs[pairs.body_mass_g < pairs.body_mass_g_b]
case(
    "penguins | join(penguins, on: [island, body_mass_g < body_mass_g], suffix: \"_b\")"
    " | count(island, species, species_b)",
    pairs.groupby(["island", "species", "species_b"]).size().rename("count").reset_index(),
)
both = set(map(tuple, flights[["origin", "dest"]].head(500).values)) & set(
    map(tuple, flights[["origin", "dest"]].tail(500).values)
)
case(
    "flights | head(500) | select(origin, dest)"
    " | intersect(flights | tail(500) | select(origin, dest)) | sort(origin, dest)",
    pd.DataFrame(sorted(both), columns=["origin", "dest"]),
)
only = set(map(tuple, flights[["origin", "dest"]].head(500).values)) - set(
    map(tuple, flights[["origin", "dest"]].tail(500).values)
)
case(
    "flights | head(500) | select(origin, dest)"
    " | except(flights | tail(500) | select(origin, dest)) | sort(origin, dest)",
    pd.DataFrame(sorted(only), columns=["origin", "dest"]),
)

# Windows, by group and in order.
ordered = flights.sort_values("time_hour", kind="stable").copy()
groups = ordered.groupby("origin")["dep_delay"]
ordered["before"] = groups.shift(1)
ordered["near"] = groups.transform(lambda x: x.rolling(5, min_periods=1).mean())
ordered["place"] = groups.rank(method="min", ascending=False)
ordered["best"] = groups.transform(lambda x: x.cummax().ffill())
case(
    "flights | derive(before = lag(dep_delay), near = rolling_mean(dep_delay, 5),"
    " place = rank(dep_delay, descending: true), best = cummax(dep_delay), by: origin,"
    " order: time_hour) | summarize(across(before..best, sum(it)), by: [origin, month, day])",
    ordered.groupby(["origin", "month", "day"])[["before", "near", "place", "best"]].sum()
    .reset_index(),
)
case(
    "flights | filter(rank(dep_delay, descending: true) <= 3, by: origin)"
    " | summarize(n = count(), least = min(dep_delay), by: origin)",
    flights[flights.groupby("origin").dep_delay.rank(method="min", ascending=False) <= 3]
    .groupby("origin").agg(n=("dep_delay", "size"), least=("dep_delay", "min")).reset_index(),
)
filled = flights.sort_values("time_hour", kind="stable").copy()
filled["arr_delay"] = filled.groupby("tailnum").arr_delay.ffill()
case(
    "flights | filter(tailnum is not missing) | fill(arr_delay, by: tailnum, order: time_hour)"
    " | summarize(n = count(arr_delay), total = sum(arr_delay), by: carrier)",
    filled[filled.tailnum.notna()].groupby("carrier")
    .agg(n=("arr_delay", "count"), total=("arr_delay", "sum")).reset_index(),
)

# Several columns at once, and cells that are missing.
case(
    'penguins | summarize(across(columns(type: "float"), {mean: mean(it), q: quantile(it, 0.9)}),'
    " by: species)",
    penguins.groupby("species").agg(
        bill_length_mm_mean=("bill_length_mm", "mean"),
        bill_length_mm_q=("bill_length_mm", lambda x: x.quantile(0.9)),
        bill_depth_mm_mean=("bill_depth_mm", "mean"),
        bill_depth_mm_q=("bill_depth_mm", lambda x: x.quantile(0.9)),
    ).reset_index(),
)
case(
    "penguins | drop_missing | count(species)",
    penguins.dropna().groupby("species").size().rename("count").reset_index(),
)

# Checks: which rules hold, which rows fail, and which are kept.
def report(frame, rules, whole=()):
    rows = [(rule, int((~holds).sum()), float((~holds).mean())) for rule, holds in rules]
    rows += [(rule, int(not holds), float(not holds)) for rule, holds in whole]
    return pd.DataFrame(rows, columns=["rule", "failed", "share"])


key = ["species", "island", "bill_length_mm"]
case(
    'penguins | expect(body_mass_g > 3000, sex in ["male", "female"],'
    " unique(species, island, bill_length_mm), bill_length_mm > 2 * bill_depth_mm,"
    " body_mass_g >= mean(body_mass_g) - 2 * sd(body_mass_g), count() > 400,"
    ' mean(sex is missing) < 0.05, otherwise: "report") | select(rule, failed, share)',
    report(
        penguins,
        [
            ("body_mass_g > 3000", penguins.body_mass_g > 3000),
            ('sex in ["male", "female"]', penguins.sex.isin(["male", "female"])),
            ("unique(species, island, bill_length_mm)", ~penguins.duplicated(key, keep=False)),
            (
                "bill_length_mm > 2 * bill_depth_mm",
                penguins.bill_length_mm > 2 * penguins.bill_depth_mm,
            ),
            (
                "body_mass_g >= mean(body_mass_g) - 2 * sd(body_mass_g)",
                penguins.body_mass_g
                >= penguins.body_mass_g.mean() - 2 * penguins.body_mass_g.std(),
            ),
        ],
        [
            ("count() > 400", len(penguins) > 400),
            ("mean(sex is missing) < 0.05", penguins.sex.isna().mean() < 0.05),
        ],
    ),
)
short = flights.dep_delay < 60
alone = ~flights.duplicated(["tailnum", "day"], keep=False)
case(
    '(flights | expect(dep_delay < 60, unique(tailnum, day), otherwise: "report")).rows'
    " | count(rule, carrier)",
    pd.concat(
        [
            flights[~short].assign(rule="dep_delay < 60"),
            flights[~alone].assign(rule="unique(tailnum, day)"),
        ]
    ).groupby(["rule", "carrier"]).size().rename("count").reset_index(),
)
case(
    'flights | expect(dep_delay < 60, unique(tailnum, day), otherwise: "drop") | count(carrier)',
    flights[short & alone].groupby("carrier").size().rename("count").reset_index(),
)

print(json.dumps(cases, indent=1))
