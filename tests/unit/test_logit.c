/* Logistic regression, temperature, calibration, macro F1. */
#include <math.h>
#include <string.h>

#include "support/support.h"

#include <bingkai/logit.h>

enum { N = 600, V = 300, K = 3 };

/* Classes follow the first columns of a random matrix. */
static void make(bk_ctx *ctx, bk_csr *X, int32_t *y)
{
    t_rand r = {7};
    t_random_csr(ctx, &r, X, N, V, 12);
    for (int i = 0; i < N; i++) {
        double score[K] = {0, 0, 0};
        for (int64_t p = X->ptr[i]; p < X->ptr[i + 1]; p++)
            score[X->col[p] % K] += (double)X->val[p];
        y[i] = score[1] > score[0] ? (score[2] > score[1] ? 2 : 1) : score[2] > score[0] ? 2 : 0;
    }
}

static void what_is_planted_is_learned(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk_csr X;
    bk_logit m, again;
    int32_t y[N];
    static double score[N * K];
    int right = 0;
    (void)state;
    make(ctx, &X, y);
    bk_logit_rows rows = {&X, NULL, 0};
    bk_logit_opts o = BK_LOGIT_OPTS_INIT;
    o.l2 = 0.01;
    t_ok(ctx, bk_logit_fit(ctx, &m, &rows, y, NULL, K, NULL, &o));
    t_ok(ctx, bk_logit_score(ctx, score, &m, &rows));
    for (int i = 0; i < N; i++) {
        int best = 0;
        for (int k = 1; k < K; k++)
            best = score[i * K + k] > score[i * K + best] ? k : best;
        right += best == y[i];
    }
    assert_true(right > N * 98 / 100);
    /* from its own end it has nowhere to go */
    t_ok(ctx, bk_logit_fit(ctx, &again, &rows, y, NULL, K, &m, &o));
    assert_true(again.iterations <= 2 && again.iterations < m.iterations);
    bk_logit_free(ctx, &again);
    /* an example that weighs nothing might as well not be there */
    double weight[N];
    for (int i = 0; i < N; i++)
        weight[i] = i < N / 2 ? 2 : 0;
    t_ok(ctx, bk_logit_fit(ctx, &again, &rows, y, weight, K, NULL, &o));
    bk_logit_free(ctx, &m);
    bk_csr half = X;
    half.rows = N / 2;
    bk_logit_rows some = {&half, NULL, 0};
    o.l2 = 0.005;
    o.tolerance = 1e-6;
    t_ok(ctx, bk_logit_fit(ctx, &m, &some, y, NULL, K, NULL, &o));
    for (int64_t j = 0; j < (int64_t)V * K; j++)
        assert_true(fabs(m.weight[j] - again.weight[j]) < 0.02 * (1 + fabs(m.weight[j])));
    bk_logit_free(ctx, &again);
    bk_logit_free(ctx, &m);
    bk_csr_free(ctx, &X);
    t_ctx_free(ctx);
}

static void threads_do_not_change_a_byte(void **state)
{
    static double first[V * K + K];
    (void)state;
    for (int threads = 1; threads <= 8; threads += threads == 2 ? 1 : threads) {
        bk_ctx *ctx = t_ctx(threads);
        bk_csr X;
        bk_logit m;
        int32_t y[N];
        make(ctx, &X, y);
        bk_logit_rows rows = {&X, NULL, 0};
        t_ok(ctx, bk_logit_fit(ctx, &m, &rows, y, NULL, K, NULL, NULL));
        if (threads == 1)
            memcpy(first, m.weight, sizeof first);
        assert_memory_equal(first, m.weight, sizeof first);
        bk_logit_free(ctx, &m);
        bk_csr_free(ctx, &X);
        t_ctx_free(ctx);
    }
}

static void wrong_input_is_refused(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk_csr X;
    bk_logit m;
    int32_t y[N];
    (void)state;
    make(ctx, &X, y);
    bk_logit_rows rows = {&X, NULL, 0};
    assert_int_equal(bk_logit_fit(ctx, &m, &rows, y, NULL, 1, NULL, NULL), BK_EINVAL);
    assert_int_equal(bk_logit_fit(ctx, &m, &rows, y, NULL, 2, NULL, NULL), BK_EINVAL);
    X.val[3] = NAN;
    assert_int_equal(bk_logit_fit(ctx, &m, &rows, y, NULL, K, NULL, NULL), BK_ENUMERIC);
    X.val[3] = 1;
    double dense[N] = {INFINITY};
    bk_logit_rows wide = {&X, dense, 1};
    assert_int_equal(bk_logit_fit(ctx, &m, &wide, y, NULL, K, NULL, NULL), BK_ENUMERIC);
    assert_null(m.weight);
    bk_csr_free(ctx, &X);
    t_ctx_free(ctx);
}

static bk_status fit_once(bk_ctx *ctx, void *user)
{
    int64_t ptr[] = {0, 1, 2, 3};
    uint32_t col[] = {0, 1, 0};
    float val[] = {1, 1, 0.5f};
    bk_csr X = {3, 2, ptr, col, val};
    bk_logit_rows rows = {&X, NULL, 0};
    int32_t y[] = {0, 1, 0};
    bk_logit m;
    bk_interval at;
    (void)user;
    bk_status st = bk_logit_fit(ctx, &m, &rows, y, NULL, 2, NULL, NULL);
    if (st == BK_OK)
        st = bk_stat_macro_f1(ctx, &at, NULL, y, y, NULL, 3, 2, 40, 0.9);
    bk_logit_free(ctx, &m);
    return st;
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    t_fail_each(fit_once, NULL, 1, 200);
}

static void temperature_undoes_what_was_done(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    enum { MANY = 20000 };
    static double score[2 * MANY], p[2 * MANY];
    static int32_t y[MANY];
    t_rand r = {3};
    double t;
    bk_calibration at;
    (void)state;
    for (int i = 0; i < MANY; i++) {
        double z = 4 * t_unit(&r) - 2; /* the truth's log odds */
        y[i] = t_unit(&r) < 1 / (1 + exp(-z));
        score[2 * i] = 0;
        score[2 * i + 1] = 3 * z; /* three times too sure */
    }
    memcpy(p, score, sizeof p);
    bk_logit_probability(p, MANY, 2, 1);
    t_ok(ctx, bk_stat_calibration(ctx, &at, p, y, MANY, 2));
    assert_true(at.ece > 0.1);
    t_ok(ctx, bk_logit_temperature(ctx, &t, score, y, NULL, MANY, 2));
    assert_true(fabs(t - 1.0 / 3) < 0.02);
    bk_logit_probability(score, MANY, 2, t);
    t_ok(ctx, bk_stat_calibration(ctx, &at, score, y, MANY, 2));
    assert_true(at.ece < 0.015);
    assert_true(at.n[0] == 0 && isnan(at.sure[0]) && at.n[9] == 0 && at.n[5] > 0);
    t_ctx_free(ctx);
}

static void macro_f1_by_hand(void **state)
{
    bk_ctx *ctx = t_ctx(2);
    int32_t y[] = {0, 0, 0, 1, 1, 2}, said[] = {0, 0, 1, 1, 2, 2};
    int32_t group[] = {4, 4, 1, 1, 0, 0}, one[] = {2, 2, 2, 2, 2, 2};
    int64_t table[9];
    bk_interval at, whole;
    (void)state;
    t_ok(ctx, bk_stat_macro_f1(ctx, &at, table, y, said, NULL, 6, 3, 500, 0.95));
    /* F1: 0: 2*2/(3+2), 1: 2*1/(2+2), 2: 2*1/(1+2) */
    assert_true(fabs(at.value - (0.8 + 0.5 + 2.0 / 3) / 3) < 1e-12);
    assert_true(at.low < at.value && at.value < at.high && at.high <= 1);
    assert_true(table[0] == 2 && table[1] == 1 && table[5] == 1 && table[8] == 1);
    t_ok(ctx, bk_stat_macro_f1(ctx, &whole, NULL, y, said, group, 6, 3, 500, 0.95));
    assert_true(whole.value == at.value && whole.low < at.value);
    t_ok(ctx, bk_stat_macro_f1(ctx, &whole, NULL, y, said, one, 6, 3, 500, 0.95));
    assert_int_equal(bk_stat_macro_f1(ctx, &at, NULL, y, said, NULL, 6, 2, 9, 0.9), BK_EINVAL);
    t_ctx_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_planted_is_learned),
        cmocka_unit_test(threads_do_not_change_a_byte),
        cmocka_unit_test(wrong_input_is_refused),
        cmocka_unit_test(every_allocation_may_fail),
        cmocka_unit_test(temperature_undoes_what_was_done),
        cmocka_unit_test(macro_f1_by_hand),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
