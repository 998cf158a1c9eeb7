/* weight.c - TF-IDF, BM25 and their kin.
 *
 *     w = tf(count) idf(df), rows divided by their norm; doubles until the last rounding to float
 * tf   raw c | binary 1 | log 1 + ln c | augmented 0.5 + 0.5 c / max c of the row
 *      bm25 c (k1 + 1) / (c + k1 (1 - b + b length / mean length)), length: sum of the row's counts
 * idf  smooth ln((1 + D) / (1 + df)) + 1 | plain ln(D / df) + 1 | probabilistic max(0, ln((D - df)
 * / df)) | bm25 ln(1 + (D - df + 0.5) / (df + 0.5)) | none 1 Split: blocks of 1024 rows over the
 * pool; rows are independent. Salton and Buckley 1988; Robertson and Zaragoza 2009; smooth as in
 * scikit-learn. */
#include "matrix/weight.h"

#include <math.h>
#include <string.h>

static int choice(const char *name, const char *const *names, int n)
{
    for (int i = 0; name && i < n; i++)
        if (strcmp(name, names[i]) == 0)
            return i;
    return -1;
}

bk_status bk__weighting_parse(bk_ctx *ctx, bk__weighting *w, const char *tf, const char *idf,
                              const char *norm)
{
    static const char *const tfs[] = {"raw", "binary", "log", "augmented", "bm25"};
    static const char *const idfs[] = {"smooth", "plain", "probabilistic", "bm25", "none"};
    static const char *const norms[] = {"l2", "l1", "none"};
    int t = choice(tf, tfs, 5), i = choice(idf, idfs, 5), n = choice(norm, norms, 3);
    if (t < 0)
        return bk__fail(ctx, BK_EINVAL, "tf", "\"%s\" is no way to weight a count", tf ? tf : "");
    if (i < 0)
        return bk__fail(ctx, BK_EINVAL, "idf", "\"%s\" is no way to weight a document frequency",
                        idf ? idf : "");
    if (n < 0)
        return bk__fail(ctx, BK_EINVAL, "norm", "\"%s\" is no norm", norm ? norm : "");
    w->tf = (bk__tf)t;
    w->idf = (bk__idf)i;
    w->norm = (bk__norm)n;
    return BK_OK;
}

static double idf_of(double df, double D, bk__idf kind)
{
    double d = df > 0 ? df : 1; /* a fixed vocabulary may hold absent terms */
    switch (kind) {
    case BK__IDF_SMOOTH:
        return log((1 + D) / (1 + df)) + 1;
    case BK__IDF_PLAIN:
        return log(fmax(D, 1) / d) + 1;
    case BK__IDF_PROBABILISTIC:
        return D > 2 * d ? log((D - d) / d) : 0;
    case BK__IDF_BM25:
        return log(1 + fmax(D - df + 0.5, 0) / (df + 0.5));
    default:
        return 1;
    }
}

/* Most terms are in few documents: those logarithms are taken once. */
void bk__weight_idf(double *idf, const uint64_t *df, int64_t V, int64_t docs, bk__idf kind)
{
    enum { FEW = 512 };
    double D = (double)docs, few[FEW];
    bool known[FEW] = {false};
    for (int64_t t = 0; t < V; t++) {
        uint64_t d = df[t];
        if (d >= FEW) {
            idf[t] = idf_of((double)d, D, kind);
            continue;
        }
        if (!known[d])
            few[d] = idf_of((double)d, D, kind);
        known[d] = true;
        idf[t] = few[d];
    }
}

double bk__weight_mean_length(uint64_t sum, int64_t rows)
{
    return sum > 0 && rows > 0 ? (double)sum / (double)rows : 1;
}

/* What a row's tf depends on: its largest count, and the denominator's constant part of BM25. */
typedef struct row_facts {
    double max, bm25;
} row_facts;

static row_facts facts_of(const float *c, int64_t n, const bk__weighting *w)
{
    row_facts r = {0, 0};
    double length = 0;
    for (int64_t i = 0; i < n; i++) {
        length += (double)c[i];
        r.max = fmax(r.max, (double)c[i]);
    }
    r.bm25 = w->k1 * (1 - w->b + w->b * length / w->mean_length);
    return r;
}

static double tf_of(double c, const row_facts *r, const bk__weighting *w)
{
    switch (w->tf) {
    case BK__TF_BINARY:
        return 1;
    case BK__TF_LOG:
        return 1 + log(c);
    case BK__TF_AUGMENTED:
        return 0.5 + 0.5 * c / r->max;
    case BK__TF_BM25:
        return c * (w->k1 + 1) / (c + r->bm25);
    default:
        return c;
    }
}

bk__weigher bk__weigher_of(const bk__weighting *w, const double *idf)
{
    static const row_facts none = {1, 1};
    bk__weigher t = {.w = w, .idf = idf};
    t.tabled = w->tf == BK__TF_RAW || w->tf == BK__TF_BINARY || w->tf == BK__TF_LOG;
    for (int c = 0; c < BK__SMALL && t.tabled; c++)
        t.small[c] = tf_of(c, &none, w);
    return t;
}

static bool all_small(const float *c, int64_t n)
{
    bool small = true;
    for (int64_t i = 0; i < n; i++)
        small &= c[i] >= 0 && c[i] < BK__SMALL && (float)(int)c[i] == c[i];
    return small;
}

void bk__weigh(const bk__weigher *t, float *out, double *x, const float *c, const uint32_t *col,
               int64_t n, bool small)
{
    const bk__weighting *w = t->w;
    double norm = 0;
    if (t->tabled && (small || all_small(c, n))) {
        for (int64_t i = 0; i < n; i++)
            x[i] = t->small[(int)c[i]] * t->idf[col[i]];
    } else {
        row_facts r = facts_of(c, n, w);
        for (int64_t i = 0; i < n; i++)
            x[i] = tf_of((double)c[i], &r, w) * t->idf[col[i]];
    }
    for (int64_t i = 0; i < n; i++)
        norm += w->norm == BK__NORM_L2 ? x[i] * x[i] : fabs(x[i]);
    if (w->norm == BK__NORM_L2)
        norm = sqrt(norm);
    if (w->norm == BK__NORM_NONE || norm == 0)
        norm = 1;
    for (int64_t i = 0; i < n; i++)
        out[i] = (float)(x[i] / norm);
}
