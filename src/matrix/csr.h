/* csr.h - what the rooms need of sparse rows beyond the public matrix.h. */
#ifndef BK_MATRIX_CSR_H
#define BK_MATRIX_CSR_H

#include <bingkai/matrix.h>

#include "base/ctx.h"

static inline int64_t bk__csr_n(const bk_csr *A) /* N */
{
    return A->ptr ? A->ptr[A->rows] : 0;
}
/* bk_csr_check in two parts: size and row pointers; then the entries of the rows [from, to). */
bk_status bk__csr_check_shape(bk_ctx *ctx, const bk_csr *A);
bk_status bk__csr_check_rows(bk_ctx *ctx, const bk_csr *A, int64_t from, int64_t to);
/* Room for `n` entries, ptr zeroed. On failure everything is NULL. */
bk_status bk__csr_new(bk_ctx *ctx, bk_csr *out, int64_t rows, int64_t cols, int64_t n);
/* Row i of A as row r of `out`, which has room for it and its rows before r. */
void bk__csr_copy_row(bk_csr *out, int64_t r, const bk_csr *A, int64_t i);
/* A copy in which only rows with keep[row] have entries; yours, on failure empty. */
bk_status bk__csr_keep_rows(bk_ctx *ctx, bk_csr *out, const bk_csr *A, const bool *keep);
/* Y [rows x n] = A X, X [cols x n]; row-major doubles. Rows are cut into fixed panels over the pool
 * and each sum runs along its row: the same bytes at any number of threads. 2 N n flops. */
bk_status bk__spmm(bk_ctx *ctx, double *Y, const bk_csr *A, const double *X, int64_t n);
/* The same in floats, n up to 16: sums of 64 entries are added up. */
bk_status bk__spmm_single(bk_ctx *ctx, float *Y, const bk_csr *A, const float *X, int n);
typedef struct bk__sparse { /* a row, columns rising */
    const uint32_t *col;    /* [n] */
    const float *val;       /* [n] */
    int64_t n;
} bk__sparse;
static inline bk__sparse bk__csr_row(const bk_csr *A, int64_t i)
{
    int64_t at = A->ptr[i];
    return (bk__sparse){A->col + at, A->val + at, A->ptr[i + 1] - at};
}
/* The sum of products of shared columns, in their order: few steps where one row is short. */
double bk__sparse_dot(bk__sparse x, bk__sparse y);
/* Square root of the sum of all squares. */
double bk__csr_norm(const bk_csr *A);

#endif
