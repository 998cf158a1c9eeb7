/* LSA: components turned until each is of one topic; seeds; what it refuses; kept topics. */
#include <math.h>
#include <string.h>

#include "support/support.h"

#include <bingkai/theme.h>
#include <bingkai/topic.h>

#include "matrix/csr.h"

enum { K = 3, EACH = 6, V = K * EACH, D = 90 };

/* Article i: twelve words of topic i % K, another of the next one where `mixed`. */
static bk_csr planted(bk_ctx *ctx, bool mixed)
{
    bk_csr A;
    t_rand r = {7};
    t_ok(ctx, bk__csr_new(ctx, &A, D, V, (int64_t)D * V));
    int64_t n = 0;
    for (int i = 0; i < D; i++) {
        float row[V] = {0};
        for (int j = 0; j < 12; j++)
            row[i % K * EACH + (int)t_below(&r, EACH)] += 1 + (float)(i % K) / 8;
        if (mixed)
            row[(i + 1) % K * EACH + (int)t_below(&r, EACH)] += 1.5F;
        for (int c = 0; c < V; c++)
            if (row[c] > 0) {
                A.col[n] = (uint32_t)c;
                A.val[n++] = row[c];
            }
        A.ptr[i + 1] = n;
    }
    return A;
}

static bk_topic_opts options(void)
{
    bk_topic_opts o = BK_TOPIC_OPTS_INIT;
    o.method = "lsa";
    o.topics = K;
    return o;
}

static bk_topic *fit(bk_ctx *ctx, const bk_csr *A, const bk_topic_opts *o)
{
    bk_topic *t;
    t_ok(ctx, bk_topic_new(ctx, &t, A, o));
    t_ok(ctx, bk_topic_fit(t));
    return t;
}

/* Topics that share a word with no other: then with some. */
static void a_component_is_a_topic(void **state)
{
    bk_ctx *ctx = t_ctx(2);
    (void)state;
    for (int mixed = 0; mixed < 2; mixed++) {
        bk_csr A = planted(ctx, mixed);
        bk_topic_opts o = options();
        bk_topic *t = fit(ctx, &A, &o);
        int of[K], used = 0;
        assert_int_equal(bk_topic_count(t), K);
        for (int k = 0; k < K; k++) {
            double own = 0;
            uint32_t top;
            assert_int_equal(bk_topic_top(t, k, &top, &own, 1), 1);
            of[k] = (int)top / EACH;
            used |= 1 << of[k];
            own = 0;
            for (int c = 0; c < EACH; c++)
                own += bk_topic_terms(t)[k * V + of[k] * EACH + c];
            assert_true(own > (mixed ? 0.8 : 1 - 1e-5));
        }
        assert_int_equal(used, (1 << K) - 1);
        for (int i = 0; i < D; i++)
            for (int k = 0; k < K; k++)
                if (of[k] == i % K)
                    assert_true(bk_topic_docs(t)[i * K + k] > (mixed ? 0.5 : 0.999));
        bk_topic_state s = bk_topic_at(t);
        assert_string_equal(s.measure, "relative error");
        assert_true(s.ended && !s.stopped && s.sweeps == 1 && s.value > 0 && s.value < 1);
        bk_topic_free(t);
        bk_csr_free(ctx, &A);
    }
    t_ctx_free(ctx);
}

/* Rank 2 for three topics; all the same; nothing. */
static void fewer_than_asked_for(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    (void)state;
    for (int kinds = 0; kinds < 3; kinds++) {
        bk_csr A;
        bk_topic_opts o = options();
        t_ok(ctx, bk__csr_new(ctx, &A, 12, 5, kinds > 0 ? 12 : 0));
        for (int i = 0; i < 12 && kinds > 0; i++) {
            A.col[i] = (uint32_t)(i % kinds * 3);
            A.val[i] = 1;
            A.ptr[i + 1] = i + 1;
        }
        for (o.restart = 0; o.restart < 3; o.restart++) {
            bk_topic *t = fit(ctx, &A, &o);
            assert_true(bk_topic_count(t) <= kinds && (kinds == 0 || bk_topic_count(t) > 0));
            assert_true(o.restart > 0 || bk_topic_count(t) == kinds);
            bk_topic_free(t);
        }
        bk_csr_free(ctx, &A);
    }
    t_ctx_free(ctx);
}

/* The topic of a seed; -1. */
static int of_seed(const bk_topic *t, int seed)
{
    int at = -1;
    for (int k = 0; k < bk_topic_count(t); k++)
        if (bk_topic_seed_of(t, k) == seed)
            at = k;
    return at;
}

static int seeded(const bk_topic *t)
{
    int n = 0;
    for (int k = 0; k < bk_topic_count(t); k++)
        n += bk_topic_seed_of(t, k) >= 0;
    return n;
}

/* Seeds of two planted topics: theirs are of those, the third is of the rest; the same bytes. */
static void seeds_are_kept(void **state)
{
    static const uint32_t col[2][2] = {{13, 16}, {2, 5}};
    const bk_topic_seed seed[2] = {{col[0], 2}, {col[1], 2}};
    const double strengths[] = {0, 0.3, 0.5, 0.9, 0.99};
    const int threads[] = {1, 2, 3, 8}, planted_in[K] = {2, 0, 1};
    (void)state;
    for (int g = 0; g < 5; g++) {
        double first[K * V];
        for (int n = 0; n < 4; n++) {
            bk_ctx *ctx = t_ctx(threads[n]);
            bk_csr A = planted(ctx, true);
            bk_topic_opts o = options();
            o.seed = seed;
            o.seeds = 2;
            o.seed_strength = strengths[g];
            bk_topic *t = fit(ctx, &A, &o);
            assert_int_equal(bk_topic_count(t), K);
            for (int s = 0; s < K; s++) {
                int k = of_seed(t, s < 2 ? s : -1);
                uint32_t top[EACH];
                double weight[EACH];
                assert_true(k >= 0);
                assert_int_equal(bk_topic_top(t, k, top, weight, EACH), EACH);
                for (int i = 0; i < EACH; i++)
                    assert_int_equal(top[i] / EACH, planted_in[s]);
                for (int i = 0; i < 2 && s < 2; i++)
                    assert_true(bk_topic_terms(t)[k * V + (int)col[s][i]] >=
                                strengths[g] * weight[0]);
                for (int i = 0; i < D; i++)
                    assert_true(i % K != planted_in[s] || bk_topic_docs(t)[i * K + k] > 0.5);
            }
            if (n == 0)
                memcpy(first, bk_topic_terms(t), sizeof first);
            assert_memory_equal(first, bk_topic_terms(t), sizeof first);
            bk_topic_free(t);
            bk_csr_free(ctx, &A);
            t_ctx_free(ctx);
        }
    }
}

/* Words of two planted topics at once: the stronger, the more of both lies in one. */
static void strength_tells(void **state)
{
    static const uint32_t col[2] = {1, 7};
    const bk_topic_seed seed = {col, 2};
    bk_ctx *ctx = t_ctx(2);
    bk_csr A = planted(ctx, true);
    double before = 0;
    (void)state;
    for (int g = 0; g < 3; g++) {
        bk_topic_opts o = options();
        o.seed = &seed;
        o.seeds = 1;
        o.seed_strength = 0.45 * g;
        bk_topic *t = fit(ctx, &A, &o);
        int k = of_seed(t, 0);
        double part[2] = {0};
        assert_true(k >= 0);
        for (int c = 0; c < 2 * EACH; c++)
            part[c / EACH] += bk_topic_terms(t)[k * V + c];
        double less = fmin(part[0], part[1]);
        assert_true(less > before);
        before = less;
        bk_topic_free(t);
    }
    assert_true(before > 0.3);
    bk_csr_free(ctx, &A);
    t_ctx_free(ctx);
}

/* The same words twice share a plane; words of no article have no topic; more than components. */
static void seeds_that_do_not_fit(void **state)
{
    static const uint32_t col[4] = {1, 3, V, 8};
    const bk_topic_seed twice[3] = {{col, 2}, {col, 2}, {col + 3, 1}};
    const bk_topic_seed none[2] = {{col + 2, 1}, {col + 3, 1}};
    bk_ctx *ctx = t_ctx(2);
    bk_csr A = planted(ctx, true), B;
    bk_topic_opts o = options();
    (void)state;
    A.cols = V + 1; /* a column of no article */
    o.seed = twice;
    o.seeds = 3;
    o.seed_strength = 0.99;
    bk_topic *t = fit(ctx, &A, &o);
    assert_int_equal(seeded(t), 3);
    bk_topic_free(t);
    o.seed = none;
    o.seeds = 2;
    t = fit(ctx, &A, &o);
    assert_int_equal(bk_topic_count(t), K - 1);
    assert_int_equal(of_seed(t, 0), -1);
    assert_true(of_seed(t, 1) >= 0 && of_seed(t, -1) >= 0);
    bk_topic_free(t);
    o.seeds = o.topics = 1;
    t = fit(ctx, &A, &o);
    assert_int_equal(bk_topic_count(t), 0);
    bk_topic_free(t);
    t_ok(ctx, bk__csr_new(ctx, &B, 12, V, 24)); /* of rank 1 */
    for (int i = 0; i < 24; i++) {
        B.col[i] = i % 2 ? 8 : 1;
        B.val[i] = 1;
        B.ptr[i / 2 + 1] = i / 2 * 2 + 2;
    }
    const bk_topic_seed both[2] = {{col, 1}, {col + 3, 1}};
    o.seed = both;
    o.seeds = o.topics = 2;
    t = fit(ctx, &B, &o);
    assert_int_equal(bk_topic_count(t), 1);
    assert_int_equal(bk_topic_seed_of(t, 0), 0);
    bk_topic_free(t);
    bk_csr_free(ctx, &A);
    bk_csr_free(ctx, &B);
    t_ctx_free(ctx);
}

static void what_it_refuses(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk_csr A = planted(ctx, true);
    bk_topic_opts o = options();
    bk_topic *t = fit(ctx, &A, &o), *not ;
    bk_topic_model *m;
    (void)state;
    t_ok(ctx, bk_topic_keep(t, &m));
    o.chains = 2;
    assert_int_equal(bk_topic_new(ctx, &not, &A, &o), BK_EINVAL);
    o.chains = 1;
    o.from = m;
    assert_int_equal(bk_topic_new(ctx, &not, &A, &o), BK_EINVAL);
    assert_non_null(strstr(bk_ctx_error(ctx)->message, "cannot go on"));
    o.frozen = true;
    not = fit(ctx, &A, &o);
    /* Kept terms are floats. */
    for (int i = 0; i < D * K; i++)
        assert_true(fabs(bk_topic_docs(t)[i] - bk_topic_docs(not )[i]) < 1e-4);
    double weight = 0;
    for (int k = 0; k < K; k++)
        weight += bk_topic_model_weight(m)[k];
    assert_true(fabs(weight - D) < 1e-6);
    bk_topic_free(not );
    bk_topic_free(t);
    bk_topic_model_free(m);
    bk_csr_free(ctx, &A);
    t_ctx_free(ctx);
}

static void they_come_again(void **state)
{
    bk_ctx *ctx = t_ctx(2);
    bk_csr A = planted(ctx, true);
    bk_topic_opts o = options();
    bk_topic *t = fit(ctx, &A, &o);
    double recovery[K];
    (void)state;
    t_ok(ctx, bk_topic_recovery(ctx, recovery, t, &A, &o, 3));
    for (int k = 0; k < K; k++)
        assert_true(recovery[k] > 0.9 && recovery[k] < 1 - 1e-9); /* half of the articles */
    bk_topic_free(t);
    bk_csr_free(ctx, &A);
    t_ctx_free(ctx);
}

static bk_status fit_and_free(bk_ctx *ctx, void *user)
{
    bk_topic_opts o = options();
    static const uint32_t col[2] = {2, 9};
    const bk_topic_seed seed[2] = {{col, 1}, {col + 1, 1}};
    bk_topic *t = NULL;
    o.restart = 1;
    o.seed = seed;
    o.seeds = 2;
    bk_status st = bk_topic_new(ctx, &t, user, &o);
    if (st == BK_OK)
        st = bk_topic_fit(t);
    bk_topic_free(t);
    return st;
}

static void no_memory(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk_csr A = planted(ctx, true);
    (void)state;
    t_fail_each(fit_and_free, &A, 1, 500);
    bk_csr_free(ctx, &A);
    t_ctx_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_component_is_a_topic), cmocka_unit_test(fewer_than_asked_for),
        cmocka_unit_test(seeds_are_kept),         cmocka_unit_test(strength_tells),
        cmocka_unit_test(seeds_that_do_not_fit),  cmocka_unit_test(what_it_refuses),
        cmocka_unit_test(they_come_again),        cmocka_unit_test(no_memory),
    };
    return cmocka_run_group_tests_name("topic lsa", tests, NULL, NULL);
}
