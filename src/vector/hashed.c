/* hashed.c - feature hashing (Weinberger et al. 2009), without signs: counts stay counts, so that
 * every weighting has its meaning.
 *
 * Each row is rewritten: its terms' columns are sorted, equal ones added. Sums over rows are of
 * whole numbers and so do not depend on their order. */
#include "vector/hashed.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/par.h"
#include "base/str.h"

typedef struct room {
    uint64_t *cell; /* column << 32 | count */
    uint32_t *out;
    size_t cap, cap_out;
} room;

typedef struct job {
    bk__counted *k;
    uint32_t columns;
    uint32_t *column; /* [terms] */
    bk__chunk *chunk; /* [chunks] */
    uint64_t *df, *tf;
    room *room; /* [workers] */
} job;

enum { BATCH = 1 << 14 };

uint32_t bk__hashed_column(bk_str term, uint32_t columns)
{
    return (uint32_t)((bk__hash(term.p, term.n) >> 32) * columns >> 32);
}

static bk_status hash_batch(void *user, int64_t batch, int worker)
{
    const job *j = user;
    uint32_t begin = (uint32_t)batch * BATCH;
    uint32_t end = j->k->n - begin < BATCH ? j->k->n : begin + BATCH;
    (void)worker;
    for (uint32_t i = begin; i < end; i++)
        j->column[i] = bk__hashed_column(j->k->term[i], j->columns);
    return BK_OK;
}

/* ---- rows ------------------------------------------------------------------------------------ */
static int by_number(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/* Sorted cells behind *at; how far they reach afterwards. */
static bk_status put_row(const job *j, room *r, size_t n, size_t *at)
{
    bk_status st =
        bk__make_room(j->k->ctx, &r->out, &r->cap_out, *at + n * BK__PACKED_MOST, sizeof *r->out);
    if (st != BK_OK)
        return st;
    uint32_t *to = r->out + *at;
    for (size_t i = 0; i < n;) {
        uint32_t column = (uint32_t)(r->cell[i] >> 32);
        uint64_t count = 0;
        for (; i < n && r->cell[i] >> 32 == column; i++)
            count += (uint32_t)r->cell[i];
        __atomic_fetch_add(&j->df[column], 1, __ATOMIC_RELAXED);
        __atomic_fetch_add(&j->tf[column], count, __ATOMIC_RELAXED);
        to = bk__pack(to, column, count < UINT32_MAX ? (uint32_t)count : UINT32_MAX);
    }
    *at = (size_t)(to - r->out);
    return BK_OK;
}

static bk_status hash_chunk(void *user, int64_t number, int worker)
{
    const job *j = user;
    bk__counted *k = j->k;
    const bk__chunk *from = &k->chunk[number];
    const uint32_t *term = k->of_worker[from->worker], *p = from->at;
    bk__chunk *c = &j->chunk[number];
    room *r = &j->room[worker];
    size_t at = 0, rows = (size_t)from->rows;
    uint32_t *ends = bk__alloc_array(k->ctx, rows, sizeof *ends);
    bk_status st = ends ? BK_OK : BK_ENOMEM;
    for (size_t i = 0; i < rows && st == BK_OK; i++) {
        const uint32_t *end = from->at + from->end[i];
        size_t n = 0;
        st = bk__make_room(k->ctx, &r->cell, &r->cap, (size_t)(end - p) + 1, sizeof *r->cell);
        while (p < end && st == BK_OK) {
            uint32_t id, count;
            p = bk__unpack(p, &id, &count);
            r->cell[n++] = (uint64_t)j->column[term[id]] << 32 | count;
        }
        if (st != BK_OK)
            break;
        qsort(r->cell, n, sizeof *r->cell, by_number);
        st = put_row(j, r, n, &at);
        if (st == BK_OK && at > UINT32_MAX)
            st = bk__fail(k->ctx, BK_ESHAPE, "", "too many terms in a batch of articles");
        ends[i] = (uint32_t)at;
    }
    if (st == BK_OK) {
        *c = (bk__chunk){.at = bk__alloc_array(k->ctx, at + rows, sizeof *c->at),
                         .rows = from->rows};
        st = c->at ? BK_OK : BK_ENOMEM;
    }
    if (st == BK_OK) {
        c->end = c->at + at;
        if (at > 0)
            memcpy(c->at, r->out, at * sizeof *c->at);
        if (rows > 0)
            memcpy(c->end, ends, rows * sizeof *ends);
    }
    bk__free(k->ctx, ends);
    return st;
}

/* ---- names ----------------------------------------------------------------------------------- */
/* "#0042": as wide as the last one, so that they rise by bytes as by number. */
static bk_status name_all(bk_ctx *ctx, uint32_t columns, bk_str **term, char **bytes)
{
    char last[16];
    size_t width = (size_t)snprintf(last, sizeof last, "#%u", columns - 1);
    *term = bk__alloc_array(ctx, columns, sizeof **term);
    *bytes = bk__alloc_array(ctx, columns + (size_t)1, width);
    if (!*term || !*bytes)
        return BK_ENOMEM;
    for (uint32_t i = 0; i < columns; i++) {
        char *p = *bytes + i * width;
        uint32_t rest = i;
        for (size_t d = width; d-- > 1; rest /= 10)
            p[d] = (char)('0' + rest % 10);
        p[0] = '#';
        (*term)[i] = (bk_str){p, width};
    }
    return BK_OK;
}

static bk_status run(job *j, bk_str **term, char **bytes)
{
    bk__counted *k = j->k;
    bk_ctx *ctx = k->ctx;
    bk_status st = BK_ENOMEM;
    j->column = bk__alloc_array(ctx, k->n, sizeof *j->column);
    j->chunk = bk__calloc(ctx, (size_t)k->chunks, sizeof *j->chunk);
    j->df = bk__calloc(ctx, j->columns, sizeof *j->df);
    j->tf = bk__calloc(ctx, j->columns, sizeof *j->tf);
    j->room = bk__calloc(ctx, (size_t)bk_ctx_threads(ctx), sizeof *j->room);
    if (!j->column || !j->chunk || !j->df || !j->tf || !j->room)
        goto done;
    BK__TRY(st, bk__par_for(ctx, NULL, bk__chunks(k->n, BATCH), hash_batch, j), done);
    BK__TRY(st, bk__par_for(ctx, NULL, k->chunks, hash_chunk, j), done);
    BK__TRY(st, name_all(ctx, j->columns, term, bytes), done);
    st = bk__counted_renumber(k, j->columns);
done:
    for (int w = 0; w < bk_ctx_threads(ctx) && j->room; w++) {
        bk__free(ctx, j->room[w].cell);
        bk__free(ctx, j->room[w].out);
    }
    bk__free(ctx, j->room);
    bk__free(ctx, j->column);
    return st;
}

bk_status bk__hashed(bk__counted *k, uint32_t columns)
{
    bk_ctx *ctx = k->ctx;
    job j = {.k = k, .columns = columns};
    bk_str *term = NULL;
    char *bytes = NULL;
    bk_status st = run(&j, &term, &bytes);
    if (st != BK_OK) {
        for (int64_t i = 0; i < k->chunks && j.chunk; i++)
            bk__free(ctx, j.chunk[i].at);
        void *const all[] = {j.chunk, j.df, j.tf, term, bytes};
        for (size_t i = 0; i < sizeof all / sizeof *all; i++)
            bk__free(ctx, all[i]);
        return st;
    }
    int64_t *first = k->first, chunks = k->chunks;
    k->first = NULL;
    bk__counted_clear_rows(k);
    k->first = first;
    k->chunk = j.chunk;
    k->chunks = chunks;
    k->own_chunks = true;
    void *const old[] = {k->term, k->df, k->tf, k->bytes};
    for (size_t i = 0; i < sizeof old / sizeof *old; i++)
        bk__free(ctx, old[i]);
    k->term = term, k->df = j.df, k->tf = j.tf, k->bytes = bytes;
    k->n = columns;
    return BK_OK;
}
