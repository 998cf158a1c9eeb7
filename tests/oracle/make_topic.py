#!/usr/bin/python3
"""Writes topic_matrix.tsv and topic_fit.tsv: what scikit-learn's NMF, k-means and TruncatedSVD reach;
topic_turned.tsv: the components of the last after varimax, by the plain iteration of singular values.

Run by hand in this folder; the test only compares."""
import warnings

import numpy as np
import sklearn
from sklearn.cluster import KMeans
from sklearn.decomposition import NMF, TruncatedSVD
from sklearn.feature_extraction.text import TfidfTransformer

warnings.filterwarnings("ignore")
rng = np.random.default_rng(5)
rows, columns, themes = 120, 80, 6
topic = rng.dirichlet(np.full(columns, 0.06), themes)
counts = rng.poisson(rng.dirichlet(np.full(themes, 0.2), rows) @ topic * 60)
counts[33] = 0
A = TfidfTransformer().fit_transform(counts).astype(np.float32).tocsr()
with open("topic_matrix.tsv", "w") as out:
    out.write("row\tcolumn\tvalue\n")
    for i, j in zip(*A.nonzero()):
        out.write(f"{i}\t{j}\t{A[i, j]:.9g}\n")
A = A.astype(np.float64)


def divergence(A, R):
    a = A.tocoo()
    return (a.data * np.log(a.data / R[a.row, a.col])).sum() - a.data.sum() + R.sum()


def turned(U, svd):
    R = np.eye(U.shape[1])
    for _ in range(2000):
        L = U @ R
        x, _, y = np.linalg.svd(U.T @ (L**3 - L * (L**2).mean(0)))
        R = x @ y
    sign = np.sign(((U @ R) ** 3).sum(0))
    terms = np.maximum((svd.components_.T * svd.singular_values_) @ R * sign, 0).T
    with open("topic_turned.tsv", "w") as out:
        out.write("\t".join(f"term{j}" for j in range(terms.shape[1])) + "\n")
        for row in terms / terms.sum(1, keepdims=True):
            out.write("\t".join(f"{x:.9g}" for x in row) + "\n")


single = divergence(A, np.outer(A.sum(1).A1, A.sum(0).A1) / A.sum())
norm = A.multiply(A).sum()
with open("topic_fit.tsv", "w") as out:
    out.write(f"# scikit-learn {sklearn.__version__}; method 0: NMF, 1: k-means, best of 20; "
              "2: KL, of the single topic's; 3: SVD\n")
    out.write("method\ttopics\titerations\tobjective\n")
    for k in (3, 6, 10):
        for n in (5, 20, 200):
            fit = NMF(k, init="nndsvd", max_iter=n, tol=0).fit(A)
            out.write(f"0\t{k}\t{n}\t{fit.reconstruction_err_ ** 2 / norm:.9g}\n")
        fit = NMF(k, init="nndsvda", solver="mu", beta_loss="kullback-leibler", max_iter=200, tol=0)
        W = fit.fit_transform(A)
        out.write(f"2\t{k}\t200\t{divergence(A, W @ fit.components_) / single:.9g}\n")
        svd = TruncatedSVD(k, n_iter=20, random_state=0)
        U = svd.fit_transform(A) / svd.singular_values_
        left = 1 - (svd.singular_values_**2).sum() / norm
        out.write(f"3\t{k}\t1\t{left:.9g}\n")
        if k == 6:
            turned(U, svd)
        full = A[A.getnnz(1) > 0]  # |a - c|^2 over a topic of n is n (1 - |c|^2), its cosines n |c|
        own = KMeans(k, n_init=20, random_state=0, tol=0).fit(full).labels_
        cosines = sum(np.linalg.norm(full[own == j].sum(0)) for j in range(k))
        out.write(f"1\t{k}\t200\t{1 - cosines / full.shape[0]:.9g}\n")
