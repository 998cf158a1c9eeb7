/* Singular values against numpy's dense ones (make_svd.py). */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/support.h"

#include "base/str.h"
#include "matrix/csr.h"

enum { ROWS = 90, COLS = 60, K = 12 };

static void read_matrix(bk_ctx *ctx, bk_csr *A)
{
    size_t n;
    char *text = t_read("tests/oracle/svd_matrix.tsv", &n);
    assert_non_null(text);
    t_ok(ctx, bk__csr_new(ctx, A, ROWS, COLS, (int64_t)n));
    bk_str rest = {text, n};
    bk__str_cut(&rest, '\n');
    int64_t at = 0, row = 0;
    while (rest.n > 0) {
        bk_str line = bk__str_cut(&rest, '\n');
        int64_t r, c;
        double x;
        assert_true(bk__str_int(bk__str_cut(&line, '\t'), &r));
        assert_true(bk__str_int(bk__str_cut(&line, '\t'), &c));
        assert_true(bk__str_real(line, &x));
        while (row < r)
            A->ptr[++row] = at;
        A->col[at] = (uint32_t)c;
        A->val[at++] = (float)x;
    }
    while (row < ROWS)
        A->ptr[++row] = at;
    free(text);
    t_ok(ctx, bk_csr_check(ctx, A));
}

static void read_values(double *s)
{
    size_t n;
    char *text = t_read("tests/oracle/svd_values.tsv", &n);
    assert_non_null(text);
    bk_str rest = {text, n};
    bk__str_cut(&rest, '\n');
    bk__str_cut(&rest, '\n');
    for (int i = 0; i < COLS; i++)
        assert_true(bk__str_real(bk__str_cut(&rest, '\n'), &s[i]));
    free(text);
}

static void values_are_those_of_numpy(void **state)
{
    bk_ctx *ctx = t_ctx(2);
    double want[COLS], all = 0, kept = 0;
    bk_csr A;
    bk_svd s;
    (void)state;
    read_matrix(ctx, &A);
    read_values(want);
    for (int i = 0; i < COLS; i++) {
        all += want[i] * want[i];
        kept += i < K ? want[i] * want[i] : 0;
    }
    t_ok(ctx, bk_svd_fit(ctx, &s, &A, K, 12));
    assert_int_equal(s.k, K);
    for (int i = 0; i < K; i++)
        if (fabs(s.s[i] - want[i]) > 1e-6 * want[i])
            fail_msg("value %d: %.12g, not %.12g", i, s.s[i], want[i]);
    assert_true(fabs(s.residual - sqrt(1 - kept / all)) < 1e-6);
    bk_svd_free(ctx, &s);
    t_ok(ctx, bk_svd_fit(ctx, &s, &A, K, 2)); /* the usual number of sweeps */
    for (int i = 0; i < K; i++)
        assert_true(fabs(s.s[i] - want[i]) < 0.02 * want[i]);
    bk_svd_free(ctx, &s);
    t_ok(ctx, bk_svd_fit(ctx, &s, &A, COLS, 0)); /* all of them: exact without a sweep */
    for (int i = 0; i < COLS; i++)
        assert_true(fabs(s.s[i] - want[i]) < 1e-9 * want[0]);
    bk_svd_free(ctx, &s);
    bk_csr_free(ctx, &A);
    t_ctx_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(values_are_those_of_numpy)};
    return cmocka_run_group_tests_name("svd oracle", tests, NULL, NULL);
}
