/* topic_label.c - which terms name a topic: four measures, and a label that does not repeat itself.
 *
 * With t_kw the weight of term w in topic k, s_k the topic's share and p_w = sum over k of s_k
 * t_kw: relevance  lambda ln t_kw + (1 - lambda) ln(t_kw / p_w) FREX       1 / (0.5 / F(s_k t_kw /
 * p_w) + 0.5 / F(t_kw)), F the rank among the topic's terms over their number, equal values share
 * the highest rank tfidf      t'_kw ln(1 + n / f_w): t' the topic's part of the counts over its
 * sum, n the mean of those sums, f_w the term's occurrences Split: a topic a chunk. Workspace: V
 * doubles and V ranks a topic. */
#include <bingkai/theme.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/par.h"
#include "base/topk.h"
#include "matrix/csr.h"
#include "model/topic.h"

enum { CANDIDATES = 100 };
static const double NOVELTY = 0.3, SAME = 0.9, LIGHT = 0.1, FREX = 0.5;

typedef struct scoring {
    bk_ctx *ctx;
    const bk_topic *t;
    const double *terms, *docs;
    const bk_csr *counts;
    bk_label_way way;
    double lambda;
    int K;
    int64_t V, D;
    double *share; /* [K] */
    double *p;     /* [V] */
    double *size;  /* [K] occurrences of a topic; tfidf */
    double *out;   /* [K x V] */
} scoring;

static void find_shares(scoring *s)
{
    double all = 0;
    for (int64_t i = 0; i < s->D; i++)
        for (int k = 0; k < s->K; k++) {
            s->share[k] += s->docs[i * s->K + k];
            all += s->docs[i * s->K + k];
        }
    for (int k = 0; k < s->K && all > 0; k++) {
        s->share[k] /= all;
        for (int64_t w = 0; w < s->V; w++)
            s->p[w] += s->share[k] * s->terms[k * s->V + w];
    }
}

static void relevance(scoring *s, int64_t k)
{
    const double *t = s->terms + k * s->V;
    double *out = s->out + k * s->V, lambda = s->way == BK_LABEL_WEIGHT ? 1 : s->lambda;
    for (int64_t w = 0; w < s->V; w++)
        out[w] = t[w] > 0 && s->p[w] > 0 ? log(t[w]) - (1 - lambda) * log(s->p[w]) : -INFINITY;
    for (int64_t w = 0; w < s->V && s->way == BK_LABEL_WEIGHT; w++)
        out[w] = t[w] > 0 ? t[w] : -INFINITY;
}

typedef struct ranked {
    double x;
    int64_t w;
} ranked;

static int by_value(const void *a, const void *b)
{
    const ranked *x = a, *y = b;
    if (x->x != y->x)
        return x->x < y->x ? -1 : 1;
    return (x->w > y->w) - (x->w < y->w);
}

/* Adds FREX / F to out for each of the n values; equal ones have the rank of the last. */
static void add_ranks(ranked *r, int64_t n, double *out)
{
    int64_t to;
    qsort(r, (size_t)n, sizeof *r, by_value);
    for (int64_t from = 0; from < n; from = to) {
        for (to = from + 1; to < n && r[to].x == r[from].x;)
            to++;
        for (int64_t i = from; i < to; i++)
            out[r[i].w] += FREX * (double)n / (double)to;
    }
}

static bk_status frex(scoring *s, int64_t k)
{
    const double *t = s->terms + k * s->V;
    double *out = s->out + k * s->V;
    ranked *r = bk__alloc_array(s->ctx, (size_t)s->V + 1, sizeof *r);
    if (!r)
        return BK_ENOMEM;
    for (int side = 0; side < 2; side++) {
        int64_t n = 0;
        for (int64_t w = 0; w < s->V; w++) {
            out[w] = side == 0 ? 0 : out[w];
            if (t[w] > 0 && s->p[w] > 0)
                r[n++] = (ranked){side == 0 ? t[w] : s->share[k] * t[w] / s->p[w], w};
        }
        add_ranks(r, n, out);
    }
    for (int64_t w = 0; w < s->V; w++)
        out[w] = out[w] > 0 ? 1 / out[w] : -INFINITY;
    bk__free(s->ctx, r);
    return BK_OK;
}

static bk_status one_topic(void *user, int64_t k, int worker)
{
    scoring *s = user;
    (void)worker;
    if (s->way == BK_LABEL_FREX)
        return frex(s, k);
    relevance(s, k);
    return BK_OK;
}

/* The topic's part of the counts. */
static bk_status topic_counts(void *user, int64_t k, int worker)
{
    scoring *s = user;
    double *out = s->out + k * s->V;
    (void)worker;
    for (int64_t i = 0; i < s->D; i++) {
        double d = s->docs[i * s->K + k];
        for (int64_t p = s->counts->ptr[i]; p < s->counts->ptr[i + 1] && d > 0; p++)
            out[s->counts->col[p]] += d * (double)s->counts->val[p];
    }
    for (int64_t w = 0; w < s->V; w++)
        s->size[k] += out[w];
    return BK_OK;
}

static bk_status class_tfidf(scoring *s)
{
    double mean = 0;
    bk_status st = bk__par_for(s->ctx, NULL, s->K, topic_counts, s);
    for (int64_t w = 0; w < s->V; w++) {
        s->p[w] = 0;
        for (int k = 0; k < s->K; k++)
            s->p[w] += s->out[k * s->V + w];
    }
    for (int k = 0; k < s->K; k++)
        mean += s->size[k] / s->K;
    for (int k = 0; k < s->K; k++)
        for (int64_t w = 0; w < s->V; w++) {
            double *x = &s->out[k * s->V + w];
            *x = *x > 0 && s->terms[k * s->V + w] > 0 ? *x / s->size[k] * log1p(mean / s->p[w])
                                                      : -INFINITY;
        }
    return st;
}

static bk_status check(bk_ctx *ctx, const bk_topic *t, const bk_csr *counts, bool rows)
{
    if (!bk_topic_terms(t))
        return bk__fail(ctx, BK_EINVAL, "t", "the topics are not finished");
    if (counts &&
        (counts->cols != bk__topic_cols(t) || (rows && counts->rows != bk__topic_rows(t))))
        return bk__fail(ctx, BK_ESHAPE, "counts", "the counts are of other articles or terms");
    return BK_OK;
}

bk_status bk_topic_scores(bk_ctx *ctx, double *out, const bk_topic *t, bk_label_way way,
                          double lambda, const bk_csr *counts)
{
    scoring s = {.ctx = ctx, .t = t, .counts = counts, .way = way, .lambda = lambda, .out = out};
    bk_status st = check(ctx, t, way == BK_LABEL_TFIDF ? counts : NULL, true);
    if (st == BK_OK && way == BK_LABEL_TFIDF && !counts)
        st = bk__fail(ctx, BK_EINVAL, "counts", "class TF-IDF needs the counts");
    if (st != BK_OK)
        return st;
    s.terms = bk_topic_terms(t);
    s.docs = bk_topic_docs(t);
    s.K = bk_topic_count(t);
    s.V = bk__topic_cols(t);
    s.D = bk__topic_rows(t);
    memset(out, 0, (size_t)s.K * (size_t)s.V * sizeof *out);
    s.share = bk__calloc(ctx, 2 * (size_t)s.K + 1, sizeof *s.share);
    s.p = bk__calloc(ctx, (size_t)s.V + 1, sizeof *s.p);
    st = s.share && s.p ? BK_OK : BK_ENOMEM;
    if (st == BK_OK) {
        s.size = s.share + s.K;
        find_shares(&s);
        st = way == BK_LABEL_TFIDF ? class_tfidf(&s) : bk__par_for(ctx, NULL, s.K, one_topic, &s);
    }
    bk__free(ctx, s.share);
    bk__free(ctx, s.p);
    return st;
}

/* ---- a label ----------------------------------------------------------------------------------
 */

/* Cosine of the sets of articles that hold a and b. */
static double together(const bk_csr *T, uint32_t a, uint32_t b)
{
    int64_t p = T->ptr[a], q = T->ptr[b], na = T->ptr[a + 1] - p, nb = T->ptr[b + 1] - q, both = 0;
    while (p < T->ptr[a + 1] && q < T->ptr[b + 1]) {
        uint32_t x = T->col[p], y = T->col[q];
        both += x == y;
        p += x <= y;
        q += y <= x;
    }
    return both > 0 ? (double)both / sqrt((double)na * (double)nb) : 0;
}

/* The candidates' scores drawn into 0 to 1. */
static void level_out(bk__scored *c, size_t n)
{
    double low = INFINITY, high = -INFINITY;
    for (size_t i = 0; i < n; i++) {
        low = fmin(low, c[i].score);
        high = fmax(high, c[i].score);
    }
    for (size_t i = 0; i < n; i++)
        c[i].score = high > low ? (c[i].score - low) / (high - low) : 1;
}

/* The candidate that is worth most and less like those taken than `limit`; m where there is none.
 */
static size_t next(const bk__scored *heap, const double *like, size_t m, double limit)
{
    size_t at = m;
    double most = -INFINITY;
    for (size_t i = 0; i < m; i++) {
        double x = (1 - NOVELTY) * heap[i].score - NOVELTY * like[i];
        if (like[i] < limit && x > most) {
            most = x;
            at = i;
        }
    }
    return at;
}

bk_status bk_topic_label(bk_ctx *ctx, uint32_t *col, int n, int *found, const bk_topic *t, int k,
                         const double *score, const bk_csr *articles, const uint8_t *barred,
                         bk_twins_fn *twins, void *user)
{
    bk__scored heap[CANDIDATES];
    double like[CANDIDATES] = {0};
    bk__topk best;
    *found = 0;
    bk_status st = check(ctx, t, NULL, false);
    if (st == BK_OK && articles->rows != bk__topic_cols(t))
        st = bk__fail(ctx, BK_ESHAPE, "articles", "the matrix is not of the topics' terms");
    if (st != BK_OK || k < 0 || k >= bk_topic_count(t))
        return st;
    const double *weight = bk_topic_terms(t) + k * bk__topic_cols(t);
    bk__topk_init(&best, heap, CANDIDATES);
    for (int64_t w = 0; w < bk__topic_cols(t); w++)
        if (weight[w] > 0 && isfinite(score[w]) && !(barred && barred[w]))
            bk__topk_push(&best, weight[w], (uint32_t)w);
    size_t m = bk__topk_sort(&best);
    while (m > 1 && heap[m - 1].score < LIGHT * heap[0].score)
        m--;
    for (size_t i = 0; i < m; i++)
        heap[i].score = score[heap[i].id];
    level_out(heap, m);
    while (*found < n) {
        size_t at = next(heap, like, m, SAME);
        if (at == m) /* of a single story all words may stand together */
            at = next(heap, like, m, 1);
        if (at == m)
            break;
        uint32_t taken = heap[at].id;
        col[(*found)++] = taken;
        for (size_t i = 0; i < m; i++) {
            bool same = i == at || (twins && twins(user, taken, heap[i].id));
            like[i] = same ? 1 : fmax(like[i], together(articles, taken, heap[i].id));
        }
    }
    return BK_OK;
}
