/* similar.c - exact neighbours by cosine.
 *
 *     score(a, b) = sum over shared columns of x_a x_b, in their order, in doubles, rounded to
 * float. Each row has a bar, what a score must reach to matter to it; a pair a < b is looked at
 * once, for both of its rows.
 *   1 seeds: the rows that share most with a over columns in few rows are scored; the k-th best of
 *     them is a's first bar
 *   2 a's rare columns are scattered into float sums, one tile of rows at a time (similar_index)
 *   3 a row b is done with whose sum + |common a| |common b| stays below both bars
 *   4 and whose sum + the rounded-up product of the common columns does
 *   5 what is left is scored exactly and offered to both rows; bars rise with the k-th best
 * Floats only rule out: every bound is widened by more than their rounding error, and the k best in
 * the order (score falling, id rising) do not depend on who came first, so the result is that of
 * scoring all pairs, at any number of rows. Split: blocks of 64 rows over the pool; rows have a
 * lock in 256. Workspace: the index, rows x k candidates, a tile and a dense row a worker. The
 * bounds are those of Bayardo, Ma, Srikant 2007 and Anastasiu, Karypis 2014 (L2AP), the seeds those
 * of Anastasiu, Karypis 2015 (L2Knng). */
#include <bingkai/similar.h>

#include <float.h>
#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/par.h"
#include "base/topk.h"
#include "matrix/csr.h"
#include "model/similar_equal.h"
#include "model/similar_index.h"

enum { BLOCK = 64, LOCKS = 256, SEEDS = 2, SEED_LEAST = 32 };
/* Seeds share a column that stands in no more than this share of the rows. */
static const double SEED_SHARE = 0.01;

static const bk_opt similar_table[] = {
    {"neighbours", "How many neighbours each article gets", "N", BK_OPT_INT,
     offsetof(bk_similar_opts, k), 10, 1, 10000, NULL, NULL},
    {"min-score", "Leave out neighbours below this cosine", "COSINE", BK_OPT_REAL,
     offsetof(bk_similar_opts, min_score), 0.1, 0, 1, NULL, NULL},
};

const bk_opt *bk_similar_opt_table(size_t *n)
{
    *n = sizeof similar_table / sizeof *similar_table;
    return similar_table;
}

/* ---- the search ----------------------------------------------------------------------------- */
typedef struct hits { /* what one block found */
    bk_pair *at;
    size_t n, cap;
} hits;

typedef struct scratch { /* one worker's */
    float *sum, *limit;  /* [BK__TILE] */
    uint16_t *passed;    /* [BK__TILE] */
    double *query;       /* [V] zero outside the running row */
    bk__scored *heap;    /* [SEEDS k + k] */
} scratch;

typedef struct finder {
    bk_ctx *ctx;
    bk__index index;
    const bk_csr *A;
    int k; /* 0: all pairs a < b */
    double min_score;
    bk__scored *heap; /* [rows x k] */
    bk__topk *best;   /* [rows] */
    float *bar;       /* [tiles x BK__TILE] lowered by the slack; read and written by all workers */
    pthread_mutex_t lock[LOCKS];
    hits *found;      /* [blocks] */
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
    float bar = (float)fmax(score, x->min_score) - x->index.slack;
    __atomic_store(&x->bar[row], &bar, __ATOMIC_RELAXED);
}

static bk_status finder_new(finder *x, bk_ctx *ctx, const bk_csr *A, int k, double min_score)
{
    *x = (finder){.ctx = ctx, .A = A, .k = k, .min_score = min_score};
    for (int i = 0; i < LOCKS; i++)
        pthread_mutex_init(&x->lock[i], NULL);
    bk_status st = bk__index_new(ctx, &x->index, A);
    if (st != BK_OK)
        return st;
    size_t rows = (size_t)A->rows, n = (size_t)k;
    x->heap = bk__alloc_array(ctx, rows, n * sizeof *x->heap);
    x->best = bk__alloc_array(ctx, rows, sizeof *x->best);
    x->bar = bk__calloc(ctx, (size_t)x->index.tiles, BK__TILE * sizeof *x->bar);
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
        void *all[] = {s->sum, s->limit, s->passed, s->query, s->heap};
        for (size_t i = 0; i < sizeof all / sizeof *all; i++)
            bk__free(ctx, all[i]);
    }
    for (int64_t b = 0; x->found && b < bk__chunks(x->A->rows, BLOCK); b++)
        bk__free(ctx, x->found[b].at);
    void *all[] = {x->heap, x->best, x->bar, x->found, x->scratch};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        bk__free(ctx, all[i]);
    bk__index_free(&x->index);
    for (int i = 0; i < LOCKS; i++)
        pthread_mutex_destroy(&x->lock[i]);
}

static bk_status scratch_ready(finder *x, scratch *s)
{
    if (s->heap)
        return BK_OK;
    s->sum = bk__alloc_array(x->ctx, BK__TILE, sizeof *s->sum);
    s->limit = bk__alloc_array(x->ctx, BK__TILE, sizeof *s->limit);
    s->passed = bk__alloc_array(x->ctx, BK__TILE, sizeof *s->passed);
    s->query = bk__calloc(x->ctx, (size_t)x->A->cols, sizeof *s->query);
    if (!s->sum || !s->limit || !s->passed || !s->query)
        return BK_ENOMEM;
    s->heap = bk__alloc_array(x->ctx, (SEEDS + 1) * (size_t)x->k + 1, sizeof *s->heap);
    return s->heap ? BK_OK : BK_ENOMEM;
}

static void set_query(const finder *x, double *query, int64_t a, bool on)
{
    const bk_csr *A = x->A;
    for (int64_t p = A->ptr[a]; p < A->ptr[a + 1]; p++)
        query[A->col[p]] = on ? (double)A->val[p] : 0;
}

/* The same bits for (a, b) and (b, a): shared columns in their order, zeros between. */
static double exact(const finder *x, const double *query, int64_t b)
{
    const bk_csr *A = x->A;
    double sum = 0;
    for (int64_t p = A->ptr[b]; p < A->ptr[b + 1]; p++)
        sum += query[A->col[p]] * (double)A->val[p];
    return sum;
}

static int64_t last_of(int64_t first, int64_t size, int64_t rows)
{
    return first + size < rows ? first + size : rows;
}

/* ---- seeds ---------------------------------------------------------------------------------- */
/* The rows whose sums with `a` over rare columns are largest. */
static void find_seeds(finder *x, scratch *s, bk__topk *seeds, int64_t a)
{
    uint32_t most = (uint32_t)fmax(SEED_SHARE * (double)x->A->rows, SEED_LEAST);
    for (int64_t t = 0; t < x->index.tiles; t++) {
        int64_t first = t * BK__TILE, end = last_of(first, BK__TILE, x->A->rows);
        float bar = seeds->n == seeds->k ? (float)seeds->at[0].score : FLT_MIN;
        bk__index_scatter(&x->index, s->sum, a, t, most);
        int n = bk__index_pass(s->passed, s->sum, s->sum, s->limit, 0, bar, 0, (int)(end - first));
        for (int i = 0; i < n; i++)
            if (first + s->passed[i] != a)
                bk__topk_push(seeds, (double)s->sum[s->passed[i]],
                              (uint32_t)(first + s->passed[i]));
    }
}

static bk_status seed_block(void *user, int64_t chunk, int worker)
{
    finder *x = user;
    scratch *s = &x->scratch[worker];
    bk_status st = scratch_ready(x, s);
    if (st != BK_OK)
        return st;
    size_t k = (size_t)x->k;
    for (int j = 0; j < BK__TILE; j++)
        s->limit[j] = INFINITY;
    for (int64_t a = chunk * BLOCK; a < last_of(chunk * BLOCK, BLOCK, x->A->rows); a++) {
        bk__topk seeds, best;
        bk__topk_init(&seeds, s->heap, SEEDS * k);
        bk__topk_init(&best, s->heap + SEEDS * k, k);
        find_seeds(x, s, &seeds, a);
        set_query(x, s->query, a, true);
        for (size_t i = 0; i < seeds.n; i++)
            bk__topk_push(&best, (double)(float)exact(x, s->query, seeds.at[i].id), seeds.at[i].id);
        set_query(x, s->query, a, false);
        if (best.n == k)
            set_bar(x, a, best.at[0].score);
    }
    return BK_OK;
}

/* ---- pairs ---------------------------------------------------------------------------------- */
static bk_status add_hit(finder *x, hits *h, bk_pair pair)
{
    if (h->n == h->cap) {
        size_t cap = h->cap ? 2 * h->cap : 64;
        bk_pair *at = bk__resize_array(x->ctx, h->at, cap, sizeof *at);
        if (!at)
            return BK_ENOMEM;
        h->at = at;
        h->cap = cap;
    }
    h->at[h->n++] = pair;
    return BK_OK;
}

/* b as a neighbour of a. */
static void offer(finder *x, int64_t a, int64_t b, float score)
{
    if (score < bar_of(x, a))
        return;
    pthread_mutex_t *lock = &x->lock[a % LOCKS];
    bk__topk *best = &x->best[a];
    pthread_mutex_lock(lock);
    bk__topk_push(best, (double)score, (uint32_t)b);
    if (best->n == best->k && best->at[0].score - (double)x->index.slack > (double)bar_of(x, a))
        set_bar(x, a, best->at[0].score);
    pthread_mutex_unlock(lock);
}

static bk_status score_pair(finder *x, scratch *s, hits *h, int64_t a, int64_t b)
{
    double score = exact(x, s->query, b);
    if (!(score > 0) || score < x->min_score)
        return BK_OK;
    if (x->k == 0)
        return add_hit(x, h, (bk_pair){(uint32_t)a, (uint32_t)b, (float)score});
    offer(x, a, b, (float)score);
    offer(x, b, a, (float)score);
    return BK_OK;
}

/* Row a with the later rows of a tile, whose bars stand in s->limit. */
static bk_status search_tile(finder *x, scratch *s, hits *h, int64_t a, int64_t tile)
{
    const bk__index *ix = &x->index;
    int64_t first = tile * BK__TILE, end = last_of(first, BK__TILE, x->A->rows);
    int from = a + 1 > first ? (int)(a + 1 - first) : 0;
    bk_status st = BK_OK;
    if (x->A->ptr[a + 1] == x->A->ptr[a] || end <= first)
        return BK_OK;
    bk__index_scatter(ix, s->sum, a, tile, UINT32_MAX);
    int n = bk__index_pass(s->passed, s->sum, ix->rest + first, s->limit, ix->rest[a], bar_of(x, a),
                           from, (int)(end - first));
    set_query(x, s->query, a, true);
    for (int i = 0; i < n && st == BK_OK; i++) {
        int64_t b = first + s->passed[i];
        float most = s->sum[s->passed[i]] + bk__index_common(ix, a, b);
        if (most >= bar_of(x, a) || most >= bar_of(x, b))
            st = score_pair(x, s, h, a, b);
    }
    set_query(x, s->query, a, false);
    return st;
}

static int by_rows(const void *p, const void *q)
{
    const bk_pair *x = p, *y = q;
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return (x->b > y->b) - (x->b < y->b);
}

/* All rows of the block against one tile after the other, so that the tile's postings stay in the
 * cache. */
static bk_status pair_block(void *user, int64_t chunk, int worker)
{
    finder *x = user;
    scratch *s = &x->scratch[worker];
    hits *h = &x->found[chunk];
    bk_status st = scratch_ready(x, s);
    int64_t first = chunk * BLOCK, end = last_of(first, BLOCK, x->A->rows);
    for (int64_t t = first / BK__TILE; t < x->index.tiles && st == BK_OK; t++) {
        for (int64_t j = 0; j < BK__TILE; j++)
            s->limit[j] = bar_of(x, t * BK__TILE + j);
        for (int64_t a = first; a < end && st == BK_OK; a++)
            st = search_tile(x, s, h, a, t);
    }
    if (h->n > 1)
        qsort(h->at, h->n, sizeof *h->at, by_rows);
    return st;
}

/* ---- results -------------------------------------------------------------------------------- */
static bk_status list_block(void *user, int64_t chunk, int worker)
{
    finder *x = user;
    bk_status st = BK_OK;
    (void)worker;
    for (int64_t a = chunk * BLOCK; a < last_of(chunk * BLOCK, BLOCK, x->A->rows); a++) {
        bk__topk *best = &x->best[a];
        size_t n = bk__topk_sort(best);
        for (size_t i = 0; i < n && st == BK_OK; i++)
            st = add_hit(x, &x->found[chunk],
                         (bk_pair){(uint32_t)a, best->at[i].id, (float)best->at[i].score});
    }
    return st;
}

static bk_status gather(finder *x, bk_pairs *out)
{
    int64_t blocks = bk__chunks(x->A->rows, BLOCK), n = 0;
    for (int64_t b = 0; b < blocks; b++)
        n += (int64_t)x->found[b].n;
    bk_pair *at = bk__alloc_array(x->ctx, (size_t)n, sizeof *at);
    if (!at)
        return BK_ENOMEM;
    *out = (bk_pairs){at, n};
    for (int64_t b = 0; b < blocks; b++) {
        if (x->found[b].n > 0)
            memcpy(at, x->found[b].at, x->found[b].n * sizeof *at);
        at += x->found[b].n;
    }
    return BK_OK;
}

static bk_status search(bk_ctx *ctx, bk_pairs *out, const bk_csr *A, int k, double min_score)
{
    finder x;
    int64_t blocks = bk__chunks(A->rows, BLOCK);
    *out = (bk_pairs){0};
    bk_status st = finder_new(&x, ctx, A, k, min_score);
    if (st == BK_OK && k > 0)
        st = bk__par_for(ctx, NULL, blocks, seed_block, &x);
    if (st == BK_OK)
        st = bk__par_for(ctx, "neighbours", blocks, pair_block, &x);
    if (st == BK_OK && k > 0)
        st = bk__par_for(ctx, NULL, blocks, list_block, &x);
    if (st == BK_OK)
        st = gather(&x, out);
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
        st = search(ctx, out, A, o->k, o->min_score);
    else if (st == BK_OK) {
        st = search(ctx, &near, &e.kinds, o->k < kinds ? o->k : (int)kinds, o->min_score);
        if (st == BK_OK)
            st = bk__equal_spread(&e, out, &near, o->k, o->min_score);
    }
    bk_pairs_free(ctx, &near);
    bk__equal_free(&e);
    return st;
}

bk_status bk_similar_topk(bk_ctx *ctx, bk_pairs *out, const bk_csr *A, const bk_similar_opts *opts)
{
    bk_similar_opts o = BK_SIMILAR_OPTS_INIT;
    size_t n;
    const bk_opt *table = bk_similar_opt_table(&n);
    *out = (bk_pairs){0};
    if (opts)
        o = *opts;
    bk_status st = bk_opt_check(ctx, table, n, &o, "bk_similar_opts");
    if (st != BK_OK)
        return st;
    if (o.k > A->rows)
        o.k = A->rows > 1 ? (int)A->rows : 1;
    return search_kinds(ctx, out, A, &o);
}

bk_status bk_similar_pairs(bk_ctx *ctx, bk_pairs *out, const bk_csr *A, double min_score)
{
    *out = (bk_pairs){0};
    if (!(min_score >= 0))
        return bk__fail(ctx, BK_EINVAL, "min_score", "a smallest cosine of 0 or more, please");
    return search(ctx, out, A, 0, min_score);
}

void bk_pairs_free(bk_ctx *ctx, bk_pairs *pairs)
{
    if (!pairs)
        return;
    bk__free(ctx, pairs->at);
    *pairs = (bk_pairs){0};
}
