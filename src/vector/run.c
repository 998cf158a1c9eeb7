/* run.c - what a stretch of articles gave into the spool, and its rows back. */
#include "vector/run.h"

#include <stdlib.h>

/* ---- terms ----------------------------------------------------------------------------------- */
static bk_status add_forms(bk__spool *s, const bk__written *w, size_t n)
{
    bk_status st = BK_OK;
    for (size_t i = 0; i < n && st == BK_OK; i++) {
        bk__run_form f = {.all = w[i].all,
                          .inside = w[i].inside,
                          .fold = (uint32_t)w[i].fold.n,
                          .surface = (uint32_t)w[i].surface.n,
                          .capital = w[i].capital};
        st = bk__spool_add(s, &f, sizeof f);
        if (st == BK_OK)
            st = bk__spool_add(s, w[i].fold.p, w[i].fold.n);
        if (st == BK_OK)
            st = bk__spool_add(s, w[i].surface.p, w[i].surface.n);
    }
    return st;
}

typedef struct list {
    const bk_str *term; /* [n] */
    const uint64_t *df, *tf;
    uint32_t n;
    bk__written *form; /* by word */
    size_t forms;
} list;

static bk_status add_terms(bk__spool *s, const list *l)
{
    bk_status st = BK_OK;
    size_t from = 0, end = 0;
    for (uint32_t i = 0; i < l->n && st == BK_OK; i++, from = end) {
        while (end < l->forms && l->form[end].word == i)
            end++;
        uint32_t forms = bk__shown_sum(l->form + from, (uint32_t)(end - from));
        bk__run_term t = {l->df ? l->df[i] : 0, l->tf ? l->tf[i] : 0, (uint32_t)l->term[i].n,
                          forms};
        st = bk__spool_add(s, &t, sizeof t);
        if (st == BK_OK)
            st = bk__spool_add(s, l->term[i].p, l->term[i].n);
        if (st == BK_OK)
            st = add_forms(s, l->form + from, forms);
    }
    return st;
}

static int by_word(const void *a, const void *b)
{
    const bk__written *x = a, *y = b;
    return (x->word > y->word) - (x->word < y->word);
}

/* The forms belong to the terms, or to the words that n-grams are made of. */
static bk_status add_all_terms(bk__runs *runs, const bk__counted *k, bk__run *run)
{
    bk__spool *s = runs->spool;
    bool grams = k->shown.words.n > 0;
    list terms = {k->term, k->df, k->tf, k->n, NULL, 0}, words = {0};
    if (k->n_form > 1)
        qsort(k->form, k->n_form, sizeof *k->form, by_word);
    if (grams) {
        words = (list){k->shown.words.key, NULL, NULL, k->shown.words.n, k->form, k->n_form};
    } else {
        terms.form = k->form;
        terms.forms = k->n_form;
    }
    run->terms = bk__spool_end(s);
    bk_status st = add_terms(s, &terms);
    run->terms_end = run->words = bk__spool_end(s);
    if (st == BK_OK)
        st = add_terms(s, &words);
    run->words_end = bk__spool_end(s);
    return st;
}

/* ---- rows ------------------------------------------------------------------------------------ */
typedef struct chunk_head {
    int64_t rows, words, worker;
} chunk_head;

static bk_status add_rows(bk__runs *runs, const bk__counted *k, bk__run *run)
{
    bk__spool *s = runs->spool;
    bk_status st = BK_OK;
    run->at = bk__spool_end(s);
    for (int64_t w = 0; w < k->workers && st == BK_OK; w++) {
        st = bk__spool_add(s, &k->n_of_worker[w], sizeof *k->n_of_worker);
        if (st == BK_OK)
            st = bk__spool_add(s, k->of_worker[w], k->n_of_worker[w] * sizeof *k->of_worker[w]);
    }
    for (int64_t i = 0; i < k->chunks && st == BK_OK; i++) {
        const bk__chunk *c = &k->chunk[i];
        chunk_head h = {c->rows, c->rows > 0 ? c->end[c->rows - 1] : 0, c->worker};
        st = bk__spool_add(s, &h, sizeof h);
        if (st == BK_OK)
            st = bk__spool_add(s, c->at, (size_t)h.words * sizeof *c->at);
        if (st == BK_OK)
            st = bk__spool_add(s, c->end, (size_t)h.rows * sizeof *c->end);
    }
    return st;
}

static bk_status load_workers(bk__spool *s, uint64_t *at, bk__counted *out)
{
    bk_ctx *ctx = out->ctx;
    bk_status st = BK_OK;
    for (int64_t w = 0; w < out->workers && st == BK_OK; w++) {
        uint32_t n = 0;
        bk__map_init(&out->words[w], ctx);
        st = bk__spool_read(s, *at, &n, sizeof n);
        *at += sizeof n;
        if (st != BK_OK)
            return st;
        out->of_worker[w] = bk__alloc_array(ctx, n, sizeof *out->of_worker[w]);
        if (!out->of_worker[w])
            return BK_ENOMEM;
        out->n_of_worker[w] = n;
        st = bk__spool_read(s, *at, out->of_worker[w], n * sizeof n);
        *at += n * sizeof n;
    }
    return st;
}

static bk_status load_chunk(bk__spool *s, uint64_t *at, bk__counted *out, int64_t i)
{
    bk__chunk *c = &out->chunk[i];
    chunk_head h = {0};
    bk_status st = bk__spool_read(s, *at, &h, sizeof h);
    if (st != BK_OK)
        return st;
    *at += sizeof h;
    size_t n = (size_t)(h.words + h.rows);
    c->at = bk__alloc_array(out->ctx, n, sizeof *c->at);
    if (!c->at)
        return BK_ENOMEM;
    out->chunks = i + 1;
    c->end = c->at + h.words;
    c->rows = h.rows;
    c->worker = (int)h.worker;
    out->first[i + 1] = out->first[i] + h.rows;
    st = bk__spool_read(s, *at, c->at, n * sizeof *c->at);
    *at += n * sizeof *c->at;
    return st;
}

bk_status bk__run_load(bk__runs *runs, const bk__run *run, bk__counted *out)
{
    bk_ctx *ctx = runs->ctx;
    size_t workers = (size_t)run->workers, chunks = (size_t)run->chunks;
    uint64_t at = run->at;
    bk_status st = BK_ENOMEM;
    *out = (bk__counted){
        .ctx = ctx, .rows = run->rows, .workers = run->workers, .n = run->n, .own_chunks = true};
    bk__shown_init(&out->shown, ctx);
    out->of_worker = bk__calloc(ctx, workers, sizeof *out->of_worker);
    out->n_of_worker = bk__calloc(ctx, workers, sizeof *out->n_of_worker);
    out->words = bk__calloc(ctx, workers, sizeof *out->words);
    out->chunk = bk__calloc(ctx, chunks, sizeof *out->chunk);
    out->first = bk__calloc(ctx, chunks + 1, sizeof *out->first);
    if (!out->of_worker || !out->n_of_worker || !out->words || !out->chunk || !out->first)
        goto done;
    BK__TRY(st, load_workers(runs->spool, &at, out), done);
    for (int64_t i = 0; i < run->chunks; i++)
        BK__TRY(st, load_chunk(runs->spool, &at, out, i), done);
done:
    if (st != BK_OK)
        bk__counted_clear(out);
    return st;
}

/* ---- articles -------------------------------------------------------------------------------- */
static bk_status add_docs(bk__runs *runs, const bk__doc_columns *docs, bk__run *run)
{
    bk__spool *s = runs->spool;
    bk_status st = BK_OK;
    for (int l = 0; l < BK__DOC_LISTS; l++) {
        const bk_str *text = docs->list[l];
        run->length[l] = bk__spool_end(s);
        for (int64_t i = 0; i < run->rows && st == BK_OK; i++) {
            uint64_t n = text[i].n;
            st = bk__spool_add(s, &n, sizeof n);
        }
        run->bytes[l] = bk__spool_end(s);
        for (int64_t i = 0; i < run->rows && st == BK_OK; i++)
            st = bk__spool_add(s, text[i].p, text[i].n);
        run->bytes_end[l] = bk__spool_end(s);
        runs->bytes[l] += run->bytes_end[l] - run->bytes[l];
    }
    run->published = bk__spool_end(s);
    if (st == BK_OK)
        st = bk__spool_add(s, docs->published, (size_t)run->rows * sizeof *docs->published);
    return st;
}

/* ---- the runs -------------------------------------------------------------------------------- */
bk_status bk__runs_add(bk__runs *runs, const bk__counted *k, const bk__doc_columns *docs,
                       const char *beside)
{
    bk_status st = runs->spool ? BK_OK : bk__spool_open(runs->ctx, &runs->spool, beside);
    if (st != BK_OK)
        return st;
    if (bk__make_room(runs->ctx, &runs->run, &runs->cap, runs->n + 1, sizeof *runs->run) != BK_OK)
        return BK_ENOMEM;
    bk__run *run = &runs->run[runs->n];
    *run = (bk__run){.rows = k->rows, .chunks = k->chunks, .workers = k->workers, .n = k->n};
    BK__TRY(st, add_all_terms(runs, k, run), done);
    BK__TRY(st, add_rows(runs, k, run), done);
    BK__TRY(st, add_docs(runs, docs, run), done);
    runs->rows += run->rows;
    runs->n++;
done:
    return st;
}

void bk__runs_clear(bk__runs *runs)
{
    bk__spool_close(runs->spool);
    if (runs->run)
        bk__free(runs->ctx, runs->run);
    *runs = (bk__runs){.ctx = runs->ctx};
}
