/* Differences of two groups' means: signs, ends, few votes, levels. */
#include <math.h>

#include "support/support.h"

#include <bingkai/stat.h>

static void plain(void **state)
{
    bk_moments a = {20, 10, 10}, b = {20, -10, 10}, same = {20, 10, 10};
    bk_difference d = bk_stat_difference(&a, &b, 0.95), o = bk_stat_difference(&b, &a, 0.95);
    (void)state;
    assert_true(d.value == 1 && d.low > 0.5 && d.high < 1.5 && d.p < 0.001);
    assert_true(o.value == -1 && o.low == -d.high && o.high == -d.low && o.p == d.p);
    d = bk_stat_difference(&a, &same, 0.95);
    assert_true(d.value == 0 && d.low < 0 && d.high > 0 && d.p == 1);
    o = bk_stat_difference(&a, &same, 0.5);
    assert_true(o.high < d.high);
}

/* s^2 = (10 + 1) / 11 - (4 / 11)^2, V = s^2 / 10, t with 18 degrees. */
static void by_hand(void **state)
{
    bk_moments a = {10, 4, 10}, b = {10, 0, 10};
    double va = (1 - 16.0 / 121) / 10, vb = 1.0 / 10;
    bk_difference d = bk_stat_difference(&a, &b, 0.95);
    (void)state;
    assert_true(fabs((d.high - d.low) / (2 * sqrt(va + vb)) - 2.101) < 0.002);
}

static void few(void **state)
{
    bk_moments one = {1, 1, 1}, five = {5, 5, 5}, minus = {5, -5, 5}, none = {0, 0, 0};
    (void)state;
    assert_true(isnan(bk_stat_difference(&one, &five, 0.95).p));
    assert_true(isnan(bk_stat_difference(&five, &none, 0.95).value));
    assert_true(isnan(bk_stat_difference(&five, &five, 1).low));
    bk_difference d = bk_stat_difference(&five, &minus, 0.95);
    assert_true(d.value == 2 && d.high == 2 && d.low > 0 && d.p > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(plain), cmocka_unit_test(by_hand),
                                       cmocka_unit_test(few)};
    return cmocka_run_group_tests_name("difference", tests, NULL, NULL);
}
