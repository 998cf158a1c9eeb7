/* Windows-1252 is told from broken UTF-8, and decoded. */
#include "support/support.h"

#include "corpus/windows.h"

#define REST " hadir di Jakarta pada hari Senin untuk membicarakan perdagangan kedua negara itu."

static void told_from_broken_utf8(void **state)
{
    const struct {
        bk_str text;
        bool like;
    } c[] = {
        {BK__STR("Andr\xE9" REST), true},
        {BK__STR("\x93Kami setuju,\x94 katanya \x96 itu" REST REST), true},
        {BK__STR("\x93Kafe\x94, \x93"
                 "caf\xE9\x94 itu" REST REST REST),
         true},
        {BK__STR("Tanpa huruf lain" REST), false},
        {BK__STR("Andr\xC3\xA9 lagi\xE9" REST), false},    /* a character of UTF-8 stands in it */
        {BK__STR("Terpotong di sini" REST "\xE2"), false}, /* a character was cut */
        {BK__STR("Satu\x81" REST), false},                 /* no character */
        {BK__STR("Dua\xFF" REST), false},
        {BK__STR("\xE9\xE9"), false}, /* hardly any ASCII */
        {BK__STR(""), false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof c / sizeof *c; i++)
        assert_int_equal(bk__windows_like(c[i].text), c[i].like);
}

static void decoded(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk__buf b;
    (void)state;
    bk__buf_init(&b, ctx);
    t_ok(ctx, bk__windows_decode(&b, BK__STR("\x93"
                                             "caf\xE9\x94 \x80 5\x97"
                                             "6")));
    assert_string_equal(b.p, "\xE2\x80\x9C"
                             "caf\xC3\xA9\xE2\x80\x9D \xE2\x82\xAC 5\xE2\x80\x94"
                             "6");
    bk__buf_clear(&b);
    t_ctx_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(told_from_broken_utf8),
        cmocka_unit_test(decoded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
