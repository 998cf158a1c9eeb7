/* similar_hits.h - scores of a row with others, and pairs that blocks of rows found. */
#ifndef BK_MODEL_SIMILAR_HITS_H
#define BK_MODEL_SIMILAR_HITS_H

#include <bingkai/similar.h>

#include "base/topk.h"

typedef struct bk__hits { /* what one block found */
    bk_pair *at;
    size_t n, cap;
} bk__hits;

bk_status bk__hits_add(bk_ctx *ctx, bk__hits *h, bk_pair pair);
/* Row a's candidates, best first; `best` takes no more. */
bk_status bk__hits_list(bk_ctx *ctx, bk__hits *h, uint32_t a, bk__topk *best);
/* Those of all blocks, in their order. */
bk_status bk__hits_gather(bk_ctx *ctx, bk_pairs *out, const bk__hits *blocks, int64_t n);
/* NULL is allowed. */
void bk__hits_free(bk_ctx *ctx, bk__hits *blocks, int64_t n);

/* For qsort: a, then b, rising; score falling, then these. */
int bk__pair_by_rows(const void *p, const void *q);
int bk__pair_by_score(const void *p, const void *q);

/* dense [V]: the row's values, or zeros again. */
void bk__row_set(float *dense, const bk_csr *A, int64_t row, bool on);
/* The product of what stands in `dense` and the row: shared columns in their order, zeros between,
 * so (a, b) gives the bits of (b, a). */
double bk__row_score(const float *dense, const bk_csr *A, int64_t row);

#endif
