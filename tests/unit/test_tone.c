/* Tone and balance: means by hand, votes, rows that do not know their neighbours, nonsense. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "support/support.h"

#include <bingkai/relation.h>

enum { CR, CU, RU }; /* the dyads of China, Russia and the United States */

static bk_triad *powers(bk_ctx *ctx)
{
    bk_triad *t;
    t_ok(ctx, bk_triad_load(ctx, &t, NULL));
    assert_int_equal(bk_triad_dyads(t), 3);
    return t;
}

static const bk_tone_row *row_of(const bk_tone *t, int group, int dyad, int voice)
{
    int64_t n;
    const bk_tone_row *r = bk_tone_rows(t, &n);
    for (int64_t i = 0; i < n; i++)
        if (r[i].group == group && r[i].dyad == dyad && r[i].voice == voice)
            return &r[i];
    return NULL;
}

/* Five articles; the third says nothing, the fifth belongs to no group. */
static const bk_tone_obs some[] = {
    {0, CR, BK_VOICE_NARRATOR, 1, 1}, {0, CR, 0, 1, 1}, {0, CR, 0, -1, 1}, {0, CU, 0, -1, 1},
    {1, CR, BK_VOICE_OTHER, -1, 1},   {3, CR, 2, 0, 1}, {3, CU, 2, -1, 1}, {4, CR, 1, 1, 1},
};
enum { SOME = sizeof some / sizeof *some };
static const int32_t group[] = {0, 1, 1, 0, -1};

static void means_by_hand(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk_triad *powers_of = powers(ctx);
    bk_tone *t;
    int64_t n;
    (void)state;
    t_ok(ctx, bk_tone_fit(ctx, &t, powers_of, some, SOME, 5, group, 2, NULL));
    const bk_tone_row *r = row_of(t, -1, CR, BK_VOICE_ALL);
    assert_true(r && r->n == 6 && r->articles == 4);
    assert_true(fabs(r->tone - (1 / 3.0 - 1 + 0 + 1) / 4) < 1e-15);
    assert_true(-1 < r->low && r->low < r->tone && r->tone < r->high && r->high < 1);
    r = row_of(t, -1, CR, 0);
    assert_true(r && r->n == 2 && r->articles == 1 && r->tone == 0 && isnan(r->low));
    r = row_of(t, 0, CU, BK_VOICE_ALL);
    assert_true(r && r->n == 2 && r->articles == 2 && r->tone == -1 && r->low == -1);
    assert_true(r->high > 0 && r->high < 0.6); /* two that agree are no certainty */
    r = row_of(t, 1, CR, BK_VOICE_OTHER);
    assert_true(r && r->n == 1 && r->tone == -1);
    assert_null(row_of(t, 1, CU, BK_VOICE_ALL));
    assert_null(row_of(t, 0, CR, 1));
    assert_null(row_of(t, -1, RU, BK_VOICE_ALL));
    r = bk_tone_rows(t, &n);
    for (int64_t i = 0; i < n; i++)
        assert_true(i == 0 || r[i].group > r[i - 1].group ||
                    (r[i].group == r[i - 1].group && r[i].dyad >= r[i - 1].dyad));
    assert_true(r[0].voice == BK_VOICE_ALL && r[1].voice == BK_VOICE_NARRATOR && r[2].voice == 0);
    assert_true(r[5].voice == BK_VOICE_OTHER && r[6].dyad == CU);
    const bk_balance *b = bk_tone_balance(t, &n);
    assert_true(n == 1 && b->a == 0 && b->b == 1 && b->c == 2);
    assert_true(isnan(b->p_balanced) && isnan(b->product) && isnan(b->p_positive[2]));
    assert_true(b->p_positive[0] > 0.3 && b->p_positive[1] < 0.2);
    bk_tone_free(t);
    bk_triad_free(powers_of);
    t_ctx_free(ctx);
}

/* What stands elsewhere does not change a row; four copies with a quarter vote each are one. */
static void rows_stand_alone(void **state)
{
    bk_tone_obs alone[SOME], copies[SOME + 3];
    int n = 0, m = 0;
    bk_ctx *ctx = t_ctx(2);
    bk_triad *powers_of = powers(ctx);
    bk_tone *all, *few, *more;
    (void)state;
    for (int i = 0; i < SOME; i++)
        if (some[i].dyad == CR)
            alone[n++] = some[i];
    for (int i = 0; i < n; i++)
        for (int j = 0; j < (alone[i].article == 4 ? 4 : 1); j++) {
            copies[m] = alone[i];
            copies[m].article += (uint32_t)j;
            copies[m++].weight = alone[i].article == 4 ? 0.25f : 1;
        }
    t_ok(ctx, bk_tone_fit(ctx, &all, powers_of, some, SOME, 5, group, 2, NULL));
    t_ok(ctx, bk_tone_fit(ctx, &few, powers_of, alone, n, 5, NULL, 0, NULL));
    t_ok(ctx, bk_tone_fit(ctx, &more, powers_of, copies, m, 8, NULL, 0, NULL));
    const bk_tone_row *a = row_of(all, -1, CR, BK_VOICE_ALL);
    const bk_tone_row *b = row_of(few, -1, CR, BK_VOICE_ALL);
    const bk_tone_row *c = row_of(more, -1, CR, BK_VOICE_ALL);
    assert_memory_equal(a, b, sizeof *a);
    assert_true(c->tone == a->tone && c->low == a->low && c->high == a->high);
    assert_true(c->articles == 7);
    bk_tone_free(all);
    bk_tone_free(few);
    bk_tone_free(more);
    bk_triad_free(powers_of);
    t_ctx_free(ctx);
}

/* n articles a dyad, the first `pro` of each positive, the rest negative. `joint`: the same
 * articles speak of all three. */
static bk_balance balance_of(const int *pro, int n, bool joint, int threads)
{
    bk_tone_obs *obs = calloc((size_t)(3 * n), sizeof *obs);
    bk_ctx *ctx = t_ctx(threads);
    bk_triad *t = powers(ctx);
    bk_tone_opts opts = BK_TONE_OPTS_INIT;
    bk_tone *tone;
    int64_t k;
    opts.resamples = 4000;
    for (int i = 0; i < 3 * n; i++) {
        int d = joint ? i % 3 : i / n, j = joint ? i / 3 : i % n;
        int8_t polarity = j < pro[d] ? 1 : -1;
        obs[i] = (bk_tone_obs){(uint32_t)(joint ? j : i), (int16_t)d, -1, polarity, 1};
    }
    t_ok(ctx, bk_tone_fit(ctx, &tone, t, obs, 3 * n, 3 * n, NULL, 0, &opts));
    bk_balance b = *bk_tone_balance(tone, &k);
    bk_tone_free(tone);
    bk_triad_free(t);
    t_ctx_free(ctx);
    free(obs);
    return b;
}

static void balance_is_a_product_of_signs(void **state)
{
    const int friends[] = {20, 20, 20}, two[] = {20, 0, 0}, torn[] = {20, 20, 0},
              near[] = {12, 9, 8};
    (void)state;
    bk_balance b = balance_of(friends, 20, false, 1);
    assert_true(b.p_balanced > 0.99 && b.product == 1);
    b = balance_of(two, 20, false, 2);
    assert_true(b.p_balanced > 0.99 && b.product == 1 && b.p_positive[1] < 0.01);
    b = balance_of(torn, 20, true, 1);
    assert_true(b.p_balanced < 0.01 && b.product == -1);
    /* independent edges: (1 + the product of the differences) / 2 */
    b = balance_of(near, 20, false, 1);
    double m = 1;
    for (int e = 0; e < 3; e++)
        m *= 2 * b.p_positive[e] - 1;
    assert_true(fabs(b.p_balanced - (1 + m) / 2) < 0.04);
    /* the same articles: three tones that rise and fall together */
    const int half[] = {11, 11, 11};
    b = balance_of(half, 20, true, 1);
    assert_true(fabs(b.p_balanced - b.p_positive[0]) < 0.1);
}

static void nonsense_is_refused(void **state)
{
    const bk_tone_obs good = {1, CR, 0, 1, 1};
    bk_tone_opts opts = BK_TONE_OPTS_INIT;
    bk_ctx *ctx = t_ctx(1);
    bk_triad *powers_of = powers(ctx);
    bk_tone *t;
    int64_t n;
    (void)state;
    t_ok(ctx, bk_tone_fit(ctx, &t, powers_of, NULL, 0, 0, NULL, 0, NULL));
    bk_tone_rows(t, &n);
    assert_int_equal(n, 0);
    bk_tone_free(t);
    for (int i = 0; i < 8; i++) {
        bk_tone_obs o[2] = {good, good};
        if (i == 0)
            o[1].article = 0;
        else if (i == 1)
            o[1].article = 2;
        else if (i == 2)
            o[1].dyad = 3;
        else if (i == 3)
            o[1].voice = 3;
        else if (i == 4)
            o[1].voice = BK_VOICE_ALL;
        else if (i == 5)
            o[1].polarity = 2;
        else
            o[1].weight = i == 6 ? NAN : 0.5f;
        assert_int_equal(bk_tone_fit(ctx, &t, powers_of, o, 2, 2, NULL, 0, NULL), BK_EINVAL);
        assert_null(t);
    }
    opts.resamples = 0;
    assert_int_equal(bk_tone_fit(ctx, &t, powers_of, &good, 1, 2, NULL, 0, &opts), BK_EINVAL);
    bk_triad_free(powers_of);
    t_ctx_free(ctx);
}

/* Random relations of 400 articles in 7 groups, some copies. */
static void random_obs(bk_tone_obs *obs, int n, int32_t *of)
{
    t_rand r = {5};
    for (int i = 0; i < n; i++) {
        uint32_t article = (uint32_t)i * 400u / (uint32_t)n;
        obs[i] = (bk_tone_obs){article, (int16_t)t_below(&r, 3), (int16_t)((int)t_below(&r, 5) - 2),
                               (int8_t)((int)t_below(&r, 3) - 1), article % 5 ? 1 : 0.5f};
        of[article] = (int32_t)(article % 8);
    }
}

static void threads_do_not_change_a_bit(void **state)
{
    enum { N = 2000 };
    static bk_tone_obs obs[N];
    int32_t of[400];
    const int threads[] = {1, 2, 3, 8};
    bk_tone_row *first = NULL;
    bk_balance balance = {0};
    int64_t n, n_first = 0;
    (void)state;
    random_obs(obs, N, of);
    for (int i = 0; i < 4; i++) {
        bk_ctx *ctx = t_ctx(threads[i]);
        bk_triad *powers_of = powers(ctx);
        bk_tone *t;
        t_ok(ctx, bk_tone_fit(ctx, &t, powers_of, obs, N, 400, of, 7, NULL));
        const bk_tone_row *r = bk_tone_rows(t, &n);
        if (i == 0) {
            first = malloc((size_t)n * sizeof *first);
            memcpy(first, r, (size_t)n * sizeof *first);
            n_first = n;
            balance = *bk_tone_balance(t, &n);
        } else {
            assert_int_equal(n, n_first);
            assert_memory_equal(first, r, (size_t)n * sizeof *first);
            const bk_balance *b = bk_tone_balance(t, &n);
            assert_true(b->product == balance.product && b->p_balanced == balance.p_balanced);
            assert_memory_equal(b->p_positive, balance.p_positive, sizeof b->p_positive);
        }
        bk_tone_free(t);
        bk_triad_free(powers_of);
        t_ctx_free(ctx);
    }
    free(first);
}

static bk_status tone(bk_ctx *ctx, void *user)
{
    bk_tone *t = NULL;
    bk_triad *powers_of;
    bk_status st = bk_triad_load(ctx, &powers_of, NULL);
    (void)user;
    if (st == BK_OK)
        st = bk_tone_fit(ctx, &t, powers_of, some, SOME, 5, group, 2, NULL);
    bk_tone_free(t);
    bk_triad_free(powers_of);
    return st;
}

static void memory_runs_out(void **state)
{
    (void)state;
    t_fail_each(tone, NULL, 1, 400);
    t_fail_each(tone, NULL, 3, 40);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(means_by_hand),
        cmocka_unit_test(rows_stand_alone),
        cmocka_unit_test(balance_is_a_product_of_signs),
        cmocka_unit_test(nonsense_is_refused),
        cmocka_unit_test(threads_do_not_change_a_bit),
        cmocka_unit_test(memory_runs_out),
    };
    return cmocka_run_group_tests_name("tone", tests, NULL, NULL);
}
