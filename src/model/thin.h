/* thin.h - matrices of few columns, in floats: sparse rows times one, least squares of its rows. */
#ifndef BK_MODEL_THIN_H
#define BK_MODEL_THIN_H

#include <bingkai/matrix.h>

#include "base/ctx.h"

enum { BK__LINE = 16, BK__ROWS = 64 }; /* floats of a cache line; rows that are solved at a time */

/* [rows x ld], every row begins at a cache line; ld is the number of columns rounded up to
 * BK__LINE, what lies beyond them is 0. */
typedef struct bk__thin {
    float *x;
    void *room;
} bk__thin;
static inline int bk__thin_ld(int columns)
{
    return (columns + BK__LINE - 1) / BK__LINE * BK__LINE;
}
bk_status bk__thin_new(bk_ctx *ctx, bk__thin *out, int64_t rows, int ld); /* zeroed */
void bk__thin_free(bk_ctx *ctx, bk__thin *t);

/* P [n x ld] = rows first .. of A, times Y [cols x ld]. Each element is summed along its row of A,
 * products rounded before they are added: the same bytes whatever the processor can do. */
void bk__thin_product(float *P, const bk_csr *A, int64_t first, int n, const float *Y, int ld);
/* Each row x of X [BK__ROWS x ld] towards the least |a - x Yt|^2 with x >= 0: `rounds` times, k = 0
 * .. K - 1, x_k = max(0, x_k + (p_k - x G_k) / G_kk), where p = a Y is its row of P [BK__ROWS x
 * ld], G = Yt Y [ld x ld]; 0 where G_kk is. room [2 x ld x BK__ROWS]. 2 rounds K^2 flops a row. */
void bk__thin_solve(float *X, const float *P, const float *G, int K, int ld, int rounds,
                    float *room);

/* ahead [n] = max(0, next + reach (next - now)); n a multiple of BK__LINE. */
void bk__thin_ahead(float *ahead, const float *next, const float *now, float reach, int64_t n);
/* Sum of products in doubles; n a multiple of BK__LINE. */
double bk__thin_dot(const float *x, const float *y, int64_t n);

#endif
