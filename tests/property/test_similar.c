/* Neighbours by the inverted index and its bounds are those of scoring every pair. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <bingkai/similar.h>

#include "support/support.h"

#include "support/sparse.h"

typedef struct ranked {
    float score;
    uint32_t b;
} ranked;

static int by_rank(const void *x, const void *y)
{
    const ranked *a = x, *b = y;
    if (a->score != b->score)
        return a->score > b->score ? -1 : 1;
    return a->b < b->b ? -1 : 1;
}

/* when NULL: any two may meet. */
static void compare_topk(bk_ctx *ctx, const bk_csr *A, int k, double min_score, bk_pairs got,
                         const int64_t *when, double days)
{
    ranked *all = malloc((size_t)(A->rows + 1) * sizeof *all);
    int64_t at = 0;
    for (int64_t a = 0; a < A->rows; a++) {
        int n = 0;
        for (int64_t b = 0; b < A->rows; b++) {
            double s = sparse_dot(A, a, b);
            bool meet = !when || (when[a] != BK_NO_DATE && when[b] != BK_NO_DATE &&
                                  fabs((double)when[a] - (double)when[b]) <= days * 86400);
            if (b != a && s > 0 && s >= min_score && meet)
                all[n++] = (ranked){(float)s, (uint32_t)b};
        }
        qsort(all, (size_t)n, sizeof *all, by_rank);
        for (int i = 0; i < n && i < k; i++, at++) {
            assert_true(at < got.n);
            assert_int_equal(got.at[at].a, a);
            assert_int_equal(got.at[at].b, all[i].b);
            assert_true(got.at[at].score == all[i].score);
        }
    }
    assert_int_equal(at, got.n);
    free(all);
    bk_pairs_free(ctx, &got);
}

static void check_topk(bk_ctx *ctx, const bk_csr *A, int k, double min_score)
{
    bk_similar_opts opts = BK_SIMILAR_OPTS_INIT;
    bk_pairs got;
    opts.k = k;
    opts.min_score = min_score;
    t_ok(ctx, bk_similar_topk(ctx, &got, A, &opts));
    compare_topk(ctx, A, k, min_score, got, NULL, 0);
}

/* Rows a day apart, some on the same, some without a date; equal rows among them. */
static void check_within(bk_ctx *ctx, const bk_csr *A, int k, double min_score, double days)
{
    bk_similar_opts opts = BK_SIMILAR_OPTS_INIT;
    bk_pairs got;
    t_rand r = {5};
    int64_t *when = malloc((size_t)(A->rows + 1) * sizeof *when);
    opts.k = k;
    opts.min_score = min_score;
    opts.within = days;
    for (int64_t a = 0; a < A->rows; a++)
        when[a] = t_below(&r, 9) ? 86400 * (int64_t)t_below(&r, 40) : BK_NO_DATE;
    t_ok(ctx, bk_similar_within(ctx, &got, A, when, &opts));
    compare_topk(ctx, A, k, min_score, got, when, days);
    assert_int_equal(bk_similar_topk(ctx, &got, A, &opts), BK_EINVAL);
    free(when);
}

static void check_pairs(bk_ctx *ctx, const bk_csr *A, double min_score)
{
    bk_pairs got;
    int64_t at = 0;
    t_ok(ctx, bk_similar_pairs(ctx, &got, A, min_score));
    for (int64_t a = 0; a < A->rows; a++)
        for (int64_t b = a + 1; b < A->rows; b++) {
            double s = sparse_dot(A, a, b);
            if (!(s > 0) || s < min_score)
                continue;
            assert_true(at < got.n);
            assert_true(got.at[at].a == a && got.at[at].b == b);
            assert_true(got.at[at++].score == (float)s);
        }
    assert_int_equal(at, got.n);
    bk_pairs_free(ctx, &got);
}

static void equal_to_brute_force(void **state)
{
    static const int64_t rows[] = {0, 1, 2, 7, 65, 300, 500}, cols[] = {3, 1, 5, 40, 300, 2500, 90};
    (void)state;
    for (int i = 0; i < 7; i++) {
        bk_ctx *ctx = t_ctx(1 + i % 3);
        bk_csr A = sparse_random(ctx, rows[i], cols[i], 8, i != 3, (uint64_t)i + 77);
        check_topk(ctx, &A, 5, 0.1);
        check_topk(ctx, &A, 1000, 0);
        check_within(ctx, &A, 3, 0.05, 2);
        check_within(ctx, &A, 1000, 0, 0.5);
        check_pairs(ctx, &A, 0.3);
        check_pairs(ctx, &A, 0);
        bk_csr_free(ctx, &A);
        t_ctx_free(ctx);
    }
}

/* More rows than a tile, most of them copies: ties everywhere. */
static void ties_go_to_the_lower_row(void **state)
{
    enum { ROWS = 8200, K = 3 };
    bk_ctx *ctx = t_ctx(2);
    bk_similar_opts opts = BK_SIMILAR_OPTS_INIT;
    bk_pairs got;
    (void)state;
    int64_t *ptr = malloc((ROWS + 1) * sizeof *ptr);
    uint32_t *col = malloc(ROWS * sizeof *col);
    float *val = malloc(ROWS * sizeof *val);
    for (int i = 0; i <= ROWS; i++)
        ptr[i] = i;
    for (int i = 0; i < ROWS; i++) {
        col[i] = (uint32_t)i % 400;
        val[i] = 1;
    }
    bk_csr A = {ROWS, 400, ptr, col, val};
    opts.k = K;
    t_ok(ctx, bk_similar_topk(ctx, &got, &A, &opts));
    assert_int_equal(got.n, ROWS * K);
    for (int64_t i = 0; i < got.n; i++) {
        uint32_t a = got.at[i].a, rank = (uint32_t)(i % K), mine = a / 400;
        assert_int_equal(a, i / K);
        assert_int_equal(got.at[i].b, a % 400 + 400 * (rank < mine ? rank : rank + 1));
    }
    bk_pairs_free(ctx, &got);
    free(ptr);
    free(col);
    free(val);
    t_ctx_free(ctx);
}

/* A hundred thousand copies are one search: all pairs of them would take minutes. */
static void copies_are_searched_once(void **state)
{
    enum { ROWS = 100000, WIDTH = 20, K = 10 };
    bk_ctx *ctx = t_ctx(2);
    bk_similar_opts opts = BK_SIMILAR_OPTS_INIT;
    bk_pairs got;
    (void)state;
    int64_t *ptr = malloc((ROWS + 1) * sizeof *ptr);
    uint32_t *col = malloc((size_t)ROWS * WIDTH * sizeof *col);
    float *val = malloc((size_t)ROWS * WIDTH * sizeof *val);
    for (int i = 0; i <= ROWS; i++)
        ptr[i] = (int64_t)i * WIDTH;
    for (int i = 0; i < ROWS * WIDTH; i++) {
        col[i] = (uint32_t)(i % WIDTH + (i / WIDTH % 1000 == 7)); /* two kinds */
        val[i] = sqrtf(1.0F / WIDTH);
    }
    bk_csr A = {ROWS, WIDTH + 1, ptr, col, val};
    opts.k = K;
    t_ok(ctx, bk_similar_topk(ctx, &got, &A, &opts));
    assert_int_equal(got.n, ROWS * K);
    for (int i = 0; i < K; i++) {
        assert_int_equal(got.at[i].b, i < 6 ? i + 1 : i + 2); /* of row 0: not itself, not row 7 */
        assert_int_equal(got.at[7 * K + i].b, 1007 + 1000 * i);
    }
    bk_pairs_free(ctx, &got);
    free(ptr);
    free(col);
    free(val);
    t_ctx_free(ctx);
}

/* Rows that defeat the bounds: equal ones, empty ones, one term in all, nothing but common terms.
 */
static void hard_matrices(void **state)
{
    enum { ROWS = 700, COLS = 40 };
    bk_ctx *ctx = t_ctx(3);
    static int64_t ptr[ROWS + 1];
    static uint32_t col[ROWS * COLS];
    static float val[ROWS * COLS];
    (void)state;
    for (int kind = 0; kind < 7; kind++) {
        t_rand r = {(uint64_t)kind + 5};
        int64_t n = 0;
        for (int i = 0; i < ROWS; i++) {
            int64_t first = n;
            double sum = 0;
            for (uint32_t c = 0; c < COLS; c++) {
                bool has = kind == 0   ? c == 3                          /* one term */
                           : kind == 1 ? i % 3 > 0 && t_below(&r, 2) > 0 /* a third is empty */
                           : kind == 2 ? c % 7 == (uint32_t)(i % 7)      /* seven sorts of rows */
                           : kind == 3 ? true                            /* all common */
                           : kind == 5 ? c < 8 + (uint32_t)i % 2         /* of both signs */
                           : kind == 6 ? (c + (uint32_t)i) % 20 < 4      /* four rows alike */
                                       : c == 0 || c == 1 + (uint32_t)(i % 39);
                if (!has)
                    continue;
                col[n] = c;
                val[n] = kind == 2 || kind == 6 ? 1 : (float)(1e-3 + t_unit(&r));
                if (kind == 5 && t_below(&r, 2))
                    val[n] = -val[n];
                sum += (double)val[n] * (double)val[n];
                n++;
            }
            for (int64_t p = first; p < n; p++)
                val[p] = (float)((double)val[p] / sqrt(sum));
            ptr[i + 1] = n;
        }
        bk_csr A = {ROWS, COLS, ptr, col, val};
        check_topk(ctx, &A, 4, 0);
        check_topk(ctx, &A, 300, 0.2);
        check_pairs(ctx, &A, 0.9);
    }
    t_ctx_free(ctx);
}

static void threads_do_not_change_a_bit(void **state)
{
    bk_ctx *one = t_ctx(1), *three = t_ctx(3);
    bk_csr A = sparse_random(one, 400, 300, 9, true, 4);
    bk_pairs x, y;
    (void)state;
    t_ok(one, bk_similar_topk(one, &x, &A, NULL));
    t_ok(three, bk_similar_topk(three, &y, &A, NULL));
    assert_int_equal(x.n, y.n);
    assert_memory_equal(x.at, y.at, (size_t)x.n * sizeof *x.at);
    bk_pairs_free(one, &x);
    bk_pairs_free(three, &y);
    bk_csr_free(one, &A);
    t_ctx_free(one);
    t_ctx_free(three);
}

static void why_lists_the_shared_columns(void **state)
{
    int64_t ptr[] = {0, 4, 8};
    uint32_t col[] = {0, 2, 3, 9, 2, 3, 8, 9}, c[4];
    float val[] = {1, 2, 3, 1, 3, 2, 1, 1}, share[4];
    bk_csr A = {2, 10, ptr, col, val};
    (void)state;
    assert_int_equal(bk_similar_why(&A, 0, 1, c, share, 4), 3);
    assert_true(c[0] == 2 && c[1] == 3 && c[2] == 9);
    assert_true(share[0] == 6 && share[1] == 6 && share[2] == 1);
    assert_int_equal(bk_similar_why(&A, 0, 1, c, share, 1), 1);
    assert_true(c[0] == 2);
    assert_int_equal(bk_similar_why(&A, 0, 1, c, share, 0), 0);
    val[3] = 100; /* the last shared column is the heaviest */
    assert_int_equal(bk_similar_why(&A, 0, 1, c, share, 2), 2);
    assert_true(c[0] == 9 && c[1] == 2);
}

static void bad_options_are_refused(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk_csr A = sparse_random(ctx, 3, 3, 2, true, 1);
    bk_similar_opts opts = BK_SIMILAR_OPTS_INIT;
    bk_pairs got;
    (void)state;
    opts.k = 0;
    assert_int_equal(bk_similar_topk(ctx, &got, &A, &opts), BK_EINVAL);
    assert_null(got.at);
    assert_int_equal(bk_similar_pairs(ctx, &got, &A, NAN), BK_EINVAL);
    bk_csr_free(ctx, &A);
    t_ctx_free(ctx);
}

/* Rows in three tiles, the first with the last: some rows, each against all. */
static void no_pair_is_too_far_apart(void **state)
{
    enum { ROWS = 17000, K = 4, EVERY = 499 };
    bk_ctx *ctx = t_ctx(2);
    bk_csr A = sparse_random(ctx, ROWS, 3000, 8, true, 5);
    ranked *all = malloc(ROWS * sizeof *all);
    bk_similar_opts opts = BK_SIMILAR_OPTS_INIT;
    bk_pairs got;
    int64_t at = 0, far = 0;
    (void)state;
    opts.k = K;
    t_ok(ctx, bk_similar_topk(ctx, &got, &A, &opts));
    for (int64_t a = 0; a < ROWS; a += EVERY) {
        int n = 0;
        for (int64_t b = 0; b < ROWS; b++) {
            double s = sparse_dot(&A, a, b);
            if (b != a && s > 0 && s >= opts.min_score)
                all[n++] = (ranked){(float)s, (uint32_t)b};
        }
        qsort(all, (size_t)n, sizeof *all, by_rank);
        while (at < got.n && got.at[at].a < a)
            at++;
        for (int i = 0; i < n && i < K; i++, at++) {
            assert_true(at < got.n && got.at[at].a == a);
            assert_int_equal(got.at[at].b, all[i].b);
            assert_true(got.at[at].score == all[i].score);
            far += llabs((int64_t)got.at[at].b - a) > 8192;
        }
    }
    assert_true(far > 0);
    bk_pairs_free(ctx, &got);
    bk_csr_free(ctx, &A);
    free(all);
    t_ctx_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_to_brute_force),
        cmocka_unit_test(ties_go_to_the_lower_row),
        cmocka_unit_test(copies_are_searched_once),
        cmocka_unit_test(hard_matrices),
        cmocka_unit_test(threads_do_not_change_a_bit),
        cmocka_unit_test(why_lists_the_shared_columns),
        cmocka_unit_test(no_pair_is_too_far_apart),
        cmocka_unit_test(bad_options_are_refused),
    };
    return cmocka_run_group_tests_name("similar", tests, NULL, NULL);
}
