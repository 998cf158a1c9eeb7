/* similar_query.c - rows of another matrix against those of a store: exact cosine top-k.
 *
 *     score(q, a) = sum over shared columns of q_c a_c, in their order, in doubles, rounded to
 * float: the sums of similar.c. The store's columns are walked (A transposed once), so a query
 * costs the entries of the columns that it has. Split: chunks of QUERIES rows over the pool, each
 * with its own result, put together in their order. Workspace: A transposed, rows doubles a worker.
 */
#include <bingkai/similar.h>

#include <string.h>

#include "base/par.h"
#include "base/topk.h"

enum { QUERIES = 16 };

typedef struct scratch {
    double *sum;      /* [rows] */
    uint32_t *row;    /* [rows] that were touched */
    uint8_t *touched; /* [rows] */
    bk__scored *heap; /* [k] */
} scratch;
typedef struct search {
    bk_ctx *ctx;
    const bk_csr *Q;
    bk_csr columns; /* A transposed */
    int64_t rows;
    size_t k;
    double least;
    bk_pair *found; /* [Q rows x k] */
    int64_t *n;     /* [Q rows] */
    scratch *scratch;
} search;

static bk_status scratch_new(search *s, scratch *w)
{
    size_t rows = (size_t)s->rows + 1;
    w->sum = bk__calloc(s->ctx, rows, sizeof *w->sum);
    w->row = bk__alloc_array(s->ctx, rows, sizeof *w->row);
    w->touched = bk__calloc(s->ctx, rows, sizeof *w->touched);
    w->heap = bk__alloc_array(s->ctx, s->k + 1, sizeof *w->heap);
    return w->sum && w->row && w->touched && w->heap ? BK_OK : BK_ENOMEM;
}

static void find(search *s, scratch *w, int64_t q)
{
    bk_pair *out = s->found + q * (int64_t)s->k;
    bk__topk best;
    int64_t n = 0;
    for (int64_t e = s->Q->ptr[q]; e < s->Q->ptr[q + 1]; e++) {
        uint32_t c = s->Q->col[e];
        for (int64_t p = s->columns.ptr[c]; p < s->columns.ptr[c + 1]; p++) {
            uint32_t a = s->columns.col[p];
            w->sum[a] += (double)s->Q->val[e] * (double)s->columns.val[p];
            if (!w->touched[a]) {
                w->touched[a] = 1;
                w->row[n++] = a;
            }
        }
    }
    bk__topk_init(&best, w->heap, s->k);
    for (int64_t i = 0; i < n; i++) {
        uint32_t a = w->row[i];
        double score = (double)(float)w->sum[a];
        if (score > 0 && score >= s->least)
            bk__topk_push(&best, score, a);
        w->sum[a] = 0;
        w->touched[a] = 0;
    }
    s->n[q] = (int64_t)bk__topk_sort(&best);
    for (int64_t i = 0; i < s->n[q]; i++)
        out[i] = (bk_pair){(uint32_t)q, w->heap[i].id, (float)w->heap[i].score};
}

static bk_status search_chunk(void *user, int64_t chunk, int worker)
{
    search *s = user;
    scratch *w = &s->scratch[worker];
    int64_t end = (chunk + 1) * QUERIES < s->Q->rows ? (chunk + 1) * QUERIES : s->Q->rows;
    bk_status st = w->heap ? BK_OK : scratch_new(s, w);
    for (int64_t q = chunk * QUERIES; q < end && st == BK_OK; q++)
        find(s, w, q);
    return st;
}

static void clear(search *s)
{
    for (int t = 0; s->scratch && t < bk_ctx_threads(s->ctx); t++) {
        bk__free(s->ctx, s->scratch[t].sum);
        bk__free(s->ctx, s->scratch[t].row);
        bk__free(s->ctx, s->scratch[t].touched);
        bk__free(s->ctx, s->scratch[t].heap);
    }
    bk__free(s->ctx, s->scratch);
    bk__free(s->ctx, s->n);
    bk_csr_free(s->ctx, &s->columns);
}

/* What each row found moves up to the one before it. */
static int64_t close_up(search *s)
{
    int64_t n = 0;
    for (int64_t q = 0; q < s->Q->rows; q++) {
        memmove(s->found + n, s->found + q * (int64_t)s->k, (size_t)s->n[q] * sizeof *s->found);
        n += s->n[q];
    }
    return n;
}

bk_status bk_similar_query(bk_ctx *ctx, bk_pairs *out, const bk_csr *A, const bk_csr *Q,
                           const bk_similar_opts *opts)
{
    bk_similar_opts o = BK_SIMILAR_OPTS_INIT;
    size_t n;
    const bk_opt *table = bk_similar_opt_table(&n);
    search s = {.ctx = ctx, .Q = Q, .rows = A->rows};
    bk_status st;
    *out = (bk_pairs){NULL, 0};
    if (opts)
        o = *opts;
    st = bk_opt_check(ctx, table, n, &o, "bk_similar_opts");
    if (st == BK_OK && A->cols != Q->cols)
        st = bk__fail(ctx, BK_ESHAPE, "", "the store has %lld columns, the queries %lld",
                      (long long)A->cols, (long long)Q->cols);
    if (st != BK_OK)
        return st;
    s.k = (int64_t)o.k < A->rows ? (size_t)o.k : (size_t)A->rows;
    s.least = o.min_score;
    st = bk_csr_transpose(ctx, &s.columns, A);
    if (st == BK_OK) {
        s.found = bk__alloc_array(ctx, (size_t)Q->rows + 1, (s.k + 1) * sizeof *s.found);
        s.n = bk__calloc(ctx, (size_t)Q->rows + 1, sizeof *s.n);
        s.scratch = bk__calloc(ctx, (size_t)bk_ctx_threads(ctx), sizeof *s.scratch);
        st = s.found && s.n && s.scratch ? BK_OK : BK_ENOMEM;
    }
    if (st == BK_OK)
        st = bk__par_for(ctx, "query", bk__chunks(Q->rows, QUERIES), search_chunk, &s);
    if (st == BK_OK)
        *out = (bk_pairs){s.found, close_up(&s)};
    else
        bk__free(ctx, s.found);
    clear(&s);
    return st;
}
