/* test_story.c - stories along similar pairs: what chains, what time parts, ties, memory. */
#include "model/story.h"

#include <math.h>
#include <stdlib.h>

#include <bingkai/corpus.h>

#include "support/support.h"

/* Rows in two dimensions a story: angle in degrees on the plane of columns 2p, 2p + 1. */
enum { MOST = 32 };
typedef struct made {
    bk_csr A;
    int64_t ptr[MOST + 1];
    uint32_t col[2 * MOST];
    float val[2 * MOST];
    bk_pair pair[MOST * MOST];
    bk_pairs pairs;
} made;

static void make(made *m, const int *plane, const int *degrees, int n, double least)
{
    m->A = (bk_csr){n, 16, m->ptr, m->col, m->val};
    m->pairs = (bk_pairs){m->pair, 0};
    for (int i = 0; i <= n; i++)
        m->ptr[i] = 2 * i;
    for (int i = 0; i < n; i++) {
        m->col[2 * i] = (uint32_t)(2 * plane[i]);
        m->col[2 * i + 1] = m->col[2 * i] + 1;
        m->val[2 * i] = (float)cos(degrees[i] * 0.017453292519943295);
        m->val[2 * i + 1] = (float)sin(degrees[i] * 0.017453292519943295);
        for (int j = 0; j < i; j++)
            if (plane[i] == plane[j]) {
                double c = cos((degrees[i] - degrees[j]) * 0.017453292519943295);
                if (c >= least)
                    m->pair[m->pairs.n++] = (bk_pair){(uint32_t)j, (uint32_t)i, (float)c};
            }
    }
}

static void expect(const bk__stories *s, const uint32_t *of, uint32_t many)
{
    assert_int_equal(s->many, many);
    for (int64_t i = 0; i < s->n; i++)
        assert_int_equal(s->of[i], of[i]);
}

#define NONE UINT32_MAX

static void test_planes(void **state)
{
    static const int plane[] = {0, 1, 0, 2, 1, 0}, degrees[] = {0, 10, 5, 0, 12, 10};
    static const uint32_t want[] = {0, 1, 0, NONE, 1, 0};
    bk_ctx *ctx = t_ctx(1);
    bk__stories s;
    made m;
    (void)state;
    make(&m, plane, degrees, 6, 0.5);
    t_ok(ctx, bk__stories_fit(ctx, &s, &m.A, &m.pairs, 0.5, NULL, 0));
    expect(&s, want, 2);
    bk__stories_free(ctx, &s);
    t_ctx_free(ctx);
}

/* Every neighbour is alike, the ends are not: single links would make one story of it. */
static void test_no_chain(void **state)
{
    int plane[10] = {0}, degrees[10];
    bk_ctx *ctx = t_ctx(1);
    bk__stories s;
    made m;
    (void)state;
    for (int i = 0; i < 10; i++)
        degrees[i] = 10 * i;
    make(&m, plane, degrees, 10, 0.9);
    t_ok(ctx, bk__stories_fit(ctx, &s, &m.A, &m.pairs, 0.9, NULL, 0));
    assert_true(s.many > 1);
    assert_true(s.of[0] != s.of[9]);
    bk__stories_free(ctx, &s);
    t_ctx_free(ctx);
}

static void test_time(void **state)
{
    static const int plane[] = {0, 0, 0, 0, 0, 0}, degrees[] = {0, 1, 2, 3, 4, 5};
    static const int64_t when[] = {0, 100, 200, 1000, BK_NO_DATE, 1050};
    static const uint32_t want[] = {0, 0, 0, 1, NONE, 1}, all[] = {0, 0, 0, 0, NONE, 0};
    bk_ctx *ctx = t_ctx(1);
    bk__stories s;
    made m;
    (void)state;
    make(&m, plane, degrees, 6, 0.5);
    t_ok(ctx, bk__stories_fit(ctx, &s, &m.A, &m.pairs, 0.5, when, 100));
    expect(&s, want, 2);
    bk__stories_free(ctx, &s);
    t_ok(ctx, bk__stories_fit(ctx, &s, &m.A, &m.pairs, 0.5, when, 800));
    expect(&s, all, 1);
    bk__stories_free(ctx, &s);
    t_ctx_free(ctx);
}

static void test_nothing(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk__stories s;
    made m;
    (void)state;
    make(&m, NULL, NULL, 0, 0.5);
    t_ok(ctx, bk__stories_fit(ctx, &s, &m.A, &m.pairs, 0.5, NULL, 0));
    assert_int_equal(s.many, 0);
    bk__stories_free(ctx, &s);
    t_ctx_free(ctx);
}

/* Against the definition: every merge's mean over all pairs of rows, computed plainly. */
static void test_like_plain(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    t_rand r = {7};
    (void)state;
    for (int round = 0; round < 50; round++) {
        int plane[20], degrees[20], n = 20;
        bk__stories s;
        made m;
        for (int i = 0; i < n; i++) {
            plane[i] = (int)t_below(&r, 3);
            degrees[i] = (int)t_below(&r, 90);
        }
        make(&m, plane, degrees, n, 0.8);
        t_ok(ctx, bk__stories_fit(ctx, &s, &m.A, &m.pairs, 0.8, NULL, 0));
        for (uint32_t k = 0; k < s.many; k++) { /* what was merged is alike on average */
            double sum = 0, pairs = 0;
            for (int i = 0; i < n; i++)
                for (int j = 0; j < i; j++)
                    if (s.of[i] == k && s.of[j] == k) {
                        assert_int_equal(plane[i], plane[j]);
                        sum += cos((degrees[i] - degrees[j]) * 0.017453292519943295);
                        pairs++;
                    }
            assert_true(pairs >= 1 && sum / pairs >= 0.8 - 1e-6);
        }
        bk__stories_free(ctx, &s);
    }
    t_ctx_free(ctx);
}

static bk_status work(bk_ctx *ctx, void *user)
{
    made *m = user;
    bk__stories s;
    bk_status st = bk__stories_fit(ctx, &s, &m->A, &m->pairs, 0.5, NULL, 0);
    bk__stories_free(ctx, &s);
    return st;
}

static void test_memory(void **state)
{
    static const int plane[] = {0, 0, 1, 1, 0}, degrees[] = {0, 1, 2, 3, 4};
    made m;
    (void)state;
    make(&m, plane, degrees, 5, 0.5);
    t_fail_each(work, &m, 1, 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_planes),     cmocka_unit_test(test_no_chain),
        cmocka_unit_test(test_time),       cmocka_unit_test(test_nothing),
        cmocka_unit_test(test_like_plain), cmocka_unit_test(test_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
