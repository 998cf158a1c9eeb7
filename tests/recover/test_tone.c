/* The true tone lies in its 95 % interval about 95 times of 100, with few articles too. */
#include <math.h>
#include <stdlib.h>

#include "support/support.h"

#include <bingkai/relation.h>

enum { REPLICATES = 1500, MOST = 100 };

/* Share of replicates, one a group, whose interval holds the true tone; articles have 1 to 3
 * relations, of which `plus` in 1 are positive and `minus` negative. Every second article stands
 * twice, with half a vote each. */
static double coverage(int articles, double plus, double minus)
{
    size_t n = 0;
    bk_tone_obs *obs = calloc((size_t)REPLICATES * MOST * 6, sizeof *obs);
    int32_t *group = calloc((size_t)REPLICATES * MOST * 2, sizeof *group);
    bk_tone_opts opts = BK_TONE_OPTS_INIT;
    t_rand r = {(uint64_t)articles * 7 + 1};
    uint32_t a = 0;
    for (int g = 0; g < REPLICATES; g++)
        for (int i = 0; i < articles; i++) {
            size_t first = n;
            int relations = 1 + (int)t_below(&r, 3), copies = 1 + i % 2;
            for (int j = 0; j < relations; j++) {
                double u = t_unit(&r);
                int8_t polarity = u < plus ? 1 : u < plus + minus ? -1 : 0;
                obs[n++] = (bk_tone_obs){a, 0, BK_VOICE_NARRATOR, polarity, copies == 1 ? 1 : 0.5f};
            }
            group[a++] = g;
            if (copies == 1)
                continue;
            for (int j = 0; j < relations; j++, n++) {
                obs[n] = obs[first + (size_t)j];
                obs[n].article = a;
            }
            group[a++] = g;
        }
    bk_ctx *ctx = t_ctx(2);
    bk_triad *t;
    bk_tone *tone;
    int64_t rows;
    int hits = 0, all = 0;
    opts.resamples = 400;
    t_ok(ctx, bk_triad_load(ctx, &t, NULL));
    t_ok(ctx, bk_tone_fit(ctx, &tone, t, obs, (int64_t)n, a, group, REPLICATES, &opts));
    const bk_tone_row *row = bk_tone_rows(tone, &rows);
    for (int64_t i = 0; i < rows; i++)
        if (row[i].group >= 0 && row[i].voice == BK_VOICE_ALL) {
            hits += row[i].low <= plus - minus && plus - minus <= row[i].high;
            all++;
        }
    assert_int_equal(all, REPLICATES);
    bk_tone_free(tone);
    bk_triad_free(t);
    t_ctx_free(ctx);
    free(obs);
    free(group);
    return (double)hits / all;
}

static void the_tone_is_covered(void **state)
{
    static const struct {
        int articles;
        double plus, minus, low, high;
    } want[] = {{100, 0.5, 0.3, 0.93, 0.97}, {25, 0.5, 0.3, 0.93, 0.97}, {25, 0.1, 0.8, 0.93, 0.97},
                {10, 0.5, 0.3, 0.92, 0.98},  {5, 0.5, 0.3, 0.92, 1},     {2, 0.5, 0.3, 0.9, 1},
                {3, 0.9, 0.05, 0.9, 1}};
    double noise = 2 * sqrt(0.95 * 0.05 / REPLICATES);
    (void)state;
    for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
        double got = coverage(want[i].articles, want[i].plus, want[i].minus);
        if (!(got >= want[i].low - noise && got <= want[i].high + noise))
            fail_msg("%d articles: covered in %.1f %%", want[i].articles, 100 * got);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_tone_is_covered)};
    return cmocka_run_group_tests_name("tone recovers", tests, NULL, NULL);
}
