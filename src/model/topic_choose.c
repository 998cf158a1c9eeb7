/* topic_choose.c - how many topics: fits of several numbers, judged on what they did not see.
 *
 * Articles fall into five parts by a hash of their row; fit 0 leaves out part 0, fit 1 part 1. An
 * article that was left out: its shares of the topics by expectation-maximisation (30 rounds, flat
 * prior of 0.1) from every second token, in the order of the columns, then ln p of the others. A
 * topic's terms are mixed with 1 in 100 of the corpus's own, so that a term that no topic has does
 * not decide everything.
 * Where perplexity still falls steeply at the end of the range it names no number: any range would
 * give its upper end. Then the numbers about the knee of ln perplexity over ln topics stand for it
 * (Satopaa et al. 2011): those at least NEAR as far below the line from end to end as the farthest.
 */
#include <bingkai/theme.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/par.h"
#include "matrix/csr.h"
#include "model/topic.h"

enum { PARTS = 5, ROUNDS = 30, TERMS = 10, PANEL = 64 };
static const double PRIOR = 0.1, BACKGROUND = 0.01, NEAR = 0.9;

typedef struct choose {
    bk_ctx *ctx;
    const bk_csr *A, *counts;
    double *common;  /* [V] shares of the terms in all articles */
    double *log_sum; /* [D] of the tokens that were predicted */
    double *tokens;  /* [D] how many */
    bk_topic *fit[2];
    float *terms; /* [V x K] of the fit that is judged */
    int K;
} choose;

static int part_of(int64_t row)
{
    uint64_t x = ((uint64_t)row + 1) * 0x9e3779b97f4a7c15u;
    return (int)((x >> 32) % PARTS);
}

/* A copy whose rows of a part are empty. */
static bk_status leave_out(bk_ctx *ctx, bk_csr *out, const bk_csr *A, int part)
{
    bool *keep = bk__alloc_array(ctx, (size_t)A->rows + 1, sizeof *keep);
    bk_status st = BK_ENOMEM;
    for (int64_t i = 0; keep && i < A->rows; i++)
        keep[i] = part_of(i) != part;
    if (keep)
        st = bk__csr_keep_rows(ctx, out, A, keep);
    bk__free(ctx, keep);
    return st;
}

/* ---- document completion ------------------------------------------------------------------- */
/* How many of an entry's tokens, of which `before` came first, are even (seen) or odd ones. */
static int64_t of_side(int64_t before, int64_t n, int side)
{
    return (before + n + 1 - side) / 2 - (before + 1 - side) / 2;
}

/* One round of expectation-maximisation: theta to next. */
static void shares(const choose *c, int64_t i, const double *theta, double *next)
{
    int64_t before = 0;
    double sum = 0;
    for (int k = 0; k < c->K; k++)
        next[k] = PRIOR;
    for (int64_t e = c->counts->ptr[i]; e < c->counts->ptr[i + 1]; e++) {
        const float *term = c->terms + (int64_t)c->counts->col[e] * c->K;
        int64_t n = (int64_t)c->counts->val[e], seen = of_side(before, n, 0);
        double p = 0;
        before += n;
        if (seen == 0)
            continue;
        for (int k = 0; k < c->K; k++)
            p += theta[k] * (double)term[k];
        for (int k = 0; k < c->K && p > 0; k++)
            next[k] += (double)seen * theta[k] * (double)term[k] / p;
    }
    for (int k = 0; k < c->K; k++)
        sum += next[k];
    for (int k = 0; k < c->K; k++)
        next[k] /= sum;
}

static void predict(choose *c, int64_t i, const double *theta)
{
    int64_t before = 0;
    c->log_sum[i] = c->tokens[i] = 0;
    for (int64_t e = c->counts->ptr[i]; e < c->counts->ptr[i + 1]; e++) {
        const float *term = c->terms + (int64_t)c->counts->col[e] * c->K;
        int64_t n = (int64_t)c->counts->val[e], unseen = of_side(before, n, 1);
        double p = 0;
        before += n;
        for (int k = 0; k < c->K; k++)
            p += theta[k] * (double)term[k];
        if (unseen > 0 && p > 0) {
            c->log_sum[i] += (double)unseen * log(p);
            c->tokens[i] += (double)unseen;
        }
    }
}

typedef struct completion {
    choose *c;
    int part;
} completion;

static bk_status complete(void *user, int64_t chunk, int worker)
{
    choose *c = ((completion *)user)->c;
    double *theta = bk__alloc_array(c->ctx, 2 * (size_t)c->K, sizeof *theta);
    (void)worker;
    if (!theta)
        return BK_ENOMEM;
    for (int64_t i = chunk * PANEL; i < (chunk + 1) * PANEL && i < c->counts->rows; i++) {
        double *now = theta, *next = theta + c->K;
        if (part_of(i) != ((completion *)user)->part)
            continue;
        for (int k = 0; k < c->K; k++)
            now[k] = 1.0 / c->K;
        for (int round = 0; round < ROUNDS; round++) {
            double *swap = now;
            shares(c, i, now, next);
            now = next;
            next = swap;
        }
        predict(c, i, now);
    }
    bk__free(c->ctx, theta);
    return BK_OK;
}

static bk_status judge_fit(choose *c, int which)
{
    const bk_topic *t = c->fit[which];
    const double *terms = bk_topic_terms(t);
    int64_t V = c->counts->cols;
    c->K = bk_topic_count(t);
    if (c->K == 0)
        return BK_OK;
    c->terms = bk__alloc_array(c->ctx, (size_t)V, (size_t)c->K * sizeof *c->terms);
    if (!c->terms)
        return BK_ENOMEM;
    for (int64_t w = 0; w < V; w++)
        for (int k = 0; k < c->K; k++)
            c->terms[w * c->K + k] =
                (float)((1 - BACKGROUND) * terms[k * V + w] + BACKGROUND * c->common[w]);
    completion job = {c, which};
    bk_status st = bk__par_for(c->ctx, NULL, bk__chunks(c->counts->rows, PANEL), complete, &job);
    bk__free(c->ctx, c->terms);
    return st;
}

static void perplexity(const choose *c, bk_topic_choice *out)
{
    double sum = 0, tokens = 0, square = 0;
    for (int64_t i = 0; i < c->counts->rows; i++) {
        sum += c->log_sum[i];
        tokens += c->tokens[i];
    }
    if (tokens == 0)
        return;
    for (int64_t i = 0; i < c->counts->rows; i++) {
        double off = c->log_sum[i] - sum / tokens * c->tokens[i];
        square += off * off;
    }
    out->perplexity = exp(-sum / tokens);
    out->perplexity_se = out->perplexity * sqrt(square) / tokens;
}

/* ---- topics themselves ----------------------------------------------------------------------- */
static double exclusivity(const bk_topic *t, int64_t V)
{
    const double *terms = bk_topic_terms(t);
    double sum = 0;
    int K = bk_topic_count(t);
    for (int k = 0; k < K; k++) {
        uint32_t col[TERMS];
        double weight[TERMS], own = 0;
        int n = bk_topic_top(t, k, col, weight, TERMS);
        for (int j = 0; j < n; j++) {
            double all = 0;
            for (int q = 0; q < K; q++)
                all += terms[q * V + col[j]];
            own += terms[k * V + col[j]] / all;
        }
        sum += n > 0 ? own / n : 0;
    }
    return K > 0 ? sum / K : 0;
}

static bk_status stability(const choose *c, double *out)
{
    int n = bk_topic_count(c->fit[0]), m = bk_topic_count(c->fit[1]);
    int *partner = bk__calloc(c->ctx, (size_t)n + 1, sizeof *partner);
    double *cos = bk__calloc(c->ctx, (size_t)n + 1, sizeof *cos);
    bk_status st = partner && cos ? bk_topic_match(c->ctx, partner, cos, bk_topic_terms(c->fit[0]),
                                                   n, bk_topic_terms(c->fit[1]), m, c->A->cols)
                                  : BK_ENOMEM;
    *out = 0;
    for (int k = 0; k < n && st == BK_OK; k++)
        *out += cos[k] / (n > m ? n : m);
    bk__free(c->ctx, partner);
    bk__free(c->ctx, cos);
    return st;
}

static bk_status coherence(const choose *c, double *out)
{
    int K = bk_topic_count(c->fit[0]);
    double *npmi = bk__calloc(c->ctx, (size_t)K + 1, sizeof *npmi);
    bk_status st = npmi ? bk_topic_npmi(c->fit[0], c->counts, TERMS, npmi) : BK_ENOMEM;
    *out = 0;
    for (int k = 0; k < K && st == BK_OK; k++)
        *out += npmi[k] / K;
    bk__free(c->ctx, npmi);
    return st;
}

/* ---- the numbers ------------------------------------------------------------------------------
 */
static bk_status fit(choose *c, bk_topic_choice *out, const bk_topic_opts *opts)
{
    bk_topic_opts o = *opts;
    bk_csr part[2] = {{0}, {0}};
    bk_status st = BK_OK;
    o.topics = out->topics;
    memset(c->log_sum, 0, (size_t)c->A->rows * sizeof *c->log_sum);
    memset(c->tokens, 0, (size_t)c->A->rows * sizeof *c->tokens);
    for (int f = 0; f < 2 && st == BK_OK; f++) {
        o.restart = opts->restart + f; /* other articles, another seed */
        st = leave_out(c->ctx, &part[f], c->A, f);
        if (st == BK_OK)
            st = bk_topic_new(c->ctx, &c->fit[f], &part[f], &o);
        if (st == BK_OK)
            st = bk__topic_fit_whole(c->fit[f]);
        if (st == BK_OK)
            st = judge_fit(c, f);
    }
    if (st == BK_OK)
        st = coherence(c, &out->npmi);
    if (st == BK_OK)
        st = stability(c, &out->stability);
    if (st == BK_OK) {
        out->exclusivity = exclusivity(c->fit[0], c->A->cols);
        perplexity(c, out);
    }
    for (int f = 0; f < 2; f++) {
        bk_topic_free(c->fit[f]);
        bk_csr_free(c->ctx, &part[f]);
        c->fit[f] = NULL;
    }
    return st;
}

/* A fit has no more topics than articles with an entry, or terms. */
static int most_topics(const bk_csr *A)
{
    int64_t full[2] = {0};
    for (int64_t i = 0; i < A->rows; i++)
        for (int f = 0; f < 2 && A->ptr[i + 1] > A->ptr[i]; f++)
            full[f] += part_of(i) != f;
    int64_t most = full[0] < full[1] ? full[0] : full[1];
    most = most < A->cols ? most : A->cols;
    return most < 1 ? 1 : most < 1000 ? (int)most : 1000;
}

/* Up to eight numbers, rising. */
static int numbers(bk_topic_choice *out, int from, int to)
{
    int n = 0;
    for (int i = 0; i < BK_TOPIC_CHOICES; i++) {
        double at = (double)i / (BK_TOPIC_CHOICES - 1);
        int k = (int)lround(exp(log(from) * (1 - at) + log(to) * at));
        if (n == 0 || k > out[n - 1].topics)
            out[n++] = (bk_topic_choice){.topics = k};
    }
    return n;
}

/* How far ln perplexity over ln topics lies below the straight line from end to end. */
static void find_knee(bk_topic_choice *c, int n)
{
    double x0 = log(c[0].topics), y0 = log(c[0].perplexity);
    double x1 = log(c[n - 1].topics), y1 = log(c[n - 1].perplexity);
    for (int i = 1; i + 1 < n && x1 > x0; i++) {
        double at = (log(c[i].topics) - x0) / (x1 - x0);
        c[i].knee = fmax(0, y0 + at * (y1 - y0) - log(c[i].perplexity));
    }
}

static bool steep(const bk_topic_choice *c, int n, int lowest)
{
    return n > 3 && lowest == n - 1 &&
           c[n - 2].perplexity > c[n - 1].perplexity + 2 * c[n - 1].perplexity_se;
}

static int best_of(bk_topic_choice *c, int n)
{
    int lowest = 0, best = -1;
    double knee = 0;
    for (int i = 1; i < n; i++)
        if (c[i].perplexity < c[lowest].perplexity)
            lowest = i;
    bool falls = steep(c, n, lowest);
    if (falls)
        find_knee(c, n);
    for (int i = 0; i < n; i++)
        knee = fmax(knee, c[i].knee);
    for (int i = 0; i < n; i++) {
        bool fits = falls && knee > 0
                        ? c[i].knee >= NEAR * knee
                        : c[i].perplexity <= c[lowest].perplexity + 2 * c[lowest].perplexity_se;
        if (fits && (best < 0 || c[i].npmi + c[i].stability > c[best].npmi + c[best].stability))
            best = i;
    }
    return best < 0 ? lowest : best;
}

static bk_status common_terms(choose *c)
{
    double sum = 0;
    c->common = bk__calloc(c->ctx, (size_t)c->counts->cols + 1, sizeof *c->common);
    c->log_sum = bk__calloc(c->ctx, (size_t)c->counts->rows + 1, sizeof *c->log_sum);
    c->tokens = bk__calloc(c->ctx, (size_t)c->counts->rows + 1, sizeof *c->tokens);
    if (!c->common || !c->log_sum || !c->tokens)
        return BK_ENOMEM;
    for (int64_t e = 0; e < bk__csr_n(c->counts); e++) {
        c->common[c->counts->col[e]] += (double)c->counts->val[e];
        sum += (double)c->counts->val[e];
    }
    for (int64_t w = 0; w < c->counts->cols && sum > 0; w++)
        c->common[w] /= sum;
    return BK_OK;
}

bk_status bk_topic_choose_range(bk_ctx *ctx, const char *range, int *from, int *to)
{
    char *end = NULL;
    long a = strtol(range, &end, 10), b = 0;
    bool right = end > range && *end == ':';
    if (right) {
        const char *second = end + 1;
        b = strtol(second, &end, 10);
        right = end > second && *end == 0;
    }
    if (!right || a < 1 || b < a || b > 1000)
        return bk__fail(ctx, BK_EINVAL, "choose",
                        "two numbers of topics from 1 to 1000, as in 5:100, not \"%s\"", range);
    *from = (int)a;
    *to = (int)b;
    return BK_OK;
}

bk_status bk_topic_choose(bk_ctx *ctx, bk_topic_choice *out, int *n, int *best, const bk_csr *A,
                          const bk_csr *counts, const bk_topic_opts *opts, int from, int to)
{
    bk_topic_opts usual = BK_TOPIC_OPTS_INIT;
    choose c = {.ctx = ctx, .A = A, .counts = counts};
    *n = *best = 0;
    if (from < 1 || to < from || to > 1000)
        return bk__fail(ctx, BK_EINVAL, "choose",
                        "numbers of topics go from 1 to 1000, rising, not %d:%d", from, to);
    if (A->rows != counts->rows || A->cols != counts->cols)
        return bk__fail(ctx, BK_ESHAPE, "counts", "the counts are of other articles or terms");
    int most = most_topics(A);
    if (to > most)
        bk__log(ctx, BK_LOG_WARN,
                "numbers of topics are compared up to %d: a fit has no more articles with a term",
                most);
    *n = numbers(out, from < most ? from : most, to < most ? to : most);
    bk_status st = bk_csr_check(ctx, counts);
    if (st == BK_OK)
        st = common_terms(&c);
    for (int i = 0; i < *n && st == BK_OK; i++) {
        st = fit(&c, &out[i], opts ? opts : &usual);
        bk__progress(ctx, "choosing topics", (uint64_t)i + 1, (uint64_t)*n);
    }
    *best = best_of(out, *n);
    bk__free(ctx, c.common);
    bk__free(ctx, c.log_sum);
    bk__free(ctx, c.tokens);
    return st;
}
