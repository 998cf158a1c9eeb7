/* counter.h - what one worker keeps while it counts: words, n-grams, the running row. */
#ifndef BK_VECTOR_COUNTER_H
#define BK_VECTOR_COUNTER_H

#include "base/str.h"
#include "vector/count.h"

/* Between words: no n-gram reaches over it. */
#define BK__BREAK UINT32_MAX

/* Integer pairs -> 0, 1, 2, ...: an n-gram is its first n-1 words and one more. */
typedef struct bk__links {
    uint64_t *key; /* [slots] 0 empty */
    uint32_t *node;
    size_t slots;
    uint32_t n;
} bk__links;

/* What is known about a term so far, and where its count stands in the running row. */
typedef struct bk__tally {
    uint64_t tf;
    uint32_t df, row, place;
} bk__tally;

typedef struct bk__counter {
    bk_ctx *ctx;
    int min, max;  /* n-grams */
    bk__map words; /* distinct words */
    bk__map grams; /* what is counted where that is not the words: see bk__counter_terms */
    bk__links links;
    uint32_t *node_term; /* [nodes cap] */
    uint32_t n_node_term;
    uint32_t *sequence; /* the running article's words; unused where single words are counted */
    size_t n_sequence, cap_sequence;
    bk__tally *tally; /* [cap_terms] */
    uint32_t cap_terms;
    uint32_t row;     /* number of the running row, from 1 */
    bk__entry *entry; /* of the running chunk */
    size_t n, cap;
    bk__buf scratch, lower;
    bk__map surfaces; /* preset sklearn: tokens with other letters than ASCII, as written */
    uint32_t *sub;    /* words of the surfaces, one after the other */
    size_t n_sub, cap_sub;
    uint32_t *sub_end; /* [surfaces cap] */
    uint32_t n_sub_end;
} bk__counter;

void bk__counter_init(bk__counter *k, bk_ctx *ctx, int ngram_min, int ngram_max);
void bk__counter_clear(bk__counter *k);
/* Grows an array to hold `want`, new ones are `fill` bytes. */
bk_status bk__counter_grow(bk_ctx *ctx, void *array, uint32_t *have, uint32_t want, size_t size,
                           int fill);
/* Counts `term` in the running row once more. */
bk_status bk__counter_add(bk__counter *k, uint32_t term);
bk_status bk__counter_push(bk__counter *k, uint32_t word);
/* The next word of the running row (or BK__BREAK). */
static inline bk_status bk__counter_word(bk__counter *k, uint32_t word)
{
    if (k->max > 1)
        return bk__counter_push(k, word);
    return word == BK__BREAK ? BK_OK : bk__counter_add(k, word);
}
bk_status bk__counter_bytes(bk__counter *k, bk_str word); /* the same for its bytes */
/* Ends the row: entry[0, n) holds it and the rows before. */
bk_status bk__counter_row(bk__counter *k);
/* The terms, by their numbers. */
static inline bk__map *bk__counter_terms(bk__counter *k)
{
    return k->max > 1 ? &k->grams : &k->words;
}

/* pytoken.c: the tokens (?u)\b\w\w+\b of text.lower(), as Python and scikit-learn see them. */
bk_status bk__pytokens(bk__counter *k, bk_str text);

#endif
