/* Topics of small and odd matrices, coherence, the map; no bit changes with the threads. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "support/sparse.h"
#include "support/support.h"

#include <bingkai/topic.h>

#include "matrix/csr.h"
#include "model/topic_map.h"

static const char *const methods[] = {"nmf", "kmeans", "nmf-kl", "lsa"};

static bk_topic *fit(bk_ctx *ctx, const bk_csr *A, const char *method, int topics)
{
    bk_topic_opts opts = BK_TOPIC_OPTS_INIT;
    bk_topic *t;
    opts.method = method;
    opts.topics = topics;
    t_ok(ctx, bk_topic_new(ctx, &t, A, &opts));
    assert_true(bk_topic_terms(t) == NULL && bk_topic_docs(t) == NULL);
    t_ok(ctx, bk_topic_fit(t));
    return t;
}

/* Sums of 1, shares that fall, nothing below 0. */
static void check(const bk_topic *t, const bk_csr *A)
{
    int K = bk_topic_count(t);
    double last = INFINITY;
    for (int k = 0; k < K; k++) {
        double sum = 0, share = 0;
        for (int64_t c = 0; c < A->cols; c++) {
            assert_true(bk_topic_terms(t)[k * A->cols + c] >= 0);
            sum += bk_topic_terms(t)[k * A->cols + c];
        }
        assert_true(fabs(sum - 1) < 1e-9);
        for (int64_t i = 0; i < A->rows; i++)
            share += bk_topic_docs(t)[i * K + k];
        assert_true(share > 0 && share <= last * (1 + 1e-12));
        last = share;
    }
    for (int64_t i = 0; i < A->rows; i++) {
        double sum = 0;
        for (int k = 0; k < K; k++)
            sum += bk_topic_docs(t)[i * K + k];
        assert_true(fabs(sum - 1) < 1e-9 || sum == 0);
        assert_true(sum == 0 || A->ptr[i + 1] > A->ptr[i]);
    }
}

/* Articles that are placed a few at a time lie where all lie that are placed at once. */
static void check_stretches(bk_ctx *ctx, const bk_topic *t, const bk_csr *A, const double *whole)
{
    double *xy = malloc((size_t)(2 * A->rows + 1) * sizeof *xy);
    int64_t K = bk_topic_count(t), ptr[8];
    bk__atlas *map;
    t_ok(ctx, bk__atlas_new(ctx, &map, NULL, A, t));
    for (int64_t from = 0; from < A->rows; from += 7) {
        bk_csr part = {A->rows - from < 7 ? A->rows - from : 7, A->cols, ptr, A->col + A->ptr[from],
                       A->val + A->ptr[from]};
        for (int64_t i = 0; i <= part.rows; i++)
            ptr[i] = A->ptr[from + i] - A->ptr[from];
        t_ok(ctx, bk__atlas_place(map, xy + 2 * from, &part, bk_topic_docs(t) + from * K));
    }
    bk__atlas_fit(map, xy, bk_topic_docs(t), A->rows);
    assert_memory_equal(xy, whole, (size_t)(2 * A->rows) * sizeof *xy);
    bk__atlas_free(map);
    free(xy);
}

static void check_map(bk_ctx *ctx, const bk_topic *t, const bk_csr *A)
{
    double *xy = malloc((size_t)(2 * A->rows + 1) * sizeof *xy);
    t_ok(ctx, bk_topic_map(ctx, xy, NULL, A, t));
    for (int64_t i = 0; i < 2 * A->rows; i++)
        assert_true(xy[i] >= -1 && xy[i] <= 1);
    check_stretches(ctx, t, A, xy);
    free(xy);
}

static void any_small_corpus(void **state)
{
    bk_ctx *ctx = t_ctx(2);
    (void)state;
    for (int m = 0; m < 4; m++)
        for (int rows = 0; rows < 62; rows = rows < 9 ? rows + 1 : rows * 2 - 3)
            for (int topics = 0; topics <= 7; topics += 7) {
                bk_csr A = sparse_random(ctx, rows, 30, 5, true, (uint64_t)rows + 1);
                bk_topic *t = fit(ctx, &A, methods[m], topics);
                check(t, &A);
                check_map(ctx, t, &A);
                assert_true(rows < 2 || bk_topic_count(t) >= 1);
                assert_true(bk_topic_count(t) <= (topics ? topics : 4));
                bk_topic_free(t);
                bk_csr_free(ctx, &A);
            }
    t_ctx_free(ctx);
}

static void the_number_follows_the_articles(void **state)
{
    const int64_t rows[] = {0, 1, 5, 60, 7500, 45000}, want[] = {0, 1, 2, 4, 20, 36};
    bk_ctx *ctx = t_ctx(1);
    (void)state;
    for (int i = 0; i < 6; i++) {
        bk_topic_opts opts = BK_TOPIC_OPTS_INIT;
        bk_topic *t;
        bk_csr A;
        t_ok(ctx, bk__csr_new(ctx, &A, rows[i] + 3, 40, rows[i])); /* three empty ones in front */
        for (int64_t j = 0; j < rows[i]; j++) {
            A.col[j] = (uint32_t)(j % 40);
            A.val[j] = 1;
            A.ptr[j + 4] = j + 1;
        }
        opts.method = "kmeans";
        t_ok(ctx, bk_topic_new(ctx, &t, &A, &opts));
        assert_int_equal(bk_topic_count(t), want[i]);
        bk_topic_free(t);
        bk_csr_free(ctx, &A);
    }
    t_ctx_free(ctx);
}

/* Twelve copies of two articles: two topics, however many are asked for. */
static void copies_are_no_topics(void **state)
{
    bk_ctx *ctx = t_ctx(2);
    bk_csr A;
    (void)state;
    t_ok(ctx, bk__csr_new(ctx, &A, 12, 9, 36));
    for (uint32_t i = 0; i < 36; i++) {
        A.col[i] = i / 3 % 2 * 4 + i % 3;
        A.val[i] = 0.5f + 0.25f * (float)(i % 3);
        A.ptr[i / 3 + 1] = i + 1;
    }
    for (int m = 0; m < 3; m++) {
        bk_topic *t = fit(ctx, &A, methods[m], 5);
        uint32_t col[4];
        double weight[4], npmi[5];
        assert_int_equal(bk_topic_count(t), 2);
        check(t, &A);
        check_map(ctx, t, &A);
        assert_int_equal(bk_topic_top(t, 0, col, weight, 4), 3);
        assert_true(weight[0] > weight[1] && weight[1] > weight[2]);
        t_ok(ctx, bk_topic_npmi(t, &A, 3, npmi));
        assert_true(fabs(npmi[0] - 1) < 1e-12 && fabs(npmi[1] - 1) < 1e-12);
        bk_topic_free(t);
    }
    bk_csr_free(ctx, &A);
    t_ctx_free(ctx);
}

static void objectives_fall(void **state)
{
    bk_ctx *ctx = t_ctx(2);
    bk_csr A = sparse_random(ctx, 300, 90, 8, true, 21);
    (void)state;
    for (int m = 0; m < 3; m++) {
        bk_topic_opts opts = BK_TOPIC_OPTS_INIT;
        double last = 1 + 1e-6, now;
        bk_topic *t;
        int sweeps = 0;
        opts.method = methods[m];
        opts.topics = 9;
        opts.max_iter = 30;
        t_ok(ctx, bk_topic_new(ctx, &t, &A, &opts));
        bk_status st = BK_OK;
        while (st == BK_OK) {
            st = bk_topic_step(t, &now);
            assert_true(now >= 0 && now <= last + 1e-6);
            last = now;
            sweeps++;
        }
        assert_int_equal(st, BK_END);
        assert_true(sweeps >= 2 && sweeps <= 30);
        assert_int_equal(bk_topic_step(t, &now), BK_END);
        assert_true(now == last);
        bk_topic_free(t);
    }
    bk_csr_free(ctx, &A);
    t_ctx_free(ctx);
}

/* Terms 0 and 1 meet in 2 of 4 articles; 0 stands in 2, 1 in 3; 2 never meets 0. */
static void coherence_by_hand(void **state)
{
    static int64_t ptr[] = {0, 2, 4, 6, 7};
    static uint32_t col[] = {0, 1, 0, 1, 1, 2, 3};
    static float val[] = {3, 2, 3, 2, 1, 1, 1}, one_val[] = {3, 2, 1};
    static int64_t one_ptr[] = {0, 3};
    static uint32_t one_col[] = {0, 1, 2};
    const bk_csr counts = {4, 4, ptr, col, val}, A = {1, 4, one_ptr, one_col, one_val};
    bk_ctx *ctx = t_ctx(1);
    bk_topic *t = fit(ctx, &A, "kmeans", 1);
    double got, ab = log(0.5 / (0.5 * 0.75)) / -log(0.5),
                bc = log(0.25 / (0.75 * 0.25)) / -log(0.25);
    const bk_csr other = {1, 5, one_ptr, one_col, one_val};
    (void)state;
    t_ok(ctx, bk_topic_npmi(t, &counts, 2, &got));
    assert_true(fabs(got - ab) < 1e-12);
    t_ok(ctx, bk_topic_npmi(t, &counts, 10, &got));
    assert_true(fabs(got - (ab + bc - 1) / 3) < 1e-12);
    assert_int_equal(bk_topic_npmi(t, &counts, 1, &got), BK_EINVAL);
    assert_int_equal(bk_topic_npmi(t, &other, 2, &got), BK_ESHAPE);
    assert_int_equal(bk_topic_map(ctx, &got, NULL, &other, t), BK_ESHAPE);
    bk_topic_free(t);
    t_ctx_free(ctx);
}

static void nonsense_is_refused(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk_csr A = sparse_random(ctx, 30, 20, 5, true, 2);
    bk_topic_opts opts = BK_TOPIC_OPTS_INIT;
    bk_topic *t;
    double x;
    (void)state;
    opts.method = "lda";
    assert_int_equal(bk_topic_new(ctx, &t, &A, &opts), BK_EINVAL);
    assert_null(t);
    t_ok(ctx, bk_topic_new(ctx, &t, &A, NULL));
    assert_int_equal(bk_topic_npmi(t, &A, 5, &x), BK_EINVAL);
    assert_int_equal(bk_topic_map(ctx, &x, NULL, &A, t), BK_EINVAL);
    assert_int_equal(bk_topic_top(t, 0, NULL, NULL, 3), 0);
    bk_topic_free(t);
    A.val[3] = -1;
    assert_int_equal(bk_topic_new(ctx, &t, &A, NULL), BK_EINVAL);
    A.val[3] = NAN;
    assert_int_equal(bk_topic_new(ctx, &t, &A, NULL), BK_ENUMERIC);
    bk_csr_free(ctx, &A);
    t_ctx_free(ctx);
}

static bk_status whole(bk_ctx *ctx, void *user)
{
    const bk_csr *A = user;
    bk_status st = BK_OK;
    for (int m = 0; m < 3 && st == BK_OK; m++) {
        bk_topic_opts opts = BK_TOPIC_OPTS_INIT;
        bk_topic *t;
        double xy[2 * 90], npmi[4];
        opts.method = methods[m];
        opts.topics = 4;
        opts.max_iter = 3;
        st = bk_topic_new(ctx, &t, A, &opts);
        if (st == BK_OK)
            st = bk_topic_fit(t);
        if (st == BK_OK)
            st = bk_topic_npmi(t, A, 5, npmi);
        if (st == BK_OK)
            st = bk_topic_map(ctx, xy, NULL, A, t);
        bk_topic_free(t);
    }
    return st;
}

static void memory_runs_out(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk_csr A = sparse_random(ctx, 90, 40, 5, true, 13);
    (void)state;
    t_fail_each(whole, &A, 1, 200);
    t_fail_each(whole, &A, 3, 60);
    bk_csr_free(ctx, &A);
    t_ctx_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_small_corpus),     cmocka_unit_test(the_number_follows_the_articles),
        cmocka_unit_test(copies_are_no_topics), cmocka_unit_test(objectives_fall),
        cmocka_unit_test(coherence_by_hand),    cmocka_unit_test(nonsense_is_refused),
        cmocka_unit_test(memory_runs_out),
    };
    return cmocka_run_group_tests_name("topic", tests, NULL, NULL);
}
