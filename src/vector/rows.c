/* rows.c - counted rows to a matrix.
 *
 * Split: the chunks that were counted, over the pool; rows are independent. */
#include <string.h>

#include "base/par.h"
#include "matrix/csr.h"
#include "vector/count.h"

typedef struct cell { /* of a row that is sorted */
    uint32_t column, count;
} cell;

typedef struct rows { /* room for two */
    cell *at;
    size_t cap;
} rows;

typedef struct build {
    const bk__counted *k;
    uint32_t **column; /* [workers] a worker's term -> column */
    bool all;          /* every term has one */
    bk_csr *A;
    rows *scratch; /* [workers] */
} build;

static bk_status count_kept(void *user, int64_t chunk, int worker)
{
    const build *b = user;
    const bk__chunk *c = &b->k->chunk[chunk];
    const uint32_t *column = b->column[c->worker], *p = c->at;
    int64_t *n = b->A->ptr + b->k->first[chunk] + 1;
    (void)worker;
    for (int64_t i = 0; i < c->rows; i++) {
        n[i] = 0;
        for (const uint32_t *end = c->at + c->end[i]; p < end;) {
            uint32_t term, count;
            p = bk__unpack(p, &term, &count);
            n[i] += b->all || column[term] != BK__NONE;
        }
    }
    return BK_OK;
}

static void sort_few(cell *at, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        cell x = at[i];
        size_t j = i;
        for (; j > 0 && at[j - 1].column > x.column; j--)
            at[j] = at[j - 1];
        at[j] = x;
    }
}

/* By column, a byte at a time from the lowest; `other` has as much room; cols > every column.
 * Returns where the result lies. */
static cell *sort(cell *at, cell *other, size_t n, int64_t cols)
{
    if (n <= 32) {
        sort_few(at, n);
        return at;
    }
    for (int shift = 0; shift < 32 && (cols - 1) >> shift > 0; shift += 8) {
        uint32_t begin[256] = {0}, sum = 0;
        for (size_t i = 0; i < n; i++)
            begin[at[i].column >> shift & 255]++;
        for (int d = 0; d < 256; d++) {
            uint32_t here = begin[d];
            begin[d] = sum;
            sum += here;
        }
        for (size_t i = 0; i < n; i++)
            other[begin[at[i].column >> shift & 255]++] = at[i];
        cell *swap = at;
        at = other;
        other = swap;
    }
    return at;
}

static bk_status fill_rows(void *user, int64_t chunk, int worker)
{
    const build *b = user;
    const bk__chunk *c = &b->k->chunk[chunk];
    const uint32_t *column = b->column[c->worker], *p = c->at;
    const int64_t *ptr = b->A->ptr + b->k->first[chunk];
    for (int64_t i = 0; i < c->rows; i++) {
        size_t n = 0, want = (size_t)(ptr[i + 1] - ptr[i]) + 1;
        rows *scratch = &b->scratch[worker];
        if (2 * want > scratch->cap) {
            cell *more = bk__resize_array(b->k->ctx, scratch->at, 4 * want, sizeof *more);
            if (!more)
                return BK_ENOMEM;
            *scratch = (rows){more, 4 * want};
        }
        cell *row = scratch->at;
        for (const uint32_t *end = c->at + c->end[i]; p < end;) {
            uint32_t term, count;
            p = bk__unpack(p, &term, &count);
            row[n] = (cell){column[term], count};
            n += row[n].column != BK__NONE; /* one more than `want` has room: it may be written */
        }
        row = sort(row, row + want, n, b->A->cols);
        uint32_t *col = b->A->col + ptr[i];
        float *val = b->A->val + ptr[i];
        for (size_t j = 0; j < n; j++) {
            col[j] = row[j].column;
            val[j] = (float)row[j].count;
        }
    }
    return BK_OK;
}

/* Each worker's terms to columns, at once. */
static bk_status compose(build *b, const uint32_t *column)
{
    b->all = true;
    for (uint32_t i = 0; i < b->k->n; i++)
        b->all = b->all && column[i] != BK__NONE;
    for (int64_t w = 0; w < b->k->workers; w++) {
        uint32_t n = b->k->n_of_worker[w];
        if (n == 0)
            continue;
        b->column[w] = bk__alloc_array(b->k->ctx, n, sizeof **b->column);
        if (!b->column[w])
            return BK_ENOMEM;
        const uint32_t *to = b->k->of_worker[w];
        for (uint32_t i = 0; i < n; i++)
            b->column[w][i] = to[i] == BK__NONE ? BK__NONE : column[to[i]];
    }
    return BK_OK;
}

bk_status bk__counted_csr(const bk__counted *k, bk_csr *A, const uint32_t *column, int64_t cols)
{
    bk_ctx *ctx = k->ctx;
    build b = {.k = k, .A = A};
    bk_status st = bk__csr_new(ctx, A, k->rows, cols, 0);
    if (st != BK_OK)
        return st;
    b.column = bk__calloc(ctx, (size_t)k->workers, sizeof *b.column);
    b.scratch = bk__calloc(ctx, (size_t)k->workers, sizeof *b.scratch);
    st = b.column && b.scratch ? compose(&b, column) : BK_ENOMEM;
    if (st == BK_OK)
        st = bk__par_for(ctx, NULL, k->chunks, count_kept, &b);
    for (int64_t i = 0; i < k->rows; i++)
        A->ptr[i + 1] += A->ptr[i];
    if (st == BK_OK) {
        size_t n = (size_t)A->ptr[A->rows];
        bk__free(ctx, A->col);
        bk__free(ctx, A->val);
        A->col = bk__alloc_array(ctx, n, sizeof *A->col);
        A->val = A->col ? bk__alloc_array(ctx, n, sizeof *A->val) : NULL;
        st = A->val ? bk__par_for(ctx, NULL, k->chunks, fill_rows, &b) : BK_ENOMEM;
    }
    for (int64_t w = 0; w < k->workers; w++) {
        if (b.column)
            bk__free(ctx, b.column[w]);
        if (b.scratch)
            bk__free(ctx, b.scratch[w].at);
    }
    bk__free(ctx, b.column);
    bk__free(ctx, b.scratch);
    if (st != BK_OK)
        bk_csr_free(ctx, A);
    return st;
}
