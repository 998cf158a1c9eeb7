/* k-means by batches: as good as all at once, whatever the threads; a break; few articles. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "support/sparse.h"
#include "support/support.h"

#include <bingkai/topic.h>

#include "matrix/csr.h"

enum { K = 5, EACH = 40, V = K * EACH, D = 18000, WORDS = 9, BATCH = 1500 };

/* Article i: words of topic i % K, every third of any; every hundredth is empty. */
static bk_csr planted(bk_ctx *ctx, int64_t rows)
{
    bk_csr A;
    t_rand r = {5};
    int64_t n = 0;
    t_ok(ctx, bk__csr_new(ctx, &A, rows, V, rows * WORDS));
    for (int64_t i = 0; i < rows; i++) {
        bool has[V] = {false};
        for (int j = 0; j < WORDS && i % 100 != 99; j++)
            has[j % 3 == 2 ? t_below(&r, V) : (uint64_t)(i % K) * EACH + t_below(&r, EACH)] = true;
        for (int c = 0; c < V; c++)
            if (has[c]) {
                A.col[n] = (uint32_t)c;
                A.val[n++] = 1 + (float)(c % 3);
            }
        A.ptr[i + 1] = n;
    }
    return A;
}

static bk_topic_opts options(int batch)
{
    bk_topic_opts o = BK_TOPIC_OPTS_INIT;
    o.method = "kmeans";
    o.topics = K;
    o.batch = batch;
    return o;
}

static bk_topic *fit(bk_ctx *ctx, const bk_csr *A, const bk_topic_opts *o)
{
    bk_topic *t;
    t_ok(ctx, bk_topic_new(ctx, &t, A, o));
    t_ok(ctx, bk_topic_fit(t));
    return t;
}

/* Mean cosine of articles with the topics they belong to. */
static double mean_cosine(const bk_topic *t, const bk_csr *A)
{
    double sum = 0, n = 0;
    int topics = bk_topic_count(t);
    for (int64_t i = 0; i < A->rows; i++) {
        double best = 0, norm = 0;
        int own = 0;
        for (int k = 1; k < topics; k++)
            if (bk_topic_docs(t)[i * topics + k] > bk_topic_docs(t)[i * topics + own])
                own = k;
        for (int64_t p = A->ptr[i]; p < A->ptr[i + 1]; p++) {
            best += (double)A->val[p] * bk_topic_terms(t)[own * V + (int)A->col[p]];
            norm += (double)A->val[p] * (double)A->val[p];
        }
        double length = 0;
        for (int c = 0; c < V; c++)
            length += bk_topic_terms(t)[own * V + c] * bk_topic_terms(t)[own * V + c];
        n += norm > 0;
        sum += norm > 0 ? best / sqrt(norm * length) : 0;
    }
    return sum / n;
}

static void as_good_as_all_at_once(void **state)
{
    bk_ctx *ctx = t_ctx(2);
    bk_csr A = planted(ctx, D);
    bk_topic_opts o = options(0);
    bk_topic *all = fit(ctx, &A, &o);
    double most = mean_cosine(all, &A);
    (void)state;
    for (int batch = 700; batch < D; batch *= 4) {
        o.batch = batch;
        bk_topic *t = fit(ctx, &A, &o);
        bk_topic_state s = bk_topic_at(t);
        assert_string_equal(s.method, "kmeans");
        assert_int_equal(bk_topic_count(t), K);
        assert_true(mean_cosine(t, &A) > 0.99 * most);
        assert_true(fabs(s.value - mean_cosine(t, &A)) < 0.02);
        for (int64_t i = 0; i < D; i++) {
            double sum = 0;
            for (int k = 0; k < K; k++)
                sum += bk_topic_docs(t)[i * K + k];
            assert_true(sum == (i % 100 == 99 ? 0 : 1));
        }
        bk_topic_free(t);
    }
    bk_topic_free(all);
    bk_csr_free(ctx, &A);
    t_ctx_free(ctx);
}

static void the_same_bytes(void **state)
{
    const int threads[] = {1, 2, 3, 8};
    double *first = malloc((size_t)K * V * sizeof *first);
    (void)state;
    for (int i = 0; i < 4; i++) {
        bk_ctx *ctx = t_ctx(threads[i]);
        bk_csr A = planted(ctx, D);
        bk_topic_opts o = options(BATCH);
        bk_topic *t = fit(ctx, &A, &o);
        if (i == 0)
            memcpy(first, bk_topic_terms(t), (size_t)K * V * sizeof *first);
        assert_memory_equal(first, bk_topic_terms(t), (size_t)K * V * sizeof *first);
        bk_topic_free(t);
        bk_csr_free(ctx, &A);
        t_ctx_free(ctx);
    }
    free(first);
}

/* No more than 16,384: at once, whatever is asked for; so are batches of all. */
static void few_articles_are_taken_at_once(void **state)
{
    const int64_t rows[] = {16384, D};
    const int batch[] = {1000, D};
    bk_ctx *ctx = t_ctx(2);
    (void)state;
    for (int i = 0; i < 2; i++) {
        bk_csr A = planted(ctx, rows[i]);
        bk_topic_opts o = options(0), by = options(batch[i]);
        bk_topic *t = fit(ctx, &A, &o), *u = fit(ctx, &A, &by);
        assert_memory_equal(bk_topic_terms(t), bk_topic_terms(u),
                            (size_t)K * V * sizeof *bk_topic_terms(t));
        bk_topic_free(t);
        bk_topic_free(u);
        bk_csr_free(ctx, &A);
    }
    t_ctx_free(ctx);
}

/* A fit that is broken off goes on with the same bytes; topics are kept as those of k-means. */
static void a_break_and_a_model(void **state)
{
    bk_ctx *ctx = t_ctx(2);
    bk_csr A = planted(ctx, D);
    bk_topic_opts o = options(BATCH), other = options(BATCH + 1);
    bk_topic *t = fit(ctx, &A, &o), *u;
    bk_topic_model *m;
    char path[] = "/tmp/batchesXXXXXX";
    int file = mkstemp(path);
    (void)state;
    assert_true(file >= 0);
    close(file);
    t_ok(ctx, bk_topic_new(ctx, &u, &A, &o));
    assert_int_equal(bk_topic_step(u, NULL), BK_OK);
    t_ok(ctx, bk_topic_save(u, path));
    bk_topic_free(u);
    t_ok(ctx, bk_topic_new(ctx, &u, &A, &other));
    assert_int_equal(bk_topic_resume(u, path), BK_EINVAL);
    bk_topic_free(u);
    t_ok(ctx, bk_topic_new(ctx, &u, &A, &o));
    t_ok(ctx, bk_topic_resume(u, path));
    t_ok(ctx, bk_topic_fit(u));
    assert_memory_equal(bk_topic_terms(t), bk_topic_terms(u),
                        (size_t)K * V * sizeof *bk_topic_terms(t));
    unlink(path);
    t_ok(ctx, bk_topic_keep(u, &m));
    assert_string_equal(bk_topic_model_method(m), "kmeans");
    double weight = 0;
    for (int k = 0; k < K; k++)
        weight += bk_topic_model_weight(m)[k];
    assert_true(fabs(weight / (D - D / 100) - mean_cosine(u, &A)) < 1e-4);
    bk_topic_free(u);
    o.from = m; /* the same topics go on */
    u = fit(ctx, &A, &o);
    assert_int_equal(bk_topic_count(u), K);
    bk_topic_move move[K];
    t_ok(ctx, bk_topic_moves(u, m, move));
    for (int k = 0; k < K; k++)
        assert_true(move[k].hellinger < 0.1);
    bk_topic_free(t);
    bk_topic_free(u);
    bk_topic_model_free(m);
    bk_csr_free(ctx, &A);
    t_ctx_free(ctx);
}

static bk_status two_passes(bk_ctx *ctx, void *user)
{
    bk_topic_opts o = options(6000);
    bk_topic *t = NULL;
    o.max_iter = 2;
    bk_status st = bk_topic_new(ctx, &t, user, &o);
    if (st == BK_OK)
        st = bk_topic_fit(t);
    bk_topic_free(t);
    return st;
}

static void no_memory(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk_csr A = planted(ctx, D);
    (void)state;
    t_fail_each(two_passes, &A, 1, 200);
    bk_csr_free(ctx, &A);
    t_ctx_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_good_as_all_at_once),
        cmocka_unit_test(the_same_bytes),
        cmocka_unit_test(few_articles_are_taken_at_once),
        cmocka_unit_test(a_break_and_a_model),
        cmocka_unit_test(no_memory),
    };
    return cmocka_run_group_tests_name("k-means by batches", tests, NULL, NULL);
}
