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

typedef struct bk__counter {
    bk_ctx *ctx;
    int min, max;      /* n-grams */
    bk__map words;     /* distinct words */
    bk__map terms;     /* words and n-grams that are counted */
    uint32_t *word_of; /* [forms] an analyzer's form -> word, BK__BREAK, or one of the below */
    uint32_t n_forms;
    uint32_t *single; /* [words cap] word -> term, BK__NONE where not yet */
    uint32_t n_single;
    bk__links links;
    uint32_t *node_term; /* [nodes cap] */
    uint32_t n_node_term;
    uint32_t *sequence; /* the running article's words */
    size_t n_sequence, cap_sequence;
    uint32_t *slot;    /* [terms cap] place in the running row + 1; 0 elsewhere */
    uint64_t *df, *tf; /* [terms cap] */
    uint32_t cap_terms;
    bk__buf scratch, lower;
    bk__map surfaces; /* preset sklearn: tokens with other letters than ASCII, as written */
    uint32_t *sub;    /* words of the surfaces, one after the other */
    size_t n_sub, cap_sub;
    uint32_t *sub_end; /* [surfaces cap] */
    uint32_t n_sub_end;
} bk__counter;

void bk__counter_init(bk__counter *k, bk_ctx *ctx, int ngram_min, int ngram_max);
void bk__counter_clear(bk__counter *k);
/* Grows an array of 4-byte or 8-byte things to hold `want`, new ones are `fill` bytes. */
bk_status bk__counter_grow(bk_ctx *ctx, void *array, uint32_t *have, uint32_t want, size_t size,
                           int fill);
/* Appends a word of the running article (or BK__BREAK). */
bk_status bk__counter_word(bk__counter *k, uint32_t word);
bk_status bk__counter_bytes(bk__counter *k, bk_str word); /* the same for its bytes */
/* Counts the words so far as one row of `out` and forgets them. */
bk_status bk__counter_row(bk__counter *k, bk__chunk *out);

/* pytoken.c: the tokens (?u)\b\w\w+\b of text.lower(), as Python and scikit-learn see them. */
bk_status bk__pytokens(bk__counter *k, bk_str text);

#endif
