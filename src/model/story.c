/* story.c - articles that tell one story: group average clustering along the similar pairs.
 *
 * Pairs are taken by falling cosine; the two groups that a pair joins become one where their mean
 * cosine over all rows, S_a . S_b / (n_a n_b) with S the sum of a group's rows, is at least what is
 * asked for, and where no more than `window` lies between them. A pair alone therefore never chains
 * two stories (as single links do), and a long story may go on as long as it stays one: group
 * average clustering of Yang, Pierce and Carbonell 1998 ("A study on retrospective and on-line
 * event detection"), with the window of on-line detection (Allan, Papka, Lavrenko 1998), limited to
 * pairs that were found similar. One thread: a merge depends on those before it. Workspace: the
 * sums, at most the entries of A, and 40 bytes a row. */
#include "model/story.h"

#include <stdlib.h>
#include <string.h>

#include "base/ctx.h"
#include "matrix/csr.h"
#include "model/similar_hits.h"

typedef struct sum {
    uint32_t *col; /* borrowed from A while `own` is false */
    float *val;
    int64_t n;
    bool own;
} sum;
typedef struct work {
    bk_ctx *ctx;
    const bk_csr *A;
    sum *sum;       /* [D] of the group that the row leads */
    uint32_t *lead; /* [D] towards the group's lowest row */
    int64_t *rows;  /* [D] of the group */
    int64_t *from;  /* [D] earliest and */
    int64_t *to;    /* [D] latest row of the group; NULL without time */
    double least;
    int64_t window;
} work;

static uint32_t find(work *w, uint32_t i)
{
    while (w->lead[i] != i) {
        w->lead[i] = w->lead[w->lead[i]];
        i = w->lead[i];
    }
    return i;
}

static bk__sparse row_of(const sum *x)
{
    return (bk__sparse){x->col, x->val, x->n};
}

static bk_status add(work *w, sum *x, sum *y)
{
    sum z = {bk__alloc_array(w->ctx, (size_t)(x->n + y->n) + 1, sizeof *z.col),
             bk__alloc_array(w->ctx, (size_t)(x->n + y->n) + 1, sizeof *z.val), 0, true};
    bool fine = z.col && z.val;
    for (int64_t i = 0, k = 0; fine && (i < x->n || k < y->n);) {
        uint32_t a = i < x->n ? x->col[i] : UINT32_MAX, b = k < y->n ? y->col[k] : UINT32_MAX;
        z.col[z.n] = a < b ? a : b;
        z.val[z.n++] = (a <= b ? x->val[i] : 0) + (b <= a ? y->val[k] : 0);
        i += a <= b;
        k += b <= a;
    }
    for (int side = 0; side < 2; side++) {
        sum *old = side ? y : x;
        if (old->own) {
            bk__free(w->ctx, old->col);
            bk__free(w->ctx, old->val);
        }
        *old = (sum){0};
    }
    *x = z;
    return fine ? BK_OK : BK_ENOMEM;
}

static bool near_in_time(const work *w, uint32_t a, uint32_t b)
{
    if (!w->from)
        return true;
    int64_t begin = w->from[a] > w->from[b] ? w->from[a] : w->from[b];
    int64_t end = w->to[a] < w->to[b] ? w->to[a] : w->to[b];
    return begin - end <= w->window;
}

static bk_status join(work *w, uint32_t a, uint32_t b)
{
    uint32_t keep = a < b ? a : b, go = a < b ? b : a;
    w->lead[go] = keep;
    w->rows[keep] += w->rows[go];
    if (w->from) {
        w->from[keep] = w->from[a] < w->from[b] ? w->from[a] : w->from[b];
        w->to[keep] = w->to[a] > w->to[b] ? w->to[a] : w->to[b];
    }
    return add(w, &w->sum[keep], &w->sum[go]);
}

static bk_status join_pairs(work *w, const bk_pair *at, int64_t n, const int64_t *when)
{
    bk_status st = BK_OK;
    for (int64_t i = 0; i < n && st == BK_OK; i++) {
        uint32_t a, b;
        if (i % 1024 == 0)
            st = bk__cancelled(w->ctx);
        if (when && (when[at[i].a] == BK_NO_DATE || when[at[i].b] == BK_NO_DATE))
            continue;
        a = find(w, at[i].a);
        b = find(w, at[i].b);
        if (st != BK_OK || a == b || !near_in_time(w, a, b))
            continue;
        double mean = bk__sparse_dot(row_of(&w->sum[a]), row_of(&w->sum[b])) /
                      ((double)w->rows[a] * (double)w->rows[b]);
        if (mean >= w->least)
            st = join(w, a, b);
    }
    return st;
}

static bk_status start(work *w, const int64_t *when)
{
    size_t n = (size_t)w->A->rows;
    w->sum = bk__calloc(w->ctx, n + 1, sizeof *w->sum);
    w->lead = bk__alloc_array(w->ctx, n + 1, sizeof *w->lead);
    w->rows = bk__alloc_array(w->ctx, n + 1, sizeof *w->rows);
    if (when) {
        w->from = bk__alloc_array(w->ctx, n + 1, sizeof *w->from);
        w->to = bk__alloc_array(w->ctx, n + 1, sizeof *w->to);
    }
    if (!w->sum || !w->lead || !w->rows || (when && (!w->from || !w->to)))
        return BK_ENOMEM;
    for (size_t i = 0; i < n; i++) {
        int64_t at = w->A->ptr[i];
        w->sum[i] = (sum){w->A->col + at, w->A->val + at, w->A->ptr[i + 1] - at, false};
        w->lead[i] = (uint32_t)i;
        w->rows[i] = 1;
        if (when)
            w->from[i] = w->to[i] = when[i];
    }
    return BK_OK;
}

static void number(work *w, bk__stories *out)
{
    for (int64_t i = 0; i < out->n; i++) {
        uint32_t lead = find(w, (uint32_t)i);
        if (w->rows[lead] < 2)
            out->of[i] = UINT32_MAX;
        else
            out->of[i] = lead == i ? out->many++ : out->of[lead];
    }
}

static void end(work *w)
{
    for (int64_t i = 0; w->sum && i < w->A->rows; i++)
        if (w->sum[i].own) {
            bk__free(w->ctx, w->sum[i].col);
            bk__free(w->ctx, w->sum[i].val);
        }
    bk__free(w->ctx, w->sum);
    bk__free(w->ctx, w->lead);
    bk__free(w->ctx, w->rows);
    bk__free(w->ctx, w->from);
    bk__free(w->ctx, w->to);
}

bk_status bk__stories_fit(bk_ctx *ctx, bk__stories *out, const bk_csr *A, const bk_pairs *pairs,
                          double least, const int64_t *when, int64_t window)
{
    work w = {.ctx = ctx, .A = A, .least = least, .window = window};
    size_t n = (size_t)pairs->n;
    bk_pair *at = bk__alloc_array(ctx, n + 1, sizeof *at);
    *out = (bk__stories){A->rows, bk__alloc_array(ctx, (size_t)A->rows + 1, sizeof *out->of), 0};
    bk_status st = at && out->of ? start(&w, when) : BK_ENOMEM;
    if (st == BK_OK && n > 0) {
        memcpy(at, pairs->at, n * sizeof *at);
        qsort(at, n, sizeof *at, bk__pair_by_score);
        st = join_pairs(&w, at, pairs->n, when);
    }
    if (st == BK_OK)
        number(&w, out);
    else
        bk__stories_free(ctx, out);
    end(&w);
    bk__free(ctx, at);
    return st;
}

void bk__stories_free(bk_ctx *ctx, bk__stories *s)
{
    bk__free(ctx, s->of);
    *s = (bk__stories){0};
}
