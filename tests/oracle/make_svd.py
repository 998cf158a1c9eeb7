#!/usr/bin/python3
"""Writes svd_matrix.tsv and svd_values.tsv: a sparse matrix and numpy's dense singular values.

Run by hand in this folder; the test only compares."""
import numpy as np

rng = np.random.default_rng(7)
rows, columns, themes = 90, 60, 8
topic = rng.dirichlet(np.full(columns, 0.08), themes) * np.linspace(3, 0.6, themes)[:, None]
A = rng.poisson(rng.dirichlet(np.full(themes, 0.3), rows) @ topic * 20).astype(np.float32)
A[17] = 0
with open("svd_matrix.tsv", "w") as out:
    out.write("row\tcolumn\tvalue\n")
    for i, j in zip(*np.nonzero(A)):
        out.write(f"{i}\t{j}\t{A[i, j]:g}\n")
with open("svd_values.tsv", "w") as out:
    out.write(f"# numpy {np.__version__}\nvalue\n")
    for s in np.linalg.svd(A.astype(np.float64), compute_uv=False):
        out.write(f"{s:.17g}\n")
