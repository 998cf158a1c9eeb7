/* similar_index.h - the inverted index behind neighbours, and its quick bounds. */
#ifndef BK_MODEL_SIMILAR_INDEX_H
#define BK_MODEL_SIMILAR_INDEX_H

#include <bingkai/matrix.h>

#include "base/ctx.h"

/* Rows that share one block of sums (32 KB, so that they stay in the nearest cache). */
enum { BK__TILE = 8192 };

typedef struct bk__index {
    bk_ctx *ctx;
    const bk_csr *A; /* borrowed */
    int64_t tiles, V;
    int ld;           /* common columns, rounded up to 32 */
    uint32_t *df;     /* [V] */
    uint32_t *common; /* [V] number among the common columns or BK__NONE */
    uint8_t *level;   /* [rows x ld] common parts: |x| <= step * level, level in 0..127 */
    float *step;      /* [rows] */
    float *rest;      /* [tiles x BK__TILE] norm of the common part, rounded up; 0 behind the end */
    float slack;      /* more than any float sum below is off by */
    int64_t *base;    /* [tiles+1] first posting of a tile */
    uint32_t *start;  /* [tiles x (V+1)] of (tile, column), from base */
    uint16_t *row;    /* [postings] within the tile */
    float *val;       /* [postings] */
} bk__index;

bk_status bk__index_new(bk_ctx *ctx, bk__index *out, const bk_csr *A);
void bk__index_free(bk__index *x);

/* sum [BK__TILE] = the products of row a with each row of the tile, over the columns that are not
 * common and stand in at most `most` rows; floats, off by less than x->slack. */
void bk__index_scatter(const bk__index *x, float *sum, int64_t a, int64_t tile, uint32_t most);
/* The rows j of [from, end) with sum_j + own rest_j >= min(bar, limit_j), rising; how many.
 * Reads up to the next multiple of 8. */
int bk__index_pass(uint16_t *at, const float *sum, const float *rest, const float *limit, float own,
                   float bar, int from, int end);
/* No less than the product of the common parts of rows a and b. */
float bk__index_common(const bk__index *x, int64_t a, int64_t b);

#endif
