/* test_associate.c - association of two words by figures worked out by hand, at the edges, and by
 * the likelihoods that G2 is the ratio of. */
#include <math.h>

#include <bingkai/stat.h>

#include "support/support.h"

static void near(double a, double b)
{
    assert_true(fabs(a - b) <= 1e-9 * fmax(1, fabs(b)));
}

/* 8 of 100 pairs: 10 begin so, 16 end so; expected 1.6, ratio 5. */
static void test_by_hand(void **state)
{
    (void)state;
    bk_association a = bk_stat_association(8, 10, 16, 100);
    near(a.expected, 1.6);
    near(a.pmi, 2.321928094887362);                      /* log2 5 */
    near(a.npmi, 2.321928094887362 / 3.643856189774724); /* over log2 12.5 */
    /* 2 (8 ln 5 + 2 ln(2/8.4) + 8 ln(8/14.4) + 82 ln(82/75.6)) */
    near(a.g2, 2 * (8 * 1.6094379124341003 + 2 * -1.4350845252893227 + 8 * -0.5877866649021191 +
                    82 * 0.0812629640787658));
    near(bk_stat_association(1, 10, 10, 100).pmi, 0);
    near(bk_stat_association(1, 10, 10, 100).g2, 0);
}

/* log of a binomial likelihood without what cancels. */
static double likelihood(double k, double n, double p)
{
    double a = k > 0 ? k * log(p) : 0, b = n - k > 0 ? (n - k) * log(1 - p) : 0;
    return a + b;
}

/* Dunning's form: one share of the second word behind the first and behind others, or two. */
static void test_is_a_ratio_of_likelihoods(void **state)
{
    t_rand r = {7};
    (void)state;
    for (int i = 0; i < 2000; i++) {
        double both = (double)t_below(&r, 40), first = both + (double)(1 + t_below(&r, 100));
        double second = both + (double)(1 + t_below(&r, 100));
        double all = first + second + (double)t_below(&r, 5000);
        double k1 = both, n1 = first, k2 = second - both, n2 = all - first, p = second / all;
        double g2 = 2 * (likelihood(k1, n1, k1 / n1) + likelihood(k2, n2, k2 / n2) -
                         likelihood(k1, n1, p) - likelihood(k2, n2, p));
        bk_association a = bk_stat_association(both, first, second, all);
        assert_true(fabs(fabs(a.g2) - g2) < 1e-7 * fmax(1, all));
        assert_true((a.g2 < 0) == (both * all < first * second) || fabs(a.g2) < 1e-7);
        assert_true(a.npmi >= -1 && a.npmi <= 1);
        assert_true(both == 0 || fabs(exp2(a.pmi) - both / a.expected) < 1e-9 * exp2(a.pmi));
    }
}

static void test_edges(void **state)
{
    (void)state;
    bk_association a = bk_stat_association(0, 3, 4, 100);
    assert_true(isinf(a.pmi) && a.pmi < 0);
    near(a.npmi, -1);
    assert_true(a.g2 < 0);
    near(bk_stat_association(5, 5, 5, 100).npmi, 1); /* never one without the other */
    near(bk_stat_association(5, 5, 5, 5).npmi, 1);
    near(bk_stat_association(5, 5, 5, 5).g2, 0);
    assert_true(isnan(bk_stat_association(4, 3, 5, 100).g2));
    assert_true(isnan(bk_stat_association(1, 60, 60, 100).g2)); /* more than all */
    assert_true(isnan(bk_stat_association(0, 0, 5, 100).pmi));
    assert_true(isnan(bk_stat_association(NAN, 1, 1, 2).pmi));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_by_hand),
        cmocka_unit_test(test_is_a_ratio_of_likelihoods),
        cmocka_unit_test(test_edges),
    };
    return cmocka_run_group_tests_name("associate", tests, NULL, NULL);
}
