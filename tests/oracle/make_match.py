#!/usr/bin/python3
"""Writes match.tsv: sums of cosines of the best assignment (scipy's linear_sum_assignment) of the rows
of made-up matrices; test_match.c makes the same ones.

Run by hand in this folder; the test only compares."""
import numpy as np
import scipy
from scipy.optimize import linear_sum_assignment

TERMS = 7


def entry(i, j, seed):
    x = (i * 7919 + j * 104729 + seed * 1299709 + 12345) % 1000003
    x = x * x % 1000003
    return x % 97 if x % 3 else 0


with open("match.tsv", "w") as out:
    out.write(f"# scipy {scipy.__version__}\n")
    out.write("n\tm\tseed\tsum\n")
    for seed, (n, m) in enumerate([(1, 1), (8, 8), (20, 31), (31, 20), (50, 50), (90, 120), (200, 200)]):
        a = np.array([[entry(i, j, seed) for j in range(TERMS)] for i in range(n)], float)
        b = np.array([[entry(i, j, seed + 50) for j in range(TERMS)] for i in range(m)], float)
        lengths = np.outer(np.linalg.norm(a, axis=1), np.linalg.norm(b, axis=1))
        cosines = np.divide(a @ b.T, lengths, out=np.zeros((n, m)), where=lengths > 0)
        rows, columns = linear_sum_assignment(cosines, maximize=True)
        out.write(f"{n}\t{m}\t{seed}\t{cosines[rows, columns].sum():.12g}\n")
