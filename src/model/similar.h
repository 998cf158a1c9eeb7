/* similar.h - the search for neighbours with a window of one's own. */
#ifndef BK_MODEL_SIMILAR_H
#define BK_MODEL_SIMILAR_H

#include <bingkai/similar.h>

/* How far apart two rows of so many may lie to be a pair. */
int64_t bk__similar_window(int64_t rows);
/* The k best of each row, k 0: all pairs a < b, among rows with |a - b| <= window. */
bk_status bk__similar_search(bk_ctx *ctx, bk_pairs *out, const bk_csr *A, int k, double min_score,
                             int64_t window);

#endif
