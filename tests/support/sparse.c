/* sparse.c - sparse matrices for the tests: random ones, and from plain ones. */
#include "support/sparse.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "matrix/csr.h"

uint64_t sparse_next(uint64_t *state)
{
    uint64_t z = *state += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static void unit_row(float *val, int64_t n)
{
    double sum = 0;
    for (int64_t i = 0; i < n; i++)
        sum += (double)val[i] * (double)val[i];
    for (int64_t i = 0; i < n && sum > 0; i++)
        val[i] = (float)((double)val[i] / sqrt(sum));
}

bk_csr sparse_random(bk_ctx *ctx, int64_t rows, int64_t cols, int per_row, bool unit, uint64_t seed)
{
    bk_csr A;
    if (bk__csr_new(ctx, &A, rows, cols, rows * cols) != BK_OK)
        abort();
    int64_t n = 0;
    for (int64_t i = 0; i < rows; i++) {
        int64_t first = n;
        for (int64_t c = 0; c < cols && i % 7 != 6; c++) {
            /* low columns are frequent, as in text */
            uint64_t odds = (uint64_t)cols / (uint64_t)per_row + (uint64_t)(c / 4);
            if (sparse_next(&seed) % (odds + 1) != 0)
                continue;
            A.col[n] = (uint32_t)c;
            A.val[n++] = (float)(1 + sparse_next(&seed) % 1000) / 1000.0f;
        }
        if (unit)
            unit_row(A.val + first, n - first);
        A.ptr[i + 1] = n;
    }
    return A;
}

void sparse_dense(double *out, const bk_csr *A)
{
    memset(out, 0, (size_t)(A->rows * A->cols) * sizeof *out);
    for (int64_t i = 0; i < A->rows; i++)
        for (int64_t p = A->ptr[i]; p < A->ptr[i + 1]; p++)
            out[i * A->cols + A->col[p]] = (double)A->val[p];
}

double sparse_dot(const bk_csr *A, int64_t a, int64_t b)
{
    double sum = 0;
    for (int64_t p = A->ptr[a], q = A->ptr[b]; p < A->ptr[a + 1] && q < A->ptr[b + 1];) {
        if (A->col[p] < A->col[q])
            p++;
        else if (A->col[p] > A->col[q])
            q++;
        else
            sum += (double)A->val[p++] * (double)A->val[q++];
    }
    return sum;
}
