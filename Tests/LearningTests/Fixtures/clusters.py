"""Writes clusters.json: clusters and anomalies as scikit-learn finds them.

Clusters are those of scikit-learn's KMeans from the same start centres, over coordinates that are made
here by hand: numbers less their mean over their sd, a level as 1 or 0 times the root of a half, a
missing cell as the mean. Anomalies: the depths that a node of so many rows is expected to have, and the
mean scores over seeds.

Run: python3 clusters.py (scikit-learn 1.9)
"""

import json
import os

import numpy as np
from sklearn.cluster import KMeans
from sklearn.ensemble import IsolationForest
from sklearn.ensemble._iforest import _average_path_length
from sklearn.metrics import silhouette_score

rng = np.random.default_rng(48)
n = 150
group = rng.integers(0, 3, n)
x = np.round(np.array([0, 4, 8])[group] + rng.normal(0, 1.2, n), 3)
z = np.round(np.array([0, 300, -200])[group] + rng.normal(0, 90, n), 2)
flag = (rng.random(n) < np.array([0.1, 0.5, 0.9])[group]).astype(float)
level = np.where(rng.random(n) < 0.7, group, rng.integers(0, 3, n)).astype(float)
x[rng.random(n) < 0.05] = np.nan
level[rng.random(n) < 0.05] = np.nan
weights = rng.integers(0, 4, n).astype(float)


def coordinates(w):
    def mean(cells):
        there = ~np.isnan(cells)
        return np.average(cells[there], weights=w[there])

    columns = []
    for cells in [x, z]:
        m = mean(cells)
        sd = mean((cells - m) ** 2) ** 0.5
        columns.append(np.where(np.isnan(cells), 0, (cells - m) / sd))
    columns.append(flag - mean(flag))
    for code in range(3):
        known = np.where(np.isnan(level), np.nan, (level == code).astype(float))
        columns.append(np.where(np.isnan(known), mean(known), known) * 0.5 ** 0.5)
    return np.column_stack(columns)


def clusters(w, start, tol=1e-4):
    points = coordinates(w)
    model = KMeans(len(start), init=points[start], n_init=1, tol=tol, max_iter=300)
    model.fit(points, sample_weight=w)
    labels = model.labels_
    sizes = np.array([w[labels == c].sum() for c in range(len(start))])
    order = sorted(range(len(start)), key=lambda c: (-sizes[c], tuple(model.cluster_centers_[c])))
    place = np.argsort(order)
    return {
        "start": points[start].tolist(), "labels": place[labels].tolist(),
        "inertia": float(model.inertia_), "rounds": int(model.n_iter_),
        "centers": model.cluster_centers_[order].tolist(), "sizes": sizes[order].tolist(),
        "silhouette": float(silhouette_score(points, labels)),
    }


ones = np.ones(n)
plain = clusters(ones, [3, 40, 77])
weighted = clusters(weights, [3, 40, 77, 110])
points = coordinates(ones)
best = min(KMeans(4, n_init=200, random_state=s).fit(points).inertia_ for s in range(2))

# Anomalies: a cloud, and a few rows far from it.
m = 400
cloud = np.round(rng.normal(0, 1, (m, 3)), 4)
cloud[:8] = np.round(rng.normal(0, 1, (8, 3)) * 0.3 + rng.choice([-5, 5], (8, 3)), 4)
scores = np.mean([
    -IsolationForest(n_estimators=100, max_samples=128, random_state=s).fit(cloud).score_samples(cloud)
    for s in range(20)
], axis=0)
sizes = [1, 2, 3, 5, 10, 100, 256, 1000]

path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "clusters.json")
with open(path, "w") as file:
    json.dump({
        "features": [[None if np.isnan(v) else v for v in c] for c in [x, z, flag, level]],
        "weights": weights.tolist(), "plain": plain, "weighted": weighted, "best": float(best),
        "cloud": cloud.T.tolist(), "scores": scores.tolist(),
        "sizes": sizes, "depths": _average_path_length(np.array(sizes)).tolist(),
    }, file)
    file.write("\n")
