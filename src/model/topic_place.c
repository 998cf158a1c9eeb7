/* topic_place.c - where each article stands: its topics, whether it is mixed, whether an outlier.
 *
 * A row of A as shares a_w, all that the topics were made of as shares b_w, m_w = 0.99 sum over k
 * of d_k t_kw + 0.01 b_w:
 *     gain = sum over w of a_w log2(m_w / b_w) bits a word
 * A topic beyond the first (of a share from LISTED) is a number that was fitted: it costs
 * ln(words) / 2 nats (Schwarz 1978). Split: PANEL rows a chunk. Workspace: the terms turned,
 * 4 V K bytes. */
#include <bingkai/theme.h>

#include <math.h>
#include <string.h>

#include "base/par.h"
#include "matrix/csr.h"
#include "model/topic.h"
#include "model/topic_place.h"

enum { PANEL = 64 };
static const double BACKGROUND = 0.01, LISTED = 0.05;

typedef struct placing {
    const bk_csr *A, *counts;
    const double *docs, *common; /* [D x K]; [V] */
    double all;                  /* sum of common */
    const bk_theme_opts *opts;
    int K;
    float *terms; /* [V x K] */
    bk_place *out;
} placing;

static double sum_row(const bk_csr *A, int64_t i)
{
    double sum = 0;
    for (int64_t p = A->ptr[i]; p < A->ptr[i + 1]; p++)
        sum += (double)A->val[p];
    return sum;
}

/* The two largest topics; how many have a share of LISTED or more. */
static int two_largest(const double *d, int K, bk_place *x)
{
    int listed = 0;
    x->topic = x->second = -1;
    for (int k = 0; k < K; k++) {
        listed += d[k] >= LISTED;
        if (!(d[k] > 0))
            continue;
        if (x->topic < 0 || d[k] > x->share) {
            x->second = x->topic;
            x->second_share = x->share;
            x->topic = k;
            x->share = d[k];
        } else if (x->second < 0 || d[k] > x->second_share) {
            x->second = k;
            x->second_share = d[k];
        }
    }
    return listed;
}

static double gain(const placing *g, int64_t i)
{
    const double *d = g->docs + i * g->K;
    double sum = sum_row(g->A, i), bits = 0;
    for (int64_t p = g->A->ptr[i]; p < g->A->ptr[i + 1] && sum > 0; p++) {
        uint32_t w = g->A->col[p];
        const float *term = g->terms + (int64_t)w * g->K;
        double m = 0;
        if (!(g->A->val[p] > 0) || !(g->common[w] > 0))
            continue;
        for (int k = 0; k < g->K; k++)
            m += d[k] * (double)term[k];
        m = (1 - BACKGROUND) * m / (g->common[w] / g->all) + BACKGROUND;
        bits += (double)g->A->val[p] / sum * log2(m);
    }
    return bits;
}

static void place(const placing *g, int64_t i)
{
    bk_place *x = &g->out[i];
    *x = (bk_place){.words = sum_row(g->counts, i)};
    int listed = two_largest(g->docs + i * g->K, g->K, x);
    double toll = x->words > 1 && listed > 1 ? (listed - 1) * log2(x->words) / 2 / x->words : 0;
    x->gain = x->topic >= 0 ? gain(g, i) : 0;
    bool told = x->topic >= 0 && (g->K == 1 || x->gain > toll);
    x->why = x->words <= 0                             ? "no-known-words"
             : x->words < (double)g->opts->short_words ? "too-short"
             : !told                                   ? "background"
                                                       : NULL;
    x->mark = x->why                            ? BK_PLACE_OUTLIER
              : x->share < g->opts->mixed_below ? BK_PLACE_MIXED
                                                : BK_PLACE_CLEAR;
}

static bk_status place_panel(void *user, int64_t chunk, int worker)
{
    const placing *g = user;
    (void)worker;
    for (int64_t i = chunk * PANEL; i < (chunk + 1) * PANEL && i < g->A->rows; i++)
        place(g, i);
    return BK_OK;
}

bk_status bk__topic_places_of(bk_ctx *ctx, bk_place *out, const bk_topic *t, const double *docs,
                              const bk_csr *A, const bk_csr *counts, const bk_theme_opts *opts)
{
    bk_theme_opts usual = BK_THEME_OPTS_INIT;
    int64_t V = A->cols;
    placing g = {.A = A,
                 .counts = counts,
                 .docs = docs,
                 .common = t->common,
                 .opts = opts ? opts : &usual,
                 .K = bk_topic_count(t),
                 .out = out};
    g.terms = bk__alloc_array(ctx, (size_t)V + 1, (size_t)g.K * sizeof *g.terms);
    if (!g.terms)
        return BK_ENOMEM;
    for (int k = 0; k < g.K; k++)
        for (int64_t w = 0; w < V; w++)
            g.terms[w * g.K + k] = (float)t->terms[k * V + w];
    for (int64_t w = 0; w < V; w++)
        g.all += g.common[w];
    bk_status st = bk__par_for(ctx, NULL, bk__chunks(A->rows, PANEL), place_panel, &g);
    bk__free(ctx, g.terms);
    return st;
}

bk_status bk_topic_places(bk_ctx *ctx, bk_place *out, const bk_topic *t, const bk_csr *A,
                          const bk_csr *counts, const bk_theme_opts *opts)
{
    if (!t->done)
        return bk__fail(ctx, BK_EINVAL, "t", "the topics are not finished");
    if (A->rows != bk__topic_rows(t) || A->cols != bk__topic_cols(t) || counts->rows != A->rows ||
        counts->cols != A->cols)
        return bk__fail(ctx, BK_ESHAPE, "A", "the matrices are of other articles or terms");
    return bk__topic_places_of(ctx, out, t, t->docs, A, counts, opts);
}

/* ---- occurrences of a group by topic --------------------------------------------------------- */

bk_status bk_topic_counts(bk_ctx *ctx, double *out, const bk_topic *t, const bk_csr *counts,
                          const int32_t *group, int32_t which, const float *weight,
                          const uint32_t *row)
{
    const double *terms = bk_topic_terms(t), *docs = bk_topic_docs(t);
    int K = bk_topic_count(t);
    int64_t V = counts->cols;
    if (!terms)
        return bk__fail(ctx, BK_EINVAL, "t", "the topics are not finished");
    if (V != bk__topic_cols(t) || counts->rows != bk__topic_rows(t))
        return bk__fail(ctx, BK_ESHAPE, "counts", "the counts are of other articles or terms");
    memset(out, 0, (size_t)K * (size_t)V * sizeof *out);
    double *part = bk__alloc_array(ctx, (size_t)K + 1, sizeof *part);
    if (!part)
        return BK_ENOMEM;
    for (int64_t i = 0; i < counts->rows; i++) {
        const double *d = docs + (int64_t)(row ? row[i] : (uint32_t)i) * K;
        double vote = weight ? (double)weight[i] : 1;
        if (group[i] != which || !(vote > 0))
            continue;
        for (int64_t p = counts->ptr[i]; p < counts->ptr[i + 1]; p++) {
            uint32_t w = counts->col[p];
            double sum = 0;
            for (int k = 0; k < K; k++)
                sum += part[k] = d[k] * terms[k * V + w];
            for (int k = 0; k < K && sum > 0; k++)
                out[k * V + w] += vote * (double)counts->val[p] * part[k] / sum;
        }
    }
    bk__free(ctx, part);
    return BK_OK;
}
