/* csr.c - compressed sparse rows: check, transpose, free.
 *
 * The transpose is a counting sort by column: rows stay rising inside each column. */
#include "matrix/csr.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static bk_status broken(bk_ctx *ctx, bk_status st, int64_t row, int64_t entry, const char *what)
{
    char where[64];
    snprintf(where, sizeof where, "row %" PRId64 ", entry %" PRId64, row, entry);
    return bk__fail(ctx, st, where, "the sparse matrix is broken: %s", what);
}

static bk_status check_row(bk_ctx *ctx, const bk_csr *A, int64_t i)
{
    for (int64_t p = A->ptr[i]; p < A->ptr[i + 1]; p++) {
        if ((int64_t)A->col[p] >= A->cols)
            return broken(ctx, BK_ESHAPE, i, p, "a column number is beyond the last column");
        if (p > A->ptr[i] && A->col[p] <= A->col[p - 1])
            return broken(ctx, BK_ESHAPE, i, p, "column numbers do not rise");
        if (!isfinite(A->val[p]))
            return broken(ctx, BK_ENUMERIC, i, p, "a value is not finite");
    }
    return BK_OK;
}

bk_status bk__csr_check_shape(bk_ctx *ctx, const bk_csr *A)
{
    if (A->rows < 0 || A->cols < 0 || A->cols > (int64_t)UINT32_MAX)
        return broken(ctx, BK_ESHAPE, 0, 0, "its size is negative or beyond 2^32 columns");
    if (!A->ptr || A->ptr[0] != 0)
        return broken(ctx, BK_ESHAPE, 0, 0, "the first row does not begin at 0");
    for (int64_t i = 0; i < A->rows; i++)
        if (A->ptr[i + 1] < A->ptr[i])
            return broken(ctx, BK_ESHAPE, i, A->ptr[i], "a row ends before it begins");
    if (A->ptr[A->rows] > 0 && (!A->col || !A->val))
        return broken(ctx, BK_ESHAPE, 0, 0, "entries are missing");
    return BK_OK;
}

bk_status bk__csr_check_rows(bk_ctx *ctx, const bk_csr *A, int64_t from, int64_t to)
{
    bk_status st = BK_OK;
    for (int64_t i = from; i < to && st == BK_OK; i++)
        st = check_row(ctx, A, i);
    return st;
}

bk_status bk_csr_check(bk_ctx *ctx, const bk_csr *A)
{
    bk_status st = bk__csr_check_shape(ctx, A);
    return st == BK_OK ? bk__csr_check_rows(ctx, A, 0, A->rows) : st;
}

bk_status bk__csr_new(bk_ctx *ctx, bk_csr *out, int64_t rows, int64_t cols, int64_t n)
{
    *out = (bk_csr){0};
    if (rows < 0 || cols < 0 || cols > (int64_t)UINT32_MAX || n < 0)
        return bk__fail(ctx, BK_ESHAPE, "", "a matrix of %" PRId64 " x %" PRId64 " is not possible",
                        rows, cols);
    bk_csr A = {rows, cols, bk__calloc(ctx, (size_t)rows + 1, sizeof *A.ptr), NULL, NULL};
    A.col = A.ptr ? bk__alloc_array(ctx, (size_t)n, sizeof *A.col) : NULL;
    A.val = A.col ? bk__alloc_array(ctx, (size_t)n, sizeof *A.val) : NULL;
    if (!A.val) {
        bk_csr_free(ctx, &A);
        return BK_ENOMEM;
    }
    *out = A;
    return BK_OK;
}

bk_status bk_csr_transpose(bk_ctx *ctx, bk_csr *out, const bk_csr *A)
{
    *out = (bk_csr){0};
    if (A->rows > (int64_t)UINT32_MAX)
        return bk__fail(ctx, BK_ESHAPE, "", "too many rows to become columns");
    bk_csr T;
    int64_t n = bk__csr_n(A);
    bk_status st = bk__csr_new(ctx, &T, A->cols, A->rows, n);
    if (st != BK_OK)
        return st;
    /* ptr[c + 1] first counts column c, then is where its next entry goes. */
    for (int64_t p = 0; p < n; p++)
        T.ptr[A->col[p] + 1]++;
    int64_t sum = 0;
    for (int64_t c = 0; c < T.rows; c++) {
        int64_t count = T.ptr[c + 1];
        T.ptr[c + 1] = sum;
        sum += count;
    }
    for (int64_t i = 0; i < A->rows; i++)
        for (int64_t p = A->ptr[i]; p < A->ptr[i + 1]; p++) {
            int64_t q = T.ptr[A->col[p] + 1]++;
            T.col[q] = (uint32_t)i;
            T.val[q] = A->val[p];
        }
    *out = T;
    return BK_OK;
}

void bk_csr_free(bk_ctx *ctx, bk_csr *A)
{
    if (!A)
        return;
    bk__free(ctx, A->ptr);
    bk__free(ctx, A->col);
    bk__free(ctx, A->val);
    *A = (bk_csr){0};
}

double bk__csr_norm(const bk_csr *A)
{
    double sum = 0;
    int64_t n = bk__csr_n(A);
    for (int64_t p = 0; p < n; p++)
        sum += (double)A->val[p] * (double)A->val[p];
    return sqrt(sum);
}

void bk__csr_copy_row(bk_csr *out, int64_t r, const bk_csr *A, int64_t i)
{
    int64_t from = A->ptr[i], to = out->ptr[r];
    size_t n = (size_t)(A->ptr[i + 1] - from);
    if (n > 0) {
        memcpy(out->col + to, A->col + from, n * sizeof *A->col);
        memcpy(out->val + to, A->val + from, n * sizeof *A->val);
    }
    out->ptr[r + 1] = to + (int64_t)n;
}

bk_status bk__csr_keep_rows(bk_ctx *ctx, bk_csr *out, const bk_csr *A, const bool *keep)
{
    int64_t entries = 0;
    for (int64_t i = 0; i < A->rows; i++)
        entries += keep[i] ? A->ptr[i + 1] - A->ptr[i] : 0;
    bk_status st = bk__csr_new(ctx, out, A->rows, A->cols, entries);
    for (int64_t i = 0; i < A->rows && st == BK_OK; i++)
        if (keep[i])
            bk__csr_copy_row(out, i, A, i);
        else
            out->ptr[i + 1] = out->ptr[i];
    return st;
}

/* First k >= from with x->col[k] >= c: steps that double, then halves. */
static int64_t seek(const bk__sparse *x, int64_t from, uint32_t c)
{
    int64_t step = 1, low = from, high;
    while (low + step < x->n && x->col[low + step] < c) {
        low += step;
        step *= 2;
    }
    high = low + step < x->n ? low + step : x->n;
    while (low < high) {
        int64_t mid = low + (high - low) / 2;
        if (x->col[mid] < c)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

double bk__sparse_dot(bk__sparse x, bk__sparse y)
{
    bk__sparse few = x.n <= y.n ? x : y, many = x.n <= y.n ? y : x;
    double s = 0;
    int64_t at = 0;
    for (int64_t k = 0; k < few.n && at < many.n; k++) {
        at = seek(&many, at, few.col[k]);
        if (at < many.n && many.col[at] == few.col[k])
            s += (double)few.val[k] * (double)many.val[at];
    }
    return s;
}
