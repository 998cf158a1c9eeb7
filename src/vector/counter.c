/* counter.c - one worker's counting of words.
 *
 * Words are numbers; a row's counts are kept where the term was first met in the row, and each term
 * remembers the row and the place. For n-grams the words are only kept in their order (grams.c). */
#include "vector/counter.h"

#include <string.h>

#include "base/str.h"

void bk__counter_init(bk__counter *k, bk_ctx *ctx, bool sequences)
{
    *k = (bk__counter){.ctx = ctx, .sequences = sequences, .row = 1};
    bk__map_init_many(&k->words, ctx);
    bk__map_init(&k->surfaces, ctx);
    bk__buf_init(&k->scratch, ctx);
    bk__buf_init(&k->lower, ctx);
}

void bk__counter_clear(bk__counter *k)
{
    if (!k->ctx)
        return;
    bk__map_clear(&k->words);
    bk__map_clear(&k->surfaces);
    bk__buf_clear(&k->scratch);
    bk__buf_clear(&k->lower);
    void *all[] = {k->sequence, k->tally, k->entry, k->sub, k->sub_end, k->over};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        bk__free(k->ctx, all[i]);
    *k = (bk__counter){0};
}

bk_status bk__counter_grow(bk_ctx *ctx, void *array, uint32_t *have, uint32_t want, size_t size,
                           int fill)
{
    void *old;
    memcpy(&old, array, sizeof old);
    if (want <= *have)
        return BK_OK;
    size_t n = *have < 512 ? 1024 : (size_t)*have * 2;
    if (n < want)
        n = want;
    if (n > UINT32_MAX - 1)
        n = UINT32_MAX - 1;
    char *p = bk__resize_array(ctx, old, n, size);
    if (!p)
        return BK_ENOMEM;
    memset(p + *have * size, fill, (n - *have) * size);
    memcpy(array, &p, sizeof p);
    *have = (uint32_t)n;
    return BK_OK;
}

bk_status bk__counter_push(bk__counter *k, const uint32_t *word, size_t n)
{
    if (n == 0)
        return BK_OK;
    bk_status st = bk__make_room(k->ctx, &k->sequence, &k->cap_sequence, k->n_sequence + n,
                                 sizeof *k->sequence);
    if (st != BK_OK)
        return st;
    memcpy(k->sequence + k->n_sequence, word, n * sizeof *word);
    k->n_sequence += n;
    return BK_OK;
}

bk_status bk__counter_bytes(bk__counter *k, bk_str word)
{
    uint32_t id;
    bk_status st = bk__map_put(&k->words, word, &id, NULL);
    return st == BK_OK ? bk__counter_word(k, id) : st;
}

bk_status bk__counter_flush(bk__counter *k)
{
    uint32_t id[BK__MAP_MANY];
    size_t n = k->n_batch;
    k->n_batch = 0;
    bk_status st = bk__map_put_many(&k->words, k->batch, n, id);
    return st == BK_OK ? bk__counter_words(k, id, n) : st;
}

/* As many as there is room for words. */
static uint32_t room_for(const bk__counter *k, uint32_t term)
{
    return term < k->words.cap ? k->words.cap : term + 1;
}

/* Every step is taken for every term, met before in this row or not: which of the two it is cannot
 * be foreseen. */
bk_status bk__counter_add(bk__counter *k, const uint32_t *term, size_t n)
{
    bk_status st;
    uint32_t row = k->row, at;
    for (size_t i = 0; i < n; i++) {
        if (term[i] >= k->cap_terms &&
            (st = bk__counter_grow(k->ctx, &k->tally, &k->cap_terms, room_for(k, term[i]),
                                   sizeof *k->tally, 0)) != BK_OK)
            return st;
        __builtin_prefetch(&k->tally[term[i]]);
    }
    if ((st = bk__make_room(k->ctx, &k->entry, &k->cap, k->n + n, sizeof *k->entry)) != BK_OK)
        return st;
    at = (uint32_t)k->n;
    for (size_t i = 0; i < n; i++) {
        bk__tally *t = &k->tally[term[i]];
        bool met = t->row == row;
        bk__entry *e = &k->entry[met ? t->place : at];
        t->place = met ? t->place : at;
        t->row = row;
        at += !met;
        *e = (bk__entry){term[i], (e->count & -(uint32_t)met) + 1};
    }
    k->n = at;
    return BK_OK;
}

/* The row's counts go to the terms. */
static bk_status sum_row(bk__counter *k)
{
    for (size_t i = 0; i < k->n; i++) {
        bk__tally *t = &k->tally[k->entry[i].term];
        t->df++;
        t->tf += k->entry[i].count;
        if (t->tf >= k->entry[i].count)
            continue;
        bk_status st =
            bk__make_room(k->ctx, &k->over, &k->cap_over, k->n_over + 1, sizeof *k->over);
        if (st != BK_OK)
            return st;
        k->over[k->n_over++] = k->entry[i].term;
    }
    return BK_OK;
}

bk_status bk__counter_row(bk__counter *k)
{
    bk_status st = sum_row(k);
    if (++k->row == 0) { /* all numbers are used */
        for (uint32_t i = 0; i < k->cap_terms; i++)
            k->tally[i].row = 0;
        k->row = 1;
    }
    return st;
}
