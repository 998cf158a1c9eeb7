/* test_similar_dense.c - neighbours among dense rows are those of brute force; threads, memory. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <bingkai/similar.h>

#include "support/support.h"

enum { ROWS = 2200, DIMS = 12, K = 5 };

static float unit[ROWS][DIMS];

/* Every seventh row is a copy of an earlier one, row 9 is empty: ties and nothing. */
static double *make_rows(void)
{
    double *X = calloc((size_t)ROWS * DIMS, sizeof *X);
    uint64_t seed = 12345;
    for (int i = 0; i < ROWS; i++) {
        double *x = X + (size_t)i * DIMS, most = 0, sum = 0;
        for (int j = 0; j < DIMS && i != 9; j++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            x[j] = i % 7 == 6 ? X[(size_t)(i / 2) * DIMS + (size_t)j] : (double)(seed >> 60) - 7;
        }
        for (int j = 0; j < DIMS; j++)
            most = fmax(most, fabs(x[j]));
        for (int j = 0; j < DIMS && most > 0; j++)
            sum += x[j] / most * (x[j] / most);
        for (int j = 0; j < DIMS; j++)
            unit[i][j] = most > 0 ? (float)(x[j] / most / sqrt(sum)) : 0;
    }
    return X;
}

static double dot(int a, int b)
{
    double sum = 0;
    for (int j = 0; j < DIMS; j++)
        sum += (double)unit[a][j] * (double)unit[b][j];
    return sum;
}

typedef struct ranked {
    float score;
    uint32_t b;
} ranked;

static int by_rank(const void *x, const void *y)
{
    const ranked *a = x, *b = y;
    if (a->score != b->score)
        return a->score > b->score ? -1 : 1;
    return a->b < b->b ? -1 : 1;
}

static void equal_to_brute_force(void **state)
{
    static ranked all[ROWS];
    bk_ctx *ctx = t_ctx(2);
    bk_similar_opts o = BK_SIMILAR_OPTS_INIT;
    double *X = make_rows();
    bk_pairs got;
    int64_t at = 0;
    (void)state;
    o.k = K;
    t_ok(ctx, bk_similar_dense(ctx, &got, X, ROWS, DIMS, &o));
    for (int a = 0; a < ROWS; a++) {
        int n = 0;
        for (int b = 0; b < ROWS; b++) {
            double s = dot(a, b);
            if (b != a && s > 0 && s >= o.min_score)
                all[n++] = (ranked){(float)s, (uint32_t)b};
        }
        qsort(all, (size_t)n, sizeof *all, by_rank);
        for (int i = 0; i < n && i < K; i++, at++) {
            assert_true(at < got.n && got.at[at].a == (uint32_t)a);
            assert_int_equal(got.at[at].b, all[i].b);
            assert_true(got.at[at].score == all[i].score);
        }
    }
    assert_int_equal(at, got.n);
    bk_pairs_free(ctx, &got);
    free(X);
    t_ctx_free(ctx);
}

static void threads_do_not_change_a_bit(void **state)
{
    static const int threads[] = {1, 2, 3, 8};
    double *X = make_rows();
    bk_pairs first = {NULL, 0}, got;
    bk_ctx *ctx[4];
    (void)state;
    for (int i = 0; i < 4; i++) {
        ctx[i] = t_ctx(threads[i]);
        t_ok(ctx[i], bk_similar_dense(ctx[i], &got, X, ROWS, DIMS, NULL));
        if (i == 0) {
            first = got;
            continue;
        }
        assert_int_equal(got.n, first.n);
        assert_memory_equal(got.at, first.at, (size_t)got.n * sizeof *got.at);
        bk_pairs_free(ctx[i], &got);
        t_ctx_free(ctx[i]);
    }
    bk_pairs_free(ctx[0], &first);
    t_ctx_free(ctx[0]);
    free(X);
}

static void odd_shapes(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    double one[2] = {3, 4}, bad[2] = {1, NAN};
    bk_pairs got;
    (void)state;
    t_ok(ctx, bk_similar_dense(ctx, &got, one, 0, 2, NULL));
    assert_int_equal(got.n, 0);
    bk_pairs_free(ctx, &got);
    t_ok(ctx, bk_similar_dense(ctx, &got, one, 1, 2, NULL));
    assert_int_equal(got.n, 0);
    bk_pairs_free(ctx, &got);
    t_ok(ctx, bk_similar_dense(ctx, &got, one, 2, 1, NULL));
    assert_int_equal(got.n, 2);
    assert_true(got.at[0].b == 1 && got.at[0].score == 1);
    bk_pairs_free(ctx, &got);
    assert_int_equal(bk_similar_dense(ctx, &got, bad, 1, 2, NULL), BK_ENUMERIC);
    assert_null(got.at);
    assert_int_equal(bk_similar_dense(ctx, &got, one, 1, 0, NULL), BK_ESHAPE);
    t_ctx_free(ctx);
}

static bk_status work(bk_ctx *ctx, void *user)
{
    bk_pairs got;
    bk_status st = bk_similar_dense(ctx, &got, user, 300, DIMS, NULL);
    bk_pairs_free(ctx, &got);
    return st;
}

static void memory_may_fail(void **state)
{
    double *X = make_rows();
    (void)state;
    t_fail_each(work, X, 2, 40);
    free(X);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_to_brute_force),
        cmocka_unit_test(threads_do_not_change_a_bit),
        cmocka_unit_test(odd_shapes),
        cmocka_unit_test(memory_may_fail),
    };
    return cmocka_run_group_tests_name("similar_dense", tests, NULL, NULL);
}
