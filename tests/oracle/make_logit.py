#!/usr/bin/python3
"""Writes logit_matrix.tsv, logit_rows.tsv and logit_fit.tsv: scikit-learn's logistic regression.

Run by hand in this folder; the test only compares."""
import numpy as np
import sklearn
from sklearn.linear_model import LogisticRegression

rng = np.random.default_rng(5)
n, V, M, K = 90, 40, 2, 3
X = np.where(rng.random((n, V)) < 0.15, rng.random((n, V)).round(3), 0).astype(np.float32)
X[7] = 0
D = rng.normal(size=(n, M)).round(3)
true = rng.normal(size=(V + M, K)) * 2
A = np.hstack([X.astype(float), D])
y = (A @ true + rng.gumbel(size=(n, K))).argmax(1)
w = rng.integers(1, 4, n) / 2
with open("logit_matrix.tsv", "w") as out:
    out.write("row\tcolumn\tvalue\n")
    for i, j in zip(*np.nonzero(X)):
        out.write(f"{i}\t{j}\t{X[i, j]:.9g}\n")
with open("logit_rows.tsv", "w") as out:
    out.write("class\tweight\td1\td2\n")
    for i in range(n):
        out.write(f"{y[i]}\t{w[i]}\t{D[i, 0]}\t{D[i, 1]}\n")
with open("logit_fit.tsv", "w") as out:
    out.write(f"# scikit-learn {sklearn.__version__}; columns, then the intercept: a row each\n")
    out.write("l2\tcolumn\tw0\tw1\tw2\n")
    for l2 in (0.05, 1.0, 20.0):
        m = LogisticRegression(C=1 / l2, solver="newton-cg", tol=1e-9, max_iter=100000).fit(A, y, sample_weight=w)
        for j in range(V + M):
            out.write(f"{l2}\t{j}\t" + "\t".join(f"{c:.12g}" for c in m.coef_[:, j]) + "\n")
        out.write(f"{l2}\t{V + M}\t" + "\t".join(f"{c:.12g}" for c in m.intercept_) + "\n")
