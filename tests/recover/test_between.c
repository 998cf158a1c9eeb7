/* test_between.c - the interval of the mean cosine of two outlets covers the true mean: articles
 * are drawn from two made-up sources whose true mean is known from very many. */
#include "model/between.h"

#include <math.h>
#include <stdlib.h>

#include "support/support.h"

enum { COLS = 60, TERMS = 8, TRIALS = 400, MANY = 6000 };

/* A row of TERMS columns; outlet 1 prefers others than outlet 0. Half of the outlet's articles are
 * about its main subject. */
static void draw(t_rand *r, int outlet, bk_csr *A)
{
    uint8_t has[COLS] = {0};
    int64_t at = A->ptr[A->rows], n = 0;
    int from = t_below(r, 2) ? 20 * outlet : 40 * (int)t_below(r, 2);
    while (n < TERMS) {
        int c = t_below(r, 3) ? from + (int)t_below(r, 20) : (int)t_below(r, COLS);
        n += !has[c];
        has[c] = 1;
    }
    for (uint32_t c = 0; c < COLS; c++)
        if (has[c]) {
            A->col[at] = c;
            A->val[at++] = (float)(1 / sqrt(TERMS));
        }
    A->ptr[++A->rows] = at;
}

static bk_csr room(int64_t rows)
{
    bk_csr A = {0, COLS, calloc((size_t)rows + 1, sizeof *A.ptr),
                calloc((size_t)rows * TERMS, sizeof *A.col),
                calloc((size_t)rows * TERMS, sizeof *A.val)};
    assert_true(A.ptr && A.col && A.val);
    return A;
}

static void done(bk_csr *A)
{
    free(A->ptr);
    free(A->col);
    free(A->val);
}

static void fit(bk_ctx *ctx, t_rand *r, int n, bk_interval out[4])
{
    bk_csr A = room(2 * n);
    int32_t *group = calloc(2 * (size_t)n, sizeof *group);
    assert_non_null(group);
    for (int i = 0; i < 2 * n; i++) {
        group[i] = i % 2;
        draw(r, i % 2, &A);
    }
    t_ok(ctx, bk__between(ctx, out, &A, group, 2, 0.95));
    free(group);
    done(&A);
}

static void test_coverage(void **state)
{
    static const int sizes[] = {5, 10, 40};
    bk_ctx *ctx = t_ctx(1);
    t_rand r = {21};
    bk_interval truth[4], out[4];
    (void)state;
    fit(ctx, &r, MANY, truth);
    for (int k = 0; k < 3; k++) {
        int between = 0, within = 0;
        for (int trial = 0; trial < TRIALS; trial++) {
            fit(ctx, &r, sizes[k], out);
            between += out[1].low <= truth[1].value && truth[1].value <= out[1].high;
            within += out[0].low <= truth[0].value && truth[0].value <= out[0].high;
        }
        print_message("%d articles each: covered %.3f between, %.3f within\n", sizes[k],
                      (double)between / TRIALS, (double)within / TRIALS);
        assert_true(between >= (sizes[k] < 10 ? 0.85 : 0.9) * TRIALS);
        assert_true(within >= (sizes[k] < 10 ? 0.8 : 0.9) * TRIALS);
        assert_true(between <= 0.99 * TRIALS || sizes[k] < 10);
    }
    t_ctx_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_coverage)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
