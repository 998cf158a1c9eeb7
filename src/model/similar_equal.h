/* similar_equal.h - rows that are equal to the bit, so that copies cost one search. */
#ifndef BK_MODEL_SIMILAR_EQUAL_H
#define BK_MODEL_SIMILAR_EQUAL_H

#include <bingkai/similar.h>

typedef struct bk__equal {
    bk_ctx *ctx;
    const bk_csr *A;  /* borrowed */
    bool distinct;    /* no two rows are equal: nothing below is made */
    bk_csr kinds;     /* [n x V] one row of each kind, by the kind's lowest row */
    uint32_t *kind;   /* [rows] */
    int64_t *start;   /* [n+1] of the kind's rows in `member` */
    uint32_t *member; /* [rows] rising in each kind */
} bk__equal;

bk_status bk__equal_new(bk_ctx *ctx, bk__equal *out, const bk_csr *A);
void bk__equal_free(bk__equal *e);

/* The k best of every row among all rows, from `of_kinds`: those of every kind among all kinds, in
 * the order of bk_similar_topk. */
bk_status bk__equal_spread(const bk__equal *e, bk_pairs *out, const bk_pairs *of_kinds, int k,
                           double min_score);

#endif
