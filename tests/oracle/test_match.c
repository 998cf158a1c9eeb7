/* Matched topics: the sum of cosines is that of scipy's assignment (make_match.py). */
#include <math.h>
#include <stdlib.h>

#include "support/support.h"
#include "support/table.h"

#include <bingkai/theme.h>

enum { TERMS = 7 };

static double entry(int64_t i, int64_t j, int64_t seed)
{
    int64_t x = (i * 7919 + j * 104729 + seed * 1299709 + 12345) % 1000003;
    x = x * x % 1000003;
    return x % 3 ? (double)(x % 97) : 0;
}

static double *rows_of(int n, int64_t seed)
{
    double *a = malloc((size_t)n * TERMS * sizeof *a);
    for (int i = 0; i < n; i++)
        for (int j = 0; j < TERMS; j++)
            a[i * TERMS + j] = entry(i, j, seed);
    return a;
}

static void as_good_as_scipy(void **state)
{
    bk_ctx *ctx = t_ctx(2);
    int64_t lines;
    double *want = t_table("tests/oracle/match.tsv", 4, &lines);
    (void)state;
    assert_int_equal(lines, 7);
    for (int64_t l = 0; l < lines; l++) {
        int n = (int)want[4 * l], m = (int)want[4 * l + 1], matched = 0;
        int64_t seed = (int64_t)want[4 * l + 2];
        double *a = rows_of(n, seed), *b = rows_of(m, seed + 50), sum = 0;
        double *cosine = malloc((size_t)n * sizeof *cosine);
        int *partner = malloc((size_t)n * sizeof *partner);
        bool *used = calloc((size_t)m, sizeof *used);
        t_ok(ctx, bk_topic_match(ctx, partner, cosine, a, n, b, m, TERMS));
        for (int i = 0; i < n; i++) {
            sum += cosine[i];
            assert_true(partner[i] >= -1 && partner[i] < m);
            if (partner[i] < 0)
                continue;
            assert_false(used[partner[i]]);
            used[partner[i]] = true;
            matched++;
        }
        assert_int_equal(matched, n < m ? n : m);
        assert_true(fabs(sum - want[4 * l + 3]) < 1e-8);
        free(a);
        free(b);
        free(cosine);
        free(partner);
        free(used);
    }
    free(want);
    t_ctx_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(as_good_as_scipy)};
    return cmocka_run_group_tests_name("matching oracle", tests, NULL, NULL);
}
