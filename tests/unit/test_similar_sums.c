/* test_similar_sums.c - sums over the index of neighbours: both sets of instructions give the same,
 * and no sum is below the score. */
#include "model/similar_sums.c"

#include <math.h>
#include <stdlib.h>

#include "model/similar_hits.h"
#include "support/sparse.h"
#include "support/support.h"

enum { ROWS = 1100, COLS = 700 };

/* Frequent columns first; some rows negative, some empty, one of a single entry. */
static bk_csr make(bk_ctx *ctx, uint64_t seed, double longest)
{
    bk_csr A = sparse_random(ctx, ROWS, COLS, 60, true, seed);
    for (int64_t i = 0; i < A.rows; i++)
        for (int64_t p = A.ptr[i]; p < A.ptr[i + 1]; p++) {
            A.val[p] *= (float)(i % 5 == 3 ? -longest : longest);
            if (i % 3 == 0) /* two thirds of these rows in 20 columns */
                A.val[p] *= A.col[p] < 20 ? 1.0F : 0.01F;
        }
    return A;
}

/* What the test holds for one query and one group. */
static void check_group(const bk__index *x, const bk__query *q, const bk_csr *Q, int64_t a,
                        int64_t group, const float *dense)
{
    uint32_t rare[2][BK__TILE] = {{0}};
    uint16_t sum[2][BK__GROUP], limit[BK__GROUP];
    int64_t first = group * BK__GROUP, tile = first / BK__TILE;
    size_t next = (size_t)x->common * BK__GROUP, off = (size_t)(first % BK__TILE);
    const uint8_t *level = x->level + (size_t)group * next;
    for (int j = 0; j < BK__GROUP; j++)
        limit[j] = (uint16_t)(j * 600);
    rare_plain(&x->tile[tile], rare[0], q);
    uint64_t some = common_plain(sum[0], rare[0] + off, level, next, q, limit, 20000);
    bk__index_rare(x, rare[1], q, tile);
    assert_memory_equal(rare[0], rare[1], sizeof rare[0]);
    assert_true(bk__index_common(x, sum[1], rare[1] + off, q, group, limit, 20000) == some);
    assert_memory_equal(sum[0], sum[1], sizeof sum[0]);
    for (int64_t j = 0; j < BK__GROUP && first + j < x->A->rows; j++) {
        double score = bk__row_score(dense, x->A, first + j);
        uint16_t least = bk__index_bar(x, score, Q->ptr[a + 1] - Q->ptr[a]);
        assert_true(sum[0][j] >= least);
        assert_true((some >> j & 1) == (sum[0][j] >= (limit[j] < 20000 ? limit[j] : 20000)));
    }
}

static void check(bk_ctx *ctx, const bk_csr *A, const bk_csr *Q)
{
    bk__index x;
    bk__asked asked = {0};
    float *dense = calloc((size_t)A->cols, sizeof *dense);
    t_ok(ctx, bk__index_new(ctx, &x, A, Q));
    for (int64_t a = 0; a < Q->rows; a += a < 8 ? 1 : 97) {
        bk__query q;
        t_ok(ctx, bk__index_ask(&x, &asked, Q, a, a + 1, &q));
        bk__row_set(dense, Q, a, true);
        for (int64_t g = 0; g * BK__GROUP < A->rows; g++)
            check_group(&x, &q, Q, a, g, dense);
        bk__row_set(dense, Q, a, false);
    }
    bk__asked_free(ctx, &asked);
    bk__index_free(&x);
    free(dense);
}

static void test_random(void **state)
{
    static const double longest[] = {1, 1e-6, 3e7};
    (void)state;
    for (int i = 0; i < 3; i++) {
        bk_ctx *ctx = t_ctx(2);
        bk_csr A = make(ctx, 5, longest[i]), Q = make(ctx, 6, longest[(i + 1) % 3]);
        check(ctx, &A, &A);
        check(ctx, &A, &Q);
        bk_csr_free(ctx, &A);
        bk_csr_free(ctx, &Q);
        t_ctx_free(ctx);
    }
}

/* Rows of more entries than sums hold pass; rows of just as many do not overflow. */
static void test_wide(void **state)
{
    enum { FEW = 200, WIDTH = 9000 };
    bk_ctx *ctx = t_ctx(1);
    int64_t *ptr = malloc((FEW + 1) * sizeof *ptr);
    uint32_t *col = malloc((size_t)FEW * WIDTH * sizeof *col);
    float *val = malloc((size_t)FEW * WIDTH * sizeof *val);
    int64_t n = 0;
    (void)state;
    ptr[0] = 0;
    for (int i = 0; i < FEW; i++) {
        int width = i % 3 == 0 ? WIDTH : i % 3 == 1 ? 8000 : 10;
        for (int c = 0; c < width; c++, n++) {
            col[n] = (uint32_t)c;
            val[n] = (float)(1 / sqrt(width));
        }
        ptr[i + 1] = n;
    }
    bk_csr A = {FEW, WIDTH, ptr, col, val};
    check(ctx, &A, &A);
    free(ptr);
    free(col);
    free(val);
    t_ctx_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_random), cmocka_unit_test(test_wide)};
    return cmocka_run_group_tests_name("similar_sums", tests, NULL, NULL);
}
