#!/usr/bin/env python3
"""furniture.py - what cleaning takes out beside spans that a reader marked.

    furniture.py BINGKAI ARTICLES.jsonl... [--errors]

ARTICLES hold the articles that furniture_read.jsonl lists (public sets; their texts are not here),
each set whole: lines and titles are learned from all of its articles. A label is [begin, end, kind]
in characters of the text as it was given; spans of kind "opt" count neither way.

A marked span is found where a removed one covers it with an intersection over union of LEAST of
the characters that are no blanks; one to one; spans with only blanks between are one, on both
sides. Prints precision, recall and F1, the characters of the report that went ("lost") and of
furniture that stayed ("left"), with 95 % intervals (percentiles of RESAMPLES resamples of
articles), by set and by half: an article falls into the held-out half, whose errors nobody looked
at, where the first byte of the SHA-256 of its id is odd. --errors lists the errors of the
development half."""
import collections
import hashlib
import json
import os
import random
import subprocess
import sys

LEAST = 0.8
RESAMPLES = 2000
HERE = os.path.dirname(os.path.abspath(__file__))


def merged(spans, text):
    out = []
    for begin, end in sorted(spans):
        if out and not text[out[-1][1]:begin].strip():
            out[-1][1] = max(end, out[-1][1])
        else:
            out.append([begin, end])
    return out


def removed(row):
    raw = row.get("raw", row["text"]).encode()
    return [(len(raw[:r["begin"]].decode()), len(raw[:r["end"]].decode()), r["reason"])
            for r in row["removed"] if r["field"] == "text"]


class Article:
    def __init__(self, label, row, name):
        self.text, self.set, self.id = row.get("raw", row["text"]), name, label["id"]
        self.held = hashlib.sha256(label["id"].encode()).digest()[0] & 1
        self.gone = removed(row)
        self.spans = [x for x in label["spans"] if x[2] != "opt"]
        self.optional = {i for b, e, kind in label["spans"] if kind == "opt" for i in range(b, e)}
        self.gold = [self.letters(*x) for x in merged([x[:2] for x in self.spans], self.text)]
        self.taken = [self.letters(*x) for x in merged([x[:2] for x in self.gone], self.text)]
        self.taken = [x for x in self.taken if x]
        self.furniture = set().union(*self.gold)
        self.out = set().union(*self.taken)
        self.content = len(self.letters(0, len(self.text)) - self.furniture)
        self.lost, self.left = self.out - self.furniture, self.furniture - self.out
        free = list(range(len(self.taken)))
        for a in self.gold:
            for k in free:
                if len(a & self.taken[k]) >= LEAST * len(a | self.taken[k]):
                    free.remove(k)
                    break
        self.found = len(self.taken) - len(free)

    def letters(self, begin, end):
        return {i for i in range(begin, end)
                if not self.text[i].isspace() and i not in self.optional}

    def errors(self):
        for what, chars in (("lost", self.lost), ("left", self.left)):
            begin = None
            for i in sorted(chars) + [10**9]:
                if begin is not None and not (i < 10**9 and not (set(range(last + 1, i)) - chars
                                              and self.text[last + 1:i].strip())):
                    yield what, begin, last + 1
                    begin = None
                begin = i if begin is None else begin
                last = i


def f1(articles):
    gold, taken, found = (sum(x) for x in zip(*((len(a.gold), len(a.taken), a.found)
                                               for a in articles)))
    return found / max(1, taken), found / max(1, gold), 2 * found / max(1, gold + taken)


def lost(articles):
    return sum(len(a.lost) for a in articles) / max(1, sum(a.content for a in articles))


def left(articles):
    return sum(len(a.left) for a in articles) / max(1, sum(len(a.furniture) for a in articles))


def interval(articles, figure):
    rng = random.Random(1)
    all_ = sorted(figure(rng.choices(articles, k=len(articles))) for _ in range(RESAMPLES))
    return "%.4f-%.4f" % (all_[RESAMPLES * 25 // 1000], all_[RESAMPLES * 975 // 1000 - 1])


def read(bingkai, files):
    with open(os.path.join(HERE, "furniture_read.jsonl"), encoding="utf-8") as f:
        labels = {row["id"]: row for row in map(json.loads, f)}
    articles = []
    for path in files:
        out = subprocess.run([bingkai, "clean", path, "--format", "jsonl"], check=True,
                             stdout=subprocess.PIPE).stdout.decode()
        rows = [json.loads(line) for line in out.split("\n") if line]
        articles += [Article(labels[r["id"]], r, labels[r["id"]]["set"]) for r in rows
                     if r["id"] in labels]
    if len(articles) != len(labels):
        print(f"{len(articles)} of {len(labels)} labelled articles are there", file=sys.stderr)
    return articles


def report(articles):
    print("half", "set", "articles", "marked", "removed", "precision", "recall", "F1", "95 %",
          "lost", "share", "95 %", "in", "left", "share", "95 %", sep="\t")
    names = ["all"] + sorted({a.set for a in articles})
    for half in ("all", "development", "held out"):
        for name in names:
            these = [a for a in articles if name in ("all", a.set)
                     and half in ("all", "held out" if a.held else "development")]
            if not these:
                continue
            print(half, name, len(these), sum(len(a.gold) for a in these),
                  sum(len(a.taken) for a in these), *("%.3f" % x for x in f1(these)),
                  interval(these, lambda x: f1(x)[2]), sum(len(a.lost) for a in these),
                  "%.5f" % lost(these), interval(these, lost), sum(1 for a in these if a.lost),
                  sum(len(a.left) for a in these), "%.4f" % left(these), interval(these, left),
                  sep="\t")
    kinds = collections.defaultdict(lambda: [0, 0])
    for a in articles:
        for begin, end, kind in a.spans:
            mine = a.letters(begin, end)
            kinds[kind, a.held][0] += 1
            kinds[kind, a.held][1] += len(mine & a.out) >= LEAST * len(mine)
    print("\nkind\tmarked, found: development\theld out")
    for kind in sorted(sorted({k for k, _ in kinds}), key=lambda k: -kinds[k, 0][0] - kinds[k, 1][0]):
        print(kind, *kinds[kind, 0], *kinds[kind, 1], sep="\t")


def list_errors(articles):
    for a in articles:
        for what, begin, end in [] if a.held else a.errors():
            print(what, a.set, a.id, repr(a.text[max(0, begin - 60):begin]),
                  repr(a.text[begin:end]), repr(a.text[end:end + 60]), sep="\t")


def main():
    args = [a for a in sys.argv[1:] if a != "--errors"]
    articles = read(args[0], args[1:])
    (list_errors if "--errors" in sys.argv else report)(articles)


main()
