/* between.h - how alike the articles of two groups are, on average, with intervals. */
#ifndef BK_MODEL_BETWEEN_H
#define BK_MODEL_BETWEEN_H

#include <bingkai/similar.h>
#include <bingkai/stat.h>

/* Mean cosine between the rows of each two groups, and between two different rows of one:
 * out [groups x groups] row-major and symmetric. A [D x V], rows of norm 1 or 0; group [D], -1:
 * in none. A mean's interval is that of the bootstrap over articles of its linear part, in closed
 * form (infinitesimal jackknife, Jaeckel 1972, Efron 1982) with Student's quantiles; NaN bounds
 * where a group has one row, NaN everywhere where it has none (or one, against itself). Cut to
 * [0, 1], since weights are not negative. O(N groups) over the pool; workspace 64 V bytes and 64 D
 * bytes. BK_ENOMEM. */
bk_status bk__between(bk_ctx *ctx, bk_interval *out, const bk_csr *A, const int32_t *group,
                      int32_t groups, double level);

#endif
