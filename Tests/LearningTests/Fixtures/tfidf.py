"""Writes tfidf.json: what a text becomes by scikit-learn's TfidfVectorizer.

The words are those that most training texts have, of as many the first by their bytes; the
vectorizer itself would count occurrences. A missing text is none in training, and an empty one later.

Needs: pip install scikit-learn numpy
"""

import json
import os

import numpy
from sklearn.feature_extraction.text import TfidfVectorizer

rng = numpy.random.default_rng(5)
pool = (
    "late delay gate Gate weather storm engine crew snow_1 747 Zürich ZÜRICH naïve straße "
    "Łódź 東京 москва МОСКВА ñandú it's well-known a I x1 _ __ café cafe e-mail ½ fog"
).split()
weights = 1 / numpy.arange(1, len(pool) + 1)
weights /= weights.sum()
joints = [" ", ", ", "; ", "\n", " - ", "…", "/"]


def text():
    words = rng.choice(pool, rng.integers(1, 14), p=weights)
    return "".join(w + joints[rng.integers(len(joints))] for w in words)


training = [text() for _ in range(60)]
training[7] = ""
training[11] = "!!! a . I"
later = [text() for _ in range(25)] + ["", "nothing known here", "LATE late Late!", "ZÜRICH"]
gaps = [3, 30]

documents = [t for i, t in enumerate(training) if i not in gaps]
counts = {}
analyze = TfidfVectorizer().build_analyzer()
for document in documents:
    for word in set(analyze(document)):
        counts[word] = counts.get(word, 0) + 1
chosen = sorted(counts, key=lambda w: (-counts[w], w.encode()))[:12]
vectorizer = TfidfVectorizer(vocabulary=sorted(chosen, key=str.encode)).fit(documents)


def rows(texts):
    return vectorizer.transform(["" if t is None else t for t in texts]).toarray().tolist()


training = [None if i in gaps else t for i, t in enumerate(training)]
later.append(None)
data = {
    "training": training,
    "later": later,
    "words": vectorizer.get_feature_names_out().tolist(),
    "idf": vectorizer.idf_.tolist(),
    "counts": [counts[w] for w in vectorizer.get_feature_names_out()],
    "trainingRows": rows(training),
    "laterRows": rows(later),
}
path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "tfidf.json")
with open(path, "w") as file:
    json.dump(data, file, ensure_ascii=False, sort_keys=True)
    file.write("\n")
