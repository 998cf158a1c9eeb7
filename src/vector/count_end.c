/* count_end.c - what the workers counted, put together.
 *
 * Terms are numbered as each worker meets them; the numbers are joined by their bytes (join.c), so
 * the result does not depend on who counted what. */
#include <string.h>

#include "base/par.h"
#include "vector/grams.h"
#include "vector/hand.h"
#include "vector/hashed.h"
#include "vector/join.h"
#include "vector/pairs.h"

/* Takes one of the times that tf lacks 2^32 back. */
static void restore(bk__counter *k, uint32_t term)
{
    for (size_t i = 0; i < k->n_over; i++)
        if (k->over[i] == term) {
            k->over[i] = k->over[--k->n_over];
            return;
        }
}

static void drop_all(bk__counting *c)
{
    for (size_t i = 0; i < c->n_less; i++) {
        const bk__less *x = &c->less[i];
        bk__tally *t = &c->worker[x->worker].counter.tally[x->term];
        if (t->tf < x->count)
            restore(&c->worker[x->worker].counter, x->term);
        t->df--;
        t->tf -= x->count;
    }
    c->n_less = 0;
}

static bk_status give_chunks(bk__counting *c, bk__counted *out)
{
    out->rows = c->rows;
    out->chunks = c->chunks;
    out->first = bk__alloc_array(c->ctx, (size_t)c->chunks + 1, sizeof *out->first);
    if (!out->first)
        return BK_ENOMEM;
    out->chunk = c->chunk;
    out->first[0] = 0;
    for (int64_t i = 0; i < c->chunks; i++)
        out->first[i + 1] = out->first[i] + c->chunk[i].rows;
    c->chunk = NULL;
    c->chunks = c->cap_chunks = c->rows = 0;
    for (int w = 0; w < c->workers; w++)
        for (bk__row_block *b; (b = c->worker[w].block);) {
            c->worker[w].block = b->older;
            b->older = out->memory;
            out->memory = b;
        }
    return BK_OK;
}

static bk_status give_words(bk__counting *c, bk__counted *out)
{
    bk_status st = BK_OK;
    size_t workers = (size_t)c->workers;
    const bk__tally **tally = bk__calloc(c->ctx, workers, sizeof(bk__tally *));
    const bk_str **key = bk__calloc(c->ctx, workers, sizeof(bk_str *));
    if (!tally || !key)
        st = BK_ENOMEM;
    for (int w = 0; w < c->workers && st == BK_OK; w++) {
        bk__counter *k = &c->worker[w].counter;
        if (!k->ctx)
            continue;
        out->words[w] = k->words;
        bk__map_init(&k->words, c->ctx);
        key[w] = out->words[w].key;
        out->n_of_worker[w] = out->words[w].n;
        if (bk__counts_forms(c)) {
            key[w] = bk__analyzer_keys(c->worker[w].analyzer);
            out->n_of_worker[w] = bk_analyzer_forms(c->worker[w].analyzer);
        }
        /* a word that was not counted has no tally */
        st = bk__counter_grow(c->ctx, &k->tally, &k->cap_terms, out->n_of_worker[w],
                              sizeof *k->tally, 0);
        tally[w] = k->tally;
        for (uint32_t i = 0; i < (k->sequences && st == BK_OK ? out->n_of_worker[w] : 0); i++)
            k->tally[i].df = key[w][i].n > 0;
        out->of_worker[w] = bk__alloc_array(c->ctx, out->n_of_worker[w], sizeof *out->of_worker[w]);
        if (!out->of_worker[w])
            st = BK_ENOMEM;
    }
    if (st == BK_OK)
        st = bk__join(out, key, tally);
    for (int w = 0; w < c->workers && st == BK_OK; w++) {
        const bk__counter *k = &c->worker[w].counter;
        for (size_t i = 0; i < k->n_over; i++)
            out->tf[out->of_worker[w][k->over[i]]] += (uint64_t)1 << 32;
    }
    bk__free(c->ctx, tally);
    bk__free(c->ctx, key);
    return st;
}

/* Words, their forms, then what is made of words. */
static bk_status give_terms(bk__counting *c, bk__counted *out)
{
    const bk_vectorizer_opts *o = c->opts;
    bool shows = bk__count_shows(o);
    bk__written *form = NULL;
    size_t n = 0;
    bk_status st;
    BK__TRY(st, give_words(c, out), done);
    if (bk__counts_forms(c))
        BK__TRY(st, bk__surfaces_resolve(c, out, &form, &n), done);
    BK__TRY(st, give_chunks(c, out), done);
    if (shows)
        BK__TRY(st, bk__shown_settle(&out->shown, form, n, out->n + 1), done);
    if (shows && c->forms) {
        out->form = form;
        out->n_form = n;
        form = NULL;
    }
    if (shows && c->sequences)
        BK__TRY(st, bk__shown_name(&out->shown, out->term, out->n), done);
    if (!c->terms)
        goto done;
    if (bk__count_is_whole(o))
        BK__TRY(st, bk__pairs_join(out, o, c->joined), done);
    if (c->sequences)
        BK__TRY(st, bk__grams(out, o->ngram_min, o->ngram_max), done);
    if (o->hash_columns > 0)
        st = bk__hashed(out, (uint32_t)o->hash_columns);
done:
    bk__free(c->ctx, form);
    return st;
}

bk_status bk__count_end(bk__counting *c, bk__counted *out)
{
    bk_ctx *ctx = c->ctx;
    size_t workers = (size_t)c->workers;
    bk_status st = BK_ENOMEM;
    *out = (bk__counted){.ctx = ctx, .workers = c->workers};
    bk__shown_init(&out->shown, ctx);
    out->of_worker = bk__calloc(ctx, workers, sizeof *out->of_worker);
    out->n_of_worker = bk__calloc(ctx, workers, sizeof *out->n_of_worker);
    out->words = bk__calloc(ctx, workers, sizeof *out->words);
    if (!out->of_worker || !out->n_of_worker || !out->words)
        goto done;
    for (size_t w = 0; w < workers; w++)
        bk__map_init(&out->words[w], ctx);
    drop_all(c);
    st = give_terms(c, out);
done:
    for (size_t w = 0; w < workers; w++)
        bk__hand_empty(ctx, &c->worker[w]);
    bk__hand_empty(ctx, &c->minus);
    if (st != BK_OK)
        bk__counted_clear(out);
    return st;
}
