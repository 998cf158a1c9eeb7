/* test_map.c - numbers in order of first sight, odd keys, many keys, no memory. */
#include "base/map.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "support/support.h"

static void few(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk__map m;
    uint32_t id;
    bool added;
    (void)state;
    bk__map_init(&m, ctx);
    assert_int_equal(bk__map_find(&m, BK__STR("a")), BK__NONE);
    t_ok(ctx, bk__map_put(&m, BK__STR("a"), &id, &added));
    assert_true(id == 0 && added);
    t_ok(ctx, bk__map_put(&m, BK__STR(""), &id, &added));
    assert_true(id == 1 && added);
    t_ok(ctx, bk__map_put(&m, BK__STR("a\0b"), &id, NULL));
    assert_int_equal(id, 2);
    t_ok(ctx, bk__map_put(&m, BK__STR("a"), &id, &added));
    assert_true(id == 0 && !added);
    assert_int_equal(bk__map_find(&m, (bk_str){NULL, 0}), 1);
    assert_int_equal(bk__map_find(&m, BK__STR("a\0b")), 2);
    assert_int_equal(bk__map_find(&m, BK__STR("b")), BK__NONE);
    assert_string_equal(bk__map_key(&m, 0).p, "a");
    bk__map_clear(&m);
    assert_int_equal(bk__map_find(&m, BK__STR("a")), BK__NONE);
    t_ok(ctx, bk__map_put(&m, BK__STR("z"), &id, &added));
    assert_int_equal(id, 0);
    bk__map_clear(&m);
    t_ctx_free(ctx);
}

/* Keys of every length that differ in one byte alone. */
static void near_keys(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk__map m;
    char key[70 + BK__MAP_ROOM];
    uint32_t id, want = 0;
    (void)state;
    bk__map_init(&m, ctx);
    memset(key, 'k', sizeof key);
    for (size_t n = 0; n < 70; n++)
        for (size_t at = 0; at < (n ? n : 1); at++) {
            key[at] = 'q';
            t_ok(ctx, bk__map_put(&m, (bk_str){key, n}, &id, NULL));
            assert_int_equal(bk__map_find_roomy(&m, (bk_str){key, n}), want);
            assert_int_equal(id, want++);
            key[at] = 'k';
        }
    bk__map_clear(&m);
    t_ctx_free(ctx);
}

/* Together they get the numbers that they get one by one, twice in one go too. */
static void in_batches(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk__map one, all;
    t_rand r = {3};
    char bytes[BK__MAP_MANY][64];
    bk_str key[BK__MAP_MANY];
    (void)state;
    bk__map_init(&one, ctx);
    bk__map_init_many(&all, ctx);
    for (int turn = 0; turn < 500; turn++) {
        size_t n = t_below(&r, BK__MAP_MANY + 1);
        uint32_t got[BK__MAP_MANY], want;
        for (size_t i = 0; i < n; i++) {
            t_bytes(&r, bytes[i], sizeof bytes[i]);
            for (size_t b = 0; b < 40; b++)
                bytes[i][b] = (char)('a' + (bytes[i][b] & 1));
            key[i] = (bk_str){bytes[i], t_below(&r, t_below(&r, 2) ? 10 : 40)};
        }
        t_ok(ctx, bk__map_put_many(&all, key, n, got));
        for (size_t i = 0; i < n; i++) {
            t_ok(ctx, bk__map_put(&one, key[i], &want, NULL));
            assert_int_equal(got[i], want);
            assert_true(bk__str_eq(bk__map_key(&all, got[i]), key[i]));
        }
    }
    assert_int_equal(one.n, all.n);
    bk__map_clear(&one);
    bk__map_clear(&all);
    t_ctx_free(ctx);
}

static void fill(bk_ctx *ctx, void (*init)(bk__map *, bk_ctx *))
{
    enum { N = 200000 };
    bk__map m;
    char key[40];
    uint32_t id;
    bool added;
    init(&m, ctx);
    for (int turn = 0; turn < 2; turn++)
        for (uint32_t i = 0; i < N; i++) {
            size_t n = (size_t)snprintf(key, sizeof key, "%u%s", i, i % 3 ? "-a-long-ending" : "");
            t_ok(ctx, bk__map_put(&m, (bk_str){key, n}, &id, &added));
            if (id != i || added != (turn == 0))
                assert_int_equal(id, i);
        }
    assert_int_equal(m.n, N);
    assert_true((size_t)m.n * 3 <= m.slots * 2);
    for (uint32_t i = 0; i < N; i++) {
        size_t n = (size_t)snprintf(key, sizeof key, "no%u", i);
        if (bk__map_find(&m, (bk_str){key, n}) != BK__NONE)
            fail();
    }
    bk__map_clear(&m);
    t_ok(ctx, bk__map_put(&m, BK__STR("z"), &id, &added));
    assert_true(id == 0 && added);
    bk__map_clear(&m);
}

static void many(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    (void)state;
    fill(ctx, bk__map_init);
    fill(ctx, bk__map_init_many);
    t_ctx_free(ctx);
}

static bk_status build(bk_ctx *ctx, void *user)
{
    bk__map m;
    bk_status st = BK_OK;
    if (user)
        bk__map_init_many(&m, ctx);
    else
        bk__map_init(&m, ctx);
    for (uint32_t i = 0; i < 2000 && st == BK_OK; i++) {
        char key[20];
        uint32_t id, again;
        bk_str s = {key, (size_t)snprintf(key, sizeof key, "w%u", i)};
        st = bk__map_put(&m, s, &id, NULL);
        again = bk__map_find(&m, s);
        assert_int_equal(again, st == BK_OK ? i : BK__NONE);
        assert_int_equal(m.n, st == BK_OK ? i + 1 : i);
    }
    bk__map_clear(&m);
    return st;
}

static void no_memory(void **state)
{
    (void)state;
    bool large = true;
    t_fail_each(build, NULL, 1, 200);
    t_fail_each(build, &large, 1, 200);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(few),  cmocka_unit_test(near_keys), cmocka_unit_test(in_batches),
        cmocka_unit_test(many), cmocka_unit_test(no_memory),
    };
    return cmocka_run_group_tests_name("map", tests, NULL, NULL);
}
