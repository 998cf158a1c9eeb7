/* similar_seeds.h - likely neighbours of a row, so that a search begins with a bar. */
#ifndef BK_MODEL_SIMILAR_SEEDS_H
#define BK_MODEL_SIMILAR_SEEDS_H

#include "base/topk.h"
#include "model/similar_index.h"

typedef struct bk__seeds {
    const bk__index *index; /* borrowed */
    uint32_t most;          /* rows of a column that counts */
    int64_t *start;         /* [V+2] of the columns that count */
    uint32_t *row;          /* [entries] */
    uint16_t *level;        /* [entries] */
} bk__seeds;
typedef struct bk__seen { /* a worker's */
    uint32_t *sum;        /* [rows] zero between rows */
    uint32_t *row;        /* [rows+1] */
} bk__seen;

bk_status bk__seeds_new(bk__seeds *out, const bk__index *index);
void bk__seeds_free(bk__seeds *s);
/* The rows that share most with row a of the index over columns in few rows, into `out`. */
void bk__seeds_find(const bk__seeds *s, bk__seen *seen, bk__topk *out, int64_t a);

#endif
