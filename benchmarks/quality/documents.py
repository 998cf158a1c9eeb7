#!/usr/bin/env python3
"""documents.py - tone and frames of whole articles beside two readers.

    documents.py ARTICLES.jsonl [BINGKAI] [> documents.tsv]

ARTICLES are those whose ids documents_read.jsonl lists (public sets; their texts are not here). A
reader gave each dyad a tone (-, 0, +, absent) and each frame a level (0 absent, 1 present, 2
dominant). The program's tone of an article is its row of the table dyads: above TONE +, below
-TONE -, else 0; no row: absent. Its level of a frame is share + dominant of the table frames.

Prints macro F1 over the classes, all dyads (frames) pooled, against each reader and where both
agree, kappa of the two readers, and 95 % intervals (percentiles of RESAMPLES resamples of articles).
Frames are also cross-validated ("left out"): the three thresholds of src/model/framer.c are chosen
anew from GRID without the article that they then label."""
import itertools
import json
import os
import random
import sqlite3
import subprocess
import sys
import tempfile

TONE = 0.1
RESAMPLES = 1000
GRID = list(itertools.product((0.25, 0.5, 0.75, 1), (0, 0.1, 0.25), (0.2, 0.25, 0.3, 0.35, 0.4)))
DYADS = ("CHN-RUS", "CHN-USA", "RUS-USA")
HERE = os.path.dirname(os.path.abspath(__file__))


def readers():
    out = {"A": {}, "B": {}}
    with open(os.path.join(HERE, "documents_read.jsonl"), encoding="utf-8") as f:
        for line in f:
            row = json.loads(line)
            out[row["reader"]][row["id"]] = row
    return out


def analyse(bingkai, articles, ids):
    """Tones {id: {dyad: class}} and levels {id: {frame: level}} of the program."""
    with tempfile.TemporaryDirectory() as d:
        subprocess.run([bingkai, "run", articles, "-o", d + "/out"], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        db = sqlite3.connect(d + "/out/study.sqlite")
        known = {i for (i,) in db.execute("SELECT id FROM articles")}
        ids = [i for i in ids if i in known]
        tone = {i: dict.fromkeys(DYADS, "absent") for i in ids}
        level = {i: {} for i in ids}
        for i, dyad, t in db.execute(
                "SELECT id, dyad, tone FROM dyads WHERE scope = 'article' AND voice = 'all'"):
            if i in tone and dyad in DYADS:
                tone[i][dyad] = "+" if t > TONE else "-" if t < -TONE else "0"
        for i, frame, share, dominant in db.execute(
                "SELECT id, frame, share, dominant FROM frames WHERE scope = 'article'"):
            if i in level:
                level[i][frame] = int(share + dominant)
        feature = features(db, ids)
        db.close()
    return ids, tone, level, feature


def means():
    """Mean weight of each frame's Indonesian indicators."""
    weights = {}
    with open(os.path.join(HERE, "../../models/id/frames.tsv"), encoding="utf-8") as f:
        for line in f:
            cell = line.rstrip("\n").split("\t")
            if len(cell) == 4 and cell[0] not in ("frame", "-") and not line.startswith("#"):
                weights.setdefault(cell[0], []).append(float(cell[3]))
    return {f: sum(w) / len(w) for f, w in weights.items()}


def features(db, ids):
    """{id: {frame: (strength, that over the strongest of its kind, share of sentences)}}"""
    mean, out, kind = means(), {i: {} for i in ids}, {}
    for i, frame, k, score in db.execute(
            "SELECT id, frame, kind, score FROM frames WHERE scope = 'article'"):
        kind[frame] = k
        if i in out:
            out[i][frame] = [score / mean[frame], 0, 0]
    for i, row in out.items():
        n, = db.execute("SELECT sum(1 + (field = 'title')) FROM sentences WHERE id = ?", (i,)).fetchone()
        for frame, hits in db.execute("SELECT frame, sum(1 + (field = 'title')) FROM frame_sentences"
                                      " WHERE id = ? GROUP BY frame", (i,)):
            row[frame][2] = hits / n
        for frame, x in row.items():
            x[1] = x[0] / max(y[0] for f, y in row.items() if kind[f] == kind[frame])
    return out


def left_out(feature, read, keys):
    """Levels of each article by the thresholds that are best without it."""
    def pairs(i, p):
        zero = (0, 0, 0)
        level = {}
        for k in keys:
            strength, relative, share = feature[i].get(k, zero)
            present = share > 0 and strength >= p[0] and relative >= p[1]
            level[k] = (1 + (share >= p[2])) if present else 0
        return [(read[i]["frames"][k], level[k]) for k in keys]
    by = {p: {i: pairs(i, p) for i in feature} for p in GRID}
    return {i: by[max(GRID, key=lambda p: macro_f1([x for j in by[p] if j != i for x in by[p][j]]))][i]
            for i in feature}


def macro_f1(pairs):
    """Over the classes that occur on either side of `pairs` (read, found)."""
    f1 = []
    for c in {x for p in pairs for x in p}:
        hit = sum(a == b == c for a, b in pairs)
        f1.append(2 * hit / (sum(a == c for a, _ in pairs) + sum(b == c for _, b in pairs)))
    return sum(f1) / len(f1) if f1 else float("nan")


def kappa(pairs):
    n = len(pairs)
    same = sum(a == b for a, b in pairs) / n
    chance = sum(sum(a == c for a, _ in pairs) * sum(b == c for _, b in pairs)
                 for c in {x for p in pairs for x in p}) / (n * n)
    return (same - chance) / (1 - chance) if chance < 1 else float("nan")


def interval(ids, pairs_of, statistic):
    rng = random.Random(5)
    values = []
    for _ in range(RESAMPLES):
        pairs = [p for i in rng.choices(ids, k=len(ids)) for p in pairs_of[i]]
        if pairs:
            values.append(statistic(pairs))
    values.sort()
    return values[int(0.025 * len(values))], values[int(0.975 * len(values)) - 1]


def show(what, part, ids, pairs_of, statistic):
    pairs = [p for i in ids for p in pairs_of[i]]
    low, high = interval(ids, pairs_of, statistic)
    print(what, part, statistic.__name__, len(pairs), *(f"{x:.3f}" for x in (statistic(pairs), low, high)),
          sep="\t")


def main():
    articles = sys.argv[1]
    bingkai = sys.argv[2] if len(sys.argv) > 2 else os.path.join(HERE, "../../build/bingkai")
    read = readers()
    ids, tone, level, feature = analyse(bingkai, articles, sorted(read["A"]))
    frames = list(read["A"][ids[0]]["frames"])
    print("what", "against", "measure", "items", "value", "low", "high", sep="\t")
    for what, keys, field, found in (("tone", DYADS, "dyads", tone), ("frames", frames, "frames", level)):
        a, b = ({i: read[r][i][field] for i in ids} for r in "AB")
        for part in [keys] + [[k] for k in keys]:
            name = "readers" if part is keys else "readers, " + part[0]
            show(what, name, ids, {i: [(a[i][k], b[i][k]) for k in part] for i in ids}, kappa)
        value = {i: {k: found[i].get(k, 0) for k in keys} for i in ids}
        show(what, "A", ids, {i: [(a[i][k], value[i][k]) for k in keys] for i in ids}, macro_f1)
        show(what, "B", ids, {i: [(b[i][k], value[i][k]) for k in keys] for i in ids}, macro_f1)
        show(what, "both agree", ids,
             {i: [(a[i][k], value[i][k]) for k in keys if a[i][k] == b[i][k]] for i in ids}, macro_f1)
        if what == "frames":
            for r in "AB":
                show(what, r + ", left out", ids, left_out(feature, read[r], keys), macro_f1)
        for k in keys:
            show(what, "A, " + k, ids, {i: [(a[i][k], value[i][k])] for i in ids}, macro_f1)


main()
