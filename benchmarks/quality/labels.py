#!/usr/bin/python3
"""labels.py - how right `bingkai train` is: python3 benchmarks/quality/labels.py GOLD_DIR [history]

Three labelled sets by 5-fold cross-validation: macro F1 with a bootstrap interval over groups, beside
TF-IDF and scikit-learn's logistic regression on folds of the same kind (as they come; and with 1-2-grams
of words, parts of words, sublinear counts, C = 2), which see the text and nothing else, and beside the
most frequent label. Then the names of countries in the texts are exchanged in every sentence that has
one, and the model trained on all texts labels both: it should not notice. "history" prints the rows
of history.tsv instead."""
import csv
import datetime
import os
import re
import subprocess
import sys
import tempfile

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedGroupKFold
from sklearn.pipeline import make_pipeline, make_union

BINGKAI = os.environ.get("BINGKAI", "build/bingkai")
QUAD = {"1": "VC", "2": "MC", "3": "VK", "4": "MK"}
CIRCLE = [["China", "Russia", "Iran", "Israel", "Japan", "India", "Turkey", "Ukraine"],
          ["Chinese", "Russian", "Iranian", "Israeli", "Japanese", "Indian", "Turkish", "Ukrainian"],
          ["Beijing", "Moscow", "Tehran", "Jerusalem", "Tokyo", "New Delhi", "Ankara", "Kyiv"],
          ["Tiongkok", "Rusia", "Iran", "Israel", "Jepang", "India", "Turki", "Ukraina"]]


def read(path):
    with open(path, newline="", encoding="utf-8") as f:
        return list(csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE))


def sets(gold):
    rows = read(os.path.join(gold, "headline_sentiment_id_dev.tsv"))
    yield "headline_sentiment_id_dev", "id", [
        {"text": r["text"], "label": r["label"], "group": str(i)} for i, r in enumerate(rows)]
    rows = read(os.path.join(gold, "target_sentiment_en_dev.tsv"))
    yield "target_sentiment_en_dev", "en", [
        {"text": r["text"], "target": r["target"], "from": r["from"], "label": r["label"],
         "group": r["gid"].split("_")[1]} for r in rows]
    rows = read(os.path.join(gold, "plover_events_en_dev.tsv"))
    yield "plover_events_en_dev", "en", [
        {"text": r["text"], "source": r["source"], "target": r["target"], "label": QUAD[r["penta"]],
         "group": r["sid"]} for r in rows]


def write(path, rows):
    with open(path, "w", encoding="utf-8") as f:
        names = list(rows[0])
        for row in [dict(zip(names, names))] + rows:
            f.write("\t".join(row[n] for n in names) + "\n")


def bingkai(*args):
    out = subprocess.run([BINGKAI, *args], check=True, capture_output=True, text=True).stdout
    lines = [line.split("\t") for line in out.splitlines()]
    return [dict(zip(lines[0], line)) for line in lines[1:]]


def interval(y, predicted, groups):
    rng, names = np.random.default_rng(1), sorted(set(groups))
    of = {g: [] for g in names}
    for i, g in enumerate(groups):
        of[g].append(i)
    y, predicted, scores = np.array(y), np.array(predicted), []
    for _ in range(1000):
        pick = [i for g in rng.integers(len(names), size=len(names)) for i in of[names[g]]]
        scores.append(f1_score(y[pick], predicted[pick], average="macro"))
    return f1_score(y, predicted, average="macro"), *np.percentile(scores, [2.5, 97.5])


def peer(rows, make):
    text = np.array([r["text"] for r in rows], object)
    y = np.array([r["label"] for r in rows], object)
    group = [r["group"] for r in rows]
    predicted = np.empty(len(rows), object)
    for learn, tell in StratifiedGroupKFold(5, shuffle=True, random_state=1).split(text, y, group):
        predicted[tell] = make().fit(text[learn], y[learn]).predict(text[tell])
    return interval(list(y), list(predicted), group)


def as_it_comes():
    return make_pipeline(TfidfVectorizer(), LogisticRegression(max_iter=1000))


def tuned():
    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
    parts = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)
    return make_pipeline(make_union(words, parts), LogisticRegression(C=2, max_iter=1000))


def exchange(s, step):
    for names in CIRCLE:
        to = {a: names[(i + step) % len(names)] for i, a in enumerate(names)}
        s = re.sub(r"\b(" + "|".join(names) + r")\b", lambda m: to[m.group(1)], s)
    return s


def exchanged(rows, step):
    out = []
    for r in rows:
        e = dict(r, text=exchange(r["text"], step))
        for k in ("source", "target"):
            if k in r:
                e[k] = exchange(r[k], step)
        if "from" in r:  # the target moves by what changed before it
            e["from"] = str(len(exchange(r["text"][: int(r["from"])], step)))
        out.append(e)
    return out


def notices(dir, lang, rows, model):
    """Shares of labels that change with the names, of sentences that have one of them."""
    named = [r for r in rows if exchange(r["text"], 1) != r["text"]]
    path = os.path.join(dir, "names.tsv")
    if not named:
        return 0, float("nan")
    write(path, named)
    first = [r["predicted"] for r in bingkai("predict", model, path, "--format", "tsv")]
    same = []
    for step in range(1, len(CIRCLE[0])):
        write(path, exchanged(named, step))
        now = [r["predicted"] for r in bingkai("predict", model, path, "--format", "tsv")]
        same.append(np.mean([a == b for a, b in zip(first, now)]))
    return len(named), float(np.mean(same))


def main():
    gold, history = sys.argv[1], "history" in sys.argv[2:]
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True,
                            text=True).stdout.strip()
    day = datetime.date.today().isoformat()
    with tempfile.TemporaryDirectory() as dir:
        for name, lang, rows in sets(gold):
            path, model = os.path.join(dir, name + ".tsv"), os.path.join(dir, "model.bkm")
            write(path, rows)
            got = bingkai("train", path, "--lang", lang, "--format", "tsv")
            at = {r["measure"]: r for r in got if not r["class"]}
            subprocess.run([BINGKAI, "train", path, "--lang", lang, "-o", model, "-q"], check=True)
            n, same = notices(dir, lang, rows, model)
            most = max(set(r["label"] for r in rows), key=[r["label"] for r in rows].count)
            f1 = at["macro f1"]
            figures = [("macro f1", *(float(f1[k]) for k in ("value", "low", "high"))),
                       ("accuracy", *(float(at["accuracy"][k]) for k in ("value", "low", "high"))),
                       ("calibration error", float(at["calibration error"]["value"])),
                       ("macro f1 tf-idf sklearn", *peer(rows, as_it_comes)),
                       ("macro f1 tf-idf sklearn tuned", *peer(rows, tuned)),
                       ("macro f1 most frequent",
                        f1_score([r["label"] for r in rows], [most] * len(rows), average="macro")),
                       ("agreement names exchanged", same)]
            for what, value, *ends in figures:
                if history:
                    print(day, commit, name, "cv", what, f"{value:.3f}", sep="\t")
                    for end, x in zip(("low", "high"), ends):
                        print(day, commit, name, "cv", f"{what} {end}", f"{x:.3f}", sep="\t")
                    continue
                print(f"{name:28} {what:32} {value:.3f}",
                      "[{:.3f}, {:.3f}]".format(*ends) if ends else f"({n} sentences)"
                      if what.startswith("agreement") else "")


main()
