#!/usr/bin/python3
"""topic_labels.py - do topics find the labels that people gave?

    benchmarks/quality/topic_labels.py ARTICLES.jsonl [TOOL] [SEEDS]

ARTICLES: JSON lines with `text` and `topics`, a list of labels (Reuters-21578 in that form). Taken
are articles with one label that ten or more have; K is the number of those labels. bingkai's
k-means, NMF, LDA and LSA and scikit-learn's KMeans, NMF and TruncatedSVD work on the same words (five
articles or more, half of them or less), each with SEEDS (5) random seeds; an article belongs to its largest topic, of
TruncatedSVD to the end of the component of its largest score (of K, and of half as many, whose ends
are as many as topics).
Prints NMI (arithmetic mean) and purity: median, least and most."""
import collections
import json
import subprocess
import sys
import tempfile
import warnings

import numpy as np
import scipy.io

from sklearn.cluster import KMeans
from sklearn.decomposition import NMF, TruncatedSVD
from sklearn.metrics import normalized_mutual_info_score
from sklearn.metrics.cluster import contingency_matrix


def read(path):
    articles = [json.loads(line) for line in open(path, encoding="utf-8")]
    one = [a for a in articles if len(a["topics"]) == 1 and a["text"].strip()]
    many = collections.Counter(a["topics"][0] for a in one)
    return [a for a in one if many[a["topics"][0]] >= 10]


def scores(truth, found):
    table = contingency_matrix(truth, found)
    return normalized_mutual_info_score(truth, found), table.max(axis=0).sum() / table.sum()


def ends(A, k, seed):
    x = TruncatedSVD(k, random_state=seed).fit_transform(A)
    return np.hstack([x, -x]).argmax(1)


def ours(tool, vectors, ids, method, k, seed, *more):
    lines = subprocess.run([tool, "topics", vectors, "--quiet", "--topic-method", method, "--topics",
                            str(k), "--seed", str(seed), "--refits", "0", "--table",
                            "topic_places", "--format", "tsv", *more],
                           check=True, capture_output=True, text=True).stdout.splitlines()
    head = lines[0].split("\t")
    at, topic = head.index("id"), head.index("topic")
    of = {f[at]: f[topic] for f in (line.split("\t") for line in lines[1:])}
    return [of.get(i, "") for i in ids]


def main():
    path = sys.argv[1]
    tool = sys.argv[2] if len(sys.argv) > 2 else "build/bingkai"
    seeds = range(1, 1 + int(sys.argv[3] if len(sys.argv) > 3 else 5))
    warnings.filterwarnings("ignore")
    articles = read(path)
    label = {a["id"]: a["topics"][0] for a in articles}
    k = len(set(label.values()))
    with tempfile.TemporaryDirectory() as folder:
        with open(folder + "/in.jsonl", "w", encoding="utf-8") as out:
            for a in articles:
                out.write(json.dumps({"id": a["id"], "text": a["text"], "lang": "en"}) + "\n")
        subprocess.run([tool, "vectorize", folder + "/in.jsonl", "--quiet", "--preset", "sklearn",
                        "--min-df", "5", "--max-df", "0.5", "-o", folder + "/v.bkv",
                        "--matrix-market", folder + "/m"], check=True)
        A = scipy.io.mmread(folder + "/m.mtx").tocsr()
        lines = open(folder + "/m.docs.tsv", encoding="utf-8").read().splitlines()
        column = lines[0].split("\t").index("id")
        ids = [line.split("\t")[column] for line in lines[1:]]
        truth = [label[i] for i in ids]
        print(f"# {len(ids)} articles, {A.shape[1]} terms, {k} labels and topics, "
              f"{len(seeds)} seeds")
        print("system\tnmi\tleast\tmost\tpurity\tleast\tmost")
        ways = {
            "sklearn KMeans": lambda s: KMeans(k, n_init=1, random_state=s).fit_predict(A),
            "bingkai kmeans": lambda s: ours(tool, folder + "/v.bkv", ids, "kmeans", k, s),
            "bingkai kmeans --chains 5": lambda s: ours(tool, folder + "/v.bkv", ids, "kmeans", k,
                                                        s, "--chains", "5"),
            "sklearn NMF": lambda s: NMF(k, random_state=s).fit_transform(A).argmax(1),
            "bingkai nmf": lambda s: ours(tool, folder + "/v.bkv", ids, "nmf", k, s),
            "bingkai lda": lambda s: ours(tool, folder + "/v.bkv", ids, "lda", k, s),
            "sklearn TruncatedSVD, ends": lambda s: ends(A, k, s),
            "sklearn TruncatedSVD, ends of half": lambda s: ends(A, (k + 1) // 2, s),
            "bingkai lsa": lambda s: ours(tool, folder + "/v.bkv", ids, "lsa", k, s),
        }
        for name, way in ways.items():
            got = np.array([scores(truth, way(s)) for s in seeds])
            row = np.concatenate([[np.median(c), c.min(), c.max()] for c in got.T])
            print(name, *(f"{x:.4f}" for x in row), sep="\t", flush=True)


main()
