/* grow_save.c - the sections of a store that articles can be added to.
 *
 * Split: rows by the chunks that were counted, over the pool. */
#include <stdio.h>
#include <stdlib.h>

#include "base/par.h"
#include "vector/grow.h"

enum { TERMS, WORDS, FOLDS, SURFACES, LISTS };
static const char *const names[LISTS] = {"all.terms", "words", "form.fold", "form.surface"};

/* ---- rows ------------------------------------------------------------------------------------ */
static bk_status count_entries(void *user, int64_t chunk, int worker)
{
    const bk__growth *g = user;
    const bk__chunk *c = &g->k->chunk[chunk];
    int64_t *n = g->ptr + g->k->first[chunk] + 1;
    const uint32_t *p = c->at;
    (void)worker;
    for (int64_t i = 0; i < c->rows; i++)
        for (n[i] = 0; p < c->at + c->end[i]; n[i]++) {
            uint32_t term, times;
            p = bk__unpack(p, &term, &times);
        }
    return BK_OK;
}

static int by_number(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/* A row's terms and counts are told apart where they lie: first together, sorted, then apart. */
static bk_status fill_entries(void *user, int64_t chunk, int worker)
{
    const bk__growth *g = user;
    const bk__chunk *c = &g->k->chunk[chunk];
    const uint32_t *of = g->k->of_worker[c->worker], *p = c->at;
    const int64_t *ptr = g->ptr + g->k->first[chunk];
    size_t most = 0;
    (void)worker;
    for (int64_t i = 0; i < c->rows; i++)
        most = (size_t)(ptr[i + 1] - ptr[i]) > most ? (size_t)(ptr[i + 1] - ptr[i]) : most;
    uint64_t *row = bk__alloc_array(g->ctx, most, sizeof *row);
    if (!row)
        return BK_ENOMEM;
    for (int64_t i = 0; i < c->rows; i++) {
        size_t n = (size_t)(ptr[i + 1] - ptr[i]);
        for (size_t e = 0; e < n; e++) {
            uint32_t term, times;
            p = bk__unpack(p, &term, &times);
            row[e] = (uint64_t)of[term] << 32 | times;
        }
        if (n > 1)
            qsort(row, n, sizeof *row, by_number);
        for (size_t e = 0; e < n; e++) {
            g->col[ptr[i] + (int64_t)e] = (uint32_t)(row[e] >> 32);
            g->count[ptr[i] + (int64_t)e] = (uint32_t)row[e];
        }
    }
    bk__free(g->ctx, row);
    return BK_OK;
}

static bk_status make_rows(bk__growth *g)
{
    const bk__counted *k = g->k;
    bk_status st;
    g->ptr = bk__alloc_array(g->ctx, (size_t)k->rows + 1, sizeof *g->ptr);
    if (!g->ptr)
        return BK_ENOMEM;
    BK__TRY(st, bk__par_for(g->ctx, NULL, k->chunks, count_entries, g), done);
    g->ptr[0] = 0;
    for (int64_t i = 0; i < k->rows; i++)
        g->ptr[i + 1] += g->ptr[i];
    g->col = bk__alloc_array(g->ctx, (size_t)g->ptr[k->rows], sizeof *g->col);
    g->count = bk__alloc_array(g->ctx, (size_t)g->ptr[k->rows], sizeof *g->count);
    if (!g->col || !g->count)
        return BK_ENOMEM;
    st = bk__par_for(g->ctx, NULL, k->chunks, fill_entries, g);
done:
    return st;
}

/* ---- strings --------------------------------------------------------------------------------- */
static size_t items_of(const bk__growth *g, int list)
{
    return list == TERMS ? g->k->n : list == WORDS ? g->k->shown.words.n : g->k->n_form;
}

static bk_str item_of(const bk__growth *g, int list, size_t i)
{
    const bk__written *f = g->k->form + i;
    return list == TERMS   ? g->k->term[i]
           : list == WORDS ? g->k->shown.words.key[i]
           : list == FOLDS ? f->fold
                           : f->surface;
}

static bk_status make_list(bk__growth *g, int list)
{
    size_t n = items_of(g, list), bytes = 0;
    for (size_t i = 0; i < n; i++)
        bytes += item_of(g, list, i).n;
    int64_t *ptr = g->list[list].ptr = bk__alloc_array(g->ctx, n + 1, sizeof *ptr);
    char *to = g->list[list].bytes = bk__alloc(g->ctx, bytes);
    if (!ptr || !to)
        return BK_ENOMEM;
    ptr[0] = 0;
    for (size_t i = 0; i < n; i++) {
        bk_str s = item_of(g, list, i);
        if (s.n > 0)
            memcpy(to + ptr[i], s.p, s.n);
        ptr[i + 1] = ptr[i] + (int64_t)s.n;
    }
    return BK_OK;
}

static bk_status make_forms(bk__growth *g)
{
    size_t n = g->k->n_form;
    g->word = bk__alloc_array(g->ctx, n, sizeof *g->word);
    g->all = bk__alloc_array(g->ctx, n, sizeof *g->all);
    g->inside = bk__alloc_array(g->ctx, n, sizeof *g->inside);
    g->capital = bk__alloc(g->ctx, n);
    if (!g->word || !g->all || !g->inside || !g->capital)
        return BK_ENOMEM;
    for (size_t i = 0; i < n; i++) {
        const bk__written *f = &g->k->form[i];
        g->word[i] = f->word;
        g->all[i] = (int64_t)f->all;
        g->inside[i] = (int64_t)f->inside;
        g->capital[i] = f->capital;
    }
    return BK_OK;
}

bk_status bk__growth_make(bk__growth *g, const bk__counted *k, const int64_t *hash, bk_str how)
{
    *g = (bk__growth){.ctx = k->ctx, .how = how, .hash = hash, .k = k};
    bk_status st = make_rows(g);
    for (int i = 0; i < LISTS && st == BK_OK; i++)
        st = make_list(g, i);
    if (st == BK_OK)
        st = make_forms(g);
    if (st != BK_OK)
        bk__growth_clear(g);
    return st;
}

void bk__growth_put(const bk__growth *g, bk__store_out *o)
{
    const bk__counted *k = g->k;
    size_t D = (size_t)k->rows, N = (size_t)g->ptr[k->rows], F = k->n_form;
    char part[32];
    bk__store_put(o, "grow", BK__U8, g->how.p, g->how.n);
    bk__store_put(o, "id.hash", BK__I64, g->hash, D);
    for (int i = 0; i < LISTS; i++) {
        size_t n = items_of(g, i);
        snprintf(part, sizeof part, "%s.ptr", names[i]);
        bk__store_put(o, part, BK__I64, g->list[i].ptr, n + 1);
        snprintf(part, sizeof part, "%s.bytes", names[i]);
        bk__store_put(o, part, BK__U8, g->list[i].bytes, (size_t)g->list[i].ptr[n]);
    }
    bk__store_put(o, "all.df", BK__I64, k->df, k->n);
    bk__store_put(o, "all.tf", BK__I64, k->tf, k->n);
    bk__store_put(o, "all.ptr", BK__I64, g->ptr, D + 1);
    bk__store_put(o, "all.col", BK__U32, g->col, N);
    bk__store_put(o, "all.count", BK__U32, g->count, N);
    bk__store_put(o, "form.word", BK__U32, g->word, F);
    bk__store_put(o, "form.all", BK__I64, g->all, F);
    bk__store_put(o, "form.inside", BK__I64, g->inside, F);
    bk__store_put(o, "form.capital", BK__U8, g->capital, F);
}

void bk__growth_clear(bk__growth *g)
{
    if (!g->ctx)
        return;
    for (int i = 0; i < LISTS; i++) {
        bk__free(g->ctx, g->list[i].ptr);
        bk__free(g->ctx, g->list[i].bytes);
    }
    void *const arrays[] = {g->ptr, g->col, g->count, g->word, g->all, g->inside, g->capital};
    for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++)
        bk__free(g->ctx, arrays[i]);
    *g = (bk__growth){0};
}
