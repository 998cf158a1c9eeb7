/* pairs.h - pairs of neighbouring words: which belong together, and joining them to one. */
#ifndef BK_VECTOR_PAIRS_H
#define BK_VECTOR_PAIRS_H

#include "vector/count.h"

typedef struct bk__pair {
    uint32_t first, second; /* ranks */
    uint32_t df;
    uint64_t count, in_front, behind;
    bk_association association;
} bk__pair;

typedef struct bk__pairs {
    bk_ctx *ctx;
    bk__pair *at; /* [n] rising by (first, second) */
    uint32_t n;
    uint32_t *from; /* [words + 1] the first pair that begins with each word; NULL: not wanted */
} bk__pairs;

/* `k`: words in their order (bk__count_sequences), whose terms are the words; its rows hold ranks
 * afterwards. Pairs with `least` occurrences and more than expected. */
bk_status bk__pairs_find(bk__counted *k, bk__pairs *out, int least);
bk_status bk__pairs_from(bk__pairs *p, uint32_t words);
/* Which pair it is, BK__NONE where none. */
uint32_t bk__pair_of(const bk__pair *pair, const uint32_t *from, uint32_t first, uint32_t second);
/* The bytes of a pair behind those of `out`. */
bk_status bk__pair_spell(const bk__counted *k, uint32_t first, uint32_t second, bk__buf *out);
void bk__pairs_clear(bk__pairs *p); /* fine on a zeroed one */

/* `k`: words in their order (bk__count_sequences), whose terms are the words. Afterwards a pair
 * that belongs together (bk_collocations_find) is a word of its own, "a b", wherever it stands,
 * from left to right; `joined`, where not NULL, says which ones instead. Over the pool. */
bk_status bk__pairs_join(bk__counted *k, const bk_vectorizer_opts *opts, const bk_vocab *joined);

#endif
