/* similar_seeds.h - likely neighbours, so that a search begins with bars. */
#ifndef BK_MODEL_SIMILAR_SEEDS_H
#define BK_MODEL_SIMILAR_SEEDS_H

#include "model/similar_index.h"

typedef struct bk__seeds {
    const bk__index *index; /* borrowed */
    int64_t *start;         /* [rows+1] of the pairs by their lower row */
    uint32_t *with;         /* [pairs] the higher row, rising for each lower one */
} bk__seeds;

/* Each row with the n rows that share most with it over columns in few rows, each pair once. */
bk_status bk__seeds_new(bk__seeds *out, const bk__index *index, size_t n);
void bk__seeds_free(bk__seeds *s);

#endif
