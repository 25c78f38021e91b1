"""Writes distributions.json: tails and quantiles by SciPy. Run: python3 distributions.py"""

import json
import os

from scipy import special, stats

cases = []


def case(name, arguments, value):
    cases.append({"name": name, "arguments": [float(a) for a in arguments], "value": float(value)})


for x in [-37.0, -8.5, -3.0, -1.0, -0.1, 0.0, 0.5, 1.96, 5.0]:
    case("normalCDF", [x], stats.norm.cdf(x))
for p in [1e-300, 1e-20, 1e-5, 0.025, 0.3, 0.5, 0.75, 0.975, 0.999]:
    case("normalQuantile", [p], stats.norm.ppf(p))
for df in [0.5, 1, 2, 5, 30, 1000, 1e6]:
    for t in [-40.0, -6.0, -2.0, -0.01, 0.0, 0.7, 3.0]:
        case("studentCDF", [df, t], stats.t.cdf(t, df))
    for p in [1e-9, 0.005, 0.025, 0.4, 0.5, 0.8, 0.995]:
        case("studentQuantile", [df, p], stats.t.ppf(p, df))
for df in [1, 2, 3.5, 10, 99, 5000]:
    for factor in [0.01, 0.5, 0.9, 1.0, 1.2, 3.0]:
        x = df * factor
        if stats.chi2.cdf(x, df) > 1e-290:
            case("chiSquareLower", [df, x], stats.chi2.cdf(x, df))
        if stats.chi2.sf(x, df) > 1e-290:
            case("chiSquareUpper", [df, x], stats.chi2.sf(x, df))
    for p in [1e-8, 0.05, 0.5, 0.9, 0.999]:
        case("chiSquareQuantile", [df, p], stats.chi2.ppf(p, df))
for a, b in [(0.5, 0.5), (1, 3), (2.5, 0.7), (30, 40), (500, 2), (2000, 3000)]:
    for x in [0.001, 0.1, 0.4, 0.5, 0.9, 0.99]:
        value = special.betainc(a, b, x)
        if value > 1e-290:
            case("incompleteBeta", [a, b, x], value)
for d1, d2 in [(1, 1), (3, 10), (10, 3), (50, 200)]:
    for x in [0.05, 0.6, 1.0, 2.5, 12.0]:
        case("fLower", [d1, d2, x], stats.f.cdf(x, d1, d2))
        case("fUpper", [d1, d2, x], stats.f.sf(x, d1, d2))
    for p in [1e-6, 0.05, 0.5, 0.95]:
        case("fQuantile", [d1, d2, p], stats.f.ppf(p, d1, d2))

path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "distributions.json")
with open(path, "w") as file:
    json.dump(cases, file, indent=0)
    file.write("\n")
