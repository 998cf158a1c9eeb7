/* Intervals: plain cases, votes, what is too little, the same bytes at any number of threads. */
#include <math.h>
#include <string.h>

#include "support/support.h"

#include <bingkai/stat.h>

static void too_little_has_no_bounds(void **state)
{
    const double x[] = {2, 4}, half[] = {0.5, 0.5}, none[] = {0, 0}, bad[] = {1, -1};
    bk_ctx *ctx = t_ctx(1);
    bk_interval m;
    (void)state;
    t_ok(ctx, bk_stat_mean(ctx, &m, x, NULL, 0, 100, 0.95, 1));
    assert_true(isnan(m.value) && isnan(m.low) && isnan(m.high));
    t_ok(ctx, bk_stat_mean(ctx, &m, x, none, 2, 100, 0.95, 1));
    assert_true(isnan(m.value));
    t_ok(ctx, bk_stat_mean(ctx, &m, x, NULL, 1, 100, 0.95, 1));
    assert_true(m.value == 2 && isnan(m.low) && isnan(m.high));
    t_ok(ctx, bk_stat_mean(ctx, &m, x, half, 2, 100, 0.95, 1)); /* two copies: one vote */
    assert_true(m.value == 3 && isnan(m.low) && isnan(m.high));
    t_ok(ctx, bk_stat_mean(ctx, &m, x, NULL, 2, 100, 0.95, 1));
    assert_true(m.value == 3 && m.low == 2 && m.high == 4);
    assert_int_equal(bk_stat_mean(ctx, &m, x, bad, 2, 100, 0.95, 1), BK_ENUMERIC);
    assert_int_equal(bk_stat_mean(ctx, &m, x, NULL, 2, 0, 0.95, 1), BK_EINVAL);
    assert_int_equal(bk_stat_mean(ctx, &m, x, NULL, 2, 9, 1, 1), BK_EINVAL);
    t_ctx_free(ctx);
}

/* 200 values, and each as four copies of a quarter of a vote: about the same interval, where four
 * full votes would halve it. */
static void copies_share_a_vote(void **state)
{
    enum { N = 200 };
    double x[N], x4[4 * N], w4[4 * N];
    bk_ctx *ctx = t_ctx(2);
    bk_interval one, four;
    t_rand r = {3};
    (void)state;
    for (int i = 0; i < 4 * N; i++) {
        if (i % 4 == 0)
            x[i / 4] = t_unit(&r);
        x4[i] = x[i / 4];
        w4[i] = 0.25;
    }
    t_ok(ctx, bk_stat_mean(ctx, &one, x, NULL, N, 4000, 0.95, 7));
    t_ok(ctx, bk_stat_mean(ctx, &four, x4, w4, 4 * N, 4000, 0.95, 7));
    assert_true(fabs(one.value - four.value) < 1e-12);
    double a = one.high - one.low, b = four.high - four.low;
    assert_true(fabs(a / b - 1) < 0.08);
    assert_true(fabs(a - 2 * 1.96 * sqrt(1 / 12.0 / N)) < 0.1 * a);
    t_ctx_free(ctx);
}

static void threads_do_not_change_a_bit(void **state)
{
    double x[50], w[50];
    bk_interval first = {0};
    const int threads[] = {1, 2, 3, 8};
    (void)state;
    for (int i = 0; i < 50; i++) {
        x[i] = i * i % 17;
        w[i] = i % 3 == 0 ? 0.5 : 1;
    }
    for (int t = 0; t < 4; t++) {
        bk_ctx *ctx = t_ctx(threads[t]);
        bk_interval m;
        t_ok(ctx, bk_stat_mean(ctx, &m, x, w, 50, 777, 0.9, 5));
        if (t == 0)
            first = m;
        assert_memory_equal(&m, &first, sizeof m);
        t_ctx_free(ctx);
    }
}

static void shares_stay_in_their_range(void **state)
{
    bk_interval s = bk_stat_share(0, 0, 0.95);
    (void)state;
    assert_true(isnan(s.value) && s.low == 0 && s.high == 1);
    s = bk_stat_share(0, 8, 0.95);
    assert_true(s.value == 0 && s.low == 0 && s.high > 0.2 && s.high < 0.4);
    s = bk_stat_share(8, 8, 0.95);
    assert_true(s.value == 1 && s.high == 1 && s.low > 0.6);
    s = bk_stat_share(2.5, 7.25, 0.95);
    assert_true(s.low < s.value && s.value < s.high);
}

static bk_status mean(bk_ctx *ctx, void *user)
{
    const double x[] = {1, 2, 3, 4}, w[] = {1, 0.5, 0.5, 1};
    bk_interval m;
    (void)user;
    return bk_stat_mean(ctx, &m, x, w, 4, 100, 0.95, 1);
}

static void memory_runs_out(void **state)
{
    (void)state;
    t_fail_each(mean, NULL, 1, 20);
    t_fail_each(mean, NULL, 3, 30);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(too_little_has_no_bounds),
        cmocka_unit_test(copies_share_a_vote),
        cmocka_unit_test(threads_do_not_change_a_bit),
        cmocka_unit_test(shares_stay_in_their_range),
        cmocka_unit_test(memory_runs_out),
    };
    return cmocka_run_group_tests_name("resample", tests, NULL, NULL);
}
