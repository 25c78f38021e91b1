"""Writes figures.json: lines of the language, and what pandas and Python make of the same data.

    python3 Tests/TranscriptTests/Fixtures/figures.py     from the project's folder

Each case is a line and the columns it gives. Nothing here asks Epilogue or DuckDB: frames are made
by pandas 2, values of row functions by Python's own library.
"""

import json
import math
import random
import re
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

ROOT = Path(__file__).resolve().parents[3]
DATA = ROOT / "sessions" / "data"
MISSING = ["", "NA", "NULL"]


def load(name):
    return pd.read_csv(DATA / name, na_values=MISSING, keep_default_na=False)


penguins, planes, weather = load("penguins.csv"), load("planes.csv"), load("weather.csv")
airlines, airports, flights = load("airlines.csv"), load("airports.csv"), load("flights.csv.gz")

NY = ZoneInfo("America/New_York")
hostile = pd.DataFrame(
    {
        "id": [1, 2, 3, 4, 5, 6, 7, 8],
        "key": ["a", "b", None, "a", "é", "A", None, "b"],
        "n": [2, 2, 9007199254740993, None, -1, 0, 5, 2],
        "f": [0.0, -0.0, 1.5, None, 1.5, 1e300, -2.5, 1.5],
        "flag": [True, None, False, True, False, None, True, False],
    }
).astype({"n": "Int64", "flag": "boolean"})
HOSTILE = (
    "h = frame(id = [1, 2, 3, 4, 5, 6, 7, 8], "
    'key = ["a", "b", missing, "a", "é", "A", missing, "b"], '
    "n = [2, 2, 9007199254740993, missing, -1, 0, 5, 2], "
    "f = [0.0, -0.0, 1.5, missing, 1.5, 1e300, -2.5, 1.5], "
    "flag = [true, missing, false, true, false, missing, true, false])"
)
other = pd.DataFrame({"key": ["b", "a", None, "é", "b"], "z": [10, 20, 30, 40, 50]})
OTHER = 'o = frame(key = ["b", "a", missing, "é", "b"], z = [10, 20, 30, 40, 50])'
SETUP = [
    'penguins = load("data/penguins.csv")',
    'planes = load("data/planes.csv")',
    'weather = load("data/weather.csv")',
    'airlines = load("data/airlines.csv")',
    'airports = load("data/airports.csv")',
    'flights = load("data/flights.csv.gz")',
    HOSTILE,
    OTHER,
]

cases = []


def plain(cell):
    if cell is None or cell is pd.NA or cell is pd.NaT:
        return None
    if isinstance(cell, (bool, np.bool_)):
        return bool(cell)
    if isinstance(cell, (int, np.integer)):
        return str(int(cell)) if abs(int(cell)) > 2**53 else int(cell)
    if isinstance(cell, (float, np.floating)):
        return None if not math.isfinite(cell) else float(cell)
    if isinstance(cell, (pd.Timestamp, datetime)):
        return cell.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, (list, tuple)):
        return [plain(part) for part in cell]
    return str(cell)


def frame(line, table):
    """A line that gives a frame."""
    columns = {str(name): [plain(cell) for cell in table[name].tolist()] for name in table.columns}
    cases.append({"line": line, "columns": columns})


def value(line, cell):
    """A line that gives a single value."""
    cases.append({"line": line, "value": plain(cell)})


def grouped(table, keys, **reductions):
    """pandas' groups, missing keys too, sorted with missing last."""
    made = table.groupby(keys, dropna=False, sort=True).agg(**reductions).reset_index()
    return made.sort_values(keys, na_position="last", kind="stable")


def column(line, *cells, name="x"):
    """One column, cell by cell."""
    frame(line, pd.DataFrame({name: pd.Series(list(cells), dtype=object)}))


# --- filter, three-valued ---
p = penguins
frame('penguins | filter(sex == "male", body_mass_g > 5500)', p[(p.sex == "male") & (p.body_mass_g > 5500)])
frame('penguins | filter(sex != "male") | count(species)',
      p[p.sex.notna() & (p.sex != "male")].groupby("species").size().reset_index(name="count"))
frame("penguins | filter(sex is missing) | select(island, year)", p[p.sex.isna()][["island", "year"]])
frame("penguins | filter(not (body_mass_g > 3000)) | select(body_mass_g)",
      p[p.body_mass_g <= 3000][["body_mass_g"]])
value('count(penguins | filter(island in ["Dream", "Nowhere"], year between 2008 and 2009))',
      int((p.island.isin(["Dream", "Nowhere"]) & p.year.between(2008, 2009)).sum()))
value('count(penguins | filter(species like "%e%o%"))', int(p.species.str.contains("e.*o").sum()))
value('count(penguins | filter(matches(species, "^[AG]")))', int(p.species.str.match("[AG]").sum()))
frame("h | filter(flag) | select(id)", hostile[hostile.flag.fillna(False)][["id"]])
frame("h | filter(not flag) | select(id)", hostile[(~hostile.flag).fillna(False)][["id"]])
frame("h | filter(flag or n == 2) | select(id)", hostile[hostile.id.isin([1, 2, 4, 7, 8])][["id"]])
frame("h | filter(f == 0) | select(id)", hostile[hostile.f == 0][["id"]])
frame("h | filter(n == 9007199254740993) | select(id)", hostile[hostile.id == 3][["id"]])
frame('h | filter(key < "b") | select(id)', hostile[hostile.key.isin(["a", "A"])][["id"]])
frame("penguins | filter(body_mass_g > mean(body_mass_g), by: species) | count(species)",
      p[p.body_mass_g > p.groupby("species").body_mass_g.transform("mean")]
      .groupby("species").size().reset_index(name="count"))

# --- derive, select, drop, rename ---
frame("penguins | derive(ratio = bill_length_mm / bill_depth_mm) | select(ratio)",
      (p.bill_length_mm / p.bill_depth_mm).to_frame("ratio"))
frame("penguins | derive(kg = body_mass_g / 1000, heavy = kg > 5) | filter(heavy) | select(kg)",
      (p.body_mass_g / 1000)[p.body_mass_g > 5000].to_frame("kg"))
z = p.assign(z=(p.body_mass_g - p.groupby("species").body_mass_g.transform("mean"))
             / p.groupby("species").body_mass_g.transform("std"))
frame("penguins | derive(z = (body_mass_g - mean(body_mass_g)) / sd(body_mass_g), by: species) | select(z)",
      z[["z"]])
frame("penguins | drop(species..sex) | head(3)", p[["year"]].head(3))
frame("penguins | select(y = year, island) | tail(2)",
      p.rename(columns={"year": "y"})[["y", "island"]].tail(2))
frame("penguins | rename(kind = species) | select(kind) | head(1)", pd.DataFrame({"kind": ["Adelie"]}))
frame('penguins | select(columns("bill_*")) | head(4)', p[["bill_length_mm", "bill_depth_mm"]].head(4))
frame('penguins | select(columns(matches: "_mm$", except: bill_depth_mm)) | head(2)',
      p[["bill_length_mm", "flipper_length_mm"]].head(2))
frame("h | derive(n = f, f = id) | select(n, f)", hostile.assign(n=hostile.f, f=hostile.id)[["n", "f"]])

# --- summarize, count ---
frame("penguins | summarize(n = count(), m = mean(body_mass_g), by: [species, island])",
      grouped(p, ["species", "island"], n=("year", "size"), m=("body_mass_g", "mean")))
frame("penguins | summarize(lo = min(bill_length_mm), hi = max(bill_length_mm), med = median(bill_length_mm), "
      "s = sd(bill_length_mm), v = var(bill_length_mm), by: sex)",
      grouped(p, ["sex"], lo=("bill_length_mm", "min"), hi=("bill_length_mm", "max"),
              med=("bill_length_mm", "median"), s=("bill_length_mm", "std"), v=("bill_length_mm", "var")))
frame("penguins | summarize(q = quantile(flipper_length_mm, 0.9), i = iqr(flipper_length_mm), by: species)",
      p.groupby("species").flipper_length_mm.agg(
          q=lambda x: x.quantile(0.9), i=lambda x: x.quantile(0.75) - x.quantile(0.25)).reset_index())
frame("penguins | summarize(k = skewness(body_mass_g), d = count_distinct(island), s = sum(body_mass_g))",
      pd.DataFrame({"k": [p.body_mass_g.skew()], "d": [3], "s": [int(p.body_mass_g.sum())]}))
frame("penguins | summarize(c = corr(bill_length_mm, bill_depth_mm), v = cov(bill_length_mm, bill_depth_mm), by: species)",
      pd.DataFrame([{"species": k, "c": g.bill_length_mm.corr(g.bill_depth_mm),
                     "v": g.bill_length_mm.cov(g.bill_depth_mm)} for k, g in p.groupby("species")]))
frame("penguins | count(species, sex)",
      grouped(p, ["species", "sex"], count=("year", "size")))
frame("penguins | count(year, sort: true)", p.groupby("year").size().reset_index(name="count")
      .sort_values("count", ascending=False, kind="stable"))
frame("h | count(key)", pd.DataFrame({"key": ["A", "a", "b", "é", None], "count": [1, 2, 2, 1, 2]}))
frame("h | summarize(s = sum(n), c = count(n), any = any(flag), all = all(flag), by: key)",
      pd.DataFrame({"key": ["A", "a", "b", "é", None], "s": [0, 2, 4, -1, 9007199254740998],
                    "c": [1, 1, 2, 1, 2], "any": [None, True, False, False, True],
                    "all": [None, True, False, False, False]}))
frame("h | filter(id > 99) | summarize(n = count(), s = sum(n), m = mean(f))",
      pd.DataFrame({"n": [0], "s": [0], "m": [None]}))
frame("h | filter(id > 99) | summarize(n = count(), by: key)", pd.DataFrame({"key": [], "n": []}))
frame("flights | summarize(n = count(), late = mean(arr_delay > 15), delay = mean(arr_delay), by: carrier)",
      grouped(flights.assign(late=(flights.arr_delay > 15).where(flights.arr_delay.notna()).astype(float)),
              ["carrier"], n=("day", "size"), late=("late", "mean"), delay=("arr_delay", "mean")))
frame("flights | summarize(far = max(distance), by: [origin, month]) | head(6)",
      grouped(flights, ["origin", "month"], far=("distance", "max")).head(6))
frame("weather | summarize(t = mean(temp), w = max(wind_speed), by: [origin, month]) | tail(5)",
      grouped(weather, ["origin", "month"], t=("temp", "mean"), w=("wind_speed", "max")).tail(5))
frame("planes | summarize(n = count(), seats = median(seats), by: engine)",
      grouped(planes, ["engine"], n=("seats", "size"), seats=("seats", "median")))

# --- sort, head, tail, slice, top, distinct ---
def ordered(table, by, ascending=True):
    return table.sort_values(by, ascending=ascending, na_position="last", kind="stable")

frame("penguins | sort(body_mass_g) | select(body_mass_g, year) | tail(4)",
      ordered(p, "body_mass_g")[["body_mass_g", "year"]].tail(4))
frame("penguins | sort(desc(bill_length_mm), island) | select(bill_length_mm, island) | head(9)",
      ordered(p, ["bill_length_mm", "island"], [False, True])[["bill_length_mm", "island"]].head(9))
frame("h | sort(n) | select(id)", pd.DataFrame({"id": [5, 6, 1, 2, 8, 7, 3, 4]}))
frame("h | sort(n, descending: true) | select(id)", pd.DataFrame({"id": [3, 7, 1, 2, 8, 6, 5, 4]}))
frame("h | sort(key) | select(id)", pd.DataFrame({"id": [6, 1, 4, 2, 8, 5, 3, 7]}))
frame("h | sort(f) | select(id)", pd.DataFrame({"id": [7, 1, 2, 3, 5, 8, 6, 4]}))
frame("h | sort(flag, desc(id)) | select(id)", pd.DataFrame({"id": [8, 5, 3, 7, 4, 1, 6, 2]}))
frame("h | head(1, by: key) | select(id)", pd.DataFrame({"id": [1, 2, 3, 5, 6]}))
frame("h | tail(1, by: key) | select(id)", pd.DataFrame({"id": [4, 5, 6, 7, 8]}))
frame("h | slice(2..3) | select(id)", pd.DataFrame({"id": [2, 3]}))
frame("h | top(n, rows: 2) | select(id)", pd.DataFrame({"id": [3, 7]}))
frame("penguins | top(body_mass_g, rows: 1, by: species) | select(species, body_mass_g)",
      pd.DataFrame({"species": ["Gentoo", "Chinstrap", "Adelie"], "body_mass_g": [6300, 4800, 4775]}))
frame("h | distinct(key) | select(id)", pd.DataFrame({"id": [1, 2, 3, 5, 6]}))
frame('h | distinct(key, keep: "last") | select(id)', pd.DataFrame({"id": [4, 5, 6, 7, 8]}))
frame("penguins | select(species, island) | distinct", p[["species", "island"]].drop_duplicates())
frame("flights | sort(desc(arr_delay)) | select(carrier, flight, arr_delay) | head(5)",
      ordered(flights, "arr_delay", False)[["carrier", "flight", "arr_delay"]].head(5))

# --- join, append ---
def joined(how):
    table = hostile[hostile.key.notna()] if how == "inner" else hostile
    return table.merge(other[other.key.notna()], on="key", how="inner" if how == "inner" else "left")

frame("h | join(o, on: key) | select(id, z)", joined("inner")[["id", "z"]])
frame('h | join(o, on: key, kind: "left") | select(id, z)', joined("left")[["id", "z"]])
frame('h | join(o, on: key, kind: "semi") | select(id)', pd.DataFrame({"id": [1, 2, 4, 5, 8]}))
frame('h | join(o, on: key, kind: "anti") | select(id)', pd.DataFrame({"id": [3, 6, 7]}))
frame('h | join(o, on: key, kind: "right") | select(id, key, z)',
      pd.DataFrame({"id": [1, 2, 2, 4, 5, 8, 8, None], "key": ["a", "b", "b", "a", "é", "b", "b", None],
                    "z": [20, 10, 50, 20, 40, 10, 50, 30]}))
value('count(h | join(o, on: key, kind: "full"))', 11)
m = flights.merge(planes[["tailnum", "seats"]], on="tailnum", how="left")
frame('flights | join(planes, on: tailnum, kind: "left") | summarize(n = count(), s = sum(seats), by: origin)',
      grouped(m, ["origin"], n=("day", "size"), s=("seats", "sum")).astype({"s": int}))
frame("flights | join(airlines, on: carrier) | count(name) | head(4)",
      flights.merge(airlines, on="carrier").groupby("name").size().reset_index(name="count").head(4))
value('count(flights | join(airports, on: dest == faa, kind: "anti"))',
      int((~flights.dest.isin(airports.faa)).sum()))
frame("o | append(frame(z = [60], w = [true]))",
      pd.DataFrame({"key": ["b", "a", None, "é", "b", None], "z": [10, 20, 30, 40, 50, 60],
                    "w": [None] * 5 + [True]}))
frame("frame(x = [missing]) | append(frame(x = [1]))", pd.DataFrame({"x": pd.Series([None, 1], dtype=object)}))

# --- numbers ---
numbers = [0.0, -1.5, 2.5, 1e-12, 700.0, None]
NUMBERS = "frame(v = [0.0, -1.5, 2.5, 1e-12, 700.0, missing]) | select(x = %s)"


def each(expression, body):
    def run(v):
        try:
            return body(v)
        except (ValueError, OverflowError, ZeroDivisionError):
            return None
    column(NUMBERS % expression, *[None if v is None else run(v) for v in numbers])


for name, body in [
    ("abs", abs), ("sqrt", math.sqrt), ("exp", math.exp), ("log", math.log), ("log2", math.log2),
    ("log10", math.log10), ("log1p", math.log1p), ("expm1", math.expm1), ("sin", math.sin), ("cos", math.cos),
    ("tan", math.tan), ("asin", math.asin), ("acos", math.acos), ("atan", math.atan),
    ("sign", lambda v: (v > 0) - (v < 0)), ("floor", math.floor), ("ceiling", math.ceil),
    ("trunc", math.trunc), ("sigmoid", lambda v: 1 / (1 + math.exp(-v))),
    ("logit", lambda v: math.log(v / (1 - v))),
]:
    each(name + "(v)", body)
each("atan2(v, 2)", lambda v: math.atan2(v, 2))
each("clip(v, -1, 1)", lambda v: min(max(v, -1), 1))
each("v ^ 2", lambda v: v**2)
each("v / 0", lambda v: None)
each("v // 2", lambda v: v // 2)
each("v % 2", lambda v: v % 2)
each("least(v, 1)", lambda v: min(v, 1))
each("greatest(v, 1)", lambda v: max(v, 1))
for case in cases[-2:]:
    case["columns"]["x"][-1] = 1.0  # least and greatest of what is there
each("coalesce(v, 9)", lambda v: v)
cases[-1]["columns"]["x"][-1] = 9.0
each("missing_if(v, 0)", lambda v: None if v == 0 else v)
each("if v > 0 then 1 else 2", lambda v: 1 if v > 0 else 2)
cases[-1]["columns"]["x"][-1] = 2
each("case(v > 100, 'big', v > 0, 'small', else: 'none')",
     lambda v: "big" if v > 100 else "small" if v > 0 else "none")
cases[-1]["columns"]["x"][-1] = "none"
each("recode(v, {0: 10, 2.5: 20}, else: -1)", lambda v: {0: 10, 2.5: 20}.get(v, -1))
cases[-1]["columns"]["x"][-1] = -1
value("-7 // 2", -7 // 2)
value("7 % -3", 7 % -3)
value("2 ^ 3 ^ 2", 2.0 ** 3 ** 2)
value("-2 ^ 2", -(2.0 ** 2))
value("round(2.5)", 3.0)
value("round(-2.5)", -3.0)
value("round(2.345, 2)", 2.35)
value("9007199254740993 + 0", 9007199254740993)

# --- text ---
words = ["Ann Johnson", "", "  é ß😀 ", "a,b,,c", None]
WORDS = 'frame(v = ["Ann Johnson", "", "  é ß😀 ", "a,b,,c", missing]) | select(x = %s)'


def word(expression, body):
    column(WORDS % expression, *[None if v is None else body(v) for v in words])


word("length(v)", len)
word("upper(left(v, 3))", lambda v: v[:3].upper())
word("lower(v)", str.lower)
word("trim(v)", str.strip)
word("reverse(v)", lambda v: v[::-1])
word("left(v, 2)", lambda v: v[:2])
word("right(v, 2)", lambda v: v[-2:])
word("substring(v, 2, 3)", lambda v: v[1:4])
word("contains(v, 'on')", lambda v: "on" in v)
word("starts_with(v, 'A')", lambda v: v.startswith("A"))
word("ends_with(v, ' ')", lambda v: v.endswith(" "))
word("replace(v, ',', ';')", lambda v: v.replace(",", ";"))
word(r'replace(v, r"(\w)\w", r"<\1>", regex: true)', lambda v: re.sub(r"([0-9A-Za-z_])[0-9A-Za-z_]", r"<\1>", v))
word(r'extract(v, r"[a-z]+")', lambda v: (re.search(r"[a-z]+", v) or [None])[0])
word(r'extract(v, r"(\w+) (\w+)", group: 2)',
     lambda v: (re.search(r"([0-9A-Za-z_]+) ([0-9A-Za-z_]+)", v) or [None] * 3)[2])
word("split_text(v, ',')", lambda v: v.split(","))
word("join_text(map(split_text(v, ','), trim(it) + '!'), '')",
     lambda v: "".join(part.strip() + "!" for part in v.split(",")))
word("map(split_text(v, ','), length(it))", lambda v: [len(part) for part in v.split(",")])
word("pad(v, 12, side: 'right', with: '.')", lambda v: v.ljust(12, "."))
word("word_count(v)", lambda v: len(v.split()))
word("v + '!'", lambda v: v + "!")
word("f'[{v}]'", lambda v: f"[{v}]")
value("format(1234567.891, ',.2f')", f"{1234567.891:,.2f}")
value("format(0.1234, '.1%')", f"{0.1234:.1%}")
value("edit_distance('kitten', 'sitting')", 3)
value("title('the old man')", "The Old Man")
value("sort([3, 1, missing, 2])", [1, 2, 3, None])
value("map([1, 2, 3], it ^ 2)", [1.0, 4.0, 9.0])

# --- time, over changes of clocks ---
instants = [
    datetime(2013, 3, 10, 6, 59, 59, tzinfo=timezone.utc), datetime(2013, 3, 10, 7, 0, tzinfo=timezone.utc),
    datetime(2013, 11, 3, 5, 30, tzinfo=timezone.utc), datetime(2013, 11, 3, 6, 30, tzinfo=timezone.utc),
    datetime(1969, 12, 31, 23, 59, 59, tzinfo=timezone.utc), datetime(2012, 2, 29, 12, tzinfo=timezone.utc),
]
listed = ", ".join(f'timestamp("{t:%Y-%m-%dT%H:%M:%SZ}")' for t in instants)
TIMES = f"frame(t = [{listed}]) | select(x = %s)"


def moment(expression, body):
    column(TIMES % expression, *[body(t) for t in instants])


for name, body in [
    ("year", lambda t: t.year), ("month", lambda t: t.month), ("day", lambda t: t.day), ("hour", lambda t: t.hour),
    ("minute", lambda t: t.minute), ("weekday", lambda t: t.isoweekday()),
    ("yearday", lambda t: t.timetuple().tm_yday), ("quarter", lambda t: (t.month - 1) // 3 + 1),
    ("week", lambda t: t.isocalendar().week), ("month_name", lambda t: f"{t:%B}"),
    ("weekday_name", lambda t: f"{t:%A}"), ("date", lambda t: t.date()),
]:
    moment(f"{name}(t)", body)
    moment(f'{name}(t, zone: "America/New_York")', lambda t, body=body: body(t.astimezone(NY)))
moment("t + days(1)", lambda t: t + timedelta(days=1))
moment("t - hours(25)", lambda t: t - timedelta(hours=25))
moment("date_trunc(t, 'month')", lambda t: t.replace(day=1, hour=0, minute=0, second=0))
moment("date_trunc(t, 'hour')", lambda t: t.replace(minute=0, second=0))
moment("(t - timestamp('2013-01-01')) / hours(1)",
       lambda t: (t - datetime(2013, 1, 1, tzinfo=timezone.utc)) / timedelta(hours=1))
moment("format_date(t, '%d/%m/%y %H:%M')", lambda t: f"{t:%d/%m/%y %H:%M}")
moment("epoch(t)", lambda t: t.timestamp())
value('date("2012-01-31") + months(1)', date(2012, 2, 29))
value('date("2013-01-31") + months(13)', date(2014, 2, 28))
value('date("2013-03-01") - days(1)', date(2013, 2, 28))
value('parse_date("5 Jan 2013", "%d %b %Y")', date(2013, 1, 5))
value("make_date(2013, 12, 31)", date(2013, 12, 31))
f = flights.assign(t=pd.to_datetime(flights.time_hour, utc=True).dt.tz_convert("America/New_York"))
frame('flights | summarize(n = count(), by: [h = hour(time_hour, zone: "America/New_York")]) | head(4)',
      f.groupby(f.t.dt.hour).size().rename_axis("h").reset_index(name="n").head(4))
frame("flights | summarize(n = count(), by: [d = weekday(time_hour)])",
      f.groupby(pd.to_datetime(flights.time_hour, utc=True).dt.day_of_week + 1).size()
      .rename_axis("d").reset_index(name="n"))

# --- reductions of lists and columns ---
for name, body in [
    ("sum", np.nansum), ("mean", np.nanmean), ("min", np.nanmin), ("max", np.nanmax), ("median", np.nanmedian),
    ("sd", lambda v: np.nanstd(v, ddof=1)), ("var", lambda v: np.nanvar(v, ddof=1)),
    ("mad", lambda v: np.nanmedian(np.abs(v - np.nanmedian(v)))),
]:
    value(f"{name}([4.5, 1.25, missing, 9.0, -3.5])", float(body(np.array([4.5, 1.25, np.nan, 9.0, -3.5]))))
    value(f"{name}(penguins.body_mass_g)", float(body(p.body_mass_g.to_numpy(float))))
value("kurtosis(penguins.body_mass_g)", float(p.body_mass_g.kurt()))
value("count(penguins.sex)", int(p.sex.count()))
value("mode(penguins.island)", "Biscoe")
frame("penguins | summarize(a = arg_max(island, body_mass_g), b = arg_min(year, bill_length_mm))",
      pd.DataFrame({"a": [p.island[p.body_mass_g.idxmax()]], "b": [int(p.year[p.bill_length_mm.idxmin()])]}))
frame("penguins | summarize(w = mean(bill_length_mm, weight: body_mass_g))",
      pd.DataFrame({"w": [float(np.average(p.dropna(subset=["bill_length_mm"]).bill_length_mm,
                                           weights=p.dropna(subset=["bill_length_mm"]).body_mass_g))]}))

# --- the order of operators, as Python reads the same text ---
class Number:
    """An int or float with this language's results: `^` and `/` give floats."""

    def __init__(self, value):
        self.value = value

    def __add__(self, other): return Number(self.value + other.value)
    def __sub__(self, other): return Number(self.value - other.value)
    def __mul__(self, other): return Number(self.value * other.value)
    def __truediv__(self, other): return Number(self.value / other.value)
    def __floordiv__(self, other): return Number(self.value // other.value)
    def __mod__(self, other): return Number(self.value % other.value)
    def __pow__(self, other): return Number(float(self.value) ** other.value)
    def __neg__(self): return Number(-self.value)
    def __eq__(self, other): return self.value == other.value
    def __lt__(self, other): return self.value < other.value
    def __ge__(self, other): return self.value >= other.value


chance = random.Random(4)


def arithmetic():
    text = ""
    for _ in range(chance.randint(1, 5)):
        operand = ("-" if chance.random() < 0.25 else "") + str(chance.randint(1, 9))
        if chance.random() < 0.2:
            operand = f"({operand} - {chance.randint(1, 9)})"
        text += operand + chance.choice([" + ", " - ", " * ", " / ", " // ", " % ", " ^ "])
    return text + str(chance.randint(1, 9))


def read(text):
    return eval(re.sub(r"(\d+)", r"Number(\1)", text.replace("^", "**")))


while sum("^" in case["line"] or "not" in case["line"] for case in cases) < 150:
    a, b, c, d = (arithmetic() for _ in range(4))
    try:
        read(a), read(b), read(c), read(d)
    except (ZeroDivisionError, OverflowError):
        continue
    for line in (a, f"{a} < {b} and not {c} == {d} or {b} >= {d}", f"not {a} < {b} or {c} < {d} and {a} == {a}"):
        result = read(line)
        cell = result.value if isinstance(result, Number) else result
        # Ints beyond 64 bits, and floats near an edge where another rounding decides, prove nothing.
        if isinstance(cell, complex) or abs(cell) > 1e15 or "%" in line and "^" in line or "//" in line and "/ " in line:
            continue
        value(line, cell)

# --- what is missing is unknown ---
words = {True: "true", False: "false", None: "missing"}
for a in words:
    value(f"not {words[a]}", None if a is None else not a)
    for b in words:
        known = [x for x in (a, b) if x is not None]
        value(f"{words[a]} and {words[b]}", False if False in known else None if len(known) < 2 else True)
        value(f"{words[a]} or {words[b]}", True if True in known else None if len(known) < 2 else False)

out = Path(__file__).with_name("figures.json")
out.write_text(json.dumps({"setup": SETUP, "cases": cases}, ensure_ascii=False, indent=0) + "\n")
print(len(cases), "cases")
