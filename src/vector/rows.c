/* rows.c - counted rows to rows of a matrix: columns in order, counts, weights.
 *
 * Split: the chunks that were counted, over the pool; rows are independent. A row is sorted in one
 * go: its entries are dealt to about twice as many buckets of columns as it has entries, and those
 * put in order by insertion; where a bucket would be full (frequent terms stand side by side) by
 * digits instead. */
#include "vector/rows.h"

#include <string.h>

#include "base/par.h"
#include "matrix/csr.h"

enum { FEW = 24, FULL = 24, MOST_BITS = 10 };

typedef uint64_t cell; /* column << 32 | count; a column stands once in a row */

struct bk__row_room {
    cell *at; /* [2 cap] two rows */
    double *x;
    float *count;
    size_t cap;
};

static uint32_t column_of(cell c)
{
    return (uint32_t)(c >> 32);
}

/* ---- the shape ------------------------------------------------------------------------------- */
/* No word of a plain chunk ends in a byte of zeros. */
static bool plain(const bk__chunk *c)
{
    size_t n = c->rows > 0 ? c->end[c->rows - 1] : 0;
    unsigned zeros = 0;
    for (size_t i = 0; i < n; i++)
        zeros |= (c->at[i] & 255) == 0;
    return !zeros;
}

static int64_t kept(const uint32_t *p, const uint32_t *end, const uint32_t *column)
{
    int64_t n = 0;
    while (p < end) {
        uint32_t term, count;
        p = bk__unpack(p, &term, &count);
        n += column[term] != BK__NONE;
    }
    return n;
}

static bk_status count_kept(void *user, int64_t chunk, int worker)
{
    const bk__rows *r = user;
    const bk__chunk *c = &r->k->chunk[chunk];
    int64_t *n = r->ptr + r->k->first[chunk] + 1;
    (void)worker;
    r->plain[chunk] = plain(c);
    for (int64_t i = 0; i < c->rows; i++) {
        uint32_t from = i > 0 ? c->end[i - 1] : 0;
        n[i] = r->all && r->plain[chunk]
                   ? c->end[i] - from
                   : kept(c->at + from, c->at + c->end[i], r->column[c->worker]);
    }
    return BK_OK;
}

/* Each worker's terms to columns, at once. */
static bk_status compose(void *user, int64_t w, int worker)
{
    const bk__rows *r = user;
    const uint32_t *to = r->k->of_worker[w];
    const uint32_t *column = r->column[r->k->workers]; /* of all terms */
    (void)worker;
    for (uint32_t i = 0; i < r->k->n_of_worker[w]; i++)
        r->column[w][i] = to[i] == BK__NONE ? BK__NONE : column[to[i]];
    return BK_OK;
}

bk_status bk__rows_open(bk__rows *r, const bk__counted *k, const uint32_t *column, int64_t cols,
                        const bk__weigher *weigher)
{
    bk_ctx *ctx = k->ctx;
    size_t workers = (size_t)k->workers;
    bk_status st = BK_ENOMEM;
    *r = (bk__rows){.k = k, .weigher = weigher, .cols = cols, .all = true, .same = column == NULL};
    r->ptr = bk__alloc_array(ctx, (size_t)k->rows + 1, sizeof *r->ptr);
    r->column = bk__calloc(ctx, workers + 1, sizeof *r->column);
    r->room = bk__calloc(ctx, workers, sizeof *r->room);
    r->plain = bk__alloc_array(ctx, (size_t)k->chunks, sizeof *r->plain);
    if (!r->ptr || !r->column || !r->room || !r->plain)
        goto done;
    r->column[workers] = (uint32_t *)(uintptr_t)column;
    for (size_t w = 0; w < workers; w++) {
        r->column[w] =
            r->same ? k->of_worker[w] : bk__alloc_array(ctx, k->n_of_worker[w], sizeof **r->column);
        if (!r->column[w] && !r->same)
            goto done;
    }
    for (uint32_t i = 0; i < k->n && !r->same; i++)
        r->all = r->all && column[i] != BK__NONE;
    if (!r->same)
        BK__TRY(st, bk__par_for(ctx, NULL, k->workers, compose, r), done);
    BK__TRY(st, bk__par_for(ctx, NULL, k->chunks, count_kept, r), done);
    r->ptr[0] = 0;
    for (int64_t i = 0; i < k->rows; i++)
        r->ptr[i + 1] += r->ptr[i];
done:
    if (st != BK_OK)
        bk__rows_close(r);
    return st;
}

void bk__rows_close(bk__rows *r)
{
    if (!r->k)
        return;
    bk_ctx *ctx = r->k->ctx;
    for (int64_t w = 0; w < r->k->workers; w++) {
        if (r->column && !r->same)
            bk__free(ctx, r->column[w]);
        if (r->room) {
            bk__free(ctx, r->room[w].at);
            bk__free(ctx, r->room[w].x);
            bk__free(ctx, r->room[w].count);
        }
    }
    bk__free(ctx, r->column);
    bk__free(ctx, r->room);
    bk__free(ctx, r->plain);
    bk__free(ctx, r->ptr);
    *r = (bk__rows){0};
}

/* ---- sorting --------------------------------------------------------------------------------- */
static void sort_few(cell *at, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        cell x = at[i];
        size_t j = i;
        for (; j > 0 && at[j - 1] > x; j--)
            at[j] = at[j - 1];
        at[j] = x;
    }
}

/* A byte of the column at a time, from the lowest. Returns where the result lies. */
static cell *sort_digits(cell *at, cell *other, size_t n, int64_t cols)
{
    for (int shift = 0; shift < 32 && (cols - 1) >> shift > 0; shift += 8) {
        uint32_t begin[256] = {0}, sum = 0;
        for (size_t i = 0; i < n; i++)
            begin[column_of(at[i]) >> shift & 255]++;
        for (int d = 0; d < 256; d++) {
            uint32_t here = begin[d];
            begin[d] = sum;
            sum += here;
        }
        for (size_t i = 0; i < n; i++)
            other[begin[column_of(at[i]) >> shift & 255]++] = at[i];
        cell *swap = at;
        at = other;
        other = swap;
    }
    return at;
}

static int bits_of(uint64_t n)
{
    return n ? 64 - __builtin_clzll(n) : 0;
}

/* `other` has as much room; cols > every column. Returns where the result lies. */
static cell *sort(cell *at, cell *other, size_t n, int64_t cols)
{
    uint32_t begin[1 << MOST_BITS], sum = 0, most = 0;
    int bits = bits_of(n) < MOST_BITS ? bits_of(n) : MOST_BITS;
    int shift = bits_of((uint64_t)cols - 1) - bits;
    if (n <= FEW || shift <= 0) {
        if (n <= FEW) {
            sort_few(at, n);
            return at;
        }
        return sort_digits(at, other, n, cols);
    }
    memset(begin, 0, sizeof *begin << bits);
    for (size_t i = 0; i < n; i++)
        begin[column_of(at[i]) >> shift]++;
    for (int d = 0; d < 1 << bits; d++) {
        uint32_t here = begin[d];
        most = here > most ? here : most;
        begin[d] = sum;
        sum += here;
    }
    if (most > FULL)
        return sort_digits(at, other, n, cols);
    for (size_t i = 0; i < n; i++)
        other[begin[column_of(at[i]) >> shift]++] = at[i];
    sort_few(other, n);
    return other;
}

/* ---- rows ------------------------------------------------------------------------------------ */
static bk_status make_room(bk_ctx *ctx, struct bk__row_room *room, size_t n)
{
    size_t cap = 2 * n;
    if (n <= room->cap)
        return BK_OK;
    cell *at = bk__resize_array(ctx, room->at, cap, 2 * sizeof *at);
    if (at)
        room->at = at;
    double *x = at ? bk__resize_array(ctx, room->x, cap, sizeof *x) : NULL;
    if (x)
        room->x = x;
    float *count = x ? bk__resize_array(ctx, room->count, cap, sizeof *count) : NULL;
    if (!count)
        return BK_ENOMEM;
    room->count = count;
    room->cap = cap;
    return BK_OK;
}

bk_status bk__rows_fill(bk__rows *r, int64_t chunk, int worker, uint32_t *col, float *count,
                        float *weight)
{
    const bk__chunk *c = &r->k->chunk[chunk];
    const uint32_t *column = r->column[c->worker], *p = c->at;
    const int64_t *ptr = r->ptr + r->k->first[chunk];
    struct bk__row_room *room = &r->room[worker];
    for (int64_t i = 0; i < c->rows; i++) {
        size_t n = 0, want = (size_t)(ptr[i + 1] - ptr[i]) + 1; /* one more may be written */
        bk_status st = make_room(r->k->ctx, room, want);
        if (st != BK_OK)
            return st;
        const uint32_t *end = c->at + c->end[i];
        cell *row = room->at;
        if (r->plain[chunk])
            for (; p < end; p++) {
                uint32_t to = column[*p >> 8];
                row[n] = (uint64_t)to << 32 | (*p & 255);
                n += to != BK__NONE;
            }
        while (p < end) {
            uint32_t term, times;
            p = bk__unpack(p, &term, &times);
            row[n] = (uint64_t)column[term] << 32 | times;
            n += column[term] != BK__NONE;
        }
        row = sort(row, row + want, n, r->cols);
        float *here = count ? count : room->count;
        for (size_t j = 0; j < n; j++) {
            col[j] = column_of(row[j]);
            here[j] = (float)(uint32_t)row[j];
        }
        bk__weigh(r->weigher, weight, room->x, here, col, (int64_t)n, r->plain[chunk]);
        col += n;
        weight += n;
        count = count ? count + n : NULL;
    }
    return BK_OK;
}

typedef struct matrix {
    bk__rows rows;
    uint32_t *col;
    float *count, *weight;
} matrix;

static bk_status fill_chunk(void *user, int64_t chunk, int worker)
{
    matrix *m = user;
    int64_t at = m->rows.ptr[m->rows.k->first[chunk]];
    return bk__rows_fill(&m->rows, chunk, worker, m->col + at, m->count ? m->count + at : NULL,
                         m->weight + at);
}

bk_status bk__rows_matrix(const bk__counted *k, const uint32_t *column, int64_t cols,
                          const bk__weigher *weigher, bk_csr *counts, bk_csr *weights)
{
    bk_ctx *ctx = k->ctx;
    matrix m = {.col = NULL};
    bk_status st = bk__rows_open(&m.rows, k, column, cols, weigher);
    if (st != BK_OK)
        return st;
    size_t n = (size_t)m.rows.ptr[k->rows];
    m.col = bk__alloc_array(ctx, n, sizeof *m.col);
    m.weight = bk__alloc_array(ctx, n, sizeof *m.weight);
    m.count = counts ? bk__alloc_array(ctx, n, sizeof *m.count) : NULL;
    st = m.col && m.weight && (m.count || !counts)
             ? bk__par_for(ctx, NULL, k->chunks, fill_chunk, &m)
             : BK_ENOMEM;
    if (st == BK_OK) {
        *weights = (bk_csr){k->rows, cols, m.rows.ptr, m.col, m.weight};
        if (counts)
            *counts = (bk_csr){k->rows, cols, m.rows.ptr, m.col, m.count};
        m.rows.ptr = NULL;
    } else {
        bk__free(ctx, m.col);
        bk__free(ctx, m.weight);
        bk__free(ctx, m.count);
    }
    bk__rows_close(&m.rows);
    return st;
}
