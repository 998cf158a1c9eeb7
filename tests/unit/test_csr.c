/* Sparse rows: every broken invariant is named; transpose and products agree with plain loops. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "matrix/csr.h"
#include "support/sparse.h"

static bk_ctx *ctx;

static int setup(void **state)
{
    (void)state;
    return bk_ctx_new(&ctx, NULL) == BK_OK ? 0 : -1;
}

static int teardown(void **state)
{
    (void)state;
    bk_ctx_free(ctx);
    return 0;
}

static void broken_matrices_are_named(void **state)
{
    int64_t ptr[] = {0, 2, 3};
    uint32_t col[] = {0, 2, 1};
    float val[] = {1, 2, 3};
    bk_csr A = {2, 3, ptr, col, val};
    (void)state;
    assert_int_equal(bk_csr_check(ctx, &A), BK_OK);
    col[1] = 0;
    assert_int_equal(bk_csr_check(ctx, &A), BK_ESHAPE);
    assert_string_equal(bk_ctx_error(ctx)->where, "row 0, entry 1");
    col[1] = 3;
    assert_int_equal(bk_csr_check(ctx, &A), BK_ESHAPE);
    col[1] = 2;
    val[2] = NAN;
    assert_int_equal(bk_csr_check(ctx, &A), BK_ENUMERIC);
    assert_string_equal(bk_ctx_error(ctx)->where, "row 1, entry 2");
    val[2] = 1;
    ptr[1] = 4;
    assert_int_equal(bk_csr_check(ctx, &A), BK_ESHAPE);
    ptr[1] = 2;
    ptr[0] = 1;
    assert_int_equal(bk_csr_check(ctx, &A), BK_ESHAPE);
}

static void empty_matrices_are_fine(void **state)
{
    bk_csr A, T;
    (void)state;
    assert_int_equal(bk__csr_new(ctx, &A, 0, 0, 0), BK_OK);
    assert_int_equal(bk_csr_check(ctx, &A), BK_OK);
    assert_int_equal(bk_csr_transpose(ctx, &T, &A), BK_OK);
    assert_int_equal(T.rows, 0);
    bk_csr_free(ctx, &T);
    bk_csr_free(ctx, &A);
    assert_int_equal(bk__csr_new(ctx, &A, 5, 0, 0), BK_OK);
    assert_int_equal(bk_csr_transpose(ctx, &T, &A), BK_OK);
    assert_int_equal(bk_csr_check(ctx, &T), BK_OK);
    assert_int_equal(T.cols, 5);
    bk_csr_free(ctx, &T);
    bk_csr_free(ctx, &A);
    assert_int_equal(bk__csr_new(ctx, &A, -1, 0, 0), BK_ESHAPE);
    assert_null(A.ptr);
}

static void transposed_twice_is_the_same(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed < 20; seed++) {
        bk_csr A = sparse_random(ctx, (int64_t)(seed * 17 % 60), (int64_t)(1 + seed * 31 % 90), 5,
                                 false, seed);
        bk_csr T, B;
        assert_int_equal(bk_csr_transpose(ctx, &T, &A), BK_OK);
        assert_int_equal(bk_csr_check(ctx, &T), BK_OK);
        assert_int_equal(bk_csr_transpose(ctx, &B, &T), BK_OK);
        size_t n = (size_t)bk__csr_n(&A);
        assert_int_equal(bk__csr_n(&B), n);
        assert_memory_equal(A.ptr, B.ptr, ((size_t)A.rows + 1) * sizeof *A.ptr);
        assert_memory_equal(A.col, B.col, n * sizeof *A.col);
        assert_memory_equal(A.val, B.val, n * sizeof *A.val);
        bk_csr_free(ctx, &A);
        bk_csr_free(ctx, &T);
        bk_csr_free(ctx, &B);
    }
}

static void product_is_right(void **state)
{
    enum { ROWS = 600, COLS = 70, N = 7 };
    bk_csr A = sparse_random(ctx, ROWS, COLS, 9, false, 3);
    double *D = malloc(sizeof(double) * ROWS * COLS), X[COLS * N],
           *Y = malloc(sizeof *Y * ROWS * N);
    uint64_t seed = 8;
    (void)state;
    sparse_dense(D, &A);
    for (int i = 0; i < COLS * N; i++)
        X[i] = (double)(sparse_next(&seed) % 2001) / 1000 - 1;
    assert_int_equal(bk__spmm(ctx, Y, &A, X, N), BK_OK);
    for (int i = 0; i < ROWS; i++)
        for (int j = 0; j < N; j++) {
            double sum = 0;
            for (int c = 0; c < COLS; c++)
                sum += D[i * COLS + c] * X[c * N + j];
            assert_true(fabs(sum - Y[i * N + j]) < 1e-12);
        }
    free(D);
    free(Y);
    bk_csr_free(ctx, &A);
}

/* Rows of any two lengths, to the bit: the sum runs along shared columns. Copies of rows too. */
static void rows_are_multiplied_and_copied(void **state)
{
    bk_csr A = sparse_random(ctx, 40, 300, 60, true, 3), B;
    (void)state;
    assert_int_equal(bk__csr_new(ctx, &B, 40, 300, bk__csr_n(&A)), BK_OK);
    for (int64_t i = 0; i < 40; i++)
        bk__csr_copy_row(&B, i, &A, i);
    assert_int_equal(bk__csr_n(&B), bk__csr_n(&A));
    for (int64_t i = 0; i < 40; i++)
        for (int64_t j = 0; j < 40; j++) {
            double sum = 0;
            for (int64_t p = A.ptr[i]; p < A.ptr[i + 1]; p++)
                for (int64_t q = A.ptr[j]; q < A.ptr[j + 1]; q++)
                    if (A.col[p] == A.col[q])
                        sum += (double)A.val[p] * (double)A.val[q];
            assert_true(bk__sparse_dot(bk__csr_row(&A, i), bk__csr_row(&B, j)) == sum);
        }
    bk_csr_free(ctx, &A);
    bk_csr_free(ctx, &B);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(broken_matrices_are_named),      cmocka_unit_test(empty_matrices_are_fine),
        cmocka_unit_test(transposed_twice_is_the_same),   cmocka_unit_test(product_is_right),
        cmocka_unit_test(rows_are_multiplied_and_copied),
    };
    return cmocka_run_group_tests_name("csr", tests, setup, teardown);
}
