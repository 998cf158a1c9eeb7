/* test_rng.c - streams depend on seed and numbers alone; moments; even shares. */
#include "base/rng.h"

#include <math.h>

#include "support/support.h"

static void streams(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk_ctx_opts opts = BK_CTX_OPTS_INIT;
    bk_ctx *other;
    bk__rng *r, *q;
    uint64_t first[8];
    (void)state;
    opts.seed = 2;
    assert_int_equal(bk_ctx_new(&other, &opts), BK_OK);
    t_ok(ctx, bk__rng_new(ctx, &r));
    t_ok(other, bk__rng_new(other, &q));
    bk__rng_stream(r, 5, 7);
    for (int i = 0; i < 8; i++)
        first[i] = bk__rng_below(r, UINT64_MAX);
    bk__rng_stream(r, 7, 5);
    assert_true(bk__rng_below(r, UINT64_MAX) != first[0]);
    bk__rng_stream(q, 5, 7);
    assert_true(bk__rng_below(q, UINT64_MAX) != first[0]);
    bk__rng_stream(r, 5, 7);
    for (int i = 0; i < 8; i++)
        assert_true(bk__rng_below(r, UINT64_MAX) == first[i]);
    bk__rng_free(ctx, r);
    bk__rng_free(other, q);
    bk__rng_free(ctx, NULL);
    t_ctx_free(other);
    t_ctx_free(ctx);
}

static void moments(void **state)
{
    enum { N = 200000 };
    bk_ctx *ctx = t_ctx(1);
    bk__rng *r;
    double u = 0, uu = 0, g = 0, gg = 0;
    int count[7] = {0};
    (void)state;
    t_ok(ctx, bk__rng_new(ctx, &r));
    bk__rng_stream(r, 1, 1);
    for (int i = 0; i < N; i++) {
        double x = bk__rng_uniform(r), y = bk__rng_normal(r);
        assert_true(x >= 0 && x < 1);
        u += x, uu += x * x, g += y, gg += y * y;
        count[bk__rng_below(r, 7)]++;
    }
    assert_true(fabs(u / N - 0.5) < 0.005);
    assert_true(fabs(uu / N - 1.0 / 3) < 0.005);
    assert_true(fabs(g / N) < 0.01);
    assert_true(fabs(gg / N - 1) < 0.02);
    for (int i = 0; i < 7; i++)
        assert_in_range(count[i], N / 7 - 1000, N / 7 + 1000);
    for (int i = 0; i < 1000; i++) {
        assert_int_equal(bk__rng_below(r, 1), 0);
        assert_true(bk__rng_below(r, 1000000000000u) < 1000000000000u);
    }
    bk__rng_free(ctx, r);
    t_ctx_free(ctx);
}

/* First numbers of many streams: no two the same, and even. */
static void many_streams(void **state)
{
    enum { N = 3000 };
    static uint64_t seen[N];
    bk_ctx *ctx = t_ctx(1);
    bk__rng *r;
    double sum = 0;
    (void)state;
    t_ok(ctx, bk__rng_new(ctx, &r));
    for (uint64_t i = 0; i < N; i++) {
        bk__rng_stream(r, 1, i);
        seen[i] = bk__rng_below(r, UINT64_MAX);
        sum += bk__rng_uniform(r);
        for (uint64_t k = 0; k < i; k++)
            if (seen[k] == seen[i])
                fail();
    }
    assert_true(fabs(sum / N - 0.5) < 0.02);
    bk__rng_free(ctx, r);
    t_ctx_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(streams),
        cmocka_unit_test(moments),
        cmocka_unit_test(many_streams),
    };
    return cmocka_run_group_tests_name("rng", tests, NULL, NULL);
}
