#!/usr/bin/python3
"""Writes stat_counts.tsv, stat_keyness.tsv and stat_wilson.tsv: keyness and shares by scipy.

Run by hand in this folder; the test only compares."""
import numpy as np
import scipy
from scipy import stats

rng = np.random.default_rng(11)
rows, columns = 24, 40
share = rng.dirichlet(np.full(columns, 0.4), 2)
A = np.array([rng.poisson(share[i % 2] * rng.integers(20, 200)) for i in range(rows)])
A[5] = 0
group = np.arange(rows) % 2
with open("stat_counts.tsv", "w") as out:
    out.write("row\tcolumn\tvalue\n")
    for i, j in zip(*np.nonzero(A)):
        out.write(f"{i}\t{j}\t{A[i, j]}\n")

one, two = A[group == 1], A[group == 0]
a, b, n1, n2 = one.sum(0), two.sum(0), one.sum(), two.sum()
g2, p = np.zeros(columns), np.ones(columns)
for j in np.nonzero(a + b)[0]:
    table = [[a[j], b[j]], [n1 - a[j], n2 - b[j]]]
    g2[j], p[j] = stats.chi2_contingency(table, correction=False, lambda_="log-likelihood")[:2]
seen = np.nonzero(a + b)[0]
order = seen[np.argsort(p[seen], kind="stable")]
ranked = p[order] * len(order) / np.arange(1, len(order) + 1)
p[order] = np.minimum(1, np.minimum.accumulate(ranked[::-1])[::-1])
with open("stat_keyness.tsv", "w") as out:
    out.write(f"# scipy {scipy.__version__}\ncolumn\tcount\treference\tg2\tlog_ratio\tdispersion\tp\n")
    for j in range(columns):
        if a[j] == 0 or a[j] * n2 <= b[j] * n1:
            continue
        ratio = np.log2(a[j] / n1) - np.log2(max(b[j], 0.5) / n2)
        spread = np.abs(one[:, j] / a[j] - one.sum(1) / n1).sum() / 2
        out.write(f"{j}\t{a[j]}\t{b[j]}\t{g2[j]:.15g}\t{ratio:.15g}\t{spread:.15g}\t{p[j]:.15g}\n")

with open("stat_wilson.tsv", "w") as out:
    out.write(f"# scipy {scipy.__version__}\nhits\tn\tlevel\tlow\thigh\n")
    for hits, n, level in [(0, 1, 0.95), (1, 1, 0.95), (0, 12, 0.9), (3, 7, 0.95), (10, 10, 0.99),
                           (55, 120, 0.95), (1, 4000, 0.95)]:
        ci = stats.binomtest(hits, n).proportion_ci(level, method="wilson")
        out.write(f"{hits}\t{n}\t{level}\t{ci.low:.15g}\t{ci.high:.15g}\n")
