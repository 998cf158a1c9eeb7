/* test_read_json.c - values cut out of bytes that come in pieces; members to fields. */
#include "corpus/read_json.h"

#include <stdlib.h>

#include "support/support.h"

/* The values, with | between, of bytes that come `piece` at a time. */
static void cut(const char *bytes, bool lines, size_t piece, char *out, size_t cap)
{
    bk__cutter c = {.lines = lines};
    char *buf = malloc(strlen(bytes) + 1);
    size_t have = 0, given = 0, total = strlen(bytes), n = 0;
    assert_non_null(buf);
    out[0] = 0;
    for (;;) {
        bk_str value;
        while (bk__cut_value(&c, (bk_str){buf, have}, given == total, &value)) {
            assert_true(n + value.n + 2 < cap);
            memcpy(out + n, value.p, value.n);
            n += value.n;
            out[n++] = '|';
            out[n] = 0;
        }
        size_t done = bk__cut_done(&c);
        memmove(buf, buf + done, have - done);
        have -= done;
        bk__cut_forget(&c, done);
        if (given == total)
            break;
        size_t k = total - given < piece ? total - given : piece;
        memcpy(buf + have, bytes + given, k);
        have += k;
        given += k;
    }
    free(buf);
}

static void pieces(void **state)
{
    static const struct {
        const char *bytes, *want;
        bool lines;
    } c[] = {
        {"{\"a\":1}\n\n[2] \r\n{\"b\"", "{\"a\":1}||[2]|{\"b\"|", true},
        {"", "", true},
        {"\n", "|", true},
        {"[{\"a\":\"]}\\\"\"},{\"b\":{\"c\":[]}}]", "{\"a\":\"]}\\\"\"}|{\"b\":{\"c\":[]}}|",
         false},
        {" [ ] ", "", false},
        {"{\"a\":1}{\"a\":2}\n{\"a\"", "{\"a\":1}|{\"a\":2}|{\"a\"|", false},
        {"[{\"a\":1}, 7 x, {\"a\":2}]", "{\"a\":1}|7 x, |{\"a\":2}|", false},
    };
    char out[400];
    (void)state;
    for (size_t i = 0; i < sizeof c / sizeof *c; i++)
        for (size_t piece = 1; piece < 60; piece += 3) {
            cut(c[i].bytes, c[i].lines, piece, out, sizeof out);
            assert_string_equal(out, c[i].want);
        }
}

static void fields(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk__names names;
    bk__arena a;
    bk__record r = {.json = BK__STR("{\"content\":\"dua\",\"text\":\"satu\",\"ID\":12,\"url\":null,"
                                    "\"judul\":\"  \",\"title\":\"T\",\"source\":{\"name\":\"K\"},"
                                    "\"date\":1644192000,\"lang\":true}")};
    (void)state;
    bk__arena_init(&a, ctx);
    t_ok(ctx, bk__names_init(&names, ctx, NULL));
    t_ok(ctx, bk__json_record(ctx, &r, &names, &a));
    assert_false(r.broken);
    assert_true(bk__str_eq(r.field[BK__FIELD_TEXT], BK__STR("satu")));
    assert_true(bk__str_eq(r.field[BK__FIELD_ID], BK__STR("12")));
    assert_true(bk__str_eq(r.field[BK__FIELD_TITLE], BK__STR("T")));
    assert_true(bk__str_eq(r.field[BK__FIELD_SOURCE], BK__STR("K")));
    assert_true(bk__str_eq(r.field[BK__FIELD_DATE], BK__STR("1644192000")));
    assert_null(r.field[BK__FIELD_URL].p);
    assert_null(r.field[BK__FIELD_LANG].p);
    bk__names_clear(&names);
    t_ok(ctx, bk__names_init(&names, ctx, "text=content, title=Kepala"));
    r = (bk__record){.json = BK__STR("{\"content\":\"dua\",\"text\":\"satu\",\"kepala\":\"K\","
                                     "\"title\":\"T\"}")};
    t_ok(ctx, bk__json_record(ctx, &r, &names, &a));
    assert_true(bk__str_eq(r.field[BK__FIELD_TEXT], BK__STR("dua")));
    assert_true(bk__str_eq(r.field[BK__FIELD_TITLE], BK__STR("K")));
    r = (bk__record){.json = BK__STR("[1]")};
    t_ok(ctx, bk__json_record(ctx, &r, &names, &a));
    assert_true(r.broken);
    r = (bk__record){.json = BK__STR("{\"a\"")};
    t_ok(ctx, bk__json_record(ctx, &r, &names, &a));
    assert_true(r.broken);
    assert_string_equal(bk__names_expected(&names, BK__FIELD_TEXT), "content");
    bk__names_clear(&names);
    static const char *const bad[] = {"text", "text=", "x=y", "text=a,text=b"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(bk__names_init(&names, ctx, bad[i]), BK_EINVAL);
    bk__arena_clear(&a);
    t_ctx_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(pieces), cmocka_unit_test(fields)};
    return cmocka_run_group_tests_name("read_json", tests, NULL, NULL);
}
