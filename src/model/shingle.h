/* shingle.h - an article as the set of its shingles, and a sketch of the set.
 *
 * A shingle is `width` words in a row, known by a hash; an article with fewer words has one of all
 * its words, one without words has none. */
#ifndef BK_MODEL_SHINGLE_H
#define BK_MODEL_SHINGLE_H

#include "base/ctx.h"

typedef struct bk__shingles {
    uint64_t *at; /* [n] rising, distinct */
    uint32_t n;
} bk__shingles;

/* Of n words (hashes of folded words); yours (bk__free of at). */
bk_status bk__shingles_of(bk_ctx *ctx, bk__shingles *out, const uint32_t *word, size_t n,
                          size_t width);
/* Shared ones over all ones; 0 where both are empty. */
float bk__shingles_jaccard(const bk__shingles *a, const bk__shingles *b);

enum { BK__SKETCH_MOST = 1024 };
/* MinHash by one permutation: a hash's upper half says which of `bins` bins, the lower half is a
 * value, a bin keeps the least (Li, Owen, Zhang 2012); an empty bin takes the value of the first
 * full one on a walk of its own (Shrivastava 2017). False where there is no word: sketch unset. */
bool bk__sketch(uint32_t *sketch, uint32_t bins, uint64_t salt, const uint32_t *word, size_t n,
                size_t width);

#endif
