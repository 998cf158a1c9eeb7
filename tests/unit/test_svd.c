/* Truncated SVD: orthonormal factors, exact on matrices of low rank, the same at any thread count.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "matrix/csr.h"
#include "support/sparse.h"

static bk_ctx *with_threads(int n)
{
    bk_ctx_opts opts = BK_CTX_OPTS_INIT;
    bk_ctx *ctx;
    opts.threads = n;
    assert_int_equal(bk_ctx_new(&ctx, &opts), BK_OK);
    return ctx;
}

/* max |A - U S Vt| */
static double worst(const bk_svd *s, const double *D)
{
    double most = 0;
    for (int64_t i = 0; i < s->rows; i++)
        for (int64_t j = 0; j < s->cols; j++) {
            double x = D[i * s->cols + j];
            for (int c = 0; c < s->k; c++)
                x -= s->U[i * s->k + c] * s->s[c] * s->Vt[c * s->cols + j];
            most = fmax(most, fabs(x));
        }
    return most;
}

static void check_factors(const bk_svd *s)
{
    for (int a = 0; a < s->k; a++) {
        double top = 0;
        for (int b = 0; b < s->k; b++) {
            double u = 0, v = 0;
            for (int64_t i = 0; i < s->rows; i++)
                u += s->U[i * s->k + a] * s->U[i * s->k + b];
            for (int64_t j = 0; j < s->cols; j++)
                v += s->Vt[a * s->cols + j] * s->Vt[b * s->cols + j];
            assert_true(fabs(u - (a == b)) < 1e-9);
            assert_true(fabs(v - (a == b)) < 1e-9);
        }
        for (int64_t j = 0; j < s->cols; j++)
            if (fabs(s->Vt[a * s->cols + j]) > fabs(top))
                top = s->Vt[a * s->cols + j];
        assert_true(top > 0);
        assert_true(a == 0 || s->s[a] <= s->s[a - 1]);
    }
}

static void all_dimensions_give_the_matrix_back(void **state)
{
    bk_ctx *ctx = with_threads(2);
    bk_csr A = sparse_random(ctx, 40, 25, 6, true, 4);
    double *D = malloc(sizeof(double) * 40 * 25);
    bk_svd s;
    (void)state;
    sparse_dense(D, &A);
    assert_int_equal(bk_svd_fit(ctx, &s, &A, 99, 1), BK_OK);
    assert_int_equal(s.k, 25);
    check_factors(&s);
    assert_true(worst(&s, D) < 1e-6);
    assert_true(s.residual < 1e-6);
    bk_svd_free(ctx, &s);
    bk_csr_free(ctx, &A);
    free(D);
    bk_ctx_free(ctx);
}

/* Rows repeat four different ones: rank 4, so the Cholesky factor of the sketch breaks down. */
static void low_rank_is_exact(void **state)
{
    enum { ROWS = 3000, COLS = 50 };
    bk_ctx *ctx = with_threads(2);
    bk_csr A;
    bk_svd s;
    (void)state;
    assert_int_equal(bk__csr_new(ctx, &A, ROWS, COLS, ROWS * 2), BK_OK);
    for (int i = 0; i < ROWS; i++) {
        A.col[2 * i] = (uint32_t)(i % 4);
        A.col[2 * i + 1] = (uint32_t)(10 + i % 4 * 3);
        A.val[2 * i] = 1;
        A.val[2 * i + 1] = (float)(i % 4) + 0.5f;
        A.ptr[i + 1] = 2 * i + 2;
    }
    assert_int_equal(bk_svd_fit(ctx, &s, &A, 6, 2), BK_OK);
    check_factors(&s);
    assert_true(s.residual < 1e-6);
    assert_true(fabs(s.s[0] - sqrt(750 * (1 + 3.5 * 3.5))) < 1e-9 * s.s[0]);
    assert_true(s.s[4] < 1e-6 && s.s[5] < 1e-6);
    bk_svd_free(ctx, &s);
    bk_csr_free(ctx, &A);
    bk_ctx_free(ctx);
}

static void nothing_is_fine(void **state)
{
    bk_ctx *ctx = with_threads(1);
    bk_csr A;
    bk_svd s;
    (void)state;
    assert_int_equal(bk__csr_new(ctx, &A, 0, 12, 0), BK_OK);
    assert_int_equal(bk_svd_fit(ctx, &s, &A, 3, 2), BK_OK);
    assert_int_equal(s.k, 0);
    bk_svd_free(ctx, &s);
    bk_csr_free(ctx, &A);
    assert_int_equal(bk__csr_new(ctx, &A, 30, 12, 0), BK_OK); /* all zero */
    assert_int_equal(bk_svd_fit(ctx, &s, &A, 3, 2), BK_OK);
    assert_true(s.s[0] == 0 && s.residual == 0);
    bk_svd_free(ctx, &s);
    assert_int_equal(bk_svd_fit(ctx, &s, &A, 0, 2), BK_EINVAL);
    bk_csr_free(ctx, &A);
    bk_ctx_free(ctx);
}

static void threads_do_not_change_a_bit(void **state)
{
    bk_svd first = {0};
    bk_ctx *one = with_threads(1);
    (void)state;
    for (int t = 1; t <= 8; t = t == 3 ? 8 : t + 1) {
        bk_ctx *ctx = with_threads(t);
        bk_csr A = sparse_random(ctx, 3000, 200, 9, true, 11);
        bk_svd s;
        assert_int_equal(bk_svd_fit(t == 1 ? one : ctx, &s, &A, 12, 3), BK_OK);
        if (t == 1) {
            first = s;
        } else {
            assert_memory_equal(s.U, first.U, sizeof(double) * 3000 * 12);
            assert_memory_equal(s.s, first.s, sizeof(double) * 12);
            assert_memory_equal(s.Vt, first.Vt, sizeof(double) * 200 * 12);
            bk_svd_free(ctx, &s);
        }
        bk_csr_free(ctx, &A);
        bk_ctx_free(ctx);
    }
    bk_svd_free(one, &first);
    bk_ctx_free(one);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_dimensions_give_the_matrix_back),
        cmocka_unit_test(low_rank_is_exact),
        cmocka_unit_test(nothing_is_fine),
        cmocka_unit_test(threads_do_not_change_a_bit),
    };
    return cmocka_run_group_tests_name("svd", tests, NULL, NULL);
}
