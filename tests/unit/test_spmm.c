/* Sparse times dense, bit for bit the plain sum in the order of the entries, for any width. */
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

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_plain_sum)};
    return cmocka_run_group_tests_name("spmm", tests, NULL, NULL);
}
