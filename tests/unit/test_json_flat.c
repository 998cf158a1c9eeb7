/* test_json_flat.c - flat objects in one pass: what is taken, what is left, and agreement with
 * json-c over made-up lines, whole and damaged. */
#include "support/flat.h"
#include "support/support.h"

static int taken(const char *text)
{
    bk__flat m[BK__FLAT_MOST];
    return bk__json_flat(bk__str(text), m);
}

static void takes(void **state)
{
    bk__flat m[BK__FLAT_MOST];
    char to[64];
    (void)state;
    assert_int_equal(bk__json_flat(BK__STR(" {\"id\" : -12, \"t\":\"a\\n\\u00e9\\u20AC\\/\\\"b\","
                                           "\t\"n\":null,\"f\":false}\r\n"),
                                   m),
                     4);
    assert_true(bk__str_eq(m[0].key, BK__STR("id")));
    assert_true(bk__str_eq(m[0].value, BK__STR("-12")));
    assert_int_equal(m[0].type, BK__NUMBER);
    assert_true(m[1].escaped);
    size_t n = bk__json_unescape(to, m[1].value);
    assert_true(bk__str_eq((bk_str){to, n}, BK__STR("a\n\xC3\xA9\xE2\x82\xAC/\"b")));
    assert_int_equal(m[2].type, BK__NULL);
    assert_int_equal(m[3].type, BK__BOOL);
    assert_int_equal(taken("{\"text\":\"longer than sixteen bytes, and the quote at the end\"}"),
                     1);
}

/* Wrong, or not for the quick way: json-c has the word. */
static void leaves(void **state)
{
    static const char *const texts[] = {"",
                                        " ",
                                        "{",
                                        "{}",
                                        "[]",
                                        "[\"a\"]",
                                        "1",
                                        "{\"a\"",
                                        "{\"a\":",
                                        "{\"a\":1",
                                        "{\"a\":1,}",
                                        "{\"a\":1}x",
                                        "{a:1}",
                                        "{'a':1}",
                                        "{\"a\":'b'}",
                                        "{\"a\":\"b}",
                                        "{\"a\" \"b\"}",
                                        "{\"a\":1.5}",
                                        "{\"a\":1e3}",
                                        "{\"a\":01}",
                                        "{\"a\":-0}",
                                        "{\"a\":-}",
                                        "{\"a\":+1}",
                                        "{\"a\":1234567890123456789}",
                                        "{\"a\":[1]}",
                                        "{\"a\":{}}",
                                        "{\"a\":nul}",
                                        "{\"a\":NaN}",
                                        "{\"a\":1,\"a\":2}",
                                        "{\"a\\n\":1}",
                                        "{\"a\":\"\\q\"}",
                                        "{\"a\":\"\\u12\"}",
                                        "{\"a\":\"\\u0000\"}",
                                        "{\"a\":\"\\ud83d\\ude00\"}",
                                        "{\"a\":\"\\udc00\"}",
                                        "{\"a\":\"\t\"}",
                                        "{\"a\":\"\\",
                                        "{\"a\":truex}",
                                        "{\"a\":1 2}",
                                        "{,\"a\":1}",
                                        "{\"a\":1}}",
                                        "\xEF\xBB\xBF{\"a\":1}"};
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (taken(texts[i]) != -1)
            print_error("%s\n", texts[i]);
        assert_int_equal(taken(texts[i]), -1);
    }
    assert_int_equal(taken("{\"a\":1,\"b\":1,\"c\":1,\"d\":1,\"e\":1,\"f\":1,\"g\":1,\"h\":1,"
                           "\"i\":1,\"j\":1,\"k\":1,\"l\":1,\"m\":1,\"n\":1,\"o\":1,\"p\":1}"),
                     16);
    assert_int_equal(taken("{\"a\":1,\"b\":1,\"c\":1,\"d\":1,\"e\":1,\"f\":1,\"g\":1,\"h\":1,"
                           "\"i\":1,\"j\":1,\"k\":1,\"l\":1,\"m\":1,\"n\":1,\"o\":1,\"p\":1,"
                           "\"q\":1}"),
                     -1);
}

static void add(bk_ctx *ctx, bk__buf *b, const char *z)
{
    t_ok(ctx, bk__buf_add(b, bk__str(z)));
}

/* A line as a dump has it, now and then with what none should have. */
static void make_line(bk_ctx *ctx, t_rand *r, bk__buf *b)
{
    static const char *const keys[] = {"id", "title", "text", "date", "lang", "k\\u0041", ""};
    static const char *const pieces[] = {"kata ",
                                         "\\n",
                                         "\\\"",
                                         "\\\\",
                                         "\\/",
                                         "\\u00e9",
                                         "\\u20ac",
                                         "\\u0007",
                                         "\xC3\xA9",
                                         " ",
                                         "\xE2\x80\x9C",
                                         "presiden yang panjang sekali",
                                         "\\t",
                                         "\\ud83d\\ude00",
                                         "{",
                                         "]",
                                         "\x7F"};
    static const char *const values[] = {"null",  "true",
                                         "false", "0",
                                         "-7",    "12",
                                         "3.5",   "-0",
                                         "[1]",   "{\"a\":\"b\"}",
                                         "1e2",   "123456789012345678"};
    uint64_t n = 1 + t_below(r, 6);
    b->n = 0;
    add(ctx, b, "{");
    for (uint64_t i = 0; i < n; i++) {
        add(ctx, b, i ? (t_below(r, 4) ? "," : " , ") : "");
        add(ctx, b, "\"");
        add(ctx, b, keys[t_below(r, 40) ? t_below(r, 5) : 5 + t_below(r, 2)]);
        add(ctx, b, t_below(r, 4) ? "\":" : "\" :\t");
        if (t_below(r, 3) == 0) {
            add(ctx, b, values[t_below(r, t_below(r, 4) ? 6 : 12)]);
            continue;
        }
        add(ctx, b, "\"");
        for (uint64_t k = t_below(r, 12); k > 0; k--)
            add(ctx, b, pieces[t_below(r, t_below(r, 8) ? 12 : 17)]);
        add(ctx, b, "\"");
    }
    add(ctx, b, "}");
}

static void agree(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    t_rand rand = {7}, *r = &rand;
    bk__buf b;
    int quick = 0;
    (void)state;
    bk__buf_init(&b, ctx);
    for (int i = 0; i < 20000; i++) {
        bool is_quick;
        make_line(ctx, r, &b);
        if (i % 2) /* damaged */
            b.p[t_below(r, b.n)] = (char)t_below(r, 256);
        if (i % 8 == 7)
            b.n = t_below(r, b.n);
        if (!flat_agrees(ctx, bk__buf_str(&b), &is_quick))
            fail_msg("%.*s", (int)b.n, b.p);
        quick += is_quick;
    }
    assert_in_range(quick, 4000, 16000);
    bk__buf_clear(&b);
    t_ctx_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(takes), cmocka_unit_test(leaves),
                                       cmocka_unit_test(agree)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
