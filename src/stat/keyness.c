/* keyness.c - the words that tell a group of articles from the rest.
 *
 * For a word with a occurrences among n1 of the group and b among n2 of the rest:
 *     G2 = 2 (a ln(a / e1) + b ln(b / e2) + c ln(c / e3) + d ln(d / e4)), e = row x column / total,
 *          c = n1 - a, d = n2 - b (Dunning 1993); signed: below 0 where a / n1 < b / n2
 *     log ratio = log2((a' / n1) / (b' / n2)), 0.5 in place of a 0 (Hardie 2014)
 *     DP = sum over the group's articles of |share of the word - share of the text| / 2 (Gries
 * 2008) z = delta / sqrt(1 / (a + w) + 1 / (b + w)), delta the difference of the log-odds with w
 * more occurrences of PRIOR more words on both sides, in the proportions of the whole (Monroe,
 *         Colaresi, Quinn 2008)
 * Serial: two passes over the counts. Workspace: 6 V doubles, the heap of the n best. */
#include <bingkai/stat.h>

#include <gsl/gsl_cdf.h>
#include <math.h>

#include "base/ctx.h"
#include "base/topk.h"
#include "matrix/csr.h"

/* Words that the prior is worth: about one article of news. */
static const double PRIOR = 300;

typedef struct keyness {
    const bk_csr *A;
    const int32_t *group;
    int32_t which;
    const float *weight;
    double n1, n2; /* all occurrences in the group and in the rest */
    double *a, *b; /* [V] */
    double *docs;  /* [V] articles of the group */
    double
        *spread; /* [V] sum over the articles of |share of the word - of the text| - the latter */
    double *g2;  /* [V] */
    double *p;   /* [V] first of the columns that occur, then of all */
} keyness;

static double vote(const keyness *k, int64_t i)
{
    return k->weight ? (double)k->weight[i] : 1;
}

static bk_status count(bk_ctx *ctx, keyness *k)
{
    for (int64_t i = 0; i < k->A->rows; i++) {
        double w = vote(k, i);
        bool in = k->group[i] == k->which;
        if (!(w >= 0) || !isfinite(w))
            return bk__fail(ctx, BK_EINVAL, "weight", "a weight is negative or not finite");
        for (int64_t p = k->A->ptr[i]; p < k->A->ptr[i + 1]; p++) {
            double x = w * (double)k->A->val[p];
            if (!(x >= 0) || !isfinite(x))
                return bk__fail(ctx, BK_EINVAL, "counts", "a count is negative or not finite");
            uint32_t c = k->A->col[p];
            *(in ? &k->a[c] : &k->b[c]) += x;
            *(in ? &k->n1 : &k->n2) += x;
            k->docs[c] += in && x > 0;
        }
    }
    return BK_OK;
}

static void measure_spread(keyness *k)
{
    for (int64_t i = 0; i < k->A->rows; i++) {
        if (k->group[i] != k->which)
            continue;
        double length = 0;
        for (int64_t p = k->A->ptr[i]; p < k->A->ptr[i + 1]; p++)
            length += vote(k, i) * (double)k->A->val[p];
        for (int64_t p = k->A->ptr[i]; p < k->A->ptr[i + 1]; p++) {
            uint32_t c = k->A->col[p];
            double x = vote(k, i) * (double)k->A->val[p], text = length / k->n1;
            if (x > 0)
                k->spread[c] += fabs(x / k->a[c] - text) - text;
        }
    }
}

static double part(double observed, double expected)
{
    return observed > 0 ? observed * log(observed / expected) : 0;
}

static double signed_g2(double a, double b, double n1, double n2)
{
    double all = n1 + n2, word = a + b, other = all - word, c = n1 - a, d = n2 - b;
    double sum = part(a, n1 * word / all) + part(b, n2 * word / all) + part(c, n1 * other / all) +
                 part(d, n2 * other / all);
    double g2 = fmax(2 * sum, 0);
    return a * n2 < b * n1 ? -g2 : g2;
}

static double log_odds_z(double a, double b, double n1, double n2)
{
    double w = PRIOR * (a + b) / (n1 + n2), rest = PRIOR - w;
    double odds1 = log((a + w) / (n1 - a + rest)), odds2 = log((b + w) / (n2 - b + rest));
    return rest > 0 ? (odds1 - odds2) / sqrt(1 / (a + w) + 1 / (b + w)) : 0;
}

/* g2 of each column and its adjusted p; 1 where the column does not occur. */
static bk_status test_columns(bk_ctx *ctx, keyness *k)
{
    int64_t n = 0, V = k->A->cols;
    for (int64_t c = 0; c < V; c++) {
        if (!(k->a[c] + k->b[c] > 0))
            continue;
        k->g2[c] = signed_g2(k->a[c], k->b[c], k->n1, k->n2);
        /* chi2 with one degree is the square of a normal number; so is this quicker */
        k->p[n++] = fmin(2 * gsl_cdf_ugaussian_Q(sqrt(fabs(k->g2[c]))), 1);
    }
    bk_status st = bk_stat_adjust(ctx, k->p, n);
    for (int64_t c = V; c-- > 0 && st == BK_OK;) /* from the end: the n values are in front */
        k->p[c] = k->a[c] + k->b[c] > 0 ? k->p[--n] : 1;
    return st;
}

static bk_key key_of(const keyness *k, uint32_t c)
{
    double a = k->a[c], b = k->b[c];
    bk_key key = {c, a, b, k->g2[c], 0, 0, 0, k->p[c]};
    key.log_ratio = log2(a / k->n1) - log2((b > 0 ? b : 0.5) / k->n2);
    key.dispersion = fmin(fmax((1 + k->spread[c]) / 2, 0), 1);
    key.z = log_odds_z(a, b, k->n1, k->n2);
    return key;
}

static bk_status pick(bk_ctx *ctx, const keyness *k, bk_key *out, int n, int *found, int min_docs)
{
    bk__topk best;
    bk__scored *heap = bk__alloc_array(ctx, (size_t)n, sizeof *heap);
    if (!heap)
        return BK_ENOMEM;
    bk__topk_init(&best, heap, (size_t)n);
    for (int64_t c = 0; c < k->A->cols; c++)
        if (k->g2[c] > 0 && k->docs[c] >= (double)min_docs)
            bk__topk_push(&best, k->g2[c], (uint32_t)c);
    *found = (int)bk__topk_sort(&best);
    for (int i = 0; i < *found; i++)
        out[i] = key_of(k, heap[i].id);
    bk__free(ctx, heap);
    return BK_OK;
}

bk_status bk_keyness(bk_ctx *ctx, bk_key *out, int n, int *found, const bk_csr *counts,
                     const int32_t *group, int32_t which, const float *weight, int min_docs)
{
    size_t V = (size_t)counts->cols;
    keyness k = {.A = counts, .group = group, .which = which, .weight = weight};
    *found = 0;
    if (n < 1)
        return bk__fail(ctx, BK_EINVAL, "n", "room for one word or more, please");
    double *at = bk__calloc(ctx, V, 6 * sizeof *at);
    if (!at)
        return BK_ENOMEM;
    k.a = at, k.b = at + V, k.docs = at + 2 * V;
    k.spread = at + 3 * V, k.g2 = at + 4 * V, k.p = at + 5 * V;
    bk_status st = count(ctx, &k);
    if (st == BK_OK && k.n1 > 0 && k.n2 > 0) {
        measure_spread(&k);
        st = test_columns(ctx, &k);
        if (st == BK_OK)
            st = pick(ctx, &k, out, n, found, min_docs);
    }
    bk__free(ctx, at);
    return st;
}
