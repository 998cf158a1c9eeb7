/* write.c - a container that is written while its rows are made.
 *
 * Rows are made in blocks of about BLOCK entries over the pool; the caller appends a finished block
 * to its three sections, in order, while others are being made, and between them the sections that
 * are ready. One thread writes: a file takes one writer at a time, others would spin. */
#include "vector/write.h"

#include "base/par.h"
#include "vector/columns.h"
#include "vector/save.h"

enum { BLOCK = 1 << 16, LEAST = 3 << 15 }; /* entries; LEAST fill a large page */

struct bk__block { /* of rows */
    bk__block *next;
    int64_t chunk, end; /* chunks */
    size_t n, cap;      /* entries */
    uint32_t *col;      /* [cap] and the others behind it */
    float *count, *weight;
};

static void free_block(bk_ctx *ctx, bk__block *b)
{
    bk__free(ctx, b->col);
    bk__free(ctx, b);
}

static bk_status make_room(const bk__writing *w, bk__block *b)
{
    size_t all = (size_t)w->rows.ptr[w->rows.k->rows], most = all < LEAST ? all : LEAST;
    size_t cap = b->n < most ? most : b->n;
    if (b->n <= b->cap)
        return BK_OK;
    bk__free(w->ctx, b->col);
    b->cap = 0;
    b->col = bk__alloc_array(w->ctx, cap, sizeof *b->col + sizeof *b->count + sizeof *b->weight);
    if (!b->col)
        return BK_ENOMEM;
    b->count = (float *)(void *)(b->col + cap);
    b->weight = b->count + cap;
    b->cap = cap;
    return BK_OK;
}

static void put_back(void *user, void *item)
{
    bk__writing *w = user;
    bk__block *b = item;
    b->next = w->spare;
    w->spare = b;
}

static bk_status next_block(void *user, void **item)
{
    bk__writing *w = user;
    const bk__counted *k = w->rows.k;
    bk__block *b = w->spare;
    int64_t from = w->chunk;
    if (from == k->chunks)
        return BK_END;
    if (b)
        w->spare = b->next;
    else
        b = bk__calloc(w->ctx, 1, sizeof *b);
    if (!b)
        return BK_ENOMEM;
    do
        w->chunk++;
    while (w->chunk < k->chunks &&
           w->rows.ptr[k->first[w->chunk + 1]] - w->rows.ptr[k->first[from]] <= BLOCK);
    b->chunk = from;
    b->end = w->chunk;
    b->n = (size_t)(w->rows.ptr[k->first[b->end]] - w->rows.ptr[k->first[from]]);
    *item = b;
    return BK_OK;
}

static bk_status make_block(void *user, void *item, int worker)
{
    bk__writing *w = user;
    bk__block *b = item;
    const int64_t *first = w->rows.k->first, *ptr = w->rows.ptr;
    bk_status st = make_room(w, b);
    for (int64_t c = b->chunk; c < b->end && st == BK_OK; c++) {
        int64_t at = ptr[first[c]] - ptr[first[b->chunk]];
        st = bk__rows_fill(&w->rows, c, worker, b->col + at, b->count + at, b->weight + at);
    }
    return st;
}

/* One of the sections that were ready before. */
static bk_status append_ready(bk__writing *w)
{
    if (w->section == w->first)
        w->section += BK__ROW_SECTIONS;
    if (w->section >= w->ready)
        return BK_OK;
    return bk__store_append_whole(w->file, &w->parts.out, w->section++);
}

static bk_status append_block(void *user, void *item)
{
    bk__writing *w = user;
    bk__block *b = item;
    bk_status st;
    BK__TRY(st, bk__store_append(w->file, w->first, b->col, b->n * sizeof *b->col), done);
    BK__TRY(st, bk__store_append(w->file, w->first + 1, b->count, b->n * sizeof *b->count), done);
    BK__TRY(st, bk__store_append(w->file, w->first + 2, b->weight, b->n * sizeof *b->weight), done);
    st = append_ready(w);
done:
    put_back(w, b);
    return st;
}

bk_status bk__writing_rows(bk__writing *w)
{
    const bk__pipe pipe = {w, next_block, make_block, append_block, put_back};
    w->chunk = 0;
    return bk__par_pipe(w->ctx, &pipe);
}

bk_status bk__writing_ready(bk__writing *w)
{
    bk_status st = BK_OK;
    while (st == BK_OK && w->section < w->ready)
        st = append_ready(w);
    return st;
}

static void free_blocks(bk__writing *w)
{
    while (w->spare) {
        bk__block *next = w->spare->next;
        free_block(w->ctx, w->spare);
        w->spare = next;
    }
}

/* ---- the file -------------------------------------------------------------------------------- */
bk_status bk__writing_begin(bk__writing *w, const bk_vectorizer *v, const bk__content *c,
                            const char *path)
{
    bk_status st = bk__parts_describe(&w->parts, v, c, &w->first);
    if (st != BK_OK)
        return st;
    w->ready = c->runs ? w->first + BK__ROW_SECTIONS : w->parts.out.n;
    return bk__store_begin(w->ctx, &w->file, &w->parts.out, path, "vectorizer");
}

bk_status bk__writing_commit(bk__writing *w)
{
    bk_status st = bk__store_commit(w->file);
    w->file = NULL;
    return st;
}

void bk__writing_clear(bk__writing *w)
{
    bk__store_drop(w->file);
    free_blocks(w);
    bk__parts_clear(&w->parts);
}

bk_status bk__vectorizer_write(bk_vectorizer *v, const bk__counted *k, const bk__growth *growth,
                               const char *path, bk_vectors_size *size)
{
    bk__columns c;
    bk__writing w = {.ctx = v->ctx};
    bk_status st = bk__columns_make(&c, k, &v->opts, v->weighting.idf);
    if (st != BK_OK)
        return st;
    v->weighting.mean_length = c.mean_length;
    const bk__weigher weigher = bk__weigher_of(&v->weighting, c.idf);
    BK__TRY(st, bk__rows_open(&w.rows, k, c.of_term, c.n, &weigher), done);
    const bk__content all = {.term = c.term,
                             .shown = c.shown ? c.shown : c.term,
                             .df = c.df,
                             .tf = c.tf,
                             .idf = c.idf,
                             .counts = {k->rows, c.n, w.rows.ptr, NULL, NULL},
                             .growth = growth};
    BK__TRY(st, bk__writing_begin(&w, v, &all, path), done);
    BK__TRY(st, bk__writing_rows(&w), done);
    BK__TRY(st, bk__writing_ready(&w), done);
    st = bk__writing_commit(&w);
    *size = (bk_vectors_size){k->rows, c.n, w.rows.ptr[k->rows]};
done:
    bk__writing_clear(&w);
    bk__rows_close(&w.rows);
    bk__columns_clear(&c);
    return st;
}
