/* write_runs.c - the container of counts that were put aside: rows and documents come from the
 * spool again, run by run. */
#include "base/spool.h"
#include "vector/columns.h"
#include "vector/save.h"
#include "vector/write.h"

enum { PIECE = 1 << 13 }; /* numbers in one go */

/* A run's terms to columns. */
static bk_status columns_of(bk__runs *runs, const bk__run *run, const bk__columns *c,
                            uint32_t *column)
{
    bk_status st = bk__spool_read(runs->spool, run->number, column, run->n * sizeof *column);
    for (uint32_t i = 0; i < run->n && st == BK_OK; i++)
        if (column[i] != BK__NONE && c->of_term)
            column[i] = c->of_term[column[i]];
    return st;
}

typedef struct aside {
    bk__runs *runs;
    const bk__columns *columns;
    const bk__weigher *weigher;
    int64_t *ptr; /* [rows + 1] */
    int64_t row;  /* the running run's first one */
    bk__writing *w;
} aside;

static bk_status shape_run(aside *a)
{
    const bk__rows *r = &a->w->rows;
    for (int64_t i = 0; i < r->k->rows; i++)
        a->ptr[a->row + i + 1] = a->ptr[a->row] + r->ptr[i + 1];
    return BK_OK;
}

static bk_status write_run(aside *a)
{
    return bk__writing_rows(a->w);
}

static bk_status each_run(aside *a, bk_status (*visit)(aside *))
{
    bk__runs *runs = a->runs;
    bk_status st = BK_OK;
    a->row = 0;
    for (size_t i = 0; i < runs->n && st == BK_OK; i++) {
        bk__counted k = {0};
        uint32_t *column = bk__alloc_array(runs->ctx, runs->run[i].n, sizeof *column);
        st = column ? columns_of(runs, &runs->run[i], a->columns, column) : BK_ENOMEM;
        if (st == BK_OK)
            st = bk__run_load(runs, &runs->run[i], &k);
        if (st == BK_OK)
            st = bk__rows_open(&a->w->rows, &k, column, a->columns->n, a->weigher);
        if (st == BK_OK)
            st = visit(a);
        a->row += runs->run[i].rows;
        bk__rows_close(&a->w->rows);
        bk__counted_clear(&k);
        bk__free(runs->ctx, column);
    }
    return st;
}

/* Lengths become the places where strings end. */
static bk_status write_ends(bk__writing *w, bk__runs *runs, int list, int section)
{
    int64_t end = 0, piece[PIECE];
    bk_status st = bk__store_append(w->file, section, &end, sizeof end);
    for (size_t i = 0; i < runs->n && st == BK_OK; i++) {
        const bk__run *r = &runs->run[i];
        for (int64_t row = 0; row < r->rows && st == BK_OK; row += PIECE) {
            size_t n = r->rows - row < PIECE ? (size_t)(r->rows - row) : PIECE;
            uint64_t at = r->length[list] + (uint64_t)row * sizeof *piece;
            st = bk__spool_read(runs->spool, at, piece, n * sizeof *piece);
            for (size_t j = 0; j < n && st == BK_OK; j++)
                piece[j] = end += piece[j];
            if (st == BK_OK)
                st = bk__store_append(w->file, section, piece, n * sizeof *piece);
        }
    }
    return st;
}

static bk_status copy_bytes(bk__writing *w, bk__runs *runs, uint64_t from, uint64_t to, int section)
{
    char piece[PIECE * 8];
    bk_status st = BK_OK;
    for (uint64_t at = from; at < to && st == BK_OK;) {
        size_t n = to - at < sizeof piece ? (size_t)(to - at) : sizeof piece;
        st = bk__spool_read(runs->spool, at, piece, n);
        if (st == BK_OK)
            st = bk__store_append(w->file, section, piece, n);
        at += n;
    }
    return st;
}

/* Their sections stand behind those of the rows: strings, then dates. */
static bk_status write_docs(bk__writing *w, bk__runs *runs)
{
    int section = w->first + BK__ROW_SECTIONS;
    bk_status st = BK_OK;
    for (int l = 0; l < BK__DOC_LISTS && st == BK_OK; l++, section += 2) {
        st = write_ends(w, runs, l, section);
        for (size_t i = 0; i < runs->n && st == BK_OK; i++)
            st = copy_bytes(w, runs, runs->run[i].bytes[l], runs->run[i].bytes_end[l], section + 1);
    }
    for (size_t i = 0; i < runs->n && st == BK_OK; i++) {
        const bk__run *r = &runs->run[i];
        st = copy_bytes(w, runs, r->published, r->published + (uint64_t)r->rows * 8, section);
    }
    return st;
}

static bk_status write_columns(bk_vectorizer *v, bk__runs *runs, const bk__columns *c,
                               const char *path, bk_vectors_size *size)
{
    bk__writing w = {.ctx = v->ctx};
    v->weighting.mean_length = c->mean_length;
    const bk__weigher weigher = bk__weigher_of(&v->weighting, c->idf);
    aside a = {.runs = runs, .columns = c, .weigher = &weigher, .w = &w};
    a.ptr = bk__alloc_array(v->ctx, (size_t)runs->rows + 1, sizeof *a.ptr);
    if (!a.ptr)
        return BK_ENOMEM;
    bk_status st;
    a.ptr[0] = 0;
    BK__TRY(st, each_run(&a, shape_run), done);
    const bk__content all = {.term = c->term,
                             .shown = c->shown ? c->shown : c->term,
                             .df = c->df,
                             .tf = c->tf,
                             .idf = c->idf,
                             .counts = {runs->rows, c->n, a.ptr, NULL, NULL},
                             .runs = runs};
    BK__TRY(st, bk__writing_begin(&w, v, &all, path), done);
    BK__TRY(st, each_run(&a, write_run), done);
    BK__TRY(st, bk__writing_ready(&w), done);
    BK__TRY(st, write_docs(&w, runs), done);
    st = bk__writing_commit(&w);
    *size = (bk_vectors_size){runs->rows, c->n, a.ptr[runs->rows]};
done:
    bk__writing_clear(&w);
    bk__free(v->ctx, a.ptr);
    return st;
}

bk_status bk__vectorizer_write_runs(bk_vectorizer *v, bk__runs *runs, const char *path,
                                    bk_vectors_size *size)
{
    bk__counted k;
    bk__columns c;
    bk_status st = bk__runs_merge(runs, &v->opts, &k);
    if (st != BK_OK)
        return st;
    st = bk__columns_make(&c, &k, &v->opts, v->weighting.idf);
    if (st == BK_OK)
        st = write_columns(v, runs, &c, path, size);
    bk__columns_clear(&c);
    bk__counted_clear(&k);
    return st;
}
