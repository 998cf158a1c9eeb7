/* k-means: bounds skip only what stands; centres and sums are those of the articles; samples. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "support/sparse.h"
#include "support/support.h"

#include "matrix/csr.h"
#include "model/kmeans.h"

enum { ROWS = 900, COLS = 200, K = 9 };

/* Without bounds: the centre of the largest cosine, in doubles. */
static int best(const bk__kmeans *m, int64_t i, double *cosine, double *second)
{
    int at = 0;
    *cosine = *second = -1;
    for (int k = 0; k < K; k++) {
        double sum = 0;
        for (int64_t p = m->A->ptr[i]; p < m->A->ptr[i + 1]; p++)
            sum += (double)m->A->val[p] * (double)m->C.x[(int64_t)m->A->col[p] * m->ld + k];
        sum *= (double)m->inverse[i];
        if (sum > *cosine) {
            *second = *cosine;
            *cosine = sum;
            at = k;
        } else if (sum > *second) {
            *second = sum;
        }
    }
    return at;
}

/* Means of every K-th article: a good start would leave too little to do. */
static void any_centres(bk__kmeans *m)
{
    double square[K] = {0};
    for (int64_t i = 0; i < m->A->rows; i++)
        for (int64_t p = m->A->ptr[i]; p < m->A->ptr[i + 1]; p++)
            m->C.x[(int64_t)m->A->col[p] * m->ld + i % K] += m->A->val[p] * m->inverse[i];
    for (int64_t c = 0; c < m->A->cols; c++)
        for (int k = 0; k < K; k++)
            square[k] += (double)m->C.x[c * m->ld + k] * (double)m->C.x[c * m->ld + k];
    for (int64_t c = 0; c < m->A->cols; c++)
        for (int k = 0; k < K; k++)
            m->C.x[c * m->ld + k] /= (float)sqrt(square[k]);
}

static void bounds_hold_and_nothing_is_missed(void **state)
{
    bk_ctx *ctx = t_ctx(2);
    bk_topic_opts opts = BK_TOPIC_OPTS_INIT;
    bk_csr A = sparse_random(ctx, ROWS, COLS, 12, true, 31), At;
    bk__kmeans m;
    double last = 1, now;
    int64_t moved = ROWS, skipped = 0;
    (void)state;
    t_ok(ctx, bk_csr_transpose(ctx, &At, &A));
    t_ok(ctx, bk__kmeans_new(ctx, &m, &A, &At, K, &opts, 0));
    any_centres(&m);
    for (int sweep = 0; sweep < 60 && moved > 0; sweep++) {
        int32_t want[ROWS];
        for (int64_t i = 0; i < ROWS; i++) {
            double cosine, second;
            want[i] = best(&m, i, &cosine, &second);
            if (m.own[i] < 0)
                continue;
            skipped += m.near[i] - 4e-6f >= m.other[i] + 4e-6f;
            assert_true(want[i] != m.own[i] || (double)m.near[i] <= cosine + 2e-6);
            assert_true(want[i] != m.own[i] || (double)m.other[i] >= second - 2e-6);
        }
        t_ok(ctx, bk__kmeans_sweep(&m, &now, &moved));
        for (int64_t i = 0; i < ROWS; i++)
            assert_int_equal(m.own[i], A.ptr[i + 1] > A.ptr[i] ? want[i] : -1);
        assert_true(now <= last + 1e-12);
        last = now;
    }
    assert_int_equal(moved, 0);
    assert_true(skipped > ROWS);
    double mean = 0;
    for (int64_t i = 0; i < ROWS; i++) {
        double cosine, second;
        best(&m, i, &cosine, &second);
        mean += m.own[i] >= 0 ? cosine : 0;
    }
    assert_true(fabs(1 - mean / (double)m.full - now) < 1e-6);
    bk__kmeans_free(&m);
    bk_csr_free(ctx, &At);
    bk_csr_free(ctx, &A);
    t_ctx_free(ctx);
}

/* What was added and taken away is what a new sum gives, to the bit. */
static void sums_do_not_drift(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk_topic_opts opts = BK_TOPIC_OPTS_INIT;
    bk_csr A = sparse_random(ctx, ROWS, COLS, 12, true, 7), At;
    bk__kmeans m;
    int64_t moved;
    double now;
    (void)state;
    t_ok(ctx, bk_csr_transpose(ctx, &At, &A));
    t_ok(ctx, bk__kmeans_new(ctx, &m, &A, &At, K, &opts, 0));
    t_ok(ctx, bk__kmeans_start(&m));
    for (int sweep = 0; sweep < 30; sweep++)
        t_ok(ctx, bk__kmeans_sweep(&m, &now, &moved));
    size_t n = (size_t)COLS * (size_t)m.ld * sizeof *m.sum;
    double *sum = malloc(n);
    memcpy(sum, m.sum, n);
    t_ok(ctx, bk__kmeans_sums(&m, 0));
    assert_memory_equal(sum, m.sum, n);
    free(sum);
    bk__kmeans_free(&m);
    bk_csr_free(ctx, &At);
    bk_csr_free(ctx, &A);
    t_ctx_free(ctx);
}

static void a_sample_is_of_all_stretches(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk_csr A, S;
    (void)state;
    t_ok(ctx, bk__csr_new(ctx, &A, 100, 100, 100));
    for (uint32_t i = 0; i < 100; i++) {
        A.col[i] = i;
        A.val[i] = 1;
        A.ptr[i + 1] = i + 1;
    }
    t_ok(ctx, bk__topic_sample(ctx, &S, &A, 20, 1));
    t_ok(ctx, bk_csr_check(ctx, &S));
    assert_int_equal(S.rows, 20);
    for (int64_t i = 0; i < 20; i++)
        assert_int_equal(S.col[i] / 5, i);
    bk_csr_free(ctx, &S);
    bk_csr_free(ctx, &A);
    t_ctx_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bounds_hold_and_nothing_is_missed),
        cmocka_unit_test(sums_do_not_drift),
        cmocka_unit_test(a_sample_is_of_all_stretches),
    };
    return cmocka_run_group_tests_name("kmeans", tests, NULL, NULL);
}
