#!/usr/bin/env python3
"""agreement.py - balance of a labelled set, and agreement of two labellings of it.

agreement.py SET.jsonl               counts by dyad, polarity and case; fails on a malformed line
agreement.py SET.jsonl SECOND.jsonl  F1 of detection, Cohen's kappa of the first values

The second file holds lines {"gid", "relations"}; only its sentences are compared. Optional
relations count on neither side when the other coder did not see them.
"""
import collections
import json
import sys

DYADS = ("CHN-RUS", "CHN-USA", "RUS-USA")
FIELDS = {
    "polarity": {-1, 0, 1},
    "quad": {"VC", "MC", "VK", "MK", "N"},
    "source": {"CHN", "RUS", "USA", "mutual"},
    "voice": {"narrator", "CHN", "RUS", "USA", "other"},
}


def load(path):
    with open(path, encoding="utf-8") as f:
        return [json.loads(line) for line in f if line.strip()]


def check(items):
    seen = set()
    for it in items:
        assert it["gid"] not in seen, it["gid"]
        seen.add(it["gid"])
        dyads = [r["dyad"] for r in it["relations"]]
        assert len(set(dyads)) == len(dyads) and set(dyads) <= set(DYADS), it["gid"]
        assert not set(dyads) & set(it.get("absent", [])), it["gid"]
        for r in it["relations"]:
            for field, values in FIELDS.items():
                assert r[field] and set(r[field]) <= values, (it["gid"], field)
                assert len(set(r[field])) == len(r[field]), (it["gid"], field)
            assert set(r["source"]) <= set(r["dyad"].split("-")) | {"mutual"}, it["gid"]


def balance(items):
    count = collections.Counter()
    for it in items:
        for key in ("", it["case"]):
            count[key, "n"] += 1
            count[key, it["lang"]] += 1
            for r in it["relations"]:
                count[key, r["dyad"], r["polarity"][0]] += 1
            for d in it.get("absent", []):
                count[key, d, "x"] += 1
    print("case           n   id  en   " + "   ".join(f"{d}  +   -   0   x" for d in DYADS))
    for key in sorted({k[0] for k in count if k[0]}) + [""]:
        row = f"{key or 'all':12}{count[key, 'n']:4}{count[key, 'id']:5}{count[key, 'en']:4}   "
        for d in DYADS:
            row += " " * 6 + "".join(f"{count[key, d, v]:4}" for v in (1, -1, 0, "x")) + "    "
        print(row.rstrip())


def kappa(pairs):
    n = len(pairs)
    left = collections.Counter(a for a, _ in pairs)
    right = collections.Counter(b for _, b in pairs)
    agreed = sum(a == b for a, b in pairs) / n
    chance = sum(left[v] * right[v] for v in left) / n / n
    return agreed, (agreed - chance) / (1 - chance) if chance < 1 else 1.0


def compare(first, second):
    by_gid = {it["gid"]: it for it in first}
    hit = only_first = only_second = 0
    pairs = collections.defaultdict(list)
    accepted = collections.Counter()
    for it in second:
        a = {r["dyad"]: r for r in by_gid[it["gid"]]["relations"]}
        b = {r["dyad"]: r for r in it["relations"]}
        for d in sorted(a.keys() | b.keys()):
            if d not in b:
                only_first += a[d].get("required", True)
            elif d not in a:
                only_second += b[d].get("required", True)
            else:
                hit += 1
                for field in FIELDS:
                    pairs[field].append((a[d][field][0], b[d][field][0]))
                    accepted[field] += b[d][field][0] in a[d][field]
    f1 = 2 * hit / (2 * hit + only_first + only_second)
    print(f"sentences {len(second)}  both {hit}  only first {only_first}  "
          f"only second {only_second}  F1 {f1:.3f}")
    for field, p in pairs.items():
        agreed, k = kappa(p)
        print(f"{field:9} same {agreed:.3f}  kappa {k:.3f}  accepted {accepted[field] / hit:.3f}")


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    first = load(sys.argv[1])
    check(first)
    if len(sys.argv) == 2:
        balance(first)
    else:
        second = load(sys.argv[2])
        check(second)
        compare(first, second)


main()
