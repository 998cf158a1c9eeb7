/* test_corrected.c - shares with the errors of reading taken out: by hand, and how often the
 * intervals hold the truth when a corpus is drawn from, as bingkai sample does. */
#include <bingkai/stat.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "study/sample.h"
#include "support/support.h"

#define near(x, y) assert_true(fabs((x) - (y)) < 1e-9)

static void by_hand(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    static const double all[] = {100, 100}, w[] = {1, 1, 1, 1, 1, 1};
    static const uint8_t read[] = {0, 0, 0, 0, 1, 1}, said[] = {0, 0, 0, 1, 1, 1};
    static const uint8_t none[] = {9, 9, 9, 9, 9, 9};
    static const uint32_t cluster[] = {0, 1, 2, 3, 4, 5}, one[6] = {0},
                          fallen[] = {1, 0, 2, 3, 4, 5};
    bk_stat_drawn d = {6, 2, all, read, said, w, cluster, NULL, NULL};
    bk_interval x;
    (void)state;
    t_ok(ctx, bk_stat_corrected(ctx, &x, &d, 2, 3, 0.95));
    near(x.value, 125.0 / 200); /* 100 read as 1, and a quarter of the others */
    assert_true(x.low < x.value && x.value < x.high && x.low > 0 && x.high < 1);
    t_ok(ctx, bk_stat_corrected(ctx, &x, &d, 2, 2, 0.95));
    near(x.value, 1);
    d.read = none; /* nothing was judged: as read */
    t_ok(ctx, bk_stat_corrected(ctx, &x, &d, 2, 3, 0.95));
    near(x.value, 0.5);
    assert_true(isnan(x.low));
    d.read = read;
    d.cluster = one;
    t_ok(ctx, bk_stat_corrected(ctx, &x, &d, 2, 3, 0.95));
    assert_true(isnan(x.low) && isnan(x.high));
    d.cluster = fallen;
    assert_int_equal(bk_stat_corrected(ctx, &x, &d, 2, 3, 0.95), BK_EINVAL);
    d.cluster = cluster;
    d.K = 17;
    assert_int_equal(bk_stat_corrected(ctx, &x, &d, 2, 3, 0.95), BK_EINVAL);
    t_ctx_free(ctx);
}

/* ---- planted corpora ------------------------------------------------------------------------- */

enum { KINDS = 4, MOST = 3000, SHARES = 4, REPLICATES = 1000 };

static uint64_t state64 = 20211;
static double unit(void)
{
    state64 = state64 * 6364136223846793005u + 1442695040888963407u;
    return (double)(state64 >> 11) / 9007199254740992.0;
}
static int one_of(const double *p)
{
    double u = unit();
    int k = 0;
    while (k < KINDS - 1 && u >= p[k])
        u -= p[k++];
    return k;
}

typedef struct planted {
    int N, n; /* units, to draw */
    bool strata;
    double kind[KINDS], reads[KINDS][KINDS]; /* none, conflict, neutral, cooperation */
} planted;

static const unsigned part[SHARES] = {14, 2, 4, 8}, whole[SHARES] = {15, 14, 14, 14};

/* One corpus, one draw: which of the intervals hold the share of the corpus. */
static void replicate(bk_ctx *ctx, const planted *c, int *held, double *off_read, double *off)
{
    static uint8_t truth[MOST], read[MOST], r[MOST], s[MOST];
    static double w[MOST], f[MOST];
    static uint32_t cluster[MOST], stratum[MOST];
    static int of[MOST];
    double all[KINDS] = {0}, right[KINDS] = {0};
    int64_t size[KINDS] = {0}, drawn[KINDS] = {0}, n = 0;
    for (int i = 0; i < c->N; i++) {
        truth[i] = (uint8_t)one_of(c->kind);
        read[i] = (uint8_t)one_of(c->reads[truth[i]]);
        right[truth[i]]++;
        all[read[i]]++;
        size[c->strata ? read[i] : 0]++;
    }
    assert_true(bk__sample_allocate(size, KINDS, c->n, drawn));
    for (int h = 0; h < KINDS; h++) {
        int m = 0;
        for (int i = 0; i < c->N; i++)
            if ((c->strata ? read[i] : 0) == h)
                of[m++] = i;
        for (int i = 0; i < drawn[h]; i++, n++) {
            int k = i + (int)(unit() * (m - i)), x = of[k];
            of[k] = of[i];
            r[n] = read[x];
            s[n] = truth[x];
            w[n] = (double)size[h] / (double)drawn[h];
            f[n] = 1 / w[n];
            cluster[n] = (uint32_t)n;
            stratum[n] = (uint32_t)h;
        }
    }
    bk_stat_drawn d = {n, KINDS, all, r, s, w, cluster, stratum, f};
    for (int k = 0; k < SHARES; k++) {
        double a = 0, b = 0, as_read = 0, of_read = 0;
        bk_interval x;
        for (int j = 0; j < KINDS; j++) {
            a += (part[k] >> j & 1) * right[j];
            b += (whole[k] >> j & 1) * right[j];
            as_read += (part[k] >> j & 1) * all[j];
            of_read += (whole[k] >> j & 1) * all[j];
        }
        t_ok(ctx, bk_stat_corrected(ctx, &x, &d, part[k], whole[k], 0.95));
        held[k] += x.low <= a / b && a / b <= x.high;
        off_read[k] += as_read / of_read - a / b;
        off[k] += x.value - a / b;
    }
}

/* Readers that err as the program does, and worse. */
static void intervals_hold(void **state)
{
    static const planted corpora[] = {
        {3000,
         200,
         true,
         {0.5, 0.25, 0.1, 0.15},
         {{0.85, 0.06, 0.04, 0.05},
          {0.12, 0.78, 0.06, 0.04},
          {0.3, 0.1, 0.5, 0.1},
          {0.1, 0.03, 0.07, 0.8}}},
        {3000,
         200,
         false,
         {0.3, 0.5, 0.05, 0.15},
         {{0.85, 0.06, 0.04, 0.05},
          {0.12, 0.78, 0.06, 0.04},
          {0.3, 0.1, 0.5, 0.1},
          {0.1, 0.03, 0.07, 0.8}}},
        {600,
         100,
         true,
         {0.3, 0.5, 0.05, 0.15},
         {{0.85, 0.06, 0.04, 0.05},
          {0.12, 0.78, 0.06, 0.04},
          {0.3, 0.1, 0.5, 0.1},
          {0.1, 0.03, 0.07, 0.8}}},
        {3000,
         400,
         true,
         {0.4, 0.2, 0.1, 0.3},
         {{0.6, 0.15, 0.1, 0.15},
          {0.2, 0.5, 0.2, 0.1},
          {0.3, 0.2, 0.3, 0.2},
          {0.2, 0.2, 0.1, 0.5}}},
    };
    bk_ctx *ctx = t_ctx(1);
    (void)state;
    for (size_t c = 0; c < sizeof corpora / sizeof *corpora; c++) {
        int held[SHARES] = {0}, sum = 0;
        double off_read[SHARES] = {0}, off[SHARES] = {0}, worst = 0;
        for (int r = 0; r < REPLICATES; r++)
            replicate(ctx, &corpora[c], held, off_read, off);
        for (int k = 0; k < SHARES; k++) {
            if (getenv("FIGURES"))
                print_message(
                    "# corpus %zu share %d: holds %.3f, off %+.4f as read, %+.4f corrected\n", c, k,
                    held[k] / 1e3, off_read[k] / 1e3, off[k] / 1e3);
            assert_in_range(held[k], 930, 970);
            assert_true(fabs(off[k]) / REPLICATES < 0.006);
            worst = fmax(worst, fabs(off_read[k]) / REPLICATES);
            sum += held[k];
        }
        assert_true(worst > 0.025); /* as read they are off */
        assert_in_range(sum, SHARES * 935, SHARES * 965);
    }
    t_ctx_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(by_hand),
        cmocka_unit_test(intervals_hold),
    };
    return cmocka_run_group_tests_name("corrected", tests, NULL, NULL);
}
