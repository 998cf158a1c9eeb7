/* Sparse times dense, bit for bit the plain sum in the order of the entries, for any width. */
#include <math.h>
#include <stdlib.h>

#include "support/sparse.h"
#include "support/support.h"

#include "matrix/csr.h"

static void the_plain_sum(void **state)
{
    enum { ROWS = 300, COLS = 70 };
    bk_ctx *ctx = t_ctx(3);
    bk_csr A = sparse_random(ctx, ROWS, COLS, 9, false, 3);
    t_rand r = {4};
    (void)state;
    for (int n = 1; n < 40; n += n < 6 ? 1 : 7) {
        double *X = malloc(sizeof *X * COLS * (size_t)n), *Y = malloc(sizeof *Y * ROWS * (size_t)n);
        for (int i = 0; i < COLS * n; i++)
            X[i] = t_unit(&r) - 0.5;
        t_ok(ctx, bk__spmm(ctx, Y, &A, X, n));
        for (int64_t i = 0; i < ROWS; i++)
            for (int j = 0; j < n; j++) {
                double sum = 0;
                for (int64_t p = A.ptr[i]; p < A.ptr[i + 1]; p++) {
                    double x = (double)A.val[p] * X[(int64_t)A.col[p] * n + j];
                    sum += x;
                }
                assert_true(Y[i * n + j] == sum);
            }
        free(X);
        free(Y);
    }
    bk_csr_free(ctx, &A);
    t_ctx_free(ctx);
}

/* In floats: near the plain sum, long rows too. */
static void floats_near_the_plain_sum(void **state)
{
    enum { ROWS = 40, COLS = 6000, MOST = 16 };
    bk_ctx *ctx = t_ctx(3);
    t_rand r = {4};
    bk_csr A;
    float *X = malloc(sizeof *X * COLS * MOST), *Y = malloc(sizeof *Y * ROWS * MOST);
    (void)state;
    t_random_csr(ctx, &r, &A, ROWS, COLS, 3000);
    for (int n = 1; n <= MOST; n++) {
        for (int i = 0; i < COLS * n; i++)
            X[i] = (float)t_unit(&r) - 0.5F;
        t_ok(ctx, bk__spmm_single(ctx, Y, &A, X, n));
        for (int64_t i = 0; i < ROWS; i++)
            for (int j = 0; j < n; j++) {
                double sum = 0;
                for (int64_t p = A.ptr[i]; p < A.ptr[i + 1]; p++)
                    sum += (double)A.val[p] * (double)X[(int64_t)A.col[p] * n + j];
                assert_true(fabs((double)Y[i * n + j] - sum) < 1e-4);
            }
    }
    assert_int_equal(bk__spmm_single(ctx, Y, &A, X, MOST + 1), BK_EINVAL);
    free(X);
    free(Y);
    bk_csr_free(ctx, &A);
    t_ctx_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_plain_sum),
                                       cmocka_unit_test(floats_near_the_plain_sum)};
    return cmocka_run_group_tests_name("spmm", tests, NULL, NULL);
}
