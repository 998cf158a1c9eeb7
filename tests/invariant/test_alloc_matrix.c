/* test_alloc_matrix.c - each allocation failed in turn: matrices, SVD, neighbours. */
#include <bingkai/matrix.h>
#include <bingkai/similar.h>

#include <string.h>

#include "support/support.h"

static bk_csr A;

static bk_status transpose(bk_ctx *ctx, void *user)
{
    bk_csr T = {0};
    bk_status st = bk_csr_transpose(ctx, &T, &A);
    (void)user;
    bk_csr_free(ctx, &T);
    return st;
}

static bk_status svd(bk_ctx *ctx, void *user)
{
    bk_svd s = {0};
    bk_status st = bk_svd_fit(ctx, &s, &A, 5, 2);
    (void)user;
    bk_svd_free(ctx, &s);
    return st;
}

static bk_status neighbours(bk_ctx *ctx, void *user)
{
    bk_pairs pairs = {0};
    bk_similar_opts opts = BK_SIMILAR_OPTS_INIT;
    bk_status st = bk_similar_topk(ctx, &pairs, &A, &opts);
    (void)user;
    bk_pairs_free(ctx, &pairs);
    if (st != BK_OK)
        return st;
    st = bk_similar_pairs(ctx, &pairs, &A, 0.3);
    bk_pairs_free(ctx, &pairs);
    return st;
}

static void each(t_work *work)
{
    bk_ctx *ctx = t_ctx(1);
    t_rand r = {9};
    t_random_csr(ctx, &r, &A, 300, 60, 6);
    for (int64_t i = 1; i < A.rows; i++) { /* some rows are copies */
        int64_t p = A.ptr[i - 1], q = A.ptr[i], n = q - p;
        if (A.ptr[i + 1] - q == n) {
            memcpy(A.col + q, A.col + p, (size_t)n * sizeof *A.col);
            memcpy(A.val + q, A.val + p, (size_t)n * sizeof *A.val);
        }
    }
    /* rows of norm 1, as the neighbours ask */
    for (int64_t i = 0; i < A.rows; i++) {
        double sum = 0;
        for (int64_t p = A.ptr[i]; p < A.ptr[i + 1]; p++)
            sum += (double)A.val[p] * (double)A.val[p];
        for (int64_t p = A.ptr[i]; p < A.ptr[i + 1]; p++)
            A.val[p] = (float)((double)A.val[p] / __builtin_sqrt(sum));
    }
    t_fail_each(work, NULL, 1, 60);
    t_fail_each(work, NULL, 3, 30);
    bk_csr_free(ctx, &A);
    t_ctx_free(ctx);
}

static void test_transpose(void **state)
{
    (void)state;
    each(transpose);
}

static void test_svd(void **state)
{
    (void)state;
    each(svd);
}

static void test_neighbours(void **state)
{
    (void)state;
    each(neighbours);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_transpose),
        cmocka_unit_test(test_svd),
        cmocka_unit_test(test_neighbours),
    };
    return cmocka_run_group_tests_name("alloc_matrix", tests, NULL, NULL);
}
