#!/usr/bin/python3
"""The same work in scikit-learn and scipy.

    benchmarks/against/peer.py tfidf|bigrams ARTICLES.jsonl
    benchmarks/against/peer.py prepare PREFIX          (PREFIX.mtx becomes PREFIX.npz, once)
    benchmarks/against/peer.py svd|nmf|nmf-50|kmeans|elkan|neighbours|lsa PREFIX K

tfidf and bigrams read the articles and fit a TfidfVectorizer: whole process. The others print the
seconds without loading, and the same figure of quality as kernel.c beside this."""
import json
import sys
import time
import warnings

import numpy as np
import scipy.io
import scipy.sparse


def tfidf(path, longest):
    from sklearn.feature_extraction.text import TfidfVectorizer
    with open(path, encoding="utf-8") as lines:
        texts = (json.loads(line)["text"] for line in lines)
        TfidfVectorizer(ngram_range=(1, longest)).fit_transform(texts)


def svd(A, k):
    from scipy.sparse.linalg import svds
    s = svds(A, k, solver="arpack", random_state=1)[1]
    return (s ** 2).sum() / A.multiply(A).sum()


def nmf(A, k):
    from sklearn.decomposition import NMF
    model = NMF(k, init="nndsvd", max_iter=200).fit(A)
    return model.reconstruction_err_ ** 2 / A.multiply(A).sum()


def nmf_50(A, k):  # in the floats that it can do with
    from sklearn.decomposition import NMF
    model = NMF(k, init="nndsvda", max_iter=50, tol=0, random_state=0).fit(A.astype(np.float32))
    return float(model.reconstruction_err_) ** 2 / A.multiply(A).sum()


def elkan(A, k):
    from sklearn.cluster import KMeans
    own = KMeans(k, n_init=1, random_state=0, algorithm="elkan").fit_predict(A.astype(np.float32))
    sums = scipy.sparse.csr_matrix((np.ones(len(own)), (own, np.arange(len(own))))) @ A
    return 1 - np.sqrt(sums.multiply(sums).sum(1)).sum() / A.shape[0]


def kmeans(A, k):
    from sklearn.cluster import KMeans
    model = KMeans(k, n_init=1, random_state=1).fit(A)
    C = model.cluster_centers_ / np.linalg.norm(model.cluster_centers_, axis=1, keepdims=True)
    return 1 - np.asarray(A.multiply(C[model.labels_]).sum(1)).mean()


def neighbours(A, k):
    from sklearn.neighbors import NearestNeighbors
    distance, row = NearestNeighbors(n_neighbors=k + 1, metric="cosine",
                                     algorithm="brute").fit(A).kneighbors(A)
    other = row != np.arange(A.shape[0])[:, None]  # a row's copy may come before the row itself
    first = other & (np.cumsum(other, 1) <= k)
    return (1 - distance[first]).mean()


def main():
    work, name = sys.argv[1:3]
    warnings.filterwarnings("ignore")
    if work in ("tfidf", "bigrams"):
        tfidf(name, 2 if work == "bigrams" else 1)
        return
    if work == "prepare":
        scipy.sparse.save_npz(name + ".npz", scipy.io.mmread(name + ".mtx").tocsr(),
                              compressed=False)
        return
    A = scipy.sparse.load_npz(name + ".npz")
    if work == "lsa":  # the same neighbours in the space of an SVD, which is not timed
        from scipy.sparse.linalg import svds
        U, s, _ = svds(A, 100, solver="arpack", random_state=1)
        A = U * s
    start = time.time()
    quality = {"svd": svd, "nmf": nmf, "nmf-50": nmf_50, "kmeans": kmeans, "elkan": elkan,
               "neighbours": neighbours, "lsa": neighbours}[work](A, int(sys.argv[3]))
    print(f"{time.time() - start:.4f}\t{quality:.9f}")


main()
