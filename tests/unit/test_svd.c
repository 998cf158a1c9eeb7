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
#include "support/support.h"

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

/* sqrt(sum (M x - s y)^2) from the dense copy; turned: Mt. */
static double plain_residual(const bk_svd *s, const double *D, int c, bool turned)
{
    int64_t rows = turned ? s->cols : s->rows, cols = turned ? s->rows : s->cols;
    double sum = 0;
    for (int64_t i = 0; i < rows; i++) {
        double u = turned ? s->Vt[c * s->cols + i] : s->U[i * s->k + c], y = -s->s[c] * u;
        for (int64_t j = 0; j < cols; j++)
            y += turned ? D[j * rows + i] * s->U[j * s->k + c]
                        : D[i * cols + j] * s->Vt[c * s->cols + j];
        sum += y * y;
    }
    return sqrt(sum);
}

static void residuals_of_triplets(void **state)
{
    enum { ROWS = 2500, COLS = 80, K = 37 };
    double *D = malloc(sizeof(double) * ROWS * COLS), first[2][K], right[K], left[K];
    (void)state;
    for (int t = 1; t <= 8; t = t == 3 ? 8 : t + 1) {
        bk_ctx *ctx = with_threads(t);
        bk_csr A = sparse_random(ctx, ROWS, COLS, 9, true, 11);
        bk_svd s;
        sparse_dense(D, &A);
        assert_int_equal(bk_svd_fit(ctx, &s, &A, K, 0), BK_OK);
        assert_int_equal(bk_svd_residuals(ctx, right, left, &s, &A), BK_OK);
        double squares = 0;
        for (int c = 0; c < K; c++) {
            squares += s.s[c] * s.s[c];
            assert_true(fabs(right[c] - plain_residual(&s, D, c, false)) < 1e-10);
            assert_true(left[c] < 1e-10); /* V and s are At U, normed */
            assert_true(right[c] < 1);
        }
        double norm = bk__csr_norm(&A);
        assert_true(fabs(1 - s.residual * s.residual - squares / (norm * norm)) < 1e-12);
        if (t == 1) {
            memcpy(first[0], right, sizeof right);
            memcpy(first[1], left, sizeof left);
        }
        assert_memory_equal(first[0], right, sizeof right);
        assert_memory_equal(first[1], left, sizeof left);
        bk_svd_quality q;
        double worst = 0;
        assert_int_equal(bk_svd_judge(ctx, &q, &s, &A), BK_OK);
        for (int c = 0; c < K; c++)
            worst = fmax(worst, fmax(right[c], left[c]) / s.s[c]);
        assert_true(q.k == K && q.residual == worst);
        assert_true(q.share == 1 - s.residual * s.residual);
        s.s[20] += 0.5; /* u and v have length 1 */
        assert_int_equal(bk_svd_residuals(ctx, right, left, &s, &A), BK_OK);
        assert_true(fabs(left[20] - 0.5) < 1e-9);
        assert_true(fabs(left[20] - plain_residual(&s, D, 20, true)) < 1e-10);
        s.rows--;
        assert_int_equal(bk_svd_residuals(ctx, right, left, &s, &A), BK_ESHAPE);
        s.rows++;
        bk_svd_free(ctx, &s);
        bk_csr_free(ctx, &A);
        bk_ctx_free(ctx);
    }
    free(D);
}

/* More sweeps come nearer: with the sweeps that topics take the largest ones are exact. */
static void sweeps_lessen_residuals(void **state)
{
    enum { K = 10 };
    bk_ctx *ctx = with_threads(2);
    bk_csr A = sparse_random(ctx, 1500, 300, 9, true, 5);
    double right[K], left[K], sum[2] = {0};
    (void)state;
    for (int turn = 0; turn < 2; turn++) {
        bk_svd s;
        assert_int_equal(bk_svd_fit(ctx, &s, &A, K, turn ? 8 : 0), BK_OK);
        assert_int_equal(bk_svd_residuals(ctx, right, left, &s, &A), BK_OK);
        for (int c = 0; c < K; c++)
            sum[turn] += right[c];
        assert_true(turn == 0 || right[0] < 1e-4 * s.s[0]);
        bk_svd_free(ctx, &s);
    }
    assert_true(sum[1] < 0.5 * sum[0]);
    bk_csr_free(ctx, &A);
    bk_ctx_free(ctx);
}

static bk_status build(bk_ctx *ctx, void *user)
{
    double right[3], left[3];
    bk_svd_quality q;
    bk_csr A = {0};
    bk_svd s = {0};
    (void)user;
    bk_status st = bk__csr_new(ctx, &A, 5, 4, 5);
    for (int i = 0; i < 5 && st == BK_OK; i++) {
        A.col[i] = (uint32_t)i % 4;
        A.val[i] = (float)(i + 1);
        A.ptr[i + 1] = i + 1;
    }
    if (st == BK_OK)
        st = bk_svd_fit(ctx, &s, &A, 3, 1);
    if (st == BK_OK)
        st = bk_svd_residuals(ctx, right, left, &s, &A);
    if (st == BK_OK)
        st = bk_svd_judge(ctx, &q, &s, &A);
    bk_svd_free(ctx, &s);
    bk_csr_free(ctx, &A);
    return st;
}

static void no_memory(void **state)
{
    (void)state;
    t_fail_each(build, NULL, 2, 200);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(residuals_of_triplets),
        cmocka_unit_test(sweeps_lessen_residuals),
        cmocka_unit_test(no_memory),
        cmocka_unit_test(all_dimensions_give_the_matrix_back),
        cmocka_unit_test(low_rank_is_exact),
        cmocka_unit_test(nothing_is_fine),
        cmocka_unit_test(threads_do_not_change_a_bit),
    };
    return cmocka_run_group_tests_name("svd", tests, NULL, NULL);
}
