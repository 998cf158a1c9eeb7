/* Keyness: what is over-used, in enough articles, one vote a group of copies. */
#include <math.h>

#include "support/support.h"

#include <bingkai/stat.h>

/* Four articles of eight words: column 0 evenly in both of the group, 1 in one of them only, 2 and
 * 3 in the rest. */
static int64_t ptr[] = {0, 2, 4, 5, 7};
static uint32_t col[] = {0, 1, 0, 2, 2, 2, 3};
static float val[] = {4, 4, 4, 4, 8, 4, 4};
static const bk_csr A = {4, 4, ptr, col, val};
static const int32_t group[] = {5, 5, 9, 9};

static void what_is_over_used(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk_key key[4];
    int found;
    (void)state;
    t_ok(ctx, bk_keyness(ctx, key, 4, &found, &A, group, 5, NULL, 1));
    assert_int_equal(found, 2);
    assert_true(key[0].col == 0 && key[0].count == 8 && key[0].reference == 0);
    assert_true(key[0].dispersion == 0);
    assert_true(fabs(key[0].log_ratio - 4) < 1e-12); /* 8/16 against 0.5/16 */
    assert_true(key[1].col == 1 && key[1].dispersion == 0.5);
    assert_true(key[0].z > key[1].z && key[1].z > 0);
    assert_true(key[0].p < key[1].p && key[1].p < 1);
    t_ok(ctx, bk_keyness(ctx, key, 4, &found, &A, group, 5, NULL, 2));
    assert_int_equal(found, 1);
    t_ok(ctx, bk_keyness(ctx, key, 1, &found, &A, group, 9, NULL, 1));
    assert_int_equal(found, 1);
    assert_true(key[0].col == 2 && key[0].count == 12 && key[0].reference == 4);
    t_ctx_free(ctx);
}

/* The third and fourth article as two copies of half a vote are one article. */
static void copies_share_a_vote(void **state)
{
    static int64_t two_ptr[] = {0, 2, 4, 5, 6};
    static uint32_t two_col[] = {0, 1, 0, 2, 2, 2};
    static float two_val[] = {4, 4, 4, 4, 8, 8};
    const bk_csr copies = {4, 4, two_ptr, two_col, two_val};
    const bk_csr one = {3, 4, two_ptr, two_col, two_val};
    const float vote[] = {1, 1, 0.5f, 0.5f};
    bk_ctx *ctx = t_ctx(1);
    bk_key a[4], b[4];
    int n, m;
    (void)state;
    t_ok(ctx, bk_keyness(ctx, a, 4, &n, &copies, group, 9, vote, 1));
    t_ok(ctx, bk_keyness(ctx, b, 4, &m, &one, group, 9, NULL, 1));
    assert_true(n == 1 && m == 1);
    assert_true(a[0].g2 == b[0].g2 && a[0].p == b[0].p && a[0].z == b[0].z);
    t_ctx_free(ctx);
}

static void nothing_and_nonsense(void **state)
{
    static float bad[] = {4, 4, -1, 4, 8, 4, 4};
    const bk_csr broken = {4, 4, ptr, col, bad};
    const bk_csr empty = {0, 0, ptr, NULL, NULL};
    const float none[] = {1, 1, 0, 0}, less[] = {1, 1, 1, -1};
    bk_ctx *ctx = t_ctx(1);
    bk_key key[4];
    int found = 7;
    (void)state;
    t_ok(ctx, bk_keyness(ctx, key, 4, &found, &empty, group, 5, NULL, 1));
    assert_int_equal(found, 0);
    t_ok(ctx, bk_keyness(ctx, key, 4, &found, &A, group, 6, NULL, 1));
    assert_int_equal(found, 0);
    t_ok(ctx, bk_keyness(ctx, key, 4, &found, &A, group, 5, none, 1)); /* nothing to compare with */
    assert_int_equal(found, 0);
    assert_int_equal(bk_keyness(ctx, key, 0, &found, &A, group, 5, NULL, 1), BK_EINVAL);
    assert_int_equal(bk_keyness(ctx, key, 4, &found, &A, group, 5, less, 1), BK_EINVAL);
    assert_int_equal(bk_keyness(ctx, key, 4, &found, &broken, group, 5, NULL, 1), BK_EINVAL);
    t_ctx_free(ctx);
}

static bk_status keyness(bk_ctx *ctx, void *user)
{
    bk_key key[4];
    int found;
    (void)user;
    return bk_keyness(ctx, key, 4, &found, &A, group, 5, NULL, 1);
}

static void memory_runs_out(void **state)
{
    (void)state;
    t_fail_each(keyness, NULL, 1, 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_over_used),
        cmocka_unit_test(copies_share_a_vote),
        cmocka_unit_test(nothing_and_nonsense),
        cmocka_unit_test(memory_runs_out),
    };
    return cmocka_run_group_tests_name("keyness", tests, NULL, NULL);
}
