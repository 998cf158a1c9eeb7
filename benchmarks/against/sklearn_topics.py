#!/usr/bin/python3
"""Topics of bingkai beside scikit-learn's NMF (coordinate descent, NNDSVD) on the same TF-IDF.

    make build/benchmarks/against/topics
    benchmarks/against/sklearn_topics.py K ARTICLES.jsonl.zst [...]

Prints a row for each number of threads of ours, then scikit-learn's: seconds (start and sweeps),
sweeps and the objective |A - WH|^2 / |A|^2; in the end how many times faster ours is with as many
threads as the machine has. TOPICS names the program."""
import os
import subprocess
import sys
import tempfile
import time
import warnings

import scipy.io
from sklearn.decomposition import NMF

TOPICS = os.environ.get("TOPICS", "build/benchmarks/against/topics")


def ours(prefix, k, threads, paths):
    run = subprocess.run([TOPICS, prefix, str(k), str(threads), *paths], check=True,
                         capture_output=True, text=True)
    total = 0
    for line in run.stdout.splitlines():
        method, D, V, N, _, _, start, sweeps_s, sweeps, objective, map_s = line.split("\t")
        print(f"{method}\t{threads}\t{D}x{V}, {N}\t{float(start) + float(sweeps_s):.3f}\t{sweeps}\t"
              f"{objective}\tmap {map_s}", flush=True)
        if method == "nmf":
            total = float(start) + float(sweeps_s)
    return total


def main():
    warnings.filterwarnings("ignore")
    k, paths = int(sys.argv[1]), sys.argv[2:]
    print("method\tthreads\tshape, entries\tseconds\tsweeps\tobjective\t")
    with tempfile.TemporaryDirectory() as folder:
        prefix = os.path.join(folder, "ours")
        for threads in sorted({1, os.cpu_count()}):
            seconds = ours(prefix, k, threads, paths)
        A = scipy.io.mmread(prefix + ".mtx").tocsr()
    start = time.time()
    model = NMF(k, init="nndsvd", max_iter=200).fit(A)
    theirs = time.time() - start
    objective = model.reconstruction_err_ ** 2 / A.multiply(A).sum()
    print(f"sklearn nmf\t\t\t{theirs:.3f}\t{model.n_iter_}\t{objective:.6f}\t")
    print(f"# {theirs / seconds:.1f} times")


main()
