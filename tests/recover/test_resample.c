/* The true mean lies in its 95 % interval about 95 times of 100. */
#include <math.h>

#include "support/support.h"

#include <bingkai/stat.h>

enum { REPLICATES = 2000, RESAMPLES = 400 };

/* Share of replicates whose interval holds the true mean, of n values drawn by `value`. */
static double coverage(int n, double (*value)(t_rand *r), double truth)
{
    bk_ctx *ctx = t_ctx(1);
    t_rand r = {(uint64_t)n};
    double x[64];
    int hits = 0;
    for (int i = 0; i < REPLICATES; i++) {
        bk_interval m;
        for (int j = 0; j < n; j++)
            x[j] = value(&r);
        t_ok(ctx, bk_stat_mean(ctx, &m, x, NULL, n, RESAMPLES, 0.95, (uint64_t)i));
        hits += m.low <= truth && truth <= m.high;
    }
    t_ctx_free(ctx);
    return (double)hits / REPLICATES;
}

static double even(t_rand *r)
{
    return t_unit(r);
}

static double polarity(t_rand *r) /* mean 0.2 */
{
    double u = t_unit(r);
    return u < 0.5 ? 1 : u < 0.8 ? -1 : 0;
}

static void assert_between(double x, double low, double high, const char *what)
{
    if (!(x >= low && x <= high))
        fail_msg("%s: covered in %.1f %%", what, 100 * x);
}

static void the_mean_is_covered(void **state)
{
    double noise = 3 * sqrt(0.95 * 0.05 / REPLICATES);
    (void)state;
    assert_between(coverage(60, even, 0.5), 0.94 - noise, 0.96 + noise, "60 even values");
    assert_between(coverage(25, polarity, 0.2), 0.94 - noise, 0.96 + noise, "25 polarities");
    assert_between(coverage(10, even, 0.5), 0.93 - noise, 0.97 + noise, "10 even values");
    assert_between(coverage(5, even, 0.5), 0.9, 0.96, "5 even values: their range");
    assert_between(coverage(2, even, 0.5), 0.46, 0.54, "2 values: half of the time");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_mean_is_covered)};
    return cmocka_run_group_tests_name("resample recovers", tests, NULL, NULL);
}
