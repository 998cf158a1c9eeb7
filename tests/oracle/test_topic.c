/* Topics: NMF, k-means and LSA reach what scikit-learn's do (make_topic.py). */
#include <math.h>
#include <stdlib.h>

#include "support/support.h"
#include "support/table.h"

#include <bingkai/theme.h>
#include <bingkai/topic.h>

/* The objective after at most so many sweeps. */
static double reached(bk_ctx *ctx, const bk_csr *A, const char *method, int topics, int sweeps)
{
    bk_topic_opts opts = BK_TOPIC_OPTS_INIT;
    bk_topic *t;
    double objective = 1;
    opts.method = method;
    opts.topics = topics;
    opts.max_iter = sweeps;
    opts.tol = 0;
    t_ok(ctx, bk_topic_new(ctx, &t, A, &opts));
    while (bk_topic_step(t, &objective) == BK_OK)
        continue;
    bk_topic_free(t);
    return objective;
}

static void as_good_as_scikit_learn(void **state)
{
    bk_ctx *ctx = t_ctx(2);
    bk_csr A;
    int64_t lines;
    double *want = t_table("tests/oracle/topic_fit.tsv", 4, &lines);
    (void)state;
    t_table_csr(ctx, &A, "tests/oracle/topic_matrix.tsv", 120, 80);
    for (int64_t i = 0; i < lines; i++) {
        const double *w = want + 4 * i;
        const char *const methods[] = {"nmf", "kmeans", "nmf-kl", "lsa"};
        double got = reached(ctx, &A, methods[(int)w[0]], (int)w[1], (int)w[2]);
        /* floats against doubles; one start against the best of 20; another start; a sketch */
        const double slack[] = {1.0001, 1.05, 1.02, 1.0001};
        double worst = w[3] * slack[(int)w[0]];
        if (!(got <= worst))
            fail_msg("line %d: %.6f, not %.6f", (int)i, got, w[3]);
    }
    free(want);
    bk_csr_free(ctx, &A);
    t_ctx_free(ctx);
}

/* The topics of LSA are the components of numpy's varimax, in any order. */
static void turned_as_numpy_does(void **state)
{
    enum { K = 6, V = 80 };
    bk_ctx *ctx = t_ctx(2);
    bk_topic_opts opts = BK_TOPIC_OPTS_INIT;
    bk_topic *t;
    bk_csr A;
    int64_t lines;
    int partner[K];
    double cosine[K], *want = t_table("tests/oracle/topic_turned.tsv", V, &lines);
    (void)state;
    assert_int_equal(lines, K);
    t_table_csr(ctx, &A, "tests/oracle/topic_matrix.tsv", 120, V);
    opts.method = "lsa";
    opts.topics = K;
    t_ok(ctx, bk_topic_new(ctx, &t, &A, &opts));
    t_ok(ctx, bk_topic_fit(t));
    assert_int_equal(bk_topic_count(t), K);
    t_ok(ctx, bk_topic_match(ctx, partner, cosine, bk_topic_terms(t), K, want, K, V));
    for (int k = 0; k < K; k++) {
        assert_true(cosine[k] > 1 - 1e-6);
        for (int c = 0; c < V; c++)
            assert_true(fabs(bk_topic_terms(t)[k * V + c] - want[partner[k] * V + c]) < 1e-4);
    }
    bk_topic_free(t);
    free(want);
    bk_csr_free(ctx, &A);
    t_ctx_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(as_good_as_scikit_learn),
                                       cmocka_unit_test(turned_as_numpy_does)};
    return cmocka_run_group_tests_name("topic oracle", tests, NULL, NULL);
}
