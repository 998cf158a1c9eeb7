/* Topics: NMF and k-means reach what scikit-learn's do (make_topic.py). */
#include <stdlib.h>

#include "support/support.h"
#include "support/table.h"

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
        const char *const methods[] = {"nmf", "kmeans", "nmf-kl"};
        double got = reached(ctx, &A, methods[(int)w[0]], (int)w[1], (int)w[2]);
        /* floats against doubles; one start against the best of 20; another start */
        const double slack[] = {1.0001, 1.05, 1.02};
        double worst = w[3] * slack[(int)w[0]];
        if (!(got <= worst))
            fail_msg("line %d: %.6f, not %.6f", (int)i, got, w[3]);
    }
    free(want);
    bk_csr_free(ctx, &A);
    t_ctx_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(as_good_as_scikit_learn)};
    return cmocka_run_group_tests_name("topic oracle", tests, NULL, NULL);
}
