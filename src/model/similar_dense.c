/* similar_dense.c - exact neighbours by cosine among dense rows, such as those of an SVD.
 *
 *     score(a, b) = sum over the dimensions of x_a x_b, in their order, in doubles, rounded to
 * float; x: rows of length 1 in floats. A panel of Gram matrix comes from BLAS in floats and only
 * rules out: a row is scored exactly where its product, widened by more than the rounding error of
 * a float sum (Higham 2002, 3.1), reaches the k-th best. So the bytes do not depend on the kernels.
 * A product serves both of its rows: a block meets the rows from itself on, and offers to both; the
 * k best do not depend on who came first. Split: blocks of BLOCK rows over the pool, each against
 * one tile of rows after the other; rows have a lock in LOCKS. Workspace: rows x dims floats, rows
 * x k results, BLOCK x TILE floats a worker. rows^2 dims flops. */
#include <bingkai/similar.h>

#include <math.h>
#include <pthread.h>
#include <string.h>

#include "base/par.h"
#include "base/topk.h"
#include "matrix/blas.h"

enum { BLOCK = 64, TILE = 2048, LOCKS = 256 };

typedef struct dense {
    bk_ctx *ctx;
    const double *given;
    int64_t rows;
    int dims, k;
    double min_score, slack;
    float *x;         /* [rows x dims] */
    bk__scored *heap; /* [rows x k] */
    bk__topk *best;   /* [rows] */
    float *bar;       /* [rows] what a product must reach; read and written by all workers */
    pthread_mutex_t lock[LOCKS];
    float **gram; /* [threads] of [BLOCK x TILE], NULL until the worker's first block */
} dense;

static int64_t end_of(int64_t first, int64_t size, int64_t rows)
{
    return first + size < rows ? first + size : rows;
}

/* Rows of length 1; the largest magnitude is taken out first, so that no square overflows. */
static bk_status unit_block(void *user, int64_t chunk, int worker)
{
    dense *d = user;
    (void)worker;
    for (int64_t i = chunk * BLOCK; i < end_of(chunk * BLOCK, BLOCK, d->rows); i++) {
        const double *from = d->given + i * d->dims;
        double most = 0, sum = 0;
        for (int j = 0; j < d->dims; j++) {
            if (!isfinite(from[j]))
                return bk__fail(d->ctx, BK_ENUMERIC, "",
                                "a row of the neighbour search is not finite");
            most = fmax(most, fabs(from[j]));
        }
        for (int j = 0; j < d->dims && most > 0; j++)
            sum += from[j] / most * (from[j] / most);
        for (int j = 0; j < d->dims; j++)
            d->x[i * d->dims + j] = most > 0 ? (float)(from[j] / most / sqrt(sum)) : 0;
    }
    return BK_OK;
}

static double exact(const dense *d, int64_t a, int64_t b)
{
    const float *x = d->x + a * d->dims, *y = d->x + b * d->dims;
    double sum = 0;
    for (int j = 0; j < d->dims; j++)
        sum += (double)x[j] * (double)y[j];
    return sum;
}

/* A product below it cannot matter to the row: the float is rounded down. */
static void set_bar(dense *d, int64_t row, double score)
{
    float bar = nextafterf((float)(fmax(score, d->min_score) - d->slack), -INFINITY);
    __atomic_store(&d->bar[row], &bar, __ATOMIC_RELAXED);
}

static float bar_of(const dense *d, int64_t row)
{
    float bar;
    __atomic_load(&d->bar[row], &bar, __ATOMIC_RELAXED);
    return bar;
}

/* b as a neighbour of a. */
static void offer(dense *d, int64_t a, int64_t b, float score)
{
    bk__topk *best = &d->best[a];
    pthread_mutex_lock(&d->lock[a % LOCKS]);
    bk__topk_push(best, (double)score, (uint32_t)b);
    if (best->n == best->k)
        set_bar(d, a, best->at[0].score);
    pthread_mutex_unlock(&d->lock[a % LOCKS]);
}

/* Row a with the rows from `first` on that are behind it, whose products stand in `product`. */
static void offer_tile(dense *d, int64_t a, int64_t first, int64_t end, const float *product)
{
    float bar = bar_of(d, a);
    for (int64_t b = a + 1 > first ? a + 1 : first; b < end; b++) {
        float sum = product[b - first];
        if (sum < bar && sum < bar_of(d, b))
            continue;
        double score = exact(d, a, b);
        if (!(score > 0) || score < d->min_score)
            continue;
        if (sum >= bar) {
            offer(d, a, b, (float)score);
            bar = bar_of(d, a);
        }
        if (sum >= bar_of(d, b))
            offer(d, b, a, (float)score);
    }
}

static bk_status search_block(void *user, int64_t chunk, int worker)
{
    dense *d = user;
    int64_t from = chunk * BLOCK, to = end_of(from, BLOCK, d->rows);
    if (!d->gram[worker])
        d->gram[worker] = bk__alloc_array(d->ctx, BLOCK, TILE * sizeof **d->gram);
    float *gram = d->gram[worker];
    if (!gram)
        return BK_ENOMEM;
    for (int64_t first = from; first < d->rows; first += TILE) {
        int64_t end = end_of(first, TILE, d->rows);
        bk__sgemm(false, true, (int)(to - from), (int)(end - first), d->dims, 1,
                  d->x + from * d->dims, d->dims, d->x + first * d->dims, d->dims, 0, gram, TILE);
        for (int64_t a = from; a < to; a++)
            offer_tile(d, a, first, end, gram + (a - from) * TILE);
    }
    return BK_OK;
}

static bk_status sort_block(void *user, int64_t chunk, int worker)
{
    dense *d = user;
    (void)worker;
    for (int64_t a = chunk * BLOCK; a < end_of(chunk * BLOCK, BLOCK, d->rows); a++)
        bk__topk_sort(&d->best[a]);
    return BK_OK;
}

static bk_status gather(dense *d, bk_pairs *out)
{
    int64_t n = 0;
    for (int64_t a = 0; a < d->rows; a++)
        n += (int64_t)d->best[a].n;
    bk_pair *at = bk__alloc_array(d->ctx, (size_t)n, sizeof *at);
    if (!at)
        return BK_ENOMEM;
    *out = (bk_pairs){at, n};
    for (int64_t a = 0; a < d->rows; a++)
        for (size_t i = 0; i < d->best[a].n; i++)
            *at++ = (bk_pair){(uint32_t)a, d->best[a].at[i].id, (float)d->best[a].at[i].score};
    return BK_OK;
}

static bk_status dense_new(dense *d)
{
    size_t rows = (size_t)d->rows, k = (size_t)d->k;
    d->slack = (d->dims + 16) * 2.4e-7;
    d->x = bk__alloc_array(d->ctx, rows, (size_t)d->dims * sizeof *d->x);
    d->heap = bk__alloc_array(d->ctx, rows, k * sizeof *d->heap);
    d->best = bk__alloc_array(d->ctx, rows, sizeof *d->best);
    d->bar = bk__alloc_array(d->ctx, rows, sizeof *d->bar);
    d->gram = bk__calloc(d->ctx, (size_t)bk_ctx_threads(d->ctx), sizeof *d->gram);
    if (!d->x || !d->heap || !d->best || !d->bar || !d->gram)
        return BK_ENOMEM;
    for (size_t i = 0; i < rows; i++) {
        bk__topk_init(&d->best[i], d->heap + i * k, k);
        set_bar(d, (int64_t)i, 0);
    }
    return BK_OK;
}

static void dense_free(dense *d)
{
    for (int w = 0; d->gram && w < bk_ctx_threads(d->ctx); w++)
        bk__free(d->ctx, d->gram[w]);
    void *all[] = {d->x, d->heap, d->best, d->bar, d->gram};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        bk__free(d->ctx, all[i]);
    for (int i = 0; i < LOCKS; i++)
        pthread_mutex_destroy(&d->lock[i]);
}

bk_status bk_similar_dense(bk_ctx *ctx, bk_pairs *out, const double *X, int64_t rows, int dims,
                           const bk_similar_opts *opts)
{
    bk_similar_opts o = BK_SIMILAR_OPTS_INIT;
    size_t n;
    const bk_opt *table = bk_similar_opt_table(&n);
    *out = (bk_pairs){0};
    if (opts)
        o = *opts;
    bk_status st = bk_opt_check(ctx, table, n, &o, "bk_similar_opts");
    if (st == BK_OK && o.within > 0)
        st = bk__fail(ctx, BK_EINVAL, "within", "rows have no times here");
    if (st != BK_OK)
        return st;
    if (rows < 0 || rows >= (int64_t)UINT32_MAX || dims < 1 || dims > 65536)
        return bk__fail(ctx, BK_ESHAPE, "", "too many rows or dimensions for a neighbour search");
    int k = o.k < rows ? o.k : rows > 1 ? (int)rows : 1;
    dense d = {
        .ctx = ctx, .given = X, .rows = rows, .dims = dims, .k = k, .min_score = o.min_score};
    int64_t blocks = bk__chunks(rows, BLOCK);
    for (int i = 0; i < LOCKS; i++)
        pthread_mutex_init(&d.lock[i], NULL);
    BK__TRY(st, bk__blas_open(ctx), done);
    BK__TRY(st, dense_new(&d), done);
    BK__TRY(st, bk__par_for(ctx, NULL, blocks, unit_block, &d), done);
    BK__TRY(st, bk__par_for(ctx, "neighbours", blocks, search_block, &d), done);
    BK__TRY(st, bk__par_for(ctx, NULL, blocks, sort_block, &d), done);
    st = gather(&d, out);
done:
    dense_free(&d);
    return st;
}
