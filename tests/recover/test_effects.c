/* Planted effects of outlets, months and a number on shares of topics: 95 % intervals cover the
 * truth in 93 to 97 of 100 cases, with repeats as one vote and outlets of very unequal size. */
#include "support/support.h"

#include <math.h>
#include <string.h>

#include <bingkai/stat.h>

enum { N = 260, K = 5, SOURCES = 6, MONTHS = 4, REPLICATES = 1000 };

typedef struct planted {
    int32_t source[N], month[N];
    double x[N], y[N * K];
    uint32_t row[N];
    float vote[N];
    double of_source[SOURCES][K], of_month[MONTHS][K], slope[K];
} planted;

static const double base[K] = {0.35, 0.25, 0.2, 0.12, 0.08};

static double normal(t_rand *r)
{
    double u = t_unit(r), v = t_unit(r);
    return sqrt(-2 * log(1 - u)) * cos(6.283185307179586 * v);
}

/* Marsaglia, Tsang 2000. */
static double gamma_of(t_rand *r, double shape)
{
    if (shape < 1)
        return gamma_of(r, shape + 1) * pow(1 - t_unit(r), 1 / shape);
    double d = shape - 1.0 / 3, c = 1 / sqrt(9 * d);
    for (;;) {
        double z = normal(r), v = pow(1 + c * z, 3);
        if (v > 0 && log(1 - t_unit(r)) < z * z / 2 + d - d * v + d * log(v))
            return d * v;
    }
}

/* A design with outlets of 5 to 100 articles; every tenth article is repeated by its neighbour. */
static void design(planted *p, t_rand *r)
{
    static const int share[SOURCES] = {100, 70, 45, 25, 15, 5};
    int at = 0;
    for (int s = 0; s < SOURCES; s++)
        for (int i = 0; i < share[s]; i++)
            p->source[at++] = s;
    for (int i = 0; i < N; i++) {
        p->month[i] = (int32_t)t_below(r, MONTHS);
        p->x[i] = 10 + 3 * normal(r);
        p->row[i] = (uint32_t)i;
        p->vote[i] = 1;
    }
    for (int i = 0; i + 130 < N; i += 10) { /* with the outlet and month of their lead */
        p->source[i + 130] = p->source[i];
        p->month[i + 130] = p->month[i];
        p->row[i + 130] = (uint32_t)i;
        p->vote[i] = p->vote[i + 130] = 0.5F;
        p->x[i + 130] = p->x[i];
    }
    for (int k = 0; k < K; k++) {
        p->slope[k] = k == 0 ? 0.004 : k == 1 ? -0.004 : 0;
        for (int s = 0; s < SOURCES; s++)
            p->of_source[s][k] = (k == s % K ? 0.05 : 0) - (k == (s + 1) % K ? 0.05 : 0);
        for (int m = 0; m < MONTHS; m++)
            p->of_month[m][k] = (k == m ? 0.02 : 0) - (k == (m + 1) % K ? 0.02 : 0);
    }
}

/* Shares from a Dirichlet distribution about the planted mean; of repeats their lead's. */
static void draw(planted *p, t_rand *r)
{
    for (int i = 0; i < N; i++) {
        double sum = 0, g[K];
        if (p->row[i] != (uint32_t)i)
            continue;
        for (int k = 0; k < K; k++) {
            double mean = base[k] + p->of_source[p->source[i]][k] + p->of_month[p->month[i]][k] +
                          p->slope[k] * (p->x[i] - 10);
            g[k] = gamma_of(r, 6 * fmax(mean, 0.005));
            sum += g[k];
        }
        for (int k = 0; k < K; k++)
            p->y[i * K + k] = g[k] / sum;
    }
}

typedef struct tally {
    int cases, held;
} tally;

static void count(tally *t, const bk_effect *e, double truth)
{
    t->cases++;
    t->held += e->low <= truth && truth <= e->high;
}

static double truth_of(const planted *p, const bk_effect *e)
{
    double mean = 0, all = 0, square = 0, sum = 0;
    for (int i = 0; i < N; i++) {
        double w = (double)p->vote[i];
        all += w;
        sum += w * p->x[i];
        mean += w * (e->factor == 0 ? p->of_source[p->source[i]][e->column]
                                    : p->of_month[p->month[i]][e->column]);
    }
    for (int i = 0; i < N; i++)
        square += (double)p->vote[i] * pow(p->x[i] - sum / all, 2);
    if (e->factor == 2)
        return p->slope[e->column] * sqrt(square / all);
    return (e->factor == 0 ? p->of_source[e->level][e->column] : p->of_month[e->level][e->column]) -
           mean / all;
}

static void effects_are_covered(void **state)
{
    static planted p;
    t_rand r = {7};
    tally of[3] = {{0, 0}}, small = {0, 0};
    (void)state;
    design(&p, &r);
    bk_ctx *ctx = t_ctx(1);
    for (int b = 0; b < REPLICATES; b++) {
        bk_factor factor[3] = {{p.source, SOURCES, NULL}, {p.month, MONTHS, NULL}, {NULL, 0, p.x}};
        bk_stat_rows rows = {N, K, p.y, p.row, p.vote};
        bk_effect *e;
        int64_t n;
        draw(&p, &r);
        t_ok(ctx, bk_stat_effects(ctx, &e, &n, &rows, factor, 3, 0.95));
        assert_int_equal(n, (SOURCES + MONTHS + 1) * K);
        for (int64_t i = 0; i < n; i++) {
            count(&of[e[i].factor], &e[i], truth_of(&p, &e[i]));
            if (e[i].factor == 0 && e[i].level == SOURCES - 1)
                count(&small, &e[i], truth_of(&p, &e[i]));
        }
        bk_effects_free(ctx, e);
    }
    for (int f = 0; f < 3; f++) {
        double share = (double)of[f].held / of[f].cases;
        print_message("factor %d: %d cases, covered %.4f\n", f, of[f].cases, share);
        assert_true(share > 0.93 && share < 0.97);
    }
    print_message("an outlet of few articles: covered %.4f\n", (double)small.held / small.cases);
    assert_true((double)small.held / small.cases > 0.9);
    t_ctx_free(ctx);
}

/* Shares of outlets: the means of the groups themselves. */
static void shares_are_covered(void **state)
{
    static planted p;
    t_rand r = {11};
    tally of[SOURCES] = {{0, 0}};
    bk_interval x[SOURCES * K];
    (void)state;
    design(&p, &r);
    bk_ctx *ctx = t_ctx(1);
    for (int b = 0; b < REPLICATES / 2; b++) {
        bk_stat_rows rows = {N, K, p.y, p.row, p.vote};
        draw(&p, &r);
        t_ok(ctx, bk_stat_shares(ctx, x, &rows, p.source, SOURCES, 200, 0.95, (uint64_t)b));
        for (int s = 0; s < SOURCES; s++)
            for (int k = 0; k < K; k++) {
                double truth = 0, all = 0;
                for (int i = 0; i < N; i++)
                    if (p.source[i] == s) {
                        all += (double)p.vote[i];
                        truth += (double)p.vote[i] *
                                 (base[k] + p.of_source[s][k] + p.of_month[p.month[i]][k] +
                                  p.slope[k] * (p.x[i] - 10));
                    }
                of[s].cases++;
                of[s].held += x[s * K + k].low <= truth / all && truth / all <= x[s * K + k].high;
            }
    }
    for (int s = 0; s < SOURCES; s++) {
        double share = (double)of[s].held / of[s].cases;
        print_message("outlet %d: covered %.4f\n", s, share);
        assert_true(s < 4 ? share > 0.925 && share < 0.975 : share > 0.93);
    }
    t_ctx_free(ctx);
}

/* One factor: group means less the mean of all. Each article twice with half a vote: the same. */
static void plain_and_doubled(void **state)
{
    enum { n = 40 };
    static double y[n];
    int32_t of[2 * n];
    uint32_t row[2 * n];
    float vote[2 * n];
    double mean[3] = {0}, size[3] = {0}, all = 0;
    t_rand r = {3};
    bk_effect *one, *two;
    int64_t k, m;
    bk_ctx *ctx = t_ctx(1);
    (void)state;
    for (int i = 0; i < n; i++) {
        y[i] = t_unit(&r);
        of[i] = of[n + i] = i % 5 == 0 ? 1 : i % 3 == 0 ? 2 : 0;
        row[i] = row[n + i] = (uint32_t)i;
        vote[i] = vote[n + i] = 0.5F;
        mean[of[i]] += y[i];
        size[of[i]]++;
        all += y[i] / n;
    }
    bk_factor factor = {of, 4, NULL}; /* no article of level 3 */
    bk_stat_rows plain = {n, 1, y, NULL, NULL}, doubled = {2 * n, 1, y, row, vote};
    t_ok(ctx, bk_stat_effects(ctx, &one, &k, &plain, &factor, 1, 0.9));
    t_ok(ctx, bk_stat_effects(ctx, &two, &m, &doubled, &factor, 1, 0.9));
    assert_int_equal(k, 3);
    assert_int_equal(m, 3);
    for (int l = 0; l < 3; l++) {
        assert_true(fabs(one[l].effect - (mean[l] / size[l] - all)) < 1e-12);
        assert_true(fabs(one[l].effect - two[l].effect) < 1e-12);
        assert_true(fabs(one[l].low - two[l].low) < 1e-9 && fabs(one[l].p - two[l].p) < 1e-9);
        assert_true(one[l].low < one[l].effect && one[l].effect < one[l].high);
        assert_int_equal(one[l].n, (int64_t)size[l]);
    }
    bk_effects_free(ctx, one);
    bk_effects_free(ctx, two);
    t_ctx_free(ctx);
}

/* A factor that says the same as the one before cannot be told; what is not finite is refused. */
static void nothing_to_tell(void **state)
{
    enum { n = 30 };
    double y[n], x[n];
    int32_t a[n], b[n];
    bk_effect *e;
    int64_t k;
    bk_ctx *ctx = t_ctx(2);
    (void)state;
    for (int i = 0; i < n; i++) {
        a[i] = i % 3;
        b[i] = i % 3 == 0;
        y[i] = (double)(i % 7) / 7;
        x[i] = NAN;
    }
    bk_factor factor[3] = {{a, 3, NULL}, {b, 2, NULL}, {NULL, 0, x}};
    bk_stat_rows rows = {n, 1, y, NULL, NULL};
    t_ok(ctx, bk_stat_effects(ctx, &e, &k, &rows, factor, 3, 0.95));
    assert_int_equal(k, 5);
    assert_true(isfinite(e[0].low) && isfinite(e[2].high));
    assert_true(isnan(e[3].effect) && isnan(e[4].p));
    bk_effects_free(ctx, e);
    y[3] = NAN;
    assert_int_equal(bk_stat_effects(ctx, &e, &k, &rows, factor, 2, 0.95), BK_ENUMERIC);
    a[0] = 3;
    assert_int_equal(bk_stat_effects(ctx, &e, &k, &rows, factor, 2, 0.95), BK_EINVAL);
    rows.n = 0;
    t_ok(ctx, bk_stat_effects(ctx, &e, &k, &rows, factor, 2, 0.95));
    assert_int_equal(k, 0);
    bk_effects_free(ctx, e);
    t_ctx_free(ctx);
}

/* The same bytes at any number of threads; no article, one article; votes of 0. */
static void shares_of_few(void **state)
{
    double y[] = {0.2, 0.8, 0.5, 0.5, 1, 0};
    int32_t group[] = {0, 0, 2};
    float vote[] = {1, 0, 1};
    bk_interval x[6], z[6];
    (void)state;
    for (int threads = 1; threads <= 3; threads++) {
        bk_ctx *ctx = t_ctx(threads);
        bk_stat_rows rows = {3, 2, y, NULL, vote};
        t_ok(ctx, bk_stat_shares(ctx, z, &rows, group, 3, 50, 0.95, 1));
        assert_true(z[0].value == 0.2 && isnan(z[0].low) && isnan(z[2].value));
        assert_true(z[4].value == 1 && isnan(z[4].high));
        rows.weight = NULL;
        t_ok(ctx, bk_stat_shares(ctx, z, &rows, group, 3, 500, 0.95, 1));
        assert_true(z[0].value == 0.35 && z[0].low < 0.3 && z[0].high > 0.4);
        if (threads == 1)
            memcpy(x, z, sizeof x);
        assert_memory_equal(x, z, 2 * sizeof *x);
        assert_int_equal(bk_stat_shares(ctx, z, &rows, group, 2, 50, 0.95, 1), BK_EINVAL);
        rows.n = 0;
        t_ok(ctx, bk_stat_shares(ctx, z, &rows, group, 3, 50, 0.95, 1));
        t_ctx_free(ctx);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_and_doubled), cmocka_unit_test(nothing_to_tell),
        cmocka_unit_test(shares_of_few), cmocka_unit_test(effects_are_covered),
        cmocka_unit_test(shares_are_covered)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
