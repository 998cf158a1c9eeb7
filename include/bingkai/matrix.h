/* matrix.h - the sparse matrix that everything numeric starts from. */
#ifndef BINGKAI_MATRIX_H
#define BINGKAI_MATRIX_H

#include <bingkai/ctx.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Compressed sparse rows. A plain struct; its invariants are checked by bk_csr_check. */
typedef struct bk_csr {
    int64_t rows, cols;
    int64_t *ptr;  /* [rows+1] ptr[0]=0, not decreasing, ptr[rows]=N */
    uint32_t *col; /* [N] strictly rising inside a row, < cols */
    float *val;    /* [N] finite */
} bk_csr;

/* BK_ESHAPE or BK_ENUMERIC with the row and entry that break an invariant. O(N). */
BK_API bk_status bk_csr_check(bk_ctx *ctx, const bk_csr *A);
/* out [cols x rows], yours. O(N + rows + cols). */
BK_API bk_status bk_csr_transpose(bk_ctx *ctx, bk_csr *out, const bk_csr *A);
BK_API void bk_csr_free(bk_ctx *ctx, bk_csr *A);

/* Which BLAS runs: "OpenBLAS 0.3.21 SkylakeX, 1 thread". Loads it on the first call:
 * BK_EUNSUPPORTED where it is not installed, BK_ENOMEM where there is no room for its buffers. */
BK_API bk_status bk_blas_name(bk_ctx *ctx, const char **out);

/* Truncated SVD A ~ U S Vt, randomised block Krylov (Musco, Musco 2015), signs fixed (the entry of
 * largest magnitude of each row of Vt is positive). U [D x k], s [k], Vt [k x V], row-major, yours
 * (bk_svd_free). residual: |A - U S Vt|_F / |A|_F. k is cut to min(D, V).
 * More sweeps (0..100) come nearer the best k; with 4 the kept share of |A|^2 agrees to six digits
 * on TF-IDF of news. O((k + 10) (1 + sweeps) N) and D (k + 10) (1 + 0.48 sweeps) floats. */
typedef struct bk_svd {
    int64_t rows, cols;
    int k;
    double *U, *s, *Vt;
    double residual;
} bk_svd;
BK_API bk_status bk_svd_fit(bk_ctx *ctx, bk_svd *out, const bk_csr *A, int k, int sweeps);
/* How nearly each triplet is one of A's: right[i] = |A v_i - s_i u_i|, left[i] = |At u_i - s_i v_i|
 * (both [k], the caller's); a singular value of A lies within the larger of the two of s_i. With
 * factors of bk_svd_fit left is rounding alone. The share of |A|^2 that all keep together is
 * 1 - residual^2. BK_ESHAPE where the matrix is of another size. O(k N) and 16 (D + V) doubles. */
BK_API bk_status bk_svd_residuals(bk_ctx *ctx, double *right, double *left, const bk_svd *svd,
                                  const bk_csr *A);
/* How good an SVD is: its dimensions, the share of |A|^2 that they hold, and the largest of all
 * residuals over its singular value. Statuses and cost are those of bk_svd_residuals. */
typedef struct bk_svd_quality {
    int k;
    double share, residual;
} bk_svd_quality;
BK_API bk_status bk_svd_judge(bk_ctx *ctx, bk_svd_quality *out, const bk_svd *svd, const bk_csr *A);
BK_API void bk_svd_free(bk_ctx *ctx, bk_svd *svd);

#ifdef __cplusplus
}
#endif
#endif
