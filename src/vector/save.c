/* save.c - a vectorizer into its container, whole or while its rows are made.
 *
 * Rows are made in blocks of about BLOCK entries over the pool; the caller appends a finished block
 * to its three sections, in order, while others are being made, and between them the sections that
 * are ready. One thread writes: a file takes one writer at a time, others would spin. */
#include "vector/save.h"

#include <stdio.h>
#include <string.h>

#include "base/opt.h"
#include "base/par.h"
#include "matrix/csr.h"
#include "text/vocab.h"
#include "vector/columns.h"
#include "vector/rows.h"

enum { BLOCK = 1 << 16, LEAST = 3 << 15 }; /* entries; LEAST fill a large page */
enum { PIECE = 1 << 13 };                  /* strings or numbers in one go */

/* ---- strings --------------------------------------------------------------------------------- */
typedef struct strings {
    const bk_str *from; /* [n] */
    bool again;         /* the list before it once more */
    bool later;         /* all comes piece by piece; `sum` is known */
    size_t sum;         /* bytes */
    size_t n;
    int64_t *ptr;
    char *bytes;
} strings;

enum { TERMS, SHOWN, ID, SOURCE, TITLE, LISTS };
static const char *const names[LISTS] = {"terms", "shown", "id", "source", "title"};

typedef struct parts {
    bk_ctx *ctx;
    strings list[LISTS];
    int64_t first[LISTS + 1]; /* pieces of PIECE strings before each list; last: how many */
    size_t *piece;            /* [first[LISTS]] bytes in it; then before it, of its list */
    char *memory;             /* of all ptr and bytes */
    int64_t size[2];
    bk__buf json;
    bk__store_out out;
} parts;

/* A piece's list and strings. */
static strings *list_of(parts *p, int64_t piece, size_t *from, size_t *to)
{
    int l = 0;
    while (piece >= p->first[l + 1])
        l++;
    strings *s = &p->list[l];
    *from = (size_t)(piece - p->first[l]) * PIECE;
    *to = s->n - *from < PIECE ? s->n : *from + PIECE;
    return s;
}

static bk_status measure(void *user, int64_t piece, int worker)
{
    parts *p = user;
    size_t from, to, sum = 0;
    const strings *s = list_of(p, piece, &from, &to);
    (void)worker;
    for (size_t i = from; i < to; i++)
        sum += s->from[i].n;
    p->piece[piece] = sum;
    return BK_OK;
}

/* One after the other. */
static bk_status copy_piece(void *user, int64_t piece, int worker)
{
    parts *p = user;
    size_t from, end;
    const strings *s = list_of(p, piece, &from, &end);
    char *to = s->bytes + p->piece[piece];
    (void)worker;
    for (size_t i = from; i < end; i++) {
        if (s->from[i].n > 0)
            memcpy(to, s->from[i].p, s->from[i].n);
        to += s->from[i].n;
        s->ptr[i + 1] = to - s->bytes;
    }
    return BK_OK;
}

/* Room for all that was measured: numbers, then bytes. */
static bk_status lay_out(parts *p)
{
    size_t numbers = 0, bytes = 0;
    for (int l = 0; l < LISTS; l++) {
        strings *s = &p->list[l];
        if (p->first[l] == p->first[l + 1] && s->later)
            continue;
        s->sum = 0;
        for (int64_t i = p->first[l]; i < p->first[l + 1]; i++) {
            size_t here = p->piece[i];
            p->piece[i] = s->sum;
            s->sum += here;
        }
        numbers += s->again ? 0 : s->n + 1;
        bytes += s->sum;
    }
    p->memory = bk__alloc(p->ctx, numbers * sizeof *p->list->ptr + bytes);
    if (!p->memory)
        return BK_ENOMEM;
    int64_t *ptr = (int64_t *)(void *)p->memory;
    char *at = p->memory + numbers * sizeof *ptr;
    for (int l = 0; l < LISTS; l++) {
        strings *s = &p->list[l];
        if (s->again || s->later)
            continue;
        s->ptr = ptr;
        s->ptr[0] = 0;
        s->bytes = at;
        ptr += s->n + 1;
        at += s->sum;
    }
    return BK_OK;
}

static bk_status pack(parts *p)
{
    bk_status st;
    p->first[0] = 0;
    for (int l = 0; l < LISTS; l++) {
        bool here = !p->list[l].again && !p->list[l].later;
        p->first[l + 1] = p->first[l] + (here ? bk__chunks((int64_t)p->list[l].n, PIECE) : 0);
    }
    p->piece = bk__alloc_array(p->ctx, (size_t)p->first[LISTS], sizeof *p->piece);
    if (!p->piece)
        return BK_ENOMEM;
    BK__TRY(st, bk__par_for(p->ctx, NULL, p->first[LISTS], measure, p), done);
    BK__TRY(st, lay_out(p), done);
    st = bk__par_for(p->ctx, NULL, p->first[LISTS], copy_piece, p);
done:
    return st;
}

static void put_strings(parts *p, int list)
{
    const strings *s = &p->list[p->list[list].again ? list - 1 : list];
    char part[32];
    snprintf(part, sizeof part, "%s.ptr", names[list]);
    bk__store_put(&p->out, part, BK__I64, s->ptr, s->n + 1);
    snprintf(part, sizeof part, "%s.bytes", names[list]);
    bk__store_put(&p->out, part, BK__U8, s->bytes, s->sum);
}

static void clear(parts *p)
{
    bk__free(p->ctx, p->piece);
    bk__free(p->ctx, p->memory);
    bk__buf_clear(&p->json);
}

/* ---- sections -------------------------------------------------------------------------------- */
static bk_status opts_json(const bk_vectorizer *v, bk__buf *out)
{
    size_t n;
    bk__jw w;
    bk__jw_init(&w, out);
    bk__jw_open(&w, '{');
    bk__jw_key(&w, "analyzer");
    const bk_opt *table = bk_analyzer_opt_table(&n);
    bk__opt_json(&w, table, n, &v->opts.analyzer);
    bk__jw_key(&w, "vectorizer");
    table = bk_vectorizer_opt_table(&n);
    bk__opt_json(&w, table, n, &v->opts);
    bk__jw_close(&w, '}');
    return w.status;
}

/* What the sections hold. */
typedef struct content {
    const bk_str *term, *shown;
    const uint64_t *df, *tf;
    const double *idf;
    bk_csr counts; /* col and val NULL: they come later */
    const float *weights;
    const bk__runs *runs; /* that have the documents; NULL: v has them */
    const bk__growth *growth;
} content;

/* *rows: the number of counts.col, behind which counts.val and weights.val stand. */
static bk_status describe(parts *p, const bk_vectorizer *v, const content *c, int *rows)
{
    size_t D = (size_t)c->counts.rows, V = (size_t)c->counts.cols,
           N = (size_t)bk__csr_n(&c->counts);
    const bk_str *const from[LISTS] = {c->term, c->shown, v->docs.id, v->docs.source,
                                       v->docs.title};
    bk__store_out *o = &p->out;
    bk_status st;
    *p = (parts){.ctx = v->ctx, .size = {c->counts.rows, c->counts.cols}};
    bk__buf_init(&p->json, v->ctx);
    for (int i = 0; i < LISTS; i++)
        p->list[i] = (strings){.from = from[i], .n = i < ID ? V : D};
    for (int i = ID; i < LISTS && c->runs; i++) {
        p->list[i].later = true;
        p->list[i].sum = (size_t)c->runs->bytes[i - ID];
    }
    p->list[SHOWN].again = c->shown == c->term;
    BK__TRY(st, pack(p), done);
    BK__TRY(st, opts_json(v, &p->json), done);
    bk__store_put(o, "opts", BK__U8, p->json.p, p->json.n);
    bk__store_put(o, "weighting", BK__F64, &v->weighting.mean_length, 1);
    put_strings(p, TERMS);
    put_strings(p, SHOWN);
    bk__store_put(o, "df", BK__I64, c->df, V);
    bk__store_put(o, "tf", BK__I64, c->tf, V);
    bk__store_put(o, "idf", BK__F64, c->idf, V);
    bk__store_put(o, "counts.size", BK__I64, p->size, 2);
    bk__store_put(o, "counts.ptr", BK__I64, c->counts.ptr, D + 1);
    *rows = bk__store_put(o, "counts.col", BK__U32, c->counts.col, N);
    bk__store_put(o, "counts.val", BK__F32, c->counts.val, N);
    bk__store_put(o, "weights.val", BK__F32, c->weights, N);
    put_strings(p, ID);
    put_strings(p, SOURCE);
    put_strings(p, TITLE);
    bk__store_put(o, "published", BK__I64, v->docs.published, D);
    if (c->growth)
        bk__growth_put(c->growth, o);
done:
    return st;
}

/* ---- whole ----------------------------------------------------------------------------------- */
/* All of v, or its columns alone. */
static bk_status save(const bk_vectorizer *v, const char *path, const char *kind, bool rows,
                      const bk__store_out *more)
{
    bk_ctx *ctx = v->ctx;
    uint32_t V = bk_vocab_size(v->vocab);
    int64_t none[1] = {0};
    bk_str *term = bk__alloc_array(ctx, V, 2 * sizeof *term), *shown = term ? term + V : NULL;
    uint64_t *df = bk__alloc_array(ctx, V, 2 * sizeof *df), *tf = df ? df + V : NULL;
    parts p = {.ctx = ctx};
    int first;
    bk_status st = term && df ? BK_OK : BK_ENOMEM;
    for (uint32_t i = 0; i < V && st == BK_OK; i++) {
        term[i] = bk_vocab_term(v->vocab, i);
        shown[i] = bk_vocab_shown(v->vocab, i);
        df[i] = bk_vocab_df(v->vocab, i);
        tf[i] = bk_vocab_tf(v->vocab, i);
    }
    if (st == BK_OK) {
        const content c = {term,
                           shown,
                           df,
                           tf,
                           v->idf,
                           rows ? v->counts : (bk_csr){0, V, none, NULL, NULL},
                           rows ? v->weights.val : NULL,
                           NULL,
                           NULL};
        st = describe(&p, v, &c, &first);
    }
    for (int i = 0; more && i < more->n && st == BK_OK; i++)
        if (bk__store_put(&p.out, more->section[i].name, more->section[i].type, more->data[i],
                          (size_t)more->section[i].count) < 0)
            st = bk__fail(ctx, BK_EINVAL, path, "a container with too many sections");
    if (st == BK_OK)
        st = bk__store_write(ctx, &p.out, path, kind);
    clear(&p);
    bk__free(ctx, term);
    bk__free(ctx, df);
    return st;
}

bk_status bk_vectorizer_save(bk_vectorizer *v, const char *path)
{
    return save(v, path, "vectorizer", true, NULL);
}

bk_status bk__vectorizer_save_columns(const bk_vectorizer *v, const char *path, const char *kind,
                                      const bk__store_out *more)
{
    return save(v, path, kind, false, more);
}

/* ---- while the rows are made ----------------------------------------------------------------- */
typedef struct block { /* of rows */
    struct block *next;
    int64_t chunk, end; /* chunks */
    size_t n, cap;      /* entries */
    uint32_t *col;      /* [cap] and the others behind it */
    float *count, *weight;
} block;

typedef struct writing {
    bk_ctx *ctx;
    bk__rows rows;
    bk__store_file *file;
    int first; /* of the three sections of the rows */
    const bk__store_out *out;
    int section; /* the next one that is ready */
    int ready;   /* as many are, less those of the rows */
    int64_t chunk;
    block *spare;
} writing;

static void free_block(bk_ctx *ctx, block *b)
{
    bk__free(ctx, b->col);
    bk__free(ctx, b);
}

static bk_status make_room(const writing *w, block *b)
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
    writing *w = user;
    block *b = item;
    b->next = w->spare;
    w->spare = b;
}

static bk_status next_block(void *user, void **item)
{
    writing *w = user;
    const bk__counted *k = w->rows.k;
    block *b = w->spare;
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
    writing *w = user;
    block *b = item;
    const int64_t *first = w->rows.k->first, *ptr = w->rows.ptr;
    bk_status st = make_room(w, b);
    for (int64_t c = b->chunk; c < b->end && st == BK_OK; c++) {
        int64_t at = ptr[first[c]] - ptr[first[b->chunk]];
        st = bk__rows_fill(&w->rows, c, worker, b->col + at, b->count + at, b->weight + at);
    }
    return st;
}

/* One of the sections that were ready before. */
static bk_status append_ready(writing *w)
{
    if (w->section == w->first)
        w->section += 3;
    if (w->section >= w->ready)
        return BK_OK;
    return bk__store_append_whole(w->file, w->out, w->section++);
}

static bk_status append_block(void *user, void *item)
{
    writing *w = user;
    block *b = item;
    bk_status st;
    BK__TRY(st, bk__store_append(w->file, w->first, b->col, b->n * sizeof *b->col), done);
    BK__TRY(st, bk__store_append(w->file, w->first + 1, b->count, b->n * sizeof *b->count), done);
    BK__TRY(st, bk__store_append(w->file, w->first + 2, b->weight, b->n * sizeof *b->weight), done);
    st = append_ready(w);
done:
    put_back(w, b);
    return st;
}

static bk_status write_rows(writing *w)
{
    const bk__pipe pipe = {w, next_block, make_block, append_block, put_back};
    w->chunk = 0;
    return bk__par_pipe(w->ctx, &pipe);
}

static bk_status write_ready(writing *w)
{
    bk_status st = BK_OK;
    while (st == BK_OK && w->section < w->ready)
        st = append_ready(w);
    return st;
}

static void free_blocks(writing *w)
{
    while (w->spare) {
        block *next = w->spare->next;
        free_block(w->ctx, w->spare);
        w->spare = next;
    }
}

bk_status bk__vectorizer_write(bk_vectorizer *v, const bk__counted *k, const bk__growth *growth,
                               const char *path, bk_vectors_size *size)
{
    bk_ctx *ctx = v->ctx;
    bk__columns c;
    writing w = {.ctx = ctx};
    parts p = {.ctx = ctx};
    bk_status st = bk__columns_make(&c, k, &v->opts, v->weighting.idf);
    if (st != BK_OK)
        return st;
    v->weighting.mean_length = c.mean_length;
    const bk__weigher weigher = bk__weigher_of(&v->weighting, c.idf);
    BK__TRY(st, bk__rows_open(&w.rows, k, c.of_term, c.n, &weigher), done);
    const content all = {c.term, c.shown ? c.shown : c.term,
                         c.df,   c.tf,
                         c.idf,  {k->rows, c.n, w.rows.ptr, NULL, NULL},
                         NULL,   NULL,
                         growth};
    BK__TRY(st, describe(&p, v, &all, &w.first), done);
    w.out = &p.out;
    w.ready = p.out.n;
    BK__TRY(st, bk__store_begin(ctx, &w.file, &p.out, path, "vectorizer"), done);
    BK__TRY(st, write_rows(&w), done);
    BK__TRY(st, write_ready(&w), done);
    st = bk__store_commit(w.file);
    w.file = NULL;
    *size = (bk_vectors_size){k->rows, c.n, w.rows.ptr[k->rows]};
done:
    bk__store_drop(w.file);
    free_blocks(&w);
    clear(&p);
    bk__rows_close(&w.rows);
    bk__columns_clear(&c);
    return st;
}

/* ---- rows that were put aside ---------------------------------------------------------------- */
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
    writing *w;
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
    return write_rows(a->w);
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
static bk_status write_ends(writing *w, bk__runs *runs, int list, int section)
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

static bk_status copy_bytes(writing *w, bk__runs *runs, uint64_t from, uint64_t to, int section)
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
static bk_status write_docs(writing *w, bk__runs *runs)
{
    int section = w->first + 3;
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
    bk_ctx *ctx = v->ctx;
    writing w = {.ctx = ctx};
    parts p = {.ctx = ctx};
    v->weighting.mean_length = c->mean_length;
    const bk__weigher weigher = bk__weigher_of(&v->weighting, c->idf);
    aside a = {runs, c, &weigher, bk__alloc_array(ctx, (size_t)runs->rows + 1, sizeof *a.ptr),
               0,    &w};
    bk_status st = a.ptr ? BK_OK : BK_ENOMEM;
    if (st != BK_OK)
        return st;
    a.ptr[0] = 0;
    BK__TRY(st, each_run(&a, shape_run), done);
    const content all = {c->term, c->shown ? c->shown : c->term,         c->df, c->tf,
                         c->idf,  {runs->rows, c->n, a.ptr, NULL, NULL}, NULL,  runs,
                         NULL};
    BK__TRY(st, describe(&p, v, &all, &w.first), done);
    w.out = &p.out;
    w.ready = w.first + 3;
    BK__TRY(st, bk__store_begin(ctx, &w.file, &p.out, path, "vectorizer"), done);
    BK__TRY(st, each_run(&a, write_run), done);
    BK__TRY(st, write_ready(&w), done);
    BK__TRY(st, write_docs(&w, runs), done);
    st = bk__store_commit(w.file);
    w.file = NULL;
    *size = (bk_vectors_size){runs->rows, c->n, a.ptr[runs->rows]};
done:
    bk__store_drop(w.file);
    free_blocks(&w);
    clear(&p);
    bk__free(ctx, a.ptr);
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
