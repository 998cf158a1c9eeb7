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

#include "base/par.h"

enum { BLOCK = 1024 };

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

void bk__weight_idf(double *idf, const uint64_t *df, int64_t V, int64_t docs, bk__idf kind)
{
    double D = (double)docs;
    for (int64_t t = 0; t < V; t++) {
        double d = df[t] > 0 ? (double)df[t] : 1; /* a fixed vocabulary may hold absent terms */
        switch (kind) {
        case BK__IDF_SMOOTH:
            idf[t] = log((1 + D) / (1 + (double)df[t])) + 1;
            break;
        case BK__IDF_PLAIN:
            idf[t] = log(fmax(D, 1) / d) + 1;
            break;
        case BK__IDF_PROBABILISTIC:
            idf[t] = D > 2 * d ? log((D - d) / d) : 0;
            break;
        case BK__IDF_BM25:
            idf[t] = log(1 + fmax(D - (double)df[t] + 0.5, 0) / ((double)df[t] + 0.5));
            break;
        default:
            idf[t] = 1;
        }
    }
}

double bk__weight_mean_length(const bk_csr *counts)
{
    double sum = 0;
    int64_t n = counts->ptr[counts->rows];
    for (int64_t p = 0; p < n; p++)
        sum += (double)counts->val[p];
    return sum > 0 && counts->rows > 0 ? sum / (double)counts->rows : 1;
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

/* tf of small counts where it does not depend on the row: small[c], c < SMALL. */
enum { SMALL = 256 };

/* As weigh_row, for counts that all are in the table; rounds alike. */
static void weigh_small(float *out, const float *c, const uint32_t *col, int64_t n,
                        const double *idf, const double *small, bk__norm kind)
{
    double norm = 0;
    for (int64_t i = 0; i < n; i++) {
        double x = small[(int)c[i]] * idf[col[i]];
        norm += kind == BK__NORM_L2 ? x * x : fabs(x);
    }
    if (kind == BK__NORM_L2)
        norm = sqrt(norm);
    if (kind == BK__NORM_NONE || norm == 0)
        norm = 1;
    for (int64_t i = 0; i < n; i++)
        out[i] = (float)(small[(int)c[i]] * idf[col[i]] / norm);
}

static bool all_small(const float *c, int64_t n)
{
    bool small = true;
    for (int64_t i = 0; i < n; i++)
        small &= c[i] >= 0 && c[i] < SMALL && (float)(int)c[i] == c[i];
    return small;
}

static void weigh_row(float *out, const float *c, const uint32_t *col, int64_t n, const double *idf,
                      const bk__weighting *w)
{
    row_facts r = facts_of(c, n, w);
    double norm = 0;
    for (int64_t i = 0; i < n; i++) {
        double x = tf_of((double)c[i], &r, w) * idf[col[i]];
        norm += w->norm == BK__NORM_L2 ? x * x : fabs(x);
    }
    if (w->norm == BK__NORM_L2)
        norm = sqrt(norm);
    if (w->norm == BK__NORM_NONE || norm == 0)
        norm = 1;
    for (int64_t i = 0; i < n; i++)
        out[i] = (float)(tf_of((double)c[i], &r, w) * idf[col[i]] / norm);
}

typedef struct job {
    float *val;
    const bk_csr *counts;
    const double *idf;
    const bk__weighting *w;
    bool tabled; /* tf has a table */
    double small[SMALL];
} job;

static bk_status block(void *user, int64_t chunk, int worker)
{
    const job *t = user;
    const bk_csr *C = t->counts;
    (void)worker;
    int64_t end = (chunk + 1) * BLOCK < C->rows ? (chunk + 1) * BLOCK : C->rows;
    for (int64_t i = chunk * BLOCK; i < end; i++) {
        int64_t p = C->ptr[i];
        int64_t n = C->ptr[i + 1] - p;
        if (t->tabled && all_small(C->val + p, n))
            weigh_small(t->val + p, C->val + p, C->col + p, n, t->idf, t->small, t->w->norm);
        else
            weigh_row(t->val + p, C->val + p, C->col + p, C->ptr[i + 1] - p, t->idf, t->w);
    }
    return BK_OK;
}

bk_status bk__weight_apply(bk_ctx *ctx, float *val, const bk_csr *counts, const double *idf,
                           const bk__weighting *w)
{
    static const row_facts none = {1, 1};
    job t = {.val = val, .counts = counts, .idf = idf, .w = w};
    t.tabled = w->tf == BK__TF_RAW || w->tf == BK__TF_BINARY || w->tf == BK__TF_LOG;
    for (int c = 0; c < SMALL; c++)
        t.small[c] = tf_of(c, &none, w);
    return bk__par_for(ctx, NULL, bk__chunks(counts->rows, BLOCK), block, &t);
}
