/* test_similar_query.c - queries against a store, against brute force; threads, shapes, memory. */
#include <bingkai/similar.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "support/support.h"

static void unit_rows(bk_csr *A)
{
    for (int64_t i = 0; i < A->rows; i++) {
        double s = 0;
        for (int64_t k = A->ptr[i]; k < A->ptr[i + 1]; k++)
            s += (double)A->val[k] * (double)A->val[k];
        for (int64_t k = A->ptr[i]; k < A->ptr[i + 1]; k++)
            A->val[k] = (float)((double)A->val[k] / sqrt(s));
    }
}

static int better(const void *p, const void *q)
{
    const bk_pair *x = p, *y = q;
    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    return (x->b > y->b) - (x->b < y->b);
}

/* A few queries are scored with every row, more of them by the index. */
static void like_brute_force(uint32_t queries)
{
    enum { ROWS = 400, QUERIES = 50, COLS = 90, K = 7 };
    bk_ctx *ctx = t_ctx(2);
    bk_similar_opts o = {sizeof o, K, 0.2, 0};
    t_rand r = {4};
    bk_csr A, Q;
    bk_pairs got;
    bk_pair all[ROWS];
    int64_t at = 0;
    t_random_csr(ctx, &r, &A, ROWS, COLS, 9);
    t_random_csr(ctx, &r, &Q, QUERIES, COLS, 9);
    unit_rows(&A);
    unit_rows(&Q);
    double *a = t_dense(&A), *q = t_dense(&Q);
    Q.rows = queries;
    t_ok(ctx, bk_similar_query(ctx, &got, &A, &Q, &o));
    for (uint32_t i = 0; i < queries; i++) {
        int n = 0;
        for (uint32_t j = 0; j < ROWS; j++) {
            double s = 0;
            for (uint32_t c = 0; c < COLS; c++)
                s += q[i * COLS + c] * a[j * COLS + c];
            all[n++] = (bk_pair){i, j, (float)s};
        }
        qsort(all, ROWS, sizeof *all, better);
        for (int k = 0; k < K && (double)all[k].score >= o.min_score; k++, at++) {
            assert_true(at < got.n);
            assert_int_equal(got.at[at].a, i);
            assert_int_equal(got.at[at].b, all[k].b);
            assert_true(got.at[at].score == all[k].score);
        }
    }
    assert_int_equal(at, got.n);
    free(a);
    free(q);
    bk_pairs_free(ctx, &got);
    bk_csr_free(ctx, &A);
    bk_csr_free(ctx, &Q);
    t_ctx_free(ctx);
}

static void test_like_brute_force(void **state)
{
    (void)state;
    like_brute_force(50);
    like_brute_force(20);
}

static void test_threads(void **state)
{
    bk_pairs got[2];
    bk_ctx *ctx[2];
    (void)state;
    for (int k = 0; k < 2; k++) {
        t_rand r = {8};
        bk_csr A, Q;
        ctx[k] = t_ctx(k ? 3 : 1);
        t_random_csr(ctx[k], &r, &A, 700, 200, 12);
        t_random_csr(ctx[k], &r, &Q, 130, 200, 12);
        unit_rows(&A);
        unit_rows(&Q);
        t_ok(ctx[k], bk_similar_query(ctx[k], &got[k], &A, &Q, NULL));
        bk_csr_free(ctx[k], &A);
        bk_csr_free(ctx[k], &Q);
    }
    assert_int_equal(got[0].n, got[1].n);
    assert_memory_equal(got[0].at, got[1].at, (size_t)got[0].n * sizeof *got[0].at);
    for (int k = 0; k < 2; k++) {
        bk_pairs_free(ctx[k], &got[k]);
        t_ctx_free(ctx[k]);
    }
}

static void test_shapes(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    int64_t none[] = {0}, empty[] = {0, 0}, one[] = {0, 1};
    uint32_t col[] = {1};
    float val[] = {1};
    bk_csr no_rows = {0, 3, none, NULL, NULL}, empty_row = {1, 3, empty, NULL, NULL};
    bk_csr row = {1, 3, one, col, val}, narrow = {1, 2, one, col, val};
    bk_pairs got;
    (void)state;
    t_ok(ctx, bk_similar_query(ctx, &got, &row, &row, NULL));
    assert_int_equal(got.n, 1);
    assert_true(got.at[0].score == 1);
    bk_pairs_free(ctx, &got);
    t_ok(ctx, bk_similar_query(ctx, &got, &no_rows, &row, NULL));
    assert_int_equal(got.n, 0);
    bk_pairs_free(ctx, &got);
    t_ok(ctx, bk_similar_query(ctx, &got, &row, &empty_row, NULL));
    assert_int_equal(got.n, 0);
    bk_pairs_free(ctx, &got);
    assert_int_equal(bk_similar_query(ctx, &got, &row, &narrow, NULL), BK_ESHAPE);
    t_ctx_free(ctx);
}

static bk_status work(bk_ctx *ctx, void *user)
{
    const bk_csr *A = user;
    bk_pairs got;
    bk_status st = bk_similar_query(ctx, &got, A, A, NULL);
    bk_pairs_free(ctx, &got);
    return st;
}

static void test_memory(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    t_rand r = {2};
    bk_csr A;
    (void)state;
    t_random_csr(ctx, &r, &A, 40, 30, 5);
    unit_rows(&A);
    t_fail_each(work, &A, 2, 100);
    bk_csr_free(ctx, &A);
    t_ctx_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_like_brute_force),
        cmocka_unit_test(test_threads),
        cmocka_unit_test(test_shapes),
        cmocka_unit_test(test_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
