/* Keyness and Wilson's interval against scipy's figures (make_stat.py). */
#include <math.h>
#include <stdlib.h>

#include "support/support.h"
#include "support/table.h"

#include <bingkai/stat.h>

enum { ROWS = 24, COLS = 40 };

static void close_to(double got, double want, const char *what, int64_t row)
{
    if (!(fabs(got - want) <= 1e-9 * fmax(1, fabs(want))))
        fail_msg("%s of line %d: %.15g, not %.15g", what, (int)row, got, want);
}

static void keyness_is_that_of_scipy(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk_csr A;
    bk_key key[COLS];
    int32_t group[ROWS];
    int found;
    int64_t lines;
    double *want = t_table("tests/oracle/stat_keyness.tsv", 7, &lines);
    (void)state;
    t_table_csr(ctx, &A, "tests/oracle/stat_counts.tsv", ROWS, COLS);
    for (int i = 0; i < ROWS; i++)
        group[i] = i % 2;
    t_ok(ctx, bk_keyness(ctx, key, COLS, &found, &A, group, 1, NULL, 1));
    assert_int_equal(found, lines);
    for (int i = 0; i < found; i++) {
        const double *w = want;
        while (w < want + 7 * lines && (uint32_t)w[0] != key[i].col)
            w += 7;
        assert_true(w < want + 7 * lines);
        assert_true(key[i].count == w[1] && key[i].reference == w[2]);
        close_to(key[i].g2, w[3], "G2", i);
        close_to(key[i].log_ratio, w[4], "log ratio", i);
        close_to(key[i].dispersion, w[5], "dispersion", i);
        close_to(key[i].p, w[6], "p", i);
        assert_true(i == 0 || key[i].g2 <= key[i - 1].g2);
    }
    free(want);
    bk_csr_free(ctx, &A);
    t_ctx_free(ctx);
}

static void shares_are_those_of_scipy(void **state)
{
    int64_t lines;
    double *want = t_table("tests/oracle/stat_wilson.tsv", 5, &lines);
    (void)state;
    for (int64_t i = 0; i < lines; i++) {
        const double *w = want + 5 * i;
        bk_interval got = bk_stat_share(w[0], w[1], w[2]);
        close_to(got.value, w[0] / w[1], "share", i);
        close_to(got.low, w[3], "low", i);
        close_to(got.high, w[4], "high", i);
    }
    free(want);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keyness_is_that_of_scipy),
        cmocka_unit_test(shares_are_those_of_scipy),
    };
    return cmocka_run_group_tests_name("stat oracle", tests, NULL, NULL);
}
