/* similar_query.c - rows of another matrix against those of a store: exact cosine top-k.
 *
 *     score(q, a) = sum over shared columns of q_c a_c, in their order, in doubles, rounded to
 * float: the sums of similar.c. Up to FEW queries are scored with every row; more of them ask the
 * index of similar.c, tile by tile, and score what reaches the k-th best so far. The same results.
 * Split: blocks of rows of Q over the pool, each with its own result, put together in their order.
 * Workspace: 4 V and a block's candidates a worker; the index, where there is one.
 */
#include <bingkai/similar.h>

#include <string.h>

#include "base/par.h"
#include "model/similar_hits.h"
#include "model/similar_index.h"

enum { FEW = 32, QUERIES = 32 };

typedef struct scratch { /* one worker's */
    uint32_t *rare_sum;  /* [BK__TILE] */
    uint16_t *sum;       /* [BK__GROUP] */
    uint16_t *limit;     /* [BK__GROUP] which rules nothing out */
    bk__scored *heap;    /* [QUERIES x k] */
    bk__topk best[QUERIES];
    bk__query ask[QUERIES];
    bk__asked asked; /* of all in ask */
    float *query;    /* [V] zero outside the running row */
} scratch;

typedef struct search {
    bk_ctx *ctx;
    const bk_csr *A, *Q;
    bk__index index;
    int block; /* rows of Q in a block: 1 without an index */
    size_t k;
    double least;
    bk__hits *found; /* [blocks] */
    scratch *scratch;
} search;

static bk_status scratch_ready(search *s, scratch *w)
{
    if (w->query)
        return BK_OK;
    w->rare_sum = bk__alloc_array(s->ctx, BK__TILE, sizeof *w->rare_sum);
    w->sum = bk__alloc_array(s->ctx, BK__GROUP, sizeof *w->sum);
    w->limit = bk__alloc_array(s->ctx, BK__GROUP, sizeof *w->limit);
    w->heap = bk__alloc_array(s->ctx, (size_t)s->block, (s->k + 1) * sizeof *w->heap);
    if (!w->rare_sum || !w->sum || !w->limit || !w->heap)
        return BK_ENOMEM;
    memset(w->limit, 0xff, BK__GROUP * sizeof *w->limit);
    w->query = bk__calloc(s->ctx, (size_t)s->A->cols + 1, sizeof *w->query);
    return w->query ? BK_OK : BK_ENOMEM;
}

static void search_free(search *s, int64_t blocks)
{
    for (int t = 0; s->scratch && t < bk_ctx_threads(s->ctx); t++) {
        scratch *w = &s->scratch[t];
        void *all[] = {w->rare_sum, w->sum, w->limit, w->heap, w->query};
        for (size_t i = 0; i < sizeof all / sizeof *all; i++)
            bk__free(s->ctx, all[i]);
        bk__asked_free(s->ctx, &w->asked);
    }
    bk__free(s->ctx, s->scratch);
    bk__hits_free(s->ctx, s->found, blocks);
    bk__index_free(&s->index);
}

/* Row a for the query that stands in w->query. */
static void offer(const search *s, const scratch *w, bk__topk *best, int64_t a)
{
    double score = bk__row_score(w->query, s->A, a);
    if (score > 0 && score >= s->least)
        bk__topk_push(best, (double)(float)score, (uint32_t)a);
}

/* ---- with the index ------------------------------------------------------------------------- */
static uint16_t least_sum(const search *s, const bk__topk *best, int64_t q)
{
    double bar = best->n == best->k && best->at[0].score > s->least ? best->at[0].score : s->least;
    return bk__index_bar(&s->index, bar, s->Q->ptr[q + 1] - s->Q->ptr[q]);
}

static void search_tile(search *s, scratch *w, int64_t q, const bk__query *asked, bk__topk *best,
                        int64_t tile)
{
    int64_t first = tile * BK__TILE, rows = s->A->rows;
    int64_t end = first + BK__TILE < rows ? first + BK__TILE : rows;
    memset(w->rare_sum, 0, BK__TILE * sizeof *w->rare_sum);
    bk__index_rare(&s->index, w->rare_sum, asked, tile);
    bk__row_set(w->query, s->Q, q, true);
    for (int64_t a = first; a < end; a += BK__GROUP) {
        uint64_t some = bk__index_common(&s->index, w->sum, w->rare_sum + (a - first), asked,
                                         a / BK__GROUP, w->limit, least_sum(s, best, q));
        if (end - a < BK__GROUP)
            some &= ~(UINT64_MAX << (end - a));
        for (; some; some &= some - 1)
            if (w->sum[__builtin_ctzll(some)] >= least_sum(s, best, q))
                offer(s, w, best, a + __builtin_ctzll(some));
    }
    bk__row_set(w->query, s->Q, q, false);
}

/* ---- rows of Q ------------------------------------------------------------------------------ */
static void search_all(search *s, scratch *w, int64_t q, bk__topk *best)
{
    bk__row_set(w->query, s->Q, q, true);
    for (int64_t a = 0; a < s->A->rows; a++)
        offer(s, w, best, a);
    bk__row_set(w->query, s->Q, q, false);
}

static bk_status search_block(void *user, int64_t chunk, int worker)
{
    search *s = user;
    scratch *w = &s->scratch[worker];
    int64_t from = chunk * s->block;
    int64_t to = from + s->block < s->Q->rows ? from + s->block : s->Q->rows;
    bk_status st = scratch_ready(s, w);
    if (st != BK_OK)
        return st;
    for (int64_t q = from; q < to; q++)
        bk__topk_init(&w->best[q - from], w->heap + (q - from) * (int64_t)s->k, s->k);
    if (s->block == 1)
        search_all(s, w, from, &w->best[0]);
    else
        st = bk__index_ask(&s->index, &w->asked, s->Q, from, to, w->ask);
    for (int64_t t = 0; s->block > 1 && t < s->index.tiles && st == BK_OK; t++)
        for (int64_t q = from; q < to; q++)
            search_tile(s, w, q, &w->ask[q - from], &w->best[q - from], t);
    for (int64_t q = from; q < to && st == BK_OK; q++)
        st = bk__hits_list(s->ctx, &s->found[chunk], (uint32_t)q, &w->best[q - from]);
    return st;
}

static bk_status find(search *s, bk_pairs *out)
{
    int64_t blocks = bk__chunks(s->Q->rows, s->block);
    bk_status st = BK_OK;
    if (s->block > 1)
        st = bk__index_new(s->ctx, &s->index, s->A, s->Q);
    if (st == BK_OK) {
        s->found = bk__calloc(s->ctx, (size_t)blocks + 1, sizeof *s->found);
        s->scratch = bk__calloc(s->ctx, (size_t)bk_ctx_threads(s->ctx), sizeof *s->scratch);
        st = s->found && s->scratch ? BK_OK : BK_ENOMEM;
    }
    if (st == BK_OK)
        st = bk__par_for(s->ctx, "query", blocks, search_block, s);
    if (st == BK_OK)
        st = bk__hits_gather(s->ctx, out, s->found, blocks);
    search_free(s, blocks);
    return st;
}

bk_status bk_similar_query(bk_ctx *ctx, bk_pairs *out, const bk_csr *A, const bk_csr *Q,
                           const bk_similar_opts *opts)
{
    bk_similar_opts o = BK_SIMILAR_OPTS_INIT;
    size_t n;
    const bk_opt *table = bk_similar_opt_table(&n);
    *out = (bk_pairs){NULL, 0};
    if (opts)
        o = *opts;
    bk_status st = bk_opt_check(ctx, table, n, &o, "bk_similar_opts");
    if (st == BK_OK && o.within > 0)
        st = bk__fail(ctx, BK_EINVAL, "within", "rows have no times here");
    if (st == BK_OK && A->cols != Q->cols)
        st = bk__fail(ctx, BK_ESHAPE, "", "the store has %lld columns, the queries %lld",
                      (long long)A->cols, (long long)Q->cols);
    if (st == BK_OK && A->rows >= (int64_t)UINT32_MAX)
        st = bk__fail(ctx, BK_ESHAPE, "", "too many rows for a neighbour search");
    if (st != BK_OK)
        return st;
    search s = {.ctx = ctx, .A = A, .Q = Q, .block = Q->rows > FEW ? QUERIES : 1};
    s.k = (int64_t)o.k < A->rows ? (size_t)o.k : (size_t)A->rows;
    s.least = o.min_score;
    return find(&s, out);
}
