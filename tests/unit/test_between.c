/* test_between.c - mean cosines of groups against plain sums; intervals against the bootstrap. */
#include "model/between.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "support/support.h"

static void unit_rows(bk_csr *A)
{
    for (int64_t i = 0; i < A->rows; i++) {
        double s = 0;
        for (int64_t k = A->ptr[i]; k < A->ptr[i + 1]; k++)
            s += (double)A->val[k] * (double)A->val[k];
        for (int64_t k = A->ptr[i]; k < A->ptr[i + 1]; k++)
            A->val[k] = (float)((double)A->val[k] / sqrt(s));
    }
}

static double plain(const double *G, const int32_t *group, int64_t n, int32_t a, int32_t b)
{
    double sum = 0, pairs = 0;
    for (int64_t i = 0; i < n; i++)
        for (int64_t j = 0; j < n; j++)
            if (i != j && group[i] == a && group[j] == b) {
                sum += G[i * n + j];
                pairs++;
            }
    return sum / pairs;
}

static void test_like_plain(void **state)
{
    enum { N = 90, S = 19 }; /* more than two panels */
    bk_ctx *ctx = t_ctx(2);
    bk_interval out[S * S];
    int32_t group[N];
    t_rand r = {3};
    bk_csr A;
    (void)state;
    t_random_csr(ctx, &r, &A, N, 60, 8);
    unit_rows(&A);
    for (int i = 0; i < N; i++)
        group[i] = (int32_t)t_below(&r, S + 1) - 1;
    group[0] = 3;
    double *dense = t_dense(&A), *G = t_matmul_nt(dense, dense, N, 60, N);
    t_ok(ctx, bk__between(ctx, out, &A, group, S, 0.95));
    for (int32_t a = 0; a < S; a++)
        for (int32_t b = 0; b < S; b++) {
            double want = plain(G, group, N, a, b);
            bk_interval got = out[a * S + b];
            assert_true(isnan(want) == isnan(got.value));
            if (isnan(want))
                continue;
            assert_true(fabs(got.value - want) < 1e-6);
            assert_true(isnan(got.low) || (got.low <= got.value && got.value <= got.high));
            assert_memory_equal(&got, &out[b * S + a], sizeof got);
        }
    free(dense);
    free(G);
    bk_csr_free(ctx, &A);
    t_ctx_free(ctx);
}

/* The standard deviation behind the interval is that of a real bootstrap over articles. */
static void test_like_bootstrap(void **state)
{
    enum { N = 80, B = 4000 };
    bk_ctx *ctx = t_ctx(1);
    bk_interval out[4];
    int32_t group[N];
    t_rand r = {11};
    bk_csr A;
    double sum[2] = {0, 0}, square[2] = {0, 0};
    (void)state;
    t_random_csr(ctx, &r, &A, N, 40, 8);
    unit_rows(&A);
    for (int i = 0; i < N; i++)
        group[i] = i < N / 2 ? 0 : 1;
    double *dense = t_dense(&A), *G = t_matmul_nt(dense, dense, N, 40, N);
    t_ok(ctx, bk__between(ctx, out, &A, group, 2, 0.95));
    for (int b = 0; b < B; b++) {
        int pick[N];
        double m[2] = {0, 0}, pairs = 0;
        for (int i = 0; i < N; i++)
            pick[i] = (int)t_below(&r, N / 2) + (i < N / 2 ? 0 : N / 2);
        for (int i = 0; i < N / 2; i++)
            for (int j = 0; j < N / 2; j++) {
                m[0] += G[pick[i] * N + pick[N / 2 + j]] / (N / 2.0) / (N / 2.0);
                if (pick[i] != pick[j]) {
                    m[1] += G[pick[i] * N + pick[j]];
                    pairs++;
                }
            }
        m[1] /= pairs;
        for (int k = 0; k < 2; k++) {
            sum[k] += m[k];
            square[k] += m[k] * m[k];
        }
    }
    for (int k = 0; k < 2; k++) {
        bk_interval got = out[k ? 0 : 1];
        double deviation = sqrt(square[k] / B - (sum[k] / B) * (sum[k] / B));
        double half = (got.high - got.low) / 2 / 2; /* t of about 2 */
        assert_true(fabs(half / deviation - 1) < 0.15);
    }
    free(dense);
    free(G);
    bk_csr_free(ctx, &A);
    t_ctx_free(ctx);
}

static void test_few(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    int64_t ptr[] = {0, 1, 2, 2};
    uint32_t col[] = {0, 0};
    float val[] = {1, 1};
    int32_t group[] = {0, 1, 1};
    bk_csr A = {3, 1, ptr, col, val};
    bk_interval out[9];
    (void)state;
    t_ok(ctx, bk__between(ctx, out, &A, group, 3, 0.95));
    assert_true(isnan(out[0].value)); /* one article */
    assert_true(out[1].value == 0.5); /* 1 and 0 */
    assert_true(isnan(out[1].low));   /* ... of which one side is one article */
    assert_true(out[4].value == 0);   /* an empty article is like none */
    assert_true(isnan(out[8].value)); /* no article */
    for (int i = 0; i < 3; i++)
        group[i] = -1;
    t_ok(ctx, bk__between(ctx, out, &A, group, 0, 0.95));
    t_ctx_free(ctx);
}

static void test_threads(void **state)
{
    enum { N = 3000, S = 12 };
    bk_interval a[S * S], b[S * S];
    int32_t group[N];
    (void)state;
    for (int run = 0; run < 2; run++) {
        bk_ctx *ctx = t_ctx(run ? 3 : 1);
        t_rand r = {5};
        bk_csr A;
        t_random_csr(ctx, &r, &A, N, 500, 20);
        unit_rows(&A);
        for (int i = 0; i < N; i++)
            group[i] = (int32_t)t_below(&r, S);
        t_ok(ctx, bk__between(ctx, run ? b : a, &A, group, S, 0.95));
        bk_csr_free(ctx, &A);
        t_ctx_free(ctx);
    }
    assert_memory_equal(a, b, sizeof a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_like_plain),
        cmocka_unit_test(test_like_bootstrap),
        cmocka_unit_test(test_few),
        cmocka_unit_test(test_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
