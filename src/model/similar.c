/* similar.c - exact neighbours by cosine.
 *
 *     score(a, b) = sum over shared columns of x_a x_b, in their order, in doubles, rounded to
 * float. Each row has a bar, what a score must reach to matter to it; a pair a < b is looked at
 * once, for both of its rows.
 *   1 seeds: a row and those that share most with it over columns in few rows are scored, so that
 *     most rows have k candidates and a bar (similar_seeds)
 *   2 a's products with one tile of rows after the other are summed in whole numbers, rounded up
 *     (similar_index)
 *   3 a pair whose sum reaches one of its bars is scored exactly and offered to both rows; bars
 *     rise with the k-th best
 * Sums only rule out, and the k best in the order (score falling, id rising) do not depend on who
 * came first, so the result is that of scoring all pairs, at any number of rows. Split: blocks of
 * BLOCK rows over the pool; rows have a lock in 256. Workspace: the index, rows x k candidates, 8
 * k bytes a row for seeds, a tile and a row of V for each worker. Bars that stand before the search
 * are an idea of Anastasiu, Karypis 2015 (L2Knng), each pair once of Bayardo, Ma, Srikant 2007. */
#include <bingkai/similar.h>

#include <float.h>
#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/par.h"
#include "base/topk.h"
#include "model/similar_equal.h"
#include "model/similar_hits.h"
#include "model/similar_index.h"
#include "model/similar_seeds.h"

enum { BLOCK = 512, LOCKS = 256 };

static const bk_opt similar_table[] = {
    {"neighbours", "How many neighbours each article gets", "N", BK_OPT_INT,
     offsetof(bk_similar_opts, k), 10, 1, 10000, NULL, NULL},
    {"min-score", "Leave out neighbours below this cosine", "COSINE", BK_OPT_REAL,
     offsetof(bk_similar_opts, min_score), 0.1, 0, 1, NULL, NULL},
    {"within",
     "Only neighbours published within so many days of the article; those without a date have "
     "none; 0: any",
     "DAYS", BK_OPT_REAL, offsetof(bk_similar_opts, within), 0, 0, 100000, NULL, NULL},
};

const bk_opt *bk_similar_opt_table(size_t *n)
{
    *n = sizeof similar_table / sizeof *similar_table;
    return similar_table;
}

/* ---- the search ----------------------------------------------------------------------------- */
typedef struct scratch { /* one worker's */
    uint32_t *rare_sum;  /* [BK__TILE] */
    uint16_t *sum;       /* [BK__TILE] */
    uint16_t *limit;     /* [BK__TILE] */
    bk__query ask[BLOCK];
    int64_t seed[BLOCK]; /* the next one of each */
    bk__asked asked;     /* of all in ask */
    float *query;        /* [V] zero outside the running row */
} scratch;

typedef struct finder {
    bk_ctx *ctx;
    bk__index index;
    const bk_csr *A;
    bk__seeds seeds;
    int k; /* 0: all pairs a < b */
    double min_score;
    const int64_t *when; /* [rows] seconds; NULL: any may be neighbours */
    double most;         /* seconds between neighbours */
    bk__scored *heap;    /* [rows x k] */
    bk__topk *best;      /* [rows] */
    float *bar;          /* [rows] read and written by all workers */
    pthread_mutex_t lock[LOCKS];
    bk__hits *found;  /* [blocks] */
    scratch *scratch; /* [threads] */
} finder;

static float bar_of(const finder *x, int64_t row)
{
    float bar;
    __atomic_load(&x->bar[row], &bar, __ATOMIC_RELAXED);
    return bar;
}

static void set_bar(finder *x, int64_t row, double score)
{
    float bar = (float)fmax(score, x->min_score);
    __atomic_store(&x->bar[row], &bar, __ATOMIC_RELAXED);
}

static uint16_t least_sum(const finder *x, int64_t row)
{
    return bk__index_bar(&x->index, (double)bar_of(x, row), x->A->ptr[row + 1] - x->A->ptr[row]);
}

/* x knows what is asked. */
static bk_status finder_new(finder *x, bk_ctx *ctx, const bk_csr *A)
{
    int k = x->k;
    x->ctx = ctx;
    x->A = A;
    for (int i = 0; i < LOCKS; i++)
        pthread_mutex_init(&x->lock[i], NULL);
    bk_status st = bk__index_new(ctx, &x->index, A, A);
    if (st != BK_OK)
        return st;
    size_t rows = (size_t)A->rows, n = (size_t)k;
    x->heap = bk__alloc_array(ctx, rows, n * sizeof *x->heap);
    x->best = bk__alloc_array(ctx, rows, sizeof *x->best);
    x->bar = bk__calloc(ctx, rows, sizeof *x->bar);
    x->found = bk__calloc(ctx, (size_t)bk__chunks(A->rows, BLOCK), sizeof *x->found);
    x->scratch = bk__calloc(ctx, (size_t)bk_ctx_threads(ctx), sizeof *x->scratch);
    if (!x->heap || !x->best || !x->bar || !x->found || !x->scratch)
        return BK_ENOMEM;
    for (size_t i = 0; i < rows; i++) {
        bk__topk_init(&x->best[i], x->heap + i * n, n);
        set_bar(x, (int64_t)i, 0);
    }
    return BK_OK;
}

static void finder_free(finder *x)
{
    bk_ctx *ctx = x->ctx;
    for (int w = 0; x->scratch && w < bk_ctx_threads(ctx); w++) {
        scratch *s = &x->scratch[w];
        void *all[] = {s->rare_sum, s->sum, s->limit, s->query};
        for (size_t i = 0; i < sizeof all / sizeof *all; i++)
            bk__free(ctx, all[i]);
        bk__asked_free(ctx, &s->asked);
    }
    bk__hits_free(ctx, x->found, bk__chunks(x->A->rows, BLOCK));
    void *all[] = {x->heap, x->best, x->bar, x->scratch};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        bk__free(ctx, all[i]);
    bk__seeds_free(&x->seeds);
    bk__index_free(&x->index);
    for (int i = 0; i < LOCKS; i++)
        pthread_mutex_destroy(&x->lock[i]);
}

static bk_status scratch_ready(finder *x, scratch *s)
{
    if (s->query)
        return BK_OK;
    s->sum = bk__alloc_array(x->ctx, BK__GROUP, sizeof *s->sum);
    s->rare_sum = bk__alloc_array(x->ctx, BK__TILE, sizeof *s->rare_sum);
    s->limit = bk__alloc_array(x->ctx, BK__TILE, sizeof *s->limit);
    if (!s->sum || !s->rare_sum || !s->limit)
        return BK_ENOMEM;
    s->query = bk__calloc(x->ctx, (size_t)x->A->cols, sizeof *s->query);
    return s->query ? BK_OK : BK_ENOMEM;
}

static int64_t last_of(int64_t first, int64_t size, int64_t rows)
{
    return first + size < rows ? first + size : rows;
}

/* ---- pairs ---------------------------------------------------------------------------------- */
/* b as a neighbour of a. */
static void offer(finder *x, int64_t a, int64_t b, float score)
{
    if (score < bar_of(x, a))
        return;
    pthread_mutex_t *lock = &x->lock[a % LOCKS];
    bk__topk *best = &x->best[a];
    pthread_mutex_lock(lock);
    bk__topk_push(best, (double)score, (uint32_t)b);
    if (best->n == best->k && best->at[0].score > (double)bar_of(x, a))
        set_bar(x, a, best->at[0].score);
    pthread_mutex_unlock(lock);
}

static bool counts(const finder *x, double score)
{
    return score > 0 && score >= x->min_score;
}

static bool may_meet(const finder *x, int64_t a, int64_t b)
{
    return !x->when || (x->when[a] != BK_NO_DATE && x->when[b] != BK_NO_DATE &&
                        fabs((double)x->when[a] - (double)x->when[b]) <= x->most);
}

static void offer_both(finder *x, int64_t a, int64_t b, double score)
{
    if (!counts(x, score) || !may_meet(x, a, b))
        return;
    offer(x, a, b, (float)score);
    offer(x, b, a, (float)score);
}

static bk_status score_pair(finder *x, scratch *s, bk__hits *h, int64_t a, int64_t b)
{
    double score = bk__row_score(s->query, x->A, b);
    if (x->k == 0 && counts(x, score))
        return bk__hits_add(x->ctx, h, (bk_pair){(uint32_t)a, (uint32_t)b, (float)score});
    if (x->k > 0)
        offer_both(x, a, b, score);
    return BK_OK;
}

/* The block's rows with their seeds. */
static bk_status seed_block(void *user, int64_t chunk, int worker)
{
    finder *x = user;
    scratch *s = &x->scratch[worker];
    bk_status st = scratch_ready(x, s);
    for (int64_t a = chunk * BLOCK; a < last_of(chunk * BLOCK, BLOCK, x->A->rows) && st == BK_OK;
         a++) {
        bk__row_set(s->query, x->A, a, true);
        for (int64_t i = x->seeds.start[a]; i < x->seeds.start[a + 1]; i++)
            offer_both(x, a, x->seeds.with[i], bk__row_score(s->query, x->A, x->seeds.with[i]));
        bk__row_set(s->query, x->A, a, false);
    }
    return st;
}

/* Whether (a, b) was scored as a seed; b rises from call to call. */
static bool scored(const finder *x, scratch *s, int64_t a, int64_t b)
{
    if (x->k == 0)
        return false;
    int64_t *at = &s->seed[a % BLOCK], end = x->seeds.start[a + 1];
    while (*at < end && x->seeds.with[*at] < b)
        (*at)++;
    return *at < end && x->seeds.with[*at] == b;
}

/* The rows `some` (bits) from b on, whose sums with row a reach a bar that may have risen. */
static bk_status score_some(finder *x, scratch *s, bk__hits *h, int64_t a, int64_t b, uint64_t some)
{
    bk_status st = BK_OK;
    for (; some && st == BK_OK; some &= some - 1) {
        int j = __builtin_ctzll(some);
        uint16_t sum = s->sum[j];
        if ((sum >= least_sum(x, a) || sum >= least_sum(x, b + j)) && may_meet(x, a, b + j) &&
            !scored(x, s, a, b + j))
            st = score_pair(x, s, h, a, b + j);
    }
    return st;
}

/* Row a with the rows of the tile behind it, whose bars stand in s->limit. */
static bk_status search_tile(finder *x, scratch *s, bk__hits *h, int64_t a, const bk__query *q,
                             int64_t tile)
{
    int64_t first = tile * BK__TILE, end = last_of(first, BK__TILE, x->A->rows);
    int64_t b = a + 1 > first ? (a + 1) / BK__GROUP * BK__GROUP : first;
    uint16_t bar = least_sum(x, a);
    bk_status st = BK_OK;
    bool set = false;
    if (b >= end || x->A->ptr[a + 1] == x->A->ptr[a])
        return BK_OK;
    memset(s->rare_sum, 0, BK__TILE * sizeof *s->rare_sum);
    bk__index_rare(&x->index, s->rare_sum, q, tile);
    for (; b < end && st == BK_OK; b += BK__GROUP) {
        uint64_t some = bk__index_common(&x->index, s->sum, s->rare_sum + (b - first), q,
                                         b / BK__GROUP, s->limit + (b - first), bar);
        if (a >= b)
            some &= UINT64_MAX << (a - b + 1);
        if (end - b < BK__GROUP)
            some &= ~(UINT64_MAX << (end - b));
        if (some && !set)
            bk__row_set(s->query, x->A, a, set = true);
        st = score_some(x, s, h, a, b, some);
    }
    if (set)
        bk__row_set(s->query, x->A, a, false);
    return st;
}

/* All rows of the block against one tile after the other, which stays in the cache. */
static bk_status pair_block(void *user, int64_t chunk, int worker)
{
    finder *x = user;
    scratch *s = &x->scratch[worker];
    bk__hits *h = &x->found[chunk];
    int64_t from = chunk * BLOCK, to = last_of(from, BLOCK, x->A->rows);
    bk_status st = scratch_ready(x, s);
    if (st == BK_OK)
        st = bk__index_ask(&x->index, &s->asked, x->A, from, to, s->ask);
    for (int64_t a = from; a < to && x->k > 0; a++)
        s->seed[a - from] = x->seeds.start[a];
    for (int64_t t = from / BK__TILE; t < x->index.tiles && st == BK_OK; t++) {
        for (int64_t b = t * BK__TILE; b < last_of(t * BK__TILE, BK__TILE, x->A->rows); b++)
            s->limit[b - t * BK__TILE] = least_sum(x, b);
        for (int64_t a = from; a < to && st == BK_OK; a++)
            st = search_tile(x, s, h, a, &s->ask[a - from], t);
    }
    if (h->n > 1)
        qsort(h->at, h->n, sizeof *h->at, bk__pair_by_rows);
    return st;
}

/* ---- results -------------------------------------------------------------------------------- */
static bk_status list_block(void *user, int64_t chunk, int worker)
{
    finder *x = user;
    int64_t end = last_of(chunk * BLOCK, BLOCK, x->A->rows);
    bk_status st = BK_OK;
    (void)worker;
    for (int64_t a = chunk * BLOCK; a < end && st == BK_OK; a++)
        st = bk__hits_list(x->ctx, &x->found[chunk], (uint32_t)a, &x->best[a]);
    return st;
}

static bk_status search(bk_ctx *ctx, bk_pairs *out, const bk_csr *A, finder x)
{
    int k = x.k;
    int64_t blocks = bk__chunks(A->rows, BLOCK);
    *out = (bk_pairs){0};
    bk_status st = finder_new(&x, ctx, A);
    if (st == BK_OK && k > 0)
        st = bk__seeds_new(&x.seeds, &x.index, (size_t)k);
    if (st == BK_OK && k > 0)
        st = bk__par_for(ctx, NULL, blocks, seed_block, &x);
    if (st == BK_OK)
        st = bk__par_for(ctx, "neighbours", blocks, pair_block, &x);
    if (st == BK_OK && k > 0)
        st = bk__par_for(ctx, NULL, blocks, list_block, &x);
    if (st == BK_OK)
        st = bk__hits_gather(ctx, out, x.found, blocks);
    finder_free(&x);
    return st;
}

/* Equal rows are searched once. */
static bk_status search_kinds(bk_ctx *ctx, bk_pairs *out, const bk_csr *A, const bk_similar_opts *o)
{
    bk__equal e;
    bk_pairs near = {NULL, 0};
    bk_status st = bk__equal_new(ctx, &e, A);
    int64_t kinds = e.kinds.rows;
    if (st == BK_OK && e.distinct)
        st = search(ctx, out, A, (finder){.k = o->k, .min_score = o->min_score});
    else if (st == BK_OK) {
        st = search(ctx, &near, &e.kinds,
                    (finder){.k = o->k < kinds ? o->k : (int)kinds, .min_score = o->min_score});
        if (st == BK_OK)
            st = bk__equal_spread(&e, out, &near, o->k, o->min_score);
    }
    bk_pairs_free(ctx, &near);
    bk__equal_free(&e);
    return st;
}

static bk_status check(bk_ctx *ctx, bk_similar_opts *o, const bk_csr *A)
{
    size_t n;
    const bk_opt *table = bk_similar_opt_table(&n);
    if (o->k > A->rows && o->k <= 10000)
        o->k = A->rows > 1 ? (int)A->rows : 1;
    return bk_opt_check(ctx, table, n, o, "bk_similar_opts");
}

bk_status bk_similar_topk(bk_ctx *ctx, bk_pairs *out, const bk_csr *A, const bk_similar_opts *opts)
{
    bk_similar_opts o = BK_SIMILAR_OPTS_INIT;
    *out = (bk_pairs){0};
    if (opts)
        o = *opts;
    bk_status st = check(ctx, &o, A);
    if (st == BK_OK && o.within > 0)
        st = bk__fail(ctx, BK_EINVAL, "within", "needs the times of the rows: bk_similar_within");
    return st == BK_OK ? search_kinds(ctx, out, A, &o) : st;
}

bk_status bk_similar_within(bk_ctx *ctx, bk_pairs *out, const bk_csr *A, const int64_t *when,
                            const bk_similar_opts *opts)
{
    enum { DAY = 86400 };
    if (!opts || !(opts->within > 0))
        return bk_similar_topk(ctx, out, A, opts);
    bk_similar_opts o = *opts;
    *out = (bk_pairs){0};
    bk_status st = check(ctx, &o, A);
    if (st != BK_OK)
        return st;
    finder x = {.k = o.k, .min_score = o.min_score, .when = when, .most = o.within * DAY};
    return search(ctx, out, A, x);
}

bk_status bk_similar_pairs(bk_ctx *ctx, bk_pairs *out, const bk_csr *A, double min_score)
{
    *out = (bk_pairs){0};
    if (!(min_score >= 0))
        return bk__fail(ctx, BK_EINVAL, "min_score", "a smallest cosine of 0 or more, please");
    return search(ctx, out, A, (finder){.min_score = min_score});
}

void bk_pairs_free(bk_ctx *ctx, bk_pairs *pairs)
{
    if (!pairs)
        return;
    bk__free(ctx, pairs->at);
    *pairs = (bk_pairs){0};
}
