/* test_str.c - slices, numbers in any locale, hash, buffer. */
#include "base/hash.h"
#include "base/str.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "support/support.h"

static void slices(void **state)
{
    bk_str rest = BK__STR("a,,b"), none = {NULL, 0}, s;
    (void)state;
    assert_true(bk__str_eq(BK__STR("ab"), BK__STR("ab")));
    assert_true(bk__str_eq(none, BK__STR("")));
    assert_false(bk__str_eq(BK__STR("ab"), BK__STR("aB")));
    assert_true(bk__str_cmp(BK__STR("ab"), BK__STR("b")) < 0);
    assert_true(bk__str_cmp(BK__STR("ab"), BK__STR("a")) > 0);
    assert_true(bk__str_cmp(BK__STR("\xFF"), BK__STR("a")) > 0);
    assert_int_equal(bk__str_cmp(none, BK__STR("")), 0);
    assert_true(bk__str_begins(BK__STR("abc"), BK__STR("ab")));
    assert_false(bk__str_begins(BK__STR("a"), BK__STR("ab")));
    assert_true(bk__str_begins(none, none));
    assert_true(bk__str_ends(BK__STR("abc"), BK__STR("bc")));
    assert_false(bk__str_ends(BK__STR("c"), BK__STR("bc")));
    assert_true(bk__str_eq(bk__str_cut(&rest, ','), BK__STR("a")));
    assert_true(bk__str_eq(bk__str_cut(&rest, ','), BK__STR("")));
    assert_true(bk__str_eq(bk__str_cut(&rest, ','), BK__STR("b")));
    assert_int_equal(rest.n, 0);
    assert_int_equal(bk__str_cut(&rest, ',').n, 0);
    assert_int_equal(bk__str_cut(&none, ',').n, 0);
    s = bk__str_trim(BK__STR(" \t\xC2\xA0 a b\xC2\xA0\r\n"));
    assert_true(bk__str_eq(s, BK__STR("a b")));
    assert_int_equal(bk__str_trim(BK__STR(" \xC2\xA0 ")).n, 0);
    assert_int_equal(bk__str_trim(none).n, 0);
    assert_int_equal(bk__str(NULL).n, 0);
}

static void reals(void **state)
{
    static const char *const bad[] = {"",    " 1",  "1 ", "0x1p3", "inf", "nan",  "1e",  ".",
                                      "+-1", "1,5", "e5", "1e999", "--1", "1.5.", "1e+", "-"};
    double x = 5;
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(bk__str_real(bk__str(bad[i]), &x));
    assert_true(x == 5);
    assert_true(bk__str_real(BK__STR("-1.5e-3"), &x) && x == -1.5e-3);
    assert_true(bk__str_real(BK__STR(".5"), &x) && x == 0.5);
    assert_true(bk__str_real(BK__STR("+5."), &x) && x == 5);
    assert_true(bk__str_real(BK__STR("1e-999"), &x) && x == 0);
    assert_true(bk__str_real((bk_str){"125", 2}, &x) && x == 12);
}

static void ints(void **state)
{
    static const char *const bad[] = {"", "-", "1 ", "1.0", "9223372036854775808", "0x1"};
    int64_t x = 5;
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(bk__str_int(bk__str(bad[i]), &x));
    assert_int_equal(x, 5);
    assert_true(bk__str_int(BK__STR("-9223372036854775808"), &x) && x == INT64_MIN);
    assert_true(bk__str_int(BK__STR("9223372036854775807"), &x) && x == INT64_MAX);
    assert_true(bk__str_int(BK__STR("+007"), &x) && x == 7);
}

static void check_real(bk__buf *b, double x, const char *want)
{
    b->n = 0;
    t_ok(b->ctx, bk__buf_real(b, x));
    assert_string_equal(b->p, want);
}

static void round_trips(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    t_rand r = {5};
    bk__buf b;
    (void)state;
    bk__buf_init(&b, ctx);
    check_real(&b, 0.1, "0.1");
    check_real(&b, 3, "3");
    check_real(&b, -0.5, "-0.5");
    check_real(&b, 1.0 / 3, "0.3333333333333333");
    check_real(&b, 0.1 + 0.2, "0.30000000000000004");
    check_real(&b, 1e21, "1e+21");
    check_real(&b, -0.0, "-0");
    check_real(&b, NAN, "null");
    check_real(&b, -INFINITY, "null");
    check_real(&b, 123456789012345.0, "123456789012345");
    for (int i = 0; i < 20000; i++) {
        uint64_t bits = t_next(&r);
        double x, y;
        memcpy(&x, &bits, sizeof x);
        if (i % 2)
            x = (double)(int64_t)t_below(&r, 100000) / 1000;
        if (!isfinite(x))
            continue;
        b.n = 0;
        t_ok(ctx, bk__buf_real(&b, x));
        assert_true(bk__str_real(bk__buf_str(&b), &y));
        assert_memory_equal(&x, &y, sizeof x);
    }
    bk__buf_clear(&b);
    t_ctx_free(ctx);
}

/* Numbers do not change where the program's locale writes a comma. */
static void any_locale(void **state)
{
    static const char *const names[] = {"de_DE.UTF-8", "de_DE", "fr_FR.UTF-8", "ps_AF.UTF-8"};
    char *old = strdup(setlocale(LC_ALL, NULL));
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (setlocale(LC_ALL, names[i]))
            round_trips(NULL);
    setlocale(LC_ALL, old);
    free(old);
}

static void hashes(void **state)
{
    static char text[300];
    static const char longer[] = "The quick brown fox jumps over the lazy dog, twice; and again.";
    uint64_t seen[301];
    (void)state;
    memset(text, 'x', sizeof text);
    for (size_t n = 0; n <= 300; n++) {
        seen[n] = bk__hash(text, n);
        for (size_t i = 0; i < n; i++)
            assert_true(seen[i] != seen[n]);
    }
    /* each bit of the input turns about half of the bits of the result */
    for (size_t n = 1; n < 80; n++)
        for (size_t bit = 0; bit < 8 * n; bit++) {
            uint64_t turned;
            text[bit / 8] ^= (char)(1 << bit % 8);
            turned = bk__hash(text, n) ^ seen[n];
            text[bit / 8] ^= (char)(1 << bit % 8);
            assert_in_range(__builtin_popcountll(turned), 8, 56);
        }
    assert_true(bk__hash(NULL, 0) == bk__hash("", 0));
    /* the same on every machine and in every build */
    assert_true(bk__hash("bingkai", 7) == 0xf225aea7cbe0555fu);
    assert_true(bk__hash(longer, sizeof longer - 1) == 0x28d84c8711435651u);
}

static void buffers(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk__buf b;
    (void)state;
    bk__buf_init(&b, ctx);
    assert_null(b.p);
    t_ok(ctx, bk__buf_add(&b, (bk_str){NULL, 0}));
    assert_string_equal(b.p, "");
    for (int i = 0; i < 1000; i++)
        t_ok(ctx, bk__buf_print(&b, "%d,", i));
    t_ok(ctx, bk__buf_byte(&b, '.'));
    assert_int_equal(b.n, 10 * 2 + 90 * 3 + 900 * 4 + 1);
    assert_int_equal(strlen(b.p), b.n);
    assert_int_equal(bk__buf_reserve(&b, SIZE_MAX), BK_ENOMEM);
    assert_int_equal(bk__buf_reserve(&b, SIZE_MAX - b.n), BK_ENOMEM);
    assert_int_equal(strlen(b.p), b.n);
    bk__buf_clear(&b);
    bk__buf_clear(&b);
    t_ctx_free(ctx);
}

static bk_status grow(bk_ctx *ctx, void *user)
{
    bk__buf b;
    bk_status st = BK_OK;
    (void)user;
    bk__buf_init(&b, ctx);
    for (int i = 0; i < 1000 && st == BK_OK; i++)
        st = bk__buf_print(&b, "%d,", i);
    bk__buf_clear(&b);
    return st;
}

static void no_memory(void **state)
{
    (void)state;
    t_fail_each(grow, NULL, 1, 100);
}

/* In pieces of any size. */
static void hashes_in_pieces(void **state)
{
    char text[300];
    t_rand r = {4};
    (void)state;
    t_bytes(&r, text, sizeof text);
    for (size_t n = 0; n <= sizeof text; n++)
        for (int times = 0; times < 20; times++) {
            bk__hashing h = bk__hash_begin(n);
            for (size_t at = 0, step; at < n; at += step) {
                step = t_below(&r, times < 10 ? 12 : 90);
                step = step < n - at ? step : n - at;
                bk__hash_more(&h, text + at, step);
            }
            assert_true(bk__hash_end(&h) == bk__hash(text, n));
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(slices),
        cmocka_unit_test(reals),
        cmocka_unit_test(ints),
        cmocka_unit_test(hashes),
        cmocka_unit_test(hashes_in_pieces),
        cmocka_unit_test(round_trips),
        cmocka_unit_test(any_locale),
        cmocka_unit_test(buffers),
        cmocka_unit_test(no_memory),
    };
    return cmocka_run_group_tests_name("str", tests, NULL, NULL);
}
