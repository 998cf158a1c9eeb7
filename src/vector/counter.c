/* counter.c - one worker's counting of words and n-grams.
 *
 * Words are numbers; a row's counts are kept where the term was first met in the row, and each term
 * remembers the row and the place. An n-gram is found from the number of
 * its first n-1 words and its last one: its bytes ("a b c") are made only when it is first met. */
#include "vector/counter.h"

#include <string.h>

#include "base/str.h"

void bk__counter_init(bk__counter *k, bk_ctx *ctx, int ngram_min, int ngram_max)
{
    *k = (bk__counter){.ctx = ctx, .min = ngram_min, .max = ngram_max, .row = 1};
    bk__map_init(&k->words, ctx);
    bk__map_init(&k->grams, ctx);
    bk__map_init(&k->surfaces, ctx);
    bk__buf_init(&k->scratch, ctx);
    bk__buf_init(&k->lower, ctx);
}

void bk__counter_clear(bk__counter *k)
{
    if (!k->ctx)
        return;
    bk__map_clear(&k->words);
    bk__map_clear(&k->grams);
    bk__map_clear(&k->surfaces);
    bk__buf_clear(&k->scratch);
    bk__buf_clear(&k->lower);
    void *all[] = {k->links.key, k->links.node, k->node_term, k->sequence, k->tally,
                   k->entry,     k->sub,        k->sub_end,   k->over};
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

/* Room for `more` behind n of them. */
static bk_status reserve(bk_ctx *ctx, void *array, size_t n, size_t *cap, size_t more, size_t size)
{
    void *old;
    size_t want = *cap ? *cap : 1024;
    memcpy(&old, array, sizeof old);
    if (*cap - n >= more)
        return BK_OK;
    while (want - n < more)
        want *= 2;
    void *p = bk__resize_array(ctx, old, want, size);
    if (!p)
        return BK_ENOMEM;
    memcpy(array, &p, sizeof p);
    *cap = want;
    return BK_OK;
}

bk_status bk__counter_push(bk__counter *k, const uint32_t *word, size_t n)
{
    if (n == 0)
        return BK_OK;
    bk_status st =
        reserve(k->ctx, &k->sequence, k->n_sequence, &k->cap_sequence, n, sizeof *k->sequence);
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

/* Every step is taken for every term, met before in this row or not: which of the two it is cannot
 * be foreseen. */
bk_status bk__counter_add(bk__counter *k, const uint32_t *term, size_t n)
{
    bk_status st;
    uint32_t row = k->row, at;
    for (size_t i = 0; i < n; i++) {
        if (term[i] >= k->cap_terms &&
            (st = bk__counter_grow(k->ctx, &k->tally, &k->cap_terms, term[i] + 1, sizeof *k->tally,
                                   0)) != BK_OK)
            return st;
        __builtin_prefetch(&k->tally[term[i]]);
    }
    if ((st = reserve(k->ctx, &k->entry, k->n, &k->cap, n, sizeof *k->entry)) != BK_OK)
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

/* ---- n-grams -------------------------------------------------------------------------------- */
static size_t spread(uint64_t key, size_t slots)
{
    key ^= key >> 32;
    key *= 0xd6e8feb86659fd93u;
    return (size_t)((key ^ (key >> 32)) & (slots - 1));
}

static bk_status links_grow(bk_ctx *ctx, bk__links *l)
{
    bk__links more = {.slots = l->slots ? 2 * l->slots : 4096, .n = l->n};
    more.key = bk__calloc(ctx, more.slots, sizeof *more.key);
    more.node = bk__alloc_array(ctx, more.slots, sizeof *more.node);
    if (!more.key || !more.node) {
        bk__free(ctx, more.key);
        bk__free(ctx, more.node);
        return BK_ENOMEM;
    }
    for (size_t i = 0; i < l->slots; i++) {
        if (l->key[i] == 0)
            continue;
        size_t at = spread(l->key[i], more.slots);
        while (more.key[at] != 0)
            at = (at + 1) & (more.slots - 1);
        more.key[at] = l->key[i];
        more.node[at] = l->node[i];
    }
    bk__free(ctx, l->key);
    bk__free(ctx, l->node);
    *l = more;
    return BK_OK;
}

/* The node behind `parent` (0: the beginning) by `word`; nodes are 1, 2, ... */
static bk_status follow(bk__counter *k, uint32_t parent, uint32_t word, uint32_t *node)
{
    bk__links *l = &k->links;
    if ((size_t)l->n + 1 > l->slots / 4 * 3) {
        bk_status st = links_grow(k->ctx, l);
        if (st != BK_OK)
            return st;
    }
    uint64_t key = ((uint64_t)parent << 32 | word) + 1;
    size_t at = spread(key, l->slots);
    while (l->key[at] != 0 && l->key[at] != key)
        at = (at + 1) & (l->slots - 1);
    if (l->key[at] == 0) {
        l->key[at] = key;
        l->node[at] = ++l->n;
    }
    *node = l->node[at];
    return bk__counter_grow(k->ctx, &k->node_term, &k->n_node_term, *node + 1, sizeof *k->node_term,
                            0xff);
}

/* The term of sequence[i, i + n): its words joined with blanks. */
static bk_status join(bk__counter *k, size_t i, size_t n, uint32_t *term)
{
    bk_status st = BK_OK;
    k->scratch.n = 0;
    for (size_t j = i; j < i + n; j++) {
        if (j > i)
            BK__TRY(st, bk__buf_byte(&k->scratch, ' '), done);
        BK__TRY(st, bk__buf_add(&k->scratch, bk__map_key(&k->words, k->sequence[j])), done);
    }
    st = bk__map_put(&k->grams, bk__buf_str(&k->scratch), term, NULL);
done:
    return st;
}

/* All n-grams that begin at sequence[i]. */
static bk_status count_grams(bk__counter *k, size_t i)
{
    uint32_t node = 0;
    for (size_t n = 1; n <= (size_t)k->max && i + n <= k->n_sequence; n++) {
        uint32_t word = k->sequence[i + n - 1];
        if (word == BK__BREAK)
            return BK_OK;
        bk_status st = follow(k, node, word, &node);
        if (st != BK_OK)
            return st;
        if (n < (size_t)k->min)
            continue;
        if (k->node_term[node] == BK__NONE) {
            uint32_t term;
            st = join(k, i, n, &term);
            if (st != BK_OK)
                return st;
            k->node_term[node] = term;
        }
        st = bk__counter_add(k, &k->node_term[node], 1);
        if (st != BK_OK)
            return st;
    }
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
        bk_status st = reserve(k->ctx, &k->over, k->n_over, &k->cap_over, 1, sizeof *k->over);
        if (st != BK_OK)
            return st;
        k->over[k->n_over++] = k->entry[i].term;
    }
    return BK_OK;
}

bk_status bk__counter_row(bk__counter *k)
{
    bk_status st = BK_OK;
    for (size_t i = 0; i < k->n_sequence && st == BK_OK; i++)
        if (k->sequence[i] != BK__BREAK)
            st = count_grams(k, i);
    k->n_sequence = 0;
    if (st == BK_OK)
        st = sum_row(k);
    if (++k->row == 0) { /* all numbers are used */
        for (uint32_t i = 0; i < k->cap_terms; i++)
            k->tally[i].row = 0;
        k->row = 1;
    }
    return st;
}
