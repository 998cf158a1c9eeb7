/* test_json.c - strict reading, values of every type, the writer's bytes. */
#include "base/json.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "support/support.h"

static bk__json *parsed(bk_ctx *ctx, const char *text)
{
    bk__json *j;
    t_ok(ctx, bk__json_parse(ctx, &j, bk__str(text), "t"));
    return j;
}

static void values(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk__json *j =
        parsed(ctx, " {\"s\":\"a\\u0000\\u00e9\\ud83d\\ude00\",\"i\":-3,\"r\":2.5,\"b\":true,"
                    "\"n\":null,\"a\":[1,\"x\",[]],\"w\":4.0,\"big\":1e999} \n");
    const bk__value *v = bk__json_root(j), *a;
    (void)state;
    assert_int_equal(bk__json_type_of(v), BK__OBJECT);
    assert_int_equal(bk__json_size(v), 8);
    assert_true(
        bk__str_eq(bk__json_str(bk__json_get(v, "s")), BK__STR("a\0\xC3\xA9\xF0\x9F\x98\x80")));
    assert_int_equal(bk__json_int(bk__json_get(v, "i"), 9), -3);
    assert_true(bk__json_real(bk__json_get(v, "i"), 9) == -3);
    assert_true(bk__json_real(bk__json_get(v, "r"), 9) == 2.5);
    assert_int_equal(bk__json_int(bk__json_get(v, "r"), 9), 9);
    assert_int_equal(bk__json_int(bk__json_get(v, "w"), 9), 4);
    assert_true(bk__json_bool(bk__json_get(v, "b"), false));
    assert_int_equal(bk__json_type_of(bk__json_get(v, "n")), BK__NULL);
    assert_int_equal(bk__json_type_of(bk__json_get(v, "big")), BK__NULL);
    assert_true(bk__json_real(bk__json_get(v, "big"), 9) == 9);
    assert_int_equal(bk__json_type_of(bk__json_get(v, "b")), BK__BOOL);
    assert_int_equal(bk__json_type_of(bk__json_get(v, "r")), BK__NUMBER);
    a = bk__json_get(v, "a");
    assert_int_equal(bk__json_type_of(a), BK__ARRAY);
    assert_int_equal(bk__json_size(a), 3);
    assert_true(bk__str_eq(bk__json_str(bk__json_at(a, 1)), BK__STR("x")));
    assert_null(bk__json_at(a, 3));
    assert_null(bk__json_at(v, 0));
    assert_null(bk__json_get(a, "x"));
    assert_null(bk__json_get(NULL, "x"));
    assert_null(bk__json_get(v, "none"));
    assert_null(bk__json_str(a).p);
    assert_int_equal(bk__json_size(NULL), 0);
    assert_true(bk__json_bool(NULL, true));
    assert_int_equal(bk__json_int(NULL, 7), 7);
    assert_false(bk__json_member(a, 0, NULL, NULL));
    bk__json_free(j);
    bk__json_free(NULL);
    t_ctx_free(ctx);
}

static void members(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk__buf b;
    bk__jw w;
    (void)state;
    for (int turn = 0; turn < 3; turn++) {
        const bk__value *v, *inner;
        bk__json *j;
        bk_str key;
        char want[20];
        bk__buf_init(&b, ctx);
        bk__jw_init(&w, &b);
        bk__jw_open(&w, '{');
        for (int i = 0; i < 20000; i++) {
            snprintf(want, sizeof want, "k%d", 20000 - i);
            bk__jw_key(&w, want);
            bk__jw_int(&w, i);
        }
        bk__jw_close(&w, '}');
        t_ok(ctx, w.status);
        j = parsed(ctx, b.p);
        v = bk__json_root(j);
        for (int i = 0; i < 20000; i++) {
            snprintf(want, sizeof want, "k%d", 20000 - i);
            assert_true(bk__json_member(v, (size_t)i, &key, &inner));
            if (strcmp(key.p, want) != 0 || bk__json_int(inner, -1) != i)
                fail();
        }
        assert_false(bk__json_member(v, 20000, &key, &inner));
        assert_true(bk__json_member(v, 5, &key, NULL));
        assert_string_equal(key.p, "k19995");
        bk__json_free(j);
        bk__buf_clear(&b);
    }
    t_ctx_free(ctx);
}

static void malformed(void **state)
{
    static const char *const bad[] = {
        "",     " ",       "[1,]",  "{\"a\":1,}", "{'a':1}",      "['a']", "[1] x",
        "NaN",  "-NaN",    "[01]",  "Infinity",   "-Infinity",    "\"a",   "TRUE",
        "nul",  "// c\n1", "/**/1", "{\"a\" 1}",  "{\"a\"}",      "{a:1}", "[1 2]",
        "-",    "[",       "{",     "\"\\x\"",    "\"\\u12g4\"",  "]",     "\xEF\xBB\xBF{}",
        "[,1]", "1 2",     "{1:2}", "\"a\"\"b\"", "[\"a\" \"b\"]"};
    bk_ctx *ctx = t_ctx(1);
    bk__json *j;
    char deep[80];
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        bk_status st = bk__json_parse(ctx, &j, bk__str(bad[i]), "file:1");
        if (st != BK_EFORMAT)
            print_error("accepted: %s\n", bad[i]);
        assert_int_equal(st, BK_EFORMAT);
        assert_null(j);
        assert_string_equal(bk_ctx_error(ctx)->where, "file:1");
        assert_non_null(strstr(bk_ctx_error(ctx)->message, "byte"));
    }
    assert_int_equal(bk__json_parse(ctx, &j, BK__STR("[1]\0"), "t"), BK_EFORMAT);
    assert_int_equal(bk__json_parse(ctx, &j, BK__STR("\"a\0b\""), "t"), BK_EFORMAT);
    for (int n = 1; n < 40; n++) {
        memset(deep, '[', (size_t)n);
        memset(deep + n, ']', (size_t)n);
        deep[2 * n] = 0;
        assert_int_equal(bk__json_parse(ctx, &j, bk__str(deep), "t"), n <= 32 ? BK_OK : BK_EFORMAT);
        bk__json_free(j);
    }
    /* a slice is read to its end, not to a NUL */
    t_ok(ctx, bk__json_parse(ctx, &j, (bk_str){"1234", 2}, "t"));
    assert_int_equal(bk__json_int(bk__json_root(j), 0), 12);
    bk__json_free(j);
    t_ctx_free(ctx);
}

static void write_all(bk__jw *w)
{
    bk__jw_open(w, '{');
    bk__jw_key(w, "k<\"");
    bk__jw_open(w, '[');
    bk__jw_int(w, INT64_MIN);
    bk__jw_real(w, 0.1);
    bk__jw_real(w, NAN);
    bk__jw_bool(w, true);
    bk__jw_bool(w, false);
    bk__jw_null(w);
    bk__jw_z(w, NULL);
    bk__jw_raw(w, BK__STR("{}"));
    bk__jw_close(w, ']');
    bk__jw_key(w, "s");
    bk__jw_str(w,
               BK__STR("\\\"\b\f\n\r\t\0\x1F\x7F</script>&\xE2\x80\xA8\xE2\x80\xA9\xE2\x80\xAA"));
    bk__jw_key(w, "bad");
    bk__jw_str(w, BK__STR("a\xFF\xC3\xED\xA0\x80\xF4\x90\x80\x80\xC0\xAF\xE2\x82"));
    bk__jw_key(w, "e");
    bk__jw_open(w, '{');
    bk__jw_close(w, '}');
    bk__jw_close(w, '}');
}

static void writer(void **state)
{
#define BAD  "\xEF\xBF\xBD"
#define BADS BAD BAD BAD BAD BAD BAD BAD BAD BAD BAD BAD BAD BAD
    static const char plain[] =
        "{\"k<\\\"\":[-9223372036854775808,0.1,null,true,false,null,null,{}],\"s\":\"\\\\\\\"\\b"
        "\\f\\n\\r\\t\\u0000\\u001f\x7F</"
        "script>&\xE2\x80\xA8\xE2\x80\xA9\xE2\x80\xAA\",\"bad\":\"a" BADS "\",\"e\":{}}";
    static const char html[] =
        "{\"k\\u003c\\\"\":[-9223372036854775808,0.1,null,true,false,null,null,{}],\"s\":\"\\\\\\\""
        "\\b\\f\\n\\r\\t\\u0000\\u001f\x7F\\u003c/script\\u003e\\u0026\\u2028\\u2029\xE2\x80\xAA\","
        "\"bad\":\"a" BADS "\",\"e\":{}}";
    bk_ctx *ctx = t_ctx(1);
    bk__buf b;
    bk__jw w;
    bk__json *j;
    (void)state;
    bk__buf_init(&b, ctx);
    bk__jw_init(&w, &b);
    write_all(&w);
    t_ok(ctx, w.status);
    assert_string_equal(b.p, plain);
    b.n = 0;
    bk__jw_init(&w, &b);
    w.html = true;
    write_all(&w);
    assert_string_equal(b.p, html);
    j = parsed(ctx, b.p);
    assert_true(bk__str_begins(bk__json_str(bk__json_get(bk__json_root(j), "s")),
                               BK__STR("\\\"\b\f\n\r\t\0\x1F\x7F</script>&\xE2\x80\xA8")));
    bk__json_free(j);
    b.n = 0;
    bk__jw_init(&w, &b);
    w.indent = 2;
    bk__jw_open(&w, '[');
    bk__jw_int(&w, 1);
    bk__jw_open(&w, '{');
    bk__jw_key(&w, "a");
    bk__jw_int(&w, 2);
    bk__jw_close(&w, '}');
    bk__jw_close(&w, ']');
    assert_string_equal(b.p, "[\n  1,\n  {\n    \"a\": 2\n  }\n]");
    bk__buf_clear(&b);
    t_ctx_free(ctx);
}

static bk_status read_and_write(bk_ctx *ctx, void *user)
{
    bk__buf b;
    bk__jw w;
    bk__json *j = NULL;
    bk_status st;
    (void)user;
    bk__buf_init(&b, ctx);
    bk__jw_init(&w, &b);
    write_all(&w);
    st = w.status;
    if (st == BK_OK)
        st = bk__json_parse(ctx, &j, bk__buf_str(&b), "t");
    bk__json_free(j);
    bk__buf_clear(&b);
    return st;
}

static void no_memory(void **state)
{
    (void)state;
    t_fail_each(read_and_write, NULL, 1, 50);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values), cmocka_unit_test(members),   cmocka_unit_test(malformed),
        cmocka_unit_test(writer), cmocka_unit_test(no_memory),
    };
    return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
