/* test_reader.c - formats by content, folders, field names, faults, ids, limits. */
#include <bingkai/corpus.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"

#include "support/support.h"

#define LONG                                                                                       \
    "Menteri luar negeri kedua negara bertemu di ibu kota pada hari itu untuk membahas kerja "     \
    "sama yang lebih erat."

static bk_reader *opened(bk_ctx *ctx, const char *path, const bk_reader_opts *opts)
{
    bk_reader *r;
    t_ok(ctx, bk_reader_open(ctx, &r, &path, 1, opts));
    return r;
}

static bool is(bk_str s, const char *z)
{
    return bk__str_eq(s, bk__str(z));
}

static const bk_problem *only_problem(const bk_reader *r, const char *kind)
{
    size_t n;
    const bk_problem *p = bk_reader_problems(r, &n);
    assert_int_equal(n, 1);
    assert_string_equal(p->kind, kind);
    return p;
}

static void json_lines(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    const char *dir = t_tmpdir(), *path = t_path(dir, "a.jsonl");
    static const char bytes[] =
        "{\"id\":7,\"judul\":\"Judul\",\"isi\":\"" LONG "\",\"tanggal\":\"7 Februari 2022\","
        "\"sumber\":{\"name\":\"Kabar\"}}\n"
        "\n"
        "{\"text\": \"broken\n"
        "{\"id\":\"x\",\"title\":\"kosong\"}\n"
        "[1]\n"
        "{\"text\":[\"" LONG "\",\"Dua.\"],\"lang\":\"id-ID\"}";
    bk_article a;
    size_t n;
    (void)state;
    t_write(path, bytes, sizeof bytes - 1);
    bk_reader *r = opened(ctx, path, NULL);
    t_ok(ctx, bk_reader_next(r, &a));
    assert_true(is(a.id, "7") && is(a.title, "Judul") && is(a.source, "Kabar") && is(a.lang, "id"));
    assert_int_equal(a.published, 1644192000);
    assert_int_equal(a.line, 1);
    assert_int_equal(a.inferred, BK_INFERRED_LANG);
    t_ok(ctx, bk_reader_next(r, &a));
    assert_true(is(a.id, "a:6") && is(a.text, LONG "\nDua.") && is(a.lang, "id"));
    assert_true(a.inferred & BK_INFERRED_ID);
    assert_int_equal(a.published, BK_NO_DATE);
    assert_int_equal(bk_reader_next(r, &a), BK_END);
    const bk_problem *p = bk_reader_problems(r, &n);
    assert_int_equal(n, 3);
    assert_string_equal(p[0].kind, "bad-json");
    assert_int_equal(p[0].line, 3);
    assert_string_equal(p[1].kind, "no-text");
    assert_int_equal(p[1].line, 4);
    assert_string_equal(p[2].kind, "bad-json");
    assert_int_equal(p[2].line, 5);
    const bk_input *in = bk_reader_inputs(r, &n);
    assert_int_equal(n, 1);
    assert_int_equal(in->bytes, sizeof bytes - 1);
    assert_int_equal(in->articles, 2);
    bk_reader_close(r);
    t_rmdir(dir);
    t_ctx_free(ctx);
}

static void json_array(void **state)
{
    bk_ctx *ctx = t_ctx(2);
    const char *dir = t_tmpdir(), *path = t_path(dir, "a.json");
    static const char bytes[] = " [ {\"text\" : \"" LONG "\", \"x\":{\"y\":[\"}\"]}},\n"
                                "{\"text\":\"" LONG " \\\"]\"} ]\n";
    bk_article a;
    size_t n;
    (void)state;
    t_write(path, bytes, sizeof bytes - 1);
    bk_reader *r = opened(ctx, path, NULL);
    t_ok(ctx, bk_reader_next(r, &a));
    assert_true(is(a.id, "a:1") && is(a.text, LONG));
    t_ok(ctx, bk_reader_next(r, &a));
    assert_true(is(a.id, "a:2") && is(a.text, LONG " \"]"));
    assert_int_equal(bk_reader_next(r, &a), BK_END);
    bk_reader_problems(r, &n);
    assert_int_equal(n, 0);
    bk_reader_close(r);
    t_rmdir(dir);
    t_ctx_free(ctx);
}

static void csv(void **state)
{
    static const char *const separators[] = {",", ";", "\t", "|"};
    bk_ctx *ctx = t_ctx(1);
    (void)state;
    for (size_t i = 0; i < 4; i++) {
        const char *dir = t_tmpdir(), *path = t_path(dir, "table"), *s = separators[i];
        char bytes[1000];
        bk_article a;
        int n = snprintf(bytes, sizeof bytes,
                         "\xEF\xBB\xBFid%sJudul%sText%stanggal\r\n"
                         "1%sSatu%s\"" LONG "\nDua, \"\"tiga\"\"; empat\t|\"%s2022-02-07\r\n"
                         "2%sDua\r\n",
                         s, s, s, s, s, s, s);
        t_write(path, bytes, (size_t)n);
        bk_reader *r = opened(ctx, path, NULL);
        t_ok(ctx, bk_reader_next(r, &a));
        assert_true(is(a.id, "1") && is(a.title, "Satu"));
        assert_true(is(a.text, LONG "\nDua, \"tiga\"; empat\t|"));
        assert_int_equal(a.published, 1644192000);
        assert_int_equal(a.line, 2);
        assert_int_equal(bk_reader_next(r, &a), BK_END);
        bk_reader_close(r);
        t_rmdir(dir);
    }
    t_ctx_free(ctx);
}

static void text_file(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    const char *dir = t_tmpdir(), *path = t_path(dir, "kabar 1.txt");
    static const char bytes[] = "Dua Negara Perkuat Kerja Sama\r\n"
                                "KABARKITA.COM, JAKARTA - " LONG "\r\nDikatakan pada Senin "
                                "(7/2/2022).\r\n";
    bk_article a;
    (void)state;
    t_write(path, bytes, sizeof bytes - 1);
    bk_reader *r = opened(ctx, path, NULL);
    t_ok(ctx, bk_reader_next(r, &a));
    assert_true(is(a.id, "kabar 1") && is(a.title, "Dua Negara Perkuat Kerja Sama"));
    assert_ptr_equal(a.title.p, a.text.p);
    assert_true(is(a.source, "KABARKITA.COM") && is(a.place, "JAKARTA") && is(a.lang, "id"));
    assert_int_equal(a.published, 1644192000);
    assert_int_equal(a.line, 0);
    assert_int_equal(a.inferred, BK_INFERRED_ID | BK_INFERRED_TITLE | BK_INFERRED_DATE |
                                     BK_INFERRED_SOURCE | BK_INFERRED_LANG | BK_INFERRED_PLACE);
    assert_int_equal(bk_reader_next(r, &a), BK_END);
    bk_reader_close(r);
    t_rmdir(dir);
    t_ctx_free(ctx);
}

static void faults(void **state)
{
    static const struct {
        const char *bytes, *kind;
        size_t n;
        int articles;
    } cases[] = {
        {"", "empty-file", 0, 0},
        {" \n ", "empty-file", 3, 0},
        {"\0\1\2", "not-text", 3, 0},
        {"\xFF\xFEx", "not-text", 3, 0},
        {"\x89\x01\x02\xE0\x11 gambar", "not-text", 12, 0},
        {"%PDF-1.4", "not-text", 8, 0},
        {"<!DOCTYPE html><p>x", "not-text", 19, 0},
        {"\xFF\xFE\0\0x\0\0", "not-text", 8, 0},
        {LONG "\xFF", "bad-utf8", sizeof LONG, 1},
        {LONG "\x93", "bad-utf8", sizeof LONG, 1},
        {"Kata.", "unknown-language", 5, 1},
        {"\x1F\x8B\x08\0\0\0\0\0\0\3", "damaged", 10, 0},
    };
    bk_ctx *ctx = t_ctx(1);
    bk_reader_opts strict = BK_READER_OPTS_INIT;
    (void)state;
    strict.strict = true;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *dir = t_tmpdir(), *path = t_path(dir, "x.txt");
        bk_article a;
        int n = 0;
        bk_status st;
        t_write(path, cases[i].bytes, cases[i].n);
        bk_reader *r = opened(ctx, path, NULL);
        while ((st = bk_reader_next(r, &a)) == BK_OK)
            n++;
        assert_int_equal(st, BK_END);
        assert_int_equal(n, cases[i].articles);
        const bk_problem *p = only_problem(r, cases[i].kind);
        assert_true(is(p->file, path));
        bk_action action = p->action;
        bk_reader_close(r);
        r = opened(ctx, path, &strict);
        st = bk_reader_next(r, &a);
        assert_int_equal(st, action == BK_NOTED ? BK_OK : BK_EFORMAT);
        if (st != BK_OK)
            assert_string_equal(bk_ctx_error(ctx)->where, path);
        bk_reader_close(r);
        t_rmdir(dir);
    }
    t_ctx_free(ctx);
}

/* A table whose header names no text is told; it is not read as an article. */
static void tables_without_text(void **state)
{
    static const char *const names[] = {"x.csv", "x.tsv", "x.csv.gz"};
    static const char bytes[] = "nomor,catatan\n1,China mengecam AS.\n";
    bk_ctx *ctx = t_ctx(1);
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *dir = t_tmpdir(), *path = t_path(dir, names[i]);
        bk_article a;
        t_write(path, bytes, sizeof bytes - 1);
        bk_reader *r = opened(ctx, path, NULL);
        assert_int_equal(bk_reader_next(r, &a), BK_END);
        only_problem(r, "bad-csv");
        bk_reader_close(r);
        t_rmdir(dir);
    }
    t_ctx_free(ctx);
}

/* A gzip file (stored, not deflated) whose sum is another's: it is read, and said to be damaged. */
static void gzip_with_a_wrong_sum(void **state)
{
    enum { N = sizeof LONG - 1 };
    bk_ctx *ctx = t_ctx(1);
    const char *dir = t_tmpdir(), *path = t_path(dir, "x.txt.gz");
    char z[10 + 5 + N + 8] = "\x1F\x8B\x08\0\0\0\0\0\0\3\1";
    bk_article a;
    (void)state;
    z[11] = (char)N;
    z[13] = (char)~N;
    z[14] = (char)0xFF;
    memcpy(z + 15, LONG, N);
    z[sizeof z - 4] = (char)N;
    t_write(path, z, sizeof z);
    bk_reader *r = opened(ctx, path, NULL);
    t_ok(ctx, bk_reader_next(r, &a));
    assert_true(is(a.text, LONG));
    assert_int_equal(bk_reader_next(r, &a), BK_END);
    const bk_problem *p = only_problem(r, "damaged");
    assert_int_equal(p->action, BK_NOTED);
    assert_true(is(p->file, path));
    bk_reader_close(r);
    t_rmdir(dir);
    t_ctx_free(ctx);
}

static void same_ids(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    const char *dir = t_tmpdir(), *path = t_path(dir, "a.jsonl");
    static const char bytes[] = "{\"id\":\"k\",\"text\":\"" LONG "\"}\n"
                                "{\"id\":\"k\",\"text\":\"" LONG "\"}\n"
                                "{\"id\":\"k\",\"text\":\"Lain. " LONG "\"}\n";
    bk_article a;
    size_t n;
    (void)state;
    t_write(path, bytes, sizeof bytes - 1);
    bk_reader *r = opened(ctx, path, NULL);
    t_ok(ctx, bk_reader_next(r, &a));
    assert_true(is(a.id, "k"));
    t_ok(ctx, bk_reader_next(r, &a));
    assert_true(is(a.id, "k#2"));
    assert_int_equal(bk_reader_next(r, &a), BK_END);
    const bk_problem *p = bk_reader_problems(r, &n);
    assert_int_equal(n, 2);
    assert_int_equal(p[0].action, BK_SKIPPED);
    assert_int_equal(p[1].action, BK_REPAIRED);
    bk_reader_close(r);
    t_rmdir(dir);
    t_ctx_free(ctx);
}

static void folders(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    char dir[300];
    const char *missing = "no such file", *name;
    bk_reader_opts opts = BK_READER_OPTS_INIT;
    bk_reader *r;
    bk_article a;
    (void)state;
    snprintf(dir, sizeof dir, "%s", t_tmpdir());
    r = opened(ctx, dir, NULL);
    assert_int_equal(bk_reader_next(r, &a), BK_END);
    only_problem(r, "empty-folder");
    bk_reader_close(r);
    t_write(t_path(dir, "b.txt"), LONG, sizeof LONG - 1);
    t_write(t_path(dir, "a.txt"), LONG " Ya.", sizeof LONG + 3);
    t_write(t_path(dir, ".c.txt"), LONG, sizeof LONG - 1);
    r = opened(ctx, dir, NULL);
    t_ok(ctx, bk_reader_next(r, &a));
    assert_true(is(a.id, "a"));
    t_ok(ctx, bk_reader_next(r, &a));
    assert_true(is(a.id, "b"));
    assert_int_equal(bk_reader_next(r, &a), BK_END);
    assert_int_equal(bk_reader_next(r, &a), BK_END);
    bk_reader_close(r);
    opts.limit = 1;
    r = opened(ctx, dir, &opts);
    t_ok(ctx, bk_reader_next(r, &a));
    assert_int_equal(bk_reader_next(r, &a), BK_END);
    bk_reader_close(r);
    assert_int_equal(bk_reader_open(ctx, &r, &missing, 1, NULL), BK_EIO);
    assert_null(r);
    opts.fields = "textt=isi";
    name = dir;
    assert_int_equal(bk_reader_open(ctx, &r, &name, 1, &opts), BK_EINVAL);
    opts.fields = NULL;
    opts.lang = "zz";
    assert_int_equal(bk_reader_open(ctx, &r, &name, 1, &opts), BK_EINVAL);
    t_rmdir(dir);
    t_ctx_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(json_lines),
        cmocka_unit_test(json_array),
        cmocka_unit_test(csv),
        cmocka_unit_test(text_file),
        cmocka_unit_test(faults),
        cmocka_unit_test(tables_without_text),
        cmocka_unit_test(gzip_with_a_wrong_sum),
        cmocka_unit_test(same_ids),
        cmocka_unit_test(folders),
    };
    return cmocka_run_group_tests_name("reader", tests, NULL, NULL);
}
