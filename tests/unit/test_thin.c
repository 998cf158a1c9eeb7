/* Kernels of thin matrices beside plain loops; rows that are cut off, columns that are not whole.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "support/sparse.h"
#include "support/support.h"

#include "model/thin.h"

static void fill(float *x, int64_t n, uint64_t seed)
{
    t_rand r = {seed};
    for (int64_t i = 0; i < n; i++)
        x[i] = (float)t_unit(&r);
}

static void products_are_those_of_a_plain_loop(void **state)
{
    const int columns[] = {1, 16, 17, 33, 50, 100, 130};
    bk_ctx *ctx = t_ctx(1);
    bk_csr A = sparse_random(ctx, 40, 90, 12, true, 3);
    (void)state;
    for (size_t t = 0; t < sizeof columns / sizeof *columns; t++) {
        int ld = bk__thin_ld(columns[t]);
        bk__thin Y;
        float *P = calloc((size_t)(40 * ld), sizeof *P);
        t_ok(ctx, bk__thin_new(ctx, &Y, A.cols, ld));
        assert_int_equal((uintptr_t)Y.x % 64, 0);
        fill(Y.x, A.cols * ld, 5);
        bk__thin_product(P + 3 * ld, &A, 3, 30, Y.x, ld);
        for (int64_t i = 0; i < 40; i++)
            for (int j = 0; j < ld; j++) {
                float sum = 0;
                for (int64_t p = A.ptr[i]; p < A.ptr[i + 1] && i >= 3 && i < 33; p++)
                    sum += A.val[p] * Y.x[(int64_t)A.col[p] * ld + j];
                assert_true(P[i * ld + j] == sum); /* to the bit */
            }
        bk__thin_free(ctx, &Y);
        free(P);
    }
    bk_csr_free(ctx, &A);
    t_ctx_free(ctx);
}

static void rows_are_solved_as_by_hand(void **state)
{
    enum { K = 19, LD = 32 };
    static float X[BK__ROWS * LD], P[BK__ROWS * LD], G[LD * LD], room[2 * LD * BK__ROWS];
    (void)state;
    fill(X, BK__ROWS * LD, 1);
    fill(P, BK__ROWS * LD, 2);
    fill(G, LD * LD, 3);
    for (int k = 0; k < K; k++)
        G[k * LD + k] = k == 7 ? 0 : 3;
    for (int i = 0; i < BK__ROWS; i++)
        for (int k = K; k < LD; k++)
            X[i * LD + k] = P[i * LD + k] = 0;
    static float want[BK__ROWS * LD];
    memcpy(want, X, sizeof want);
    for (int i = 0; i < BK__ROWS; i++)
        for (int round = 0; round < 2; round++)
            for (int k = 0; k < K; k++) {
                float left = P[i * LD + k], *x = want + i * LD;
                for (int j = 0; j < K; j++)
                    left -= G[k * LD + j] * x[j];
                left = k == 7 ? 0 : x[k] + left * (1 / G[k * LD + k]);
                x[k] = left > 0 ? left : 0;
            }
    bk__thin_solve(X, P, G, K, LD, 2, room);
    assert_memory_equal(X, want, sizeof want);
}

static void steps_and_dots(void **state)
{
    enum { N = 48 };
    float next[N], now[N], ahead[N];
    double sum = 0;
    (void)state;
    fill(next, N, 8);
    fill(now, N, 9);
    bk__thin_ahead(ahead, next, now, 0.5f, N);
    for (int i = 0; i < N; i++) {
        float want = next[i] + (next[i] - now[i]) * 0.5f;
        assert_true(ahead[i] == (want > 0 ? want : 0));
        sum += (double)next[i] * (double)now[i];
    }
    assert_true(fabs(bk__thin_dot(next, now, N) - sum) < 1e-12);
}

static bk_status make(bk_ctx *ctx, void *user)
{
    bk__thin t;
    bk_status st = bk__thin_new(ctx, &t, *(int64_t *)user, 16);
    bk__thin_free(ctx, &t);
    return st;
}

static void too_large(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    int64_t rows = INT64_MAX / 16, few = 3;
    (void)state;
    assert_int_equal(make(ctx, &rows), BK_ENOMEM);
    t_fail_each(make, &few, 1, 5);
    t_ctx_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(products_are_those_of_a_plain_loop),
        cmocka_unit_test(rows_are_solved_as_by_hand),
        cmocka_unit_test(steps_and_dots),
        cmocka_unit_test(too_large),
    };
    return cmocka_run_group_tests_name("thin", tests, NULL, NULL);
}
