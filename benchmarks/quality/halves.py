#!/usr/bin/env python3
"""halves.py - cuts a labelled set in two by article: python3 halves.py GOLD.jsonl OUT_DIR

One half is for looking at errors, the other only for figures. An article (`doc`) falls into the
held-out half where the first byte of the SHA-256 of its name is odd. Writes NAME.dev.jsonl and
NAME.held.jsonl into OUT_DIR; prints lines and articles of each."""
import hashlib
import json
import os
import sys


def main():
    gold, out = sys.argv[1:3]
    name = os.path.basename(gold).split(".")[0]
    half = {"dev": [], "held": []}
    for line in open(gold, encoding="utf-8"):
        doc = json.loads(line)["doc"]
        half["held" if hashlib.sha256(doc.encode()).digest()[0] & 1 else "dev"].append((doc, line))
    for which, lines in half.items():
        with open(os.path.join(out, f"{name}.{which}.jsonl"), "w", encoding="utf-8") as f:
            f.writelines(line for _, line in lines)
        print(name, which, len(lines), len({doc for doc, _ in lines}), sep="\t")


main()
