/* test_read_csv.c - separators, quotes, pieces, short and long rows, headers without a text. */
#include "corpus/read_csv.h"

#include <stdio.h>

#include "support/support.h"

typedef struct rows {
    char text[600];
    size_t n, faults;
} rows;

static bk_status row(void *user, bk__record *r)
{
    rows *o = user;
    o->n += (size_t)snprintf(o->text + o->n, sizeof o->text - o->n, "%llu<%.*s>%.*s|",
                             (unsigned long long)r->line, (int)r->field[BK__FIELD_ID].n,
                             r->field[BK__FIELD_ID].p ? r->field[BK__FIELD_ID].p : "",
                             (int)r->field[BK__FIELD_TEXT].n,
                             r->field[BK__FIELD_TEXT].p ? r->field[BK__FIELD_TEXT].p : "");
    o->faults += r->faults != NULL;
    return BK_OK;
}

static bk_status feed(const char *bytes, char separator, size_t piece, rows *out)
{
    bk_ctx *ctx = t_ctx(1);
    bk__names names;
    bk__csv *c;
    bk__arena a;
    size_t n = strlen(bytes);
    bk_status st = BK_OK;
    *out = (rows){"", 0, 0};
    bk__arena_init(&a, ctx);
    t_ok(ctx, bk__names_init(&names, ctx, NULL));
    t_ok(ctx, bk__csv_new(ctx, &c, separator, &names));
    for (size_t i = 0; i < n && st == BK_OK; i += piece)
        st = bk__csv_feed(c, (bk_str){bytes + i, n - i < piece ? n - i : piece}, false, &a, row,
                          out);
    if (st == BK_OK)
        st = bk__csv_feed(c, (bk_str){"", 0}, true, &a, row, out);
    bk__csv_free(c);
    bk__csv_free(NULL);
    bk__names_clear(&names);
    bk__arena_clear(&a);
    t_ctx_free(ctx);
    return st;
}

static void tables(void **state)
{
    static const struct {
        const char *bytes;
        char separator;
        const char *want;
        size_t faults;
    } c[] = {
        {"id,text\n1,satu\n2,dua\n", ',', "2<1>satu|3<2>dua|", 0},
        {"id,text\r\n1,\"sa,\"\"tu\"\"\nx\"\r\n", ',', "2<1>sa,\"tu\"\nx|", 0},
        {"id;text\n1;satu", ';', "2<1>satu|", 0},
        {"text,content,id\nsatu,dua,3\n,empat,5\n", ',', "2<3>satu|3<5>empat|", 0},
        {"id,text\n1\n2,dua,tiga\n", ',', "2<1>|3<2>dua|", 2},
        {"id,text\n", ',', "", 0},
        {"id,text\n1,\"satu", ',', "2<1>satu|", 0},
    };
    rows out;
    (void)state;
    for (size_t i = 0; i < sizeof c / sizeof *c; i++)
        for (size_t piece = 1; piece < 50; piece += 4) {
            assert_int_equal(feed(c[i].bytes, c[i].separator, piece, &out), BK_OK);
            assert_string_equal(out.text, c[i].want);
            assert_int_equal(out.faults, c[i].faults);
        }
    assert_int_equal(feed("id,judul\n1,2\n", ',', 5, &out), BK_EFORMAT);
}

static void sniffing(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk__names names;
    (void)state;
    t_ok(ctx, bk__names_init(&names, ctx, NULL));
    assert_int_equal(bk__csv_sniff(BK__STR("id,\"Isi\",x\n1;2;3;4;5"), &names), ',');
    assert_int_equal(bk__csv_sniff(BK__STR("id\tisi\tjudul, sub\n"), &names), '\t');
    assert_int_equal(bk__csv_sniff(BK__STR("id|body"), &names), '|');
    assert_int_equal(bk__csv_sniff(BK__STR("Menteri itu, kata dia, datang; lalu pergi\n"), &names),
                     0);
    assert_int_equal(bk__csv_sniff(BK__STR("text\n"), &names), 0);
    assert_int_equal(bk__csv_sniff((bk_str){"", 0}, &names), 0);
    bk__names_clear(&names);
    t_ctx_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(tables), cmocka_unit_test(sniffing)};
    return cmocka_run_group_tests_name("read_csv", tests, NULL, NULL);
}
