/* test_align.c - shared passages of two word sequences: order, moves, overlaps, hostile input. */
#include "model/align.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/support.h"

/* Letters are words. */
static size_t words(const char *z, uint32_t *out)
{
    size_t n = strlen(z);
    for (size_t i = 0; i < n; i++)
        out[i] = (unsigned char)z[i];
    return n;
}

static void expect(const char *a, const char *b, uint32_t least, const char *want)
{
    uint32_t x[256], y[256];
    bk_ctx *ctx = t_ctx(1);
    bk__tiles t;
    char got[512] = "";
    size_t na = words(a, x), nb = words(b, y);
    t_ok(ctx, bk__align(ctx, &t, x, na, y, nb, least));
    for (size_t i = 0; i < t.n; i++)
        snprintf(got + strlen(got), sizeof got - strlen(got), "%s%.*s%s", i ? " " : "",
                 (int)t.at[i].n, a + t.at[i].a, t.at[i].moved ? "!" : "");
    assert_string_equal(got, want);
    bk__tiles_free(ctx, &t);
    t_ctx_free(ctx);
}

static void test_plain(void **state)
{
    (void)state;
    expect("", "", 4, "");
    expect("abcd", "", 4, "");
    expect("abc", "abc", 4, "");
    expect("abcd", "abcd", 4, "abcd");
    expect("xxabcdefyy", "abcdefzz", 4, "abcdef");
    expect("abcdXefgh", "abcdYefgh", 4, "abcd efgh");
    expect("abcdabcd", "abcd", 4, "abcd");                /* what is taken is taken */
    expect("abcdeXbcdefg", "bcdefg", 4, "bcde");          /* from left to right */
    expect("zabcdefgh", "zabcd-abcdefgh", 4, "abcdefgh"); /* a longer one begins one on */
}

static void test_moved(void **state)
{
    (void)state;
    expect("abcdefXghijkl", "ghijklYabcdef", 4,
           "abcdef ghijkl!"); /* of the same weight the first stays */
    expect("abcdeXghijklm", "ghijklmYabcde", 4, "abcde! ghijklm");
    expect("abcdXefghYijkl", "efgh1abcd2ijkl", 4, "abcd efgh! ijkl");
}

/* Tiles are the same words, do not overlap in either text, and rise in a. */
static void test_holds(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    t_rand r = {9};
    (void)state;
    for (int round = 0; round < 300; round++) {
        uint32_t a[200], b[200];
        uint8_t seen[200] = {0};
        size_t na = t_below(&r, 200), nb = t_below(&r, 200), at = 0, last = 0;
        unsigned kinds = 1 + (unsigned)t_below(&r, 8);
        bk__tiles t;
        for (size_t i = 0; i < na; i++)
            a[i] = (uint32_t)t_below(&r, kinds);
        for (size_t i = 0; i < nb; i++)
            b[i] = (uint32_t)t_below(&r, kinds);
        t_ok(ctx, bk__align(ctx, &t, a, na, b, nb, 3));
        for (size_t i = 0; i < t.n; i++) {
            const bk__tile *x = &t.at[i];
            assert_true(x->n >= 3 && x->a >= at && x->a + x->n <= na && x->b + x->n <= nb);
            assert_memory_equal(a + x->a, b + x->b, x->n * sizeof *a);
            for (uint32_t k = 0; k < x->n; k++)
                assert_int_equal(seen[x->b + k]++, 0);
            at = x->a + x->n;
            if (!x->moved) {
                assert_true(x->b >= last);
                last = x->b + x->n;
            }
        }
        bk__tiles_free(ctx, &t);
    }
    t_ctx_free(ctx);
}

/* One word over and over: no square. */
static void test_hostile(void **state)
{
    enum { N = 300000 };
    bk_ctx *ctx = t_ctx(1);
    uint32_t *a = calloc(N, sizeof *a), *b = calloc(N, sizeof *b);
    bk__tiles t;
    (void)state;
    assert_true(a && b);
    for (size_t i = 0; i < N; i += 1001)
        b[i] = 1;
    t_ok(ctx, bk__align(ctx, &t, a, N, b, N, 4));
    assert_true(t.n > 0);
    bk__tiles_free(ctx, &t);
    free(a);
    free(b);
    t_ctx_free(ctx);
}

static bk_status work(bk_ctx *ctx, void *user)
{
    uint32_t x[64], y[64];
    bk__tiles t;
    (void)user;
    bk_status st =
        bk__align(ctx, &t, x, words("abcdefXghijkl", x), y, words("ghijklYabcdef", y), 4);
    bk__tiles_free(ctx, &t);
    return st;
}

static void test_memory(void **state)
{
    (void)state;
    t_fail_each(work, NULL, 1, 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plain),   cmocka_unit_test(test_moved),  cmocka_unit_test(test_holds),
        cmocka_unit_test(test_hostile), cmocka_unit_test(test_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
