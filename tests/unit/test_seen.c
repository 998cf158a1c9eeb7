/* Written forms that were met: found again by bytes and kind; letters told alike with and without
 * wide registers. */
#include <stdio.h>
#include <string.h>

#include "support/support.h"

#include "base/str.h"
#include "text/seen.h"

static bool is_form(const void *user, uint32_t form, bk_str surface)
{
    const bk_form *all = user;
    return bk__str_eq(all[form].surface, surface);
}

static void found_by_bytes_and_kind(void **state)
{
    enum { N = 5000 };
    static char text[N][40];
    static bk_form form[N];
    bk_ctx *ctx = t_ctx(1);
    bk__seen t;
    (void)state;
    t_ok(ctx, bk__seen_init(&t, ctx));
    for (uint32_t i = 0; i < N; i++) { /* 1 to 20 and more bytes; every third one is a number */
        int n = snprintf(text[i], sizeof text[i], "%.*s%u", (int)(i % 21), "abcdefghijklmnopqrstu",
                         i / 2);
        bk_kind kind = i % 3 ? BK_KIND_WORD : BK_KIND_NUMBER;
        form[i].surface = (bk_str){text[i], (size_t)n};
        bk__seen_key k = bk__seen_key_of(form[i].surface, kind);
        uint32_t before = bk__seen_find(&t, is_form, form, form[i].surface, k);
        if (before != BK__NONE) {
            assert_true(form[before].surface.n == form[i].surface.n);
            assert_memory_equal(form[before].surface.p, text[i], form[i].surface.n);
        }
        if (before == BK__NONE)
            t_ok(ctx, bk__seen_add(&t, k, i));
        assert_true(bk__seen_find(&t, is_form, form, form[i].surface, k) <= i);
        assert_true(bk__seen_find(&t, is_form, form, form[i].surface,
                                  bk__seen_key_of(form[i].surface, BK_KIND_OTHER)) == BK__NONE);
    }
    bk__seen_clear(&t);
    t_ctx_free(ctx);
}

static void words_have_the_key_of_any_surface(void **state)
{
    const char *text = "Perhimpunanbesarkecil dan";
    (void)state;
    for (unsigned n = 1; n <= 16; n++) {
        bk__seen_key a = bk__seen_key_word(text, n),
                     b = bk__seen_key_of((bk_str){text, n}, BK_KIND_WORD);
        assert_true(a.a == b.a && a.b == b.b && a.hash == b.hash && a.kind == b.kind);
    }
}

static void marks_of_one_byte(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk__seen t;
    (void)state;
    t_ok(ctx, bk__seen_init(&t, ctx));
    t_ok(ctx, bk__seen_add(&t, bk__seen_key_of(BK__STR(","), BK_KIND_WORD), 0));
    assert_true(t.mark[','] == 0);
    t_ok(ctx, bk__seen_add(&t, bk__seen_key_of(BK__STR(","), BK_KIND_PUNCT), 1));
    assert_true(t.mark[','] == 2);
    bk__seen_clear(&t);
    t_ctx_free(ctx);
}

static void letters(void **state)
{
    char text[64];
    uint64_t x = 7;
    (void)state;
    for (int round = 0; round < 20000; round++) {
        for (size_t i = 0; i < sizeof text; i++) {
            x = x * 6364136223846793005u + 1442695040888963407u;
            text[i] = (char)(x >> 33);
            if (x >> 60) /* letters, most of the time */
                text[i] = (char)((x >> 40 & 32) + 'A' + (x >> 33) % 26);
        }
        for (size_t i = 0; i + BK__LETTERS_ROOM <= sizeof text; i++)
            assert_true(bk__letters(text + i) == bk__letters_plain(text + i));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(found_by_bytes_and_kind),
        cmocka_unit_test(words_have_the_key_of_any_surface),
        cmocka_unit_test(marks_of_one_byte),
        cmocka_unit_test(letters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
