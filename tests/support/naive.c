/* naive.c - the plainest form of the numeric kernels, to compare the quick ones with. */
#include <stdlib.h>
#include <string.h>

#include "base/ctx.h"
#include "support/support.h"

double *t_dense(const bk_csr *A)
{
    double *D = calloc((size_t)(A->rows * A->cols) + 1, sizeof *D);
    assert_non_null(D);
    for (int64_t i = 0; i < A->rows; i++)
        for (int64_t k = A->ptr[i]; k < A->ptr[i + 1]; k++)
            D[i * A->cols + A->col[k]] += (double)A->val[k];
    return D;
}

double *t_matmul(const double *A, const double *B, int64_t n, int64_t k, int64_t m)
{
    double *C = calloc((size_t)(n * m) + 1, sizeof *C);
    assert_non_null(C);
    for (int64_t i = 0; i < n; i++)
        for (int64_t j = 0; j < m; j++)
            for (int64_t l = 0; l < k; l++)
                C[i * m + j] += A[i * k + l] * B[l * m + j];
    return C;
}

double *t_matmul_nt(const double *A, const double *B, int64_t n, int64_t k, int64_t m)
{
    double *C = calloc((size_t)(n * m) + 1, sizeof *C);
    assert_non_null(C);
    for (int64_t i = 0; i < n; i++)
        for (int64_t j = 0; j < m; j++)
            for (int64_t l = 0; l < k; l++)
                C[i * m + j] += A[i * k + l] * B[j * k + l];
    return C;
}

void t_random_csr(bk_ctx *ctx, t_rand *r, bk_csr *out, int64_t rows, int64_t cols, int per_row)
{
    size_t cap = (size_t)(rows * cols) + 1;
    int64_t n = 0;
    out->rows = rows;
    out->cols = cols;
    out->ptr = bk__alloc_array(ctx, (size_t)rows + 1, sizeof *out->ptr);
    out->col = bk__alloc_array(ctx, cap, sizeof *out->col);
    out->val = bk__alloc_array(ctx, cap, sizeof *out->val);
    assert_true(out->ptr && out->col && out->val);
    out->ptr[0] = 0;
    for (int64_t i = 0; i < rows; i++) {
        for (int64_t j = 0; j < cols; j++)
            if (t_below(r, (uint64_t)cols) < (uint64_t)per_row) {
                out->col[n] = (uint32_t)j;
                out->val[n++] = (float)(1.0 - t_unit(r));
            }
        out->ptr[i + 1] = n;
    }
}

bool t_csr_equal(const bk_csr *a, const bk_csr *b)
{
    size_t n;
    if (a->rows != b->rows || a->cols != b->cols ||
        memcmp(a->ptr, b->ptr, ((size_t)a->rows + 1) * sizeof *a->ptr) != 0)
        return false;
    n = (size_t)a->ptr[a->rows];
    return n == 0 || (memcmp(a->col, b->col, n * sizeof *a->col) == 0 &&
                      memcmp(a->val, b->val, n * sizeof *a->val) == 0);
}
