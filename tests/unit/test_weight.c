/* Every weighting on a small matrix, against figures worked out from its formula. */
#include <math.h>
#include <stdlib.h>

#include "support/support.h"

#include "matrix/csr.h"
#include "matrix/weight.h"

/* Three articles: (2, 0, 1), (1, 1, 0), (4, 0, 0); the fourth is empty. */
static int64_t ptr[] = {0, 2, 4, 5, 5};
static uint32_t col[] = {0, 2, 0, 1, 0};
static float val[] = {2, 1, 1, 1, 4};
static const bk_csr C = {4, 3, ptr, col, val};
static const uint64_t df[] = {3, 1, 1};

static void near(double got, double want)
{
    if (fabs(got - want) > 1e-6)
        fail_msg("%.9g is not %.9g", got, want);
}

static void weigh(const char *tf, const char *idf, const char *norm, float *out)
{
    bk_ctx *ctx = t_ctx(2);
    bk__weighting w = {.k1 = 1.2, .b = 0.75};
    double x[3], room[2];
    t_ok(ctx, bk__weighting_parse(ctx, &w, tf, idf, norm));
    w.mean_length = bk__weight_mean_length(9, C.rows);
    bk__weight_idf(x, df, 3, 4, w.idf);
    bk__weigher weigher = bk__weigher_of(&w, x);
    for (int64_t i = 0; i < C.rows; i++)
        bk__weigh(&weigher, out + ptr[i], room, val + ptr[i], col + ptr[i], ptr[i + 1] - ptr[i],
                  i == 2);
    t_ctx_free(ctx);
}

static void tf_kinds(void **state)
{
    float w[5];
    (void)state;
    weigh("raw", "none", "none", w);
    near((double)w[0], 2);
    weigh("binary", "none", "none", w);
    near((double)w[4], 1);
    weigh("log", "none", "none", w);
    near((double)w[0], 1 + log(2));
    near((double)w[1], 1);
    weigh("augmented", "none", "none", w);
    near((double)w[0], 1);
    near((double)w[1], 0.75);
    weigh("bm25", "none", "none", w); /* lengths 3, 2, 4, 0: mean 2.25 */
    near((double)w[0], 2 * 2.2 / (2 + 1.2 * (0.25 + 0.75 * 3 / 2.25)));
}

static void idf_kinds(void **state)
{
    float w[5];
    (void)state;
    weigh("binary", "smooth", "none", w);
    near((double)w[0], log(5.0 / 4) + 1);
    near((double)w[1], log(5.0 / 2) + 1);
    weigh("binary", "plain", "none", w);
    near((double)w[1], log(4) + 1);
    weigh("binary", "probabilistic", "none", w);
    near((double)w[0], 0); /* in most articles */
    near((double)w[1], log(3));
    weigh("binary", "bm25", "none", w);
    near((double)w[0], log(1 + 1.5 / 3.5));
}

static void norm_kinds(void **state)
{
    float w[5];
    (void)state;
    weigh("raw", "none", "l2", w);
    near((double)w[0], 2 / sqrt(5));
    near((double)w[4], 1);
    weigh("raw", "none", "l1", w);
    near((double)w[0], 2.0 / 3);
    weigh("binary", "probabilistic", "l2", w); /* the third row has no weight left */
    near((double)w[4], 0);
}

static void unknown_names_are_refused(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk__weighting w;
    (void)state;
    assert_int_equal(bk__weighting_parse(ctx, &w, "cubic", "none", "l2"), BK_EINVAL);
    assert_int_equal(bk__weighting_parse(ctx, &w, "raw", "no", "l2"), BK_EINVAL);
    assert_int_equal(bk__weighting_parse(ctx, &w, "raw", "none", NULL), BK_EINVAL);
    t_ctx_free(ctx);
}

/* Frequencies at their ends give finite weights. */
static void all_is_finite(void **state)
{
    static const uint64_t ends[] = {0, 1, 5, 7};
    double x[4];
    (void)state;
    for (int k = BK__IDF_SMOOTH; k <= BK__IDF_NONE; k++) {
        bk__weight_idf(x, ends, 4, 5, (bk__idf)k);
        for (int i = 0; i < 4; i++)
            assert_true(isfinite(x[i]));
        bk__weight_idf(x, ends, 1, 0, (bk__idf)k);
        assert_true(isfinite(x[0]));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tf_kinds),      cmocka_unit_test(idf_kinds),
        cmocka_unit_test(norm_kinds),    cmocka_unit_test(unknown_names_are_refused),
        cmocka_unit_test(all_is_finite),
    };
    return cmocka_run_group_tests_name("weight", tests, NULL, NULL);
}
