/* counter.h - what one worker keeps while it counts: words, the running row. */
#ifndef BK_VECTOR_COUNTER_H
#define BK_VECTOR_COUNTER_H

#include "base/str.h"
#include "vector/grams.h"

/* Where a term's count stands in the running row, and what the rows before gave. */
typedef struct bk__tally {
    uint32_t row, place;
    uint32_t df, tf; /* tf less what is in `over` */
} bk__tally;

typedef struct bk__counter {
    bk_ctx *ctx;
    bool sequences;     /* words are kept in their order, for n-grams, not counted */
    bk__map words;      /* distinct words */
    uint32_t *sequence; /* of the running row, with BK__BREAK; the caller empties it */
    size_t n_sequence, cap_sequence;
    bk__tally *tally; /* [cap_terms] */
    uint32_t cap_terms;
    uint32_t row;     /* number of the running row, from 1 */
    bk__entry *entry; /* of the running row; after bk__counter_row of the row that ended */
    size_t n, cap;
    uint32_t *over; /* [n_over] terms whose tf lacks 2^32, once for each time */
    size_t n_over, cap_over;
    bk_str batch[BK__MAP_MANY]; /* words of the running row that are not counted yet */
    size_t n_batch;
    bk__buf scratch, lower;
    bk__map surfaces; /* preset sklearn: tokens with other letters than ASCII, as written */
    uint32_t *sub;    /* words of the surfaces, one after the other */
    size_t n_sub, cap_sub;
    uint32_t *sub_end; /* [surfaces cap] */
    uint32_t n_sub_end;
} bk__counter;

void bk__counter_init(bk__counter *k, bk_ctx *ctx, bool sequences);
void bk__counter_clear(bk__counter *k);
/* Grows an array to hold `want`, new ones are `fill` bytes. */
bk_status bk__counter_grow(bk_ctx *ctx, void *array, uint32_t *have, uint32_t want, size_t size,
                           int fill);
/* Counts terms of the running row. */
bk_status bk__counter_add(bk__counter *k, const uint32_t *term, size_t n);
bk_status bk__counter_push(bk__counter *k, const uint32_t *word, size_t n);
/* The next words of the running row. */
static inline bk_status bk__counter_words(bk__counter *k, const uint32_t *word, size_t n)
{
    return k->sequences ? bk__counter_push(k, word, n) : bk__counter_add(k, word, n);
}
static inline bk_status bk__counter_word(bk__counter *k, uint32_t word)
{
    return bk__counter_words(k, &word, 1);
}
bk_status bk__counter_bytes(bk__counter *k, bk_str word); /* the same for its bytes */
/* The same for bytes that lie still, with BK__MAP_ROOM behind their first one, until the words are
 * counted by bk__counter_flush: at the latest before any other word comes and before the row ends.
 */
bk_status bk__counter_flush(bk__counter *k);
static inline bk_status bk__counter_later(bk__counter *k, bk_str word)
{
    k->batch[k->n_batch++] = word;
    return k->n_batch == BK__MAP_MANY ? bk__counter_flush(k) : BK_OK;
}
/* Ends the row: entry[0, n) holds it until a word of the next one comes. */
bk_status bk__counter_row(bk__counter *k);

/* pytoken.c: the tokens (?u)\b\w\w+\b of text.lower(), as Python and scikit-learn see them. */
bk_status bk__pytokens(bk__counter *k, bk_str text);

#endif
