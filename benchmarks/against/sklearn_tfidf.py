#!/usr/bin/python3
"""bingkai vectorize --preset sklearn beside scikit-learn's TfidfVectorizer, on the same articles.

    benchmarks/against/sklearn_tfidf.py ARTICLES.jsonl [...]

Each line of a file (.jsonl or .jsonl.zst) is an object with a "text". Prints a row for each file and
configuration: shape, whether the terms are the same, the largest difference of a weight, the seconds
of both (bingkai: the whole command, reading and writing included; scikit-learn: fit_transform alone)
and their ratio. BINGKAI names the command (build/bingkai)."""
import json
import os
import re
import subprocess
import sys
import tempfile
import time

import scipy.io
from sklearn.feature_extraction.text import TfidfVectorizer

BINGKAI = os.environ.get("BINGKAI", "build/bingkai")
CONFIGURATIONS = [
    ("defaults", [], {}),
    ("1-2-grams, sublinear", ["--ngram-max", "2", "--tf", "log"],
     {"ngram_range": (1, 2), "sublinear_tf": True}),
    ("characters 1-4", ["--ngram-unit", "chars", "--ngram-max", "4"],
     {"analyzer": "char", "ngram_range": (1, 4)}),
    ("characters in words 3-5", ["--ngram-unit", "word-chars", "--ngram-min", "3", "--ngram-max", "5"],
     {"analyzer": "char_wb", "ngram_range": (3, 5)}),
    ("min_df 3, max_df 0.5", ["--min-df", "3", "--max-df", "0.5"], {"min_df": 3, "max_df": 0.5}),
]


def read(path):
    if path.endswith(".zst"):
        data = subprocess.run(["zstd", "-dcq", path], check=True, capture_output=True).stdout
    else:
        data = open(path, "rb").read()
    return [json.loads(line)["text"] for line in data.decode("utf-8").split("\n") if line.strip()]


def ours(path, arguments, folder):
    prefix = os.path.join(folder, "ours")
    start = time.time()
    subprocess.run([BINGKAI, "vectorize", path, "--preset", "sklearn", *arguments, "--quiet",
                    "-o", prefix + ".bkv", "--matrix-market", prefix], check=True)
    seconds = time.time() - start
    with open(prefix + ".terms.tsv", encoding="utf-8") as table:
        terms = [row.split("\t")[1] for row in table.read().split("\n")[1:-1]]
    return scipy.io.mmread(prefix + ".mtx").tocsr(), terms, seconds


def theirs(texts, options):
    vectorizer = TfidfVectorizer(**options)
    start = time.time()
    X = vectorizer.fit_transform(texts)
    return X, list(vectorizer.get_feature_names_out()), time.time() - start


def cell(term):
    """A term as the table of terms holds it: no control characters, no formulas."""
    return ("'" if term[0] in "=+-@" else "") + re.sub("[\0-\x1f]", " ", term)


def main():
    print("file\tconfiguration\trows\tterms\tentries\tsame_terms\tlargest_difference\t"
          "bingkai_s\tsklearn_s\tratio")
    fine = True
    for path in sys.argv[1:]:
        texts = read(path)
        for name, arguments, options in CONFIGURATIONS:
            with tempfile.TemporaryDirectory() as folder:
                A, a_terms, a_s = ours(path, arguments, folder)
            B, b_terms, b_s = theirs(texts, options)
            b_terms = [cell(term) for term in b_terms]
            same = a_terms == b_terms and A.shape == B.shape
            worst = abs(A - B).max() if same else float("nan")
            fine = fine and same and worst <= 1e-6
            print(f"{os.path.basename(path)}\t{name}\t{B.shape[0]}\t{B.shape[1]}\t{B.nnz}\t"
                  f"{'yes' if same else 'no'}\t{worst:.3g}\t{a_s:.2f}\t{b_s:.2f}\t{b_s / a_s:.1f}",
                  flush=True)
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
