/* Agreement and adjustment: published examples worked by hand, and what cannot be said. */
#include <math.h>

#include "support/support.h"

#include <bingkai/stat.h>

#define NA (-1)

/* Krippendorff 2011, examples A (two coders, binary) and C (four coders, gaps). */
static void alpha_is_krippendorffs(void **state)
{
    const int32_t two[2][10] = {{0, 1, 0, 0, 0, 0, 0, 0, 1, 0}, {1, 1, 1, 0, 0, 1, 0, 0, 0, 0}};
    const int32_t four[4][12] = {{1, 2, 3, 3, 2, 1, 4, 1, 2, NA, NA, NA},
                                 {1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NA, 3},
                                 {NA, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NA},
                                 {1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NA}};
    bk_ctx *ctx = t_ctx(1);
    double alpha;
    (void)state;
    t_ok(ctx, bk_stat_alpha(ctx, &alpha, two[0], 2, 10));
    assert_true(fabs(alpha - 0.095) < 5e-4);
    t_ok(ctx, bk_stat_alpha(ctx, &alpha, four[0], 4, 12));
    assert_true(fabs(alpha - 0.743) < 5e-4);
    t_ctx_free(ctx);
}

static void alpha_without_a_meaning(void **state)
{
    const int32_t same[] = {3, 3, 3, 3}, alone[] = {1, NA, NA, 2}, apart[] = {1, 2, 2, 1};
    bk_ctx *ctx = t_ctx(1);
    double alpha;
    (void)state;
    assert_int_equal(bk_stat_alpha(ctx, &alpha, same, 2, 2), BK_ENUMERIC);
    assert_int_equal(bk_stat_alpha(ctx, &alpha, alone, 2, 2), BK_ENUMERIC);
    assert_int_equal(bk_stat_alpha(ctx, &alpha, same, 1, 4), BK_EINVAL);
    t_ok(ctx, bk_stat_alpha(ctx, &alpha, apart, 2, 2)); /* always another code */
    assert_true(alpha < 0);
    t_ctx_free(ctx);
}

static void precision_and_recall(void **state)
{
    bk_prf r = bk_stat_prf(6, 2, 4);
    (void)state;
    assert_true(r.precision == 0.75 && r.recall == 0.6);
    assert_true(fabs(r.f1 - 2 * 0.75 * 0.6 / 1.35) < 1e-15);
    r = bk_stat_prf(0, 0, 0);
    assert_true(r.precision == 0 && r.recall == 0 && r.f1 == 0);
}

/* p m / rank from the largest down: 0.01 x 4, 0.03 x 4 / 2 (but 0.04 x 4 / 3 is less), ... */
static void rates_are_adjusted(void **state)
{
    double p[] = {0.04, 0.01, 0.5, 0.03};
    const double want[] = {0.16 / 3, 0.04, 0.5, 0.16 / 3};
    double one = 0.2, bad[] = {0.1, NAN};
    bk_ctx *ctx = t_ctx(1);
    (void)state;
    t_ok(ctx, bk_stat_adjust(ctx, p, 4));
    for (int i = 0; i < 4; i++)
        assert_true(fabs(p[i] - want[i]) < 1e-15);
    t_ok(ctx, bk_stat_adjust(ctx, &one, 1));
    assert_true(one == 0.2);
    t_ok(ctx, bk_stat_adjust(ctx, NULL, 0));
    assert_int_equal(bk_stat_adjust(ctx, bad, 2), BK_EINVAL);
    t_ctx_free(ctx);
}

static bk_status both(bk_ctx *ctx, void *user)
{
    const int32_t code[] = {1, 2, 3, 1, 2, 2};
    double alpha, p[] = {0.1, 0.2};
    bk_status st = bk_stat_alpha(ctx, &alpha, code, 2, 3);
    (void)user;
    return st == BK_OK ? bk_stat_adjust(ctx, p, 2) : st;
}

static void memory_runs_out(void **state)
{
    (void)state;
    t_fail_each(both, NULL, 1, 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(alpha_is_krippendorffs), cmocka_unit_test(alpha_without_a_meaning),
        cmocka_unit_test(precision_and_recall),   cmocka_unit_test(rates_are_adjusted),
        cmocka_unit_test(memory_runs_out),
    };
    return cmocka_run_group_tests_name("agree", tests, NULL, NULL);
}
