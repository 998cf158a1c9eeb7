/* Logistic regression against scikit-learn's (make_logit.py). */
#include <math.h>
#include <stdlib.h>

#include "support/support.h"
#include "support/table.h"

#include <bingkai/logit.h>

enum { N = 90, V = 40, M = 2, K = 3 };

static void weights_are_those_of_scikit_learn(void **state)
{
    bk_ctx *ctx = t_ctx(2);
    bk_csr X;
    int64_t lines, fits;
    double *row = t_table("tests/oracle/logit_rows.tsv", 2 + M, &lines);
    double *want = t_table("tests/oracle/logit_fit.tsv", 2 + K, &fits);
    double dense[N * M], weight[N], p[N * K], q[N * K];
    int32_t y[N];
    (void)state;
    assert_int_equal(lines, N);
    assert_int_equal(fits, 3 * (V + M + 1));
    t_table_csr(ctx, &X, "tests/oracle/logit_matrix.tsv", N, V);
    for (int i = 0; i < N; i++) {
        y[i] = (int32_t)row[i * (2 + M)];
        weight[i] = row[i * (2 + M) + 1];
        for (int j = 0; j < M; j++)
            dense[i * M + j] = row[i * (2 + M) + 2 + j];
    }
    bk_logit_rows rows = {&X, dense, M};
    for (int fit = 0; fit < 3; fit++) {
        double *at = want + fit * (V + M + 1) * (2 + K);
        bk_logit m, given = {V, M, K, NULL, NULL, 0, 0};
        bk_logit_opts o = BK_LOGIT_OPTS_INIT;
        double W[(V + M + 1) * K];
        o.l2 = at[0];
        o.tolerance = 1e-10;
        t_ok(ctx, bk_logit_fit(ctx, &m, &rows, y, weight, K, NULL, &o));
        for (int j = 0; j <= V + M; j++)
            for (int k = 0; k < K; k++) {
                W[j * K + k] = at[j * (2 + K) + 2 + k];
                double got = j < V + M ? m.weight[j * K + k] : m.intercept[k];
                if (fabs(got - W[j * K + k]) > 2e-5)
                    fail_msg("l2 %g, weight %d %d: %.9g, not %.9g", o.l2, j, k, got, W[j * K + k]);
            }
        given.weight = W;
        given.intercept = W + (V + M) * K;
        t_ok(ctx, bk_logit_score(ctx, p, &m, &rows));
        t_ok(ctx, bk_logit_score(ctx, q, &given, &rows));
        bk_logit_probability(p, N, K, 1);
        bk_logit_probability(q, N, K, 1);
        for (int i = 0; i < N * K; i++)
            assert_true(fabs(p[i] - q[i]) < 1e-5);
        bk_logit_free(ctx, &m);
    }
    bk_csr_free(ctx, &X);
    free(row);
    free(want);
    t_ctx_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(weights_are_those_of_scikit_learn)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
