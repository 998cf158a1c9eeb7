/* What is asked of topics: partners, labels without twins, places, a plane, words of outlets. */
#include "support/support.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <bingkai/stat.h>
#include <bingkai/theme.h>

enum { V = 12, D = 60 };

/* Articles of three topics: terms 0-3, 4-7, 8-11; 0 and 1 always stand together. Row 57 is empty,
 * 58 holds one word, 59 a word of each topic and of none more. */
static bk_csr made(float *val, uint32_t *col, int64_t *ptr)
{
    int64_t n = 0;
    t_rand r = {5};
    ptr[0] = 0;
    for (int i = 0; i < D; i++) {
        for (uint32_t w = 0; w < V && i < 57; w++) {
            bool own = (int)(w / 4) == i % 3, both = i % 3 == 0 && w < 2;
            if (both || (own && t_unit(&r) < 0.7) || t_unit(&r) < 0.03) {
                if (w == 1 && (n == ptr[i] || col[n - 1] != 0))
                    continue;
                col[n] = w;
                val[n++] = own ? (float)(2 + t_below(&r, 4) + (w % 4 == 0 ? 2 : 0)) : 1;
            }
        }
        if (i == 58) {
            col[n] = 5;
            val[n++] = 1;
        }
        for (uint32_t w = 0; w < V && i == 59; w++) {
            col[n] = w;
            val[n++] = 2;
        }
        ptr[i + 1] = n;
    }
    return (bk_csr){D, V, ptr, col, val};
}

typedef struct world {
    bk_ctx *ctx;
    bk_csr A;
    bk_topic *t;
    float val[D * V];
    uint32_t col[D * V];
    int64_t ptr[D + 1];
} world;

static void world_open(world *w, const char *method, int threads)
{
    bk_topic_opts o = BK_TOPIC_OPTS_INIT;
    o.method = method;
    o.topics = 3;
    w->ctx = t_ctx(threads);
    w->A = made(w->val, w->col, w->ptr);
    t_ok(w->ctx, bk_topic_new(w->ctx, &w->t, &w->A, &o));
    t_ok(w->ctx, bk_topic_fit(w->t));
    assert_int_equal(bk_topic_count(w->t), 3);
}

static void world_close(world *w)
{
    bk_topic_free(w->t);
    t_ctx_free(w->ctx);
}

/* ---- partners ------------------------------------------------------------------------------ */

/* The greatest sum over all permutations. */
static double best_sum(const double *cos, int n, int m, int i, unsigned used)
{
    double best = i == n ? 0 : n > m ? best_sum(cos, n, m, i + 1, used) : -1;
    for (int j = 0; i < n && j < m; j++)
        if (!(used & 1u << j))
            best = fmax(best, cos[i * m + j] + best_sum(cos, n, m, i + 1, used | 1u << j));
    return best;
}

static double cosine_of(const double *x, const double *y, int n)
{
    double xy = 0, xx = 0, yy = 0;
    for (int i = 0; i < n; i++) {
        xy += x[i] * y[i];
        xx += x[i] * x[i];
        yy += y[i] * y[i];
    }
    return xx > 0 && yy > 0 ? xy / sqrt(xx * yy) : 0;
}

static void partners(void **state)
{
    bk_ctx *ctx = t_ctx(2);
    t_rand r = {9};
    (void)state;
    for (int round = 0; round < 60; round++) {
        enum { MOST = 6, T = 5 };
        double a[MOST * T], b[MOST * T], cos[MOST * MOST], cosine[MOST], sum = 0;
        int n = 1 + (int)t_below(&r, MOST), m = 1 + (int)t_below(&r, MOST), partner[MOST];
        unsigned used = 0;
        for (int i = 0; i < MOST * T; i++) {
            a[i] = t_unit(&r) < 0.5 ? t_unit(&r) : 0;
            b[i] = t_unit(&r) < 0.5 ? t_unit(&r) : 0;
        }
        t_ok(ctx, bk_topic_match(ctx, partner, cosine, a, n, b, m, T));
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < m; j++)
                cos[i * m + j] = cosine_of(a + i * T, b + j * T, T);
            sum += cosine[i];
            if (partner[i] >= 0) {
                assert_false(used & 1u << partner[i]);
                used |= 1u << partner[i];
                assert_true(fabs(cosine[i] - cos[i * m + partner[i]]) < 1e-12);
            }
        }
        assert_true(fabs(sum - best_sum(cos, n, m, 0, 0)) < 1e-9);
    }
    t_ctx_free(ctx);
}

static void come_again(void **state)
{
    static const char *const methods[] = {"nmf", "kmeans", "lda"};
    (void)state;
    for (int i = 0; i < 3; i++) {
        world w;
        double x[3], y[3];
        bk_topic_opts o = BK_TOPIC_OPTS_INIT;
        o.method = methods[i];
        world_open(&w, methods[i], 1);
        t_ok(w.ctx, bk_topic_recovery(w.ctx, x, w.t, &w.A, &o, 2));
        for (int k = 0; k < 3; k++)
            assert_true(x[k] > (i == 2 ? 0.4 : 0.9) && x[k] <= 1 + 1e-12);
        t_ok(w.ctx, bk_topic_recovery(w.ctx, y, w.t, &w.A, &o, 0));
        assert_true(y[0] == 1 && y[2] == 1);
        world_close(&w);
        world_open(&w, methods[i], 3);
        t_ok(w.ctx, bk_topic_recovery(w.ctx, y, w.t, &w.A, &o, 2));
        assert_memory_equal(x, y, sizeof x);
        world_close(&w);
    }
}

/* ---- labels -------------------------------------------------------------------------------- */

static bool never(void *user, uint32_t a, uint32_t b)
{
    (void)user;
    (void)a;
    (void)b;
    return false;
}

/* 4 and 6 are twins. */
static bool some(void *user, uint32_t a, uint32_t b)
{
    ++*(int *)user;
    return (a == 4 && b == 6) || (a == 6 && b == 4);
}

static int topic_of_term(const bk_topic *t, int64_t term)
{
    int best = 0;
    for (int k = 1; k < 3; k++)
        if (bk_topic_terms(t)[k * V + term] > bk_topic_terms(t)[best * V + term])
            best = k;
    return best;
}

static void labels(void **state)
{
    world w;
    bk_csr articles;
    double score[3 * V];
    uint32_t col[V];
    uint8_t barred[V] = {0};
    int found, calls = 0;
    (void)state;
    world_open(&w, "lda", 1);
    t_ok(w.ctx, bk_csr_transpose(w.ctx, &articles, &w.A));
    for (int way = 0; way < 4; way++) {
        t_ok(w.ctx, bk_topic_scores(w.ctx, score, w.t, (bk_label_way)way, 0.6, &w.A));
        for (int g = 0; g < 3; g++) {
            int k = topic_of_term(w.t, 4 * g);
            t_ok(w.ctx, bk_topic_label(w.ctx, col, 3, &found, w.t, k, score + k * V, &articles,
                                       barred, never, NULL));
            assert_int_equal(found, 3);
            for (int i = 0; i < 2; i++)
                assert_int_equal(col[i] / 4, g); /* words of its own */
            if (g == 0)                          /* 0 and 1 stand in the same articles */
                for (int i = 1; i < found; i++)
                    assert_false((col[0] <= 1 && col[i] <= 1) ||
                                 (i == 2 && col[1] <= 1 && col[2] <= 1));
        }
        int k = topic_of_term(w.t, 4);
        t_ok(w.ctx, bk_topic_label(w.ctx, col, V, &found, w.t, k, score + k * V, &articles, barred,
                                   some, &calls));
        int twins = 0;
        for (int i = 0; i < found; i++)
            twins += col[i] == 4 || col[i] == 6;
        assert_int_equal(twins, 1);
        barred[4] = barred[6] = 1;
        t_ok(w.ctx, bk_topic_label(w.ctx, col, V, &found, w.t, k, score + k * V, &articles, barred,
                                   NULL, NULL));
        for (int i = 0; i < found; i++)
            assert_true(col[i] != 4 && col[i] != 6);
        barred[4] = barred[6] = 0;
    }
    assert_true(calls > 0);
    assert_int_equal(bk_topic_scores(w.ctx, score, w.t, BK_LABEL_TFIDF, 1, NULL), BK_EINVAL);
    assert_int_equal(bk_label_way_find("frex"), BK_LABEL_FREX);
    assert_int_equal(bk_label_way_find("tfidf"), BK_LABEL_TFIDF);
    assert_int_equal(bk_label_way_find("relevance"), BK_LABEL_RELEVANCE);
    assert_int_equal(bk_label_way_find("weight"), BK_LABEL_WEIGHT);
    assert_int_equal(bk_label_way_find("x"), -1);
    bk_csr_free(w.ctx, &articles);
    world_close(&w);
}

/* The formulas, written out. */
static void scores(void **state)
{
    world w;
    double x[3 * V], share[3] = {0}, p[V] = {0}, all = 0;
    (void)state;
    world_open(&w, "kmeans", 2);
    const double *t = bk_topic_terms(w.t), *d = bk_topic_docs(w.t);
    for (int i = 0; i < D; i++)
        for (int k = 0; k < 3; k++) {
            share[k] += d[i * 3 + k];
            all += d[i * 3 + k];
        }
    for (int k = 0; k < 3; k++)
        for (int c = 0; c < V; c++)
            p[c] += share[k] / all * t[k * V + c];
    t_ok(w.ctx, bk_topic_scores(w.ctx, x, w.t, BK_LABEL_RELEVANCE, 0.25, NULL));
    for (int i = 0; i < 3 * V; i++)
        if (t[i] > 0)
            assert_true(fabs(x[i] - (0.25 * log(t[i]) + 0.75 * log(t[i] / p[i % V]))) < 1e-9);
        else
            assert_true(x[i] < -1e300);
    t_ok(w.ctx, bk_topic_scores(w.ctx, x, w.t, BK_LABEL_FREX, 0, NULL));
    for (int k = 0; k < 3; k++)
        for (int c = 0; c < V; c++) {
            double n = 0, f = 0, e = 0;
            for (int o = 0; o < V; o++) {
                n += t[k * V + o] > 0;
                f += t[k * V + o] > 0 && t[k * V + o] <= t[k * V + c];
                e += t[k * V + o] > 0 &&
                     share[k] / all * t[k * V + o] / p[o] <= share[k] / all * t[k * V + c] / p[c];
            }
            if (t[k * V + c] > 0)
                assert_true(fabs(x[k * V + c] - 1 / (0.5 * n / e + 0.5 * n / f)) < 1e-9);
        }
    world_close(&w);
}

/* ---- places -------------------------------------------------------------------------------- */

static void places(void **state)
{
    static const char *const methods[] = {"nmf", "kmeans", "lda"};
    (void)state;
    for (int m = 0; m < 3; m++) {
        world w;
        bk_place x[D], y[D];
        bk_theme_opts o = BK_THEME_OPTS_INIT;
        int clear = 0;
        world_open(&w, methods[m], 1);
        o.short_words = 3;
        o.mixed_below = 0.6;
        t_ok(w.ctx, bk_topic_places(w.ctx, x, w.t, &w.A, &w.A, &o));
        for (int i = 0; i < 57; i++) {
            clear += x[i].mark == BK_PLACE_CLEAR;
            assert_true(x[i].topic >= 0 && x[i].share >= x[i].second_share && x[i].gain > 0);
            assert_int_equal(x[i].topic, topic_of_term(w.t, i % 3 * 4));
        }
        assert_true(clear > 50);
        assert_int_equal(x[57].mark, BK_PLACE_OUTLIER);
        assert_string_equal(x[57].why, "no-known-words");
        assert_string_equal(x[58].why, "too-short");
        assert_true(x[59].mark != BK_PLACE_CLEAR || m == 1); /* kmeans knows one topic alone */
        o.mixed_below = 0;
        o.short_words = 0;
        t_ok(w.ctx, bk_topic_places(w.ctx, y, w.t, &w.A, &w.A, &o));
        for (int i = 0; i < D; i++)
            assert_true(y[i].mark != BK_PLACE_MIXED);
        assert_string_equal(bk_place_mark_name(x[57].mark), "outlier");
        world_close(&w);
        world_open(&w, methods[m], 3);
        o.short_words = 3;
        o.mixed_below = 0.6;
        t_ok(w.ctx, bk_topic_places(w.ctx, y, w.t, &w.A, &w.A, &o));
        for (int i = 0; i < D; i++)
            assert_true(x[i].gain == y[i].gain && x[i].mark == y[i].mark);
        world_close(&w);
    }
}

static void plane(void **state)
{
    world w;
    double d[9], xy[6];
    (void)state;
    world_open(&w, "nmf", 1);
    t_ok(w.ctx, bk_topic_distances(w.ctx, d, w.t));
    t_ok(w.ctx, bk_topic_plane(w.ctx, xy, w.t));
    for (int k = 0; k < 3; k++)
        for (int l = 0; l < 3; l++) {
            double apart = hypot(xy[2 * k] - xy[2 * l], xy[2 * k + 1] - xy[2 * l + 1]);
            assert_true(fabs(apart - d[3 * k + l]) < 1e-9); /* three points lie in a plane */
            assert_true(d[3 * k + l] == d[3 * l + k] && d[3 * k + l] <= 1);
        }
    world_close(&w);
}

/* ---- words of two outlets ------------------------------------------------------------------ */

static void occurrences(void **state)
{
    world w;
    double x[3 * V], sum = 0, all = 0;
    int32_t group[D];
    float vote[D];
    (void)state;
    world_open(&w, "lda", 1);
    for (int i = 0; i < D; i++) {
        group[i] = i % 2;
        vote[i] = i % 4 == 0 ? 0.5F : 1;
        for (int64_t p = w.A.ptr[i]; p < w.A.ptr[i + 1] && i % 2 == 0; p++)
            all += (double)vote[i] * (double)w.A.val[p];
    }
    t_ok(w.ctx, bk_topic_counts(w.ctx, x, w.t, &w.A, group, 0, vote, NULL));
    for (int i = 0; i < 3 * V; i++)
        sum += x[i];
    assert_true(fabs(sum - all) < 1e-6);
    world_close(&w);
}

static void odds(void **state)
{
    enum { N = 3 };
    double a[5] = {40, 10, 10, 0, 5}, b[5] = {10, 40, 10, 5, 0}, words = 10;
    uint8_t skip[5] = {0, 0, 0, 1, 0};
    bk_odds x[2 * N];
    int above, below;
    bk_ctx *ctx = t_ctx(1);
    (void)state;
    t_ok(ctx, bk_stat_odds(ctx, x, N, &above, &below, a, b, skip, 5, words, 0.95));
    assert_int_equal(above, 2);
    assert_int_equal(below, 1);
    assert_int_equal(x[0].col, 0);
    assert_int_equal(x[2].col, 1);
    double w = words * 50 / 130;
    double delta = log((40 + w) / (65 - 40 + words - w)) - log((10 + w) / (65 - 10 + words - w));
    double s = sqrt(1 / (40 + w) + 1 / (10 + w));
    assert_true(fabs(x[0].delta - delta) < 1e-12 && fabs(x[0].z - delta / s) < 1e-12);
    assert_true(fabs(x[0].low - (delta - 1.959963984540054 * s)) < 1e-9);
    assert_true(x[2].z < 0 && x[2].delta == -x[0].delta && x[0].q < 0.001 && x[1].q > x[0].q);
    b[0] = NAN;
    assert_int_equal(bk_stat_odds(ctx, x, N, &above, &below, a, b, NULL, 5, words, 0.95),
                     BK_EINVAL);
    memset(b, 0, sizeof b);
    t_ok(ctx, bk_stat_odds(ctx, x, N, &above, &below, a, b, NULL, 5, words, 0.95));
    assert_int_equal(above + below, 0);
    t_ctx_free(ctx);
}

/* ---- no memory ----------------------------------------------------------------------------- */

static bk_status all_of_it(bk_ctx *ctx, void *user)
{
    world w = {.ctx = ctx};
    bk_topic_opts o = BK_TOPIC_OPTS_INIT;
    bk_place place[D];
    bk_csr articles = {0};
    double x[3 * V], xy[6];
    int32_t group[D] = {0};
    bk_interval share[3];
    bk_effect *e = NULL;
    int64_t n;
    uint32_t col[3];
    int found, above, below;
    bk_odds words[6];
    (void)user;
    o.topics = 3;
    o.method = "kmeans";
    w.A = made(w.val, w.col, w.ptr);
    bk_status st = bk_topic_new(ctx, &w.t, &w.A, &o);
    if (st == BK_OK)
        st = bk_topic_fit(w.t);
    if (st == BK_OK)
        st = bk_csr_transpose(ctx, &articles, &w.A);
    if (st == BK_OK)
        st = bk_topic_scores(ctx, x, w.t, BK_LABEL_TFIDF, 1, &w.A);
    if (st == BK_OK)
        st = bk_topic_scores(ctx, x, w.t, BK_LABEL_FREX, 1, NULL);
    if (st == BK_OK)
        st = bk_topic_label(ctx, col, 3, &found, w.t, 0, x, &articles, NULL, NULL, NULL);
    if (st == BK_OK)
        st = bk_topic_recovery(ctx, x, w.t, &w.A, &o, 1);
    if (st == BK_OK)
        st = bk_topic_plane(ctx, xy, w.t);
    if (st == BK_OK)
        st = bk_topic_places(ctx, place, w.t, &w.A, &w.A, NULL);
    if (st == BK_OK)
        st = bk_topic_counts(ctx, x, w.t, &w.A, group, 0, NULL, NULL);
    if (st == BK_OK)
        st = bk_stat_odds(ctx, words, 3, &above, &below, x, x + V, NULL, V, 10, 0.95);
    bk_stat_rows rows = {D, 3, st == BK_OK ? bk_topic_docs(w.t) : x, NULL, NULL};
    bk_factor factor = {group, 1, NULL};
    if (st == BK_OK)
        st = bk_stat_shares(ctx, share, &rows, group, 1, 20, 0.9, 1);
    if (st == BK_OK)
        st = bk_stat_effects(ctx, &e, &n, &rows, &factor, 1, 0.9);
    bk_effects_free(ctx, e);
    bk_csr_free(ctx, &articles);
    bk_topic_free(w.t);
    return st;
}

static void no_memory(void **state)
{
    (void)state;
    t_fail_each(all_of_it, NULL, 1, 400);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(partners),    cmocka_unit_test(come_again), cmocka_unit_test(labels),
        cmocka_unit_test(scores),      cmocka_unit_test(places),     cmocka_unit_test(plane),
        cmocka_unit_test(occurrences), cmocka_unit_test(odds),       cmocka_unit_test(no_memory)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
