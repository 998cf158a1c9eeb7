/* test_arena.c - alignment, marks, large pieces, no memory. */
#include "base/arena.h"

#include <string.h>

#include "base/str.h"
#include "support/support.h"

static void pieces(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk__arena a;
    unsigned char *p[500];
    (void)state;
    bk__arena_init(&a, ctx);
    assert_int_equal(bk__arena_bytes(&a), 0);
    for (int i = 0; i < 500; i++) {
        size_t n = (size_t)i * 37 % 999;
        p[i] = bk__arena_alloc(&a, n);
        assert_true(p[i] && (uintptr_t)p[i] % 16 == 0);
        memset(p[i], i & 255, n);
    }
    for (int i = 0; i < 500; i++)
        for (size_t k = 0; k < (size_t)i * 37 % 999; k++)
            assert_int_equal(p[i][k], i & 255);
    assert_true(bk__arena_bytes(&a) > 500 * 400);
    bk__arena_clear(&a);
    assert_int_equal(bk__arena_bytes(&a), 0);
    assert_non_null(bk__arena_alloc(&a, 1));
    bk__arena_clear(&a);
    t_ctx_free(ctx);
}

static void marks(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk__arena a;
    bk__mark empty, mark;
    void *first, *second;
    size_t bytes;
    (void)state;
    bk__arena_init(&a, ctx);
    empty = bk__arena_mark(&a);
    first = bk__arena_alloc(&a, 100);
    mark = bk__arena_mark(&a);
    bytes = bk__arena_bytes(&a);
    second = bk__arena_alloc(&a, 100);
    for (int i = 0; i < 1000; i++)
        assert_non_null(bk__arena_alloc(&a, 1000));
    bk__arena_release(&a, mark);
    assert_int_equal(bk__arena_bytes(&a), bytes);
    assert_ptr_equal(bk__arena_alloc(&a, 100), second);
    bk__arena_release(&a, empty);
    assert_int_equal(bk__arena_bytes(&a), 0);
    assert_non_null(first);
    bk__arena_clear(&a);
    t_ctx_free(ctx);
}

static void large_and_too_large(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk__arena a;
    bk_str s;
    char *p;
    (void)state;
    bk__arena_init(&a, ctx);
    p = bk__arena_alloc(&a, 5 << 20);
    assert_non_null(p);
    memset(p, 1, 5 << 20);
    assert_null(bk__arena_alloc(&a, SIZE_MAX));
    assert_null(bk__arena_alloc(&a, SIZE_MAX - 20));
    assert_null(bk__arena_array(&a, SIZE_MAX / 4, 8));
    assert_int_equal(bk_ctx_error(ctx)->status, BK_ENOMEM);
    assert_non_null(bk__arena_array(&a, 3, 8));
    t_ok(ctx, bk__arena_str(&a, &s, BK__STR("abc")));
    assert_string_equal(s.p, "abc");
    t_ok(ctx, bk__arena_str(&a, &s, (bk_str){NULL, 0}));
    assert_string_equal(s.p, "");
    bk__arena_clear(&a);
    t_ctx_free(ctx);
}

static bk_status fill(bk_ctx *ctx, void *user)
{
    bk__arena a;
    bk_status st = BK_OK;
    (void)user;
    bk__arena_init(&a, ctx);
    for (int i = 0; i < 200 && st == BK_OK; i++)
        if (!bk__arena_alloc(&a, 1000))
            st = BK_ENOMEM;
    bk__arena_clear(&a);
    return st;
}

static void no_memory(void **state)
{
    (void)state;
    t_fail_each(fill, NULL, 1, 100);
}

/* What was reserved comes from one block, which serves again. */
static void reserved_and_reused(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk__arena a;
    (void)state;
    bk__arena_init(&a, ctx);
    bk__arena_reuse(&a);
    for (int turn = 0; turn < 3; turn++) {
        t_ok(ctx, bk__arena_reserve(&a, 100000));
        size_t bytes = bk__arena_bytes(&a);
        char *first = bk__arena_alloc(&a, 16), *p = first;
        for (int i = 1; i < 100000 / 16; i++, p += 16)
            assert_ptr_equal(bk__arena_alloc(&a, 16), p + 16);
        memset(first, turn, 16);
        assert_int_equal(bk__arena_bytes(&a), bytes);
        bk__arena_reuse(&a);
        assert_int_equal(bk__arena_bytes(&a), bytes);
    }
    bk__arena_clear(&a);
    t_ctx_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reserved_and_reused), cmocka_unit_test(pieces),    cmocka_unit_test(marks),
        cmocka_unit_test(large_and_too_large), cmocka_unit_test(no_memory),
    };
    return cmocka_run_group_tests_name("arena", tests, NULL, NULL);
}
