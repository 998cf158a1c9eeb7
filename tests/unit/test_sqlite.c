/* test_sqlite.c - the database: rows, types, documentation, full text, views, same bytes. */
#include "report/schema.h"
#include "report/table.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

#include "support/support.h"

enum { TABLES = 48 };

/* Every table of the schema, empty but for two articles. */
static size_t make(bk_ctx *ctx, bk_table **tables, bool text)
{
    size_t n;
    const bk_table_spec *specs = bk_schema(&n);
    assert_true(n <= TABLES);
    for (size_t i = 0; i < n; i++)
        t_ok(ctx, bk_table_new(ctx, &tables[i], &specs[i]));
    for (int i = 0; i < 2; i++) {
        bk_cell row[ART_N];
        for (size_t c = 0; c < ART_N; c++)
            row[c] = BK_CELL_NULL;
        row[ART_ID] = BK_CELL_STR(i ? BK__STR("b'); DROP TABLE articles;--") : BK__STR("a"));
        row[ART_TITLE] = BK_CELL_STR(BK__STR("Beijing dan Moskow"));
        row[ART_PUBLISHED] = BK_CELL_INT(1644192000);
        row[ART_VOTE] = BK_CELL_REAL(0.5);
        if (text)
            row[ART_TEXT] = BK_CELL_STR(i ? BK__STR("Kedua negara sepakat") : BK__STR("lain"));
        t_ok(ctx, bk_table_add(tables[0], row));
    }
    return n;
}

static void drop(bk_table **tables, size_t n)
{
    for (size_t i = 0; i < n; i++)
        bk_table_free(tables[i]);
}

static char *ask(sqlite3 *db, const char *sql, char out[256])
{
    sqlite3_stmt *s;
    *out = '\0';
    if (sqlite3_prepare_v2(db, sql, -1, &s, NULL) != SQLITE_OK) {
        snprintf(out, 256, "error: %s", sqlite3_errmsg(db));
        return out;
    }
    if (sqlite3_step(s) == SQLITE_ROW && sqlite3_column_text(s, 0))
        snprintf(out, 256, "%s", (const char *)sqlite3_column_text(s, 0));
    sqlite3_finalize(s);
    return out;
}

static void contents(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk_table *tables[TABLES];
    size_t n = make(ctx, tables, true);
    const char *path = t_path(t_tmpdir(), "s.sqlite");
    char out[256];
    sqlite3 *db;
    (void)state;
    t_ok(ctx, bk_report_write_sqlite(ctx, path, tables, n, BK__STR("{\"seed\": 7}")));
    assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    assert_string_equal(ask(db, "PRAGMA integrity_check", out), "ok");
    assert_string_equal(ask(db, "SELECT count(*) FROM articles", out), "2");
    assert_string_equal(ask(db, "SELECT published FROM articles", out), "2022-02-07");
    assert_string_equal(ask(db, "SELECT typeof(vote) FROM articles", out), "real");
    assert_string_equal(ask(db, "SELECT typeof(words) FROM articles", out), "null");
    assert_string_equal(ask(db,
                            "SELECT a.id FROM articles_fts f JOIN articles a ON a.rowid = f.rowid "
                            "WHERE articles_fts MATCH 'sepakat'",
                            out),
                        "b'); DROP TABLE articles;--");
    assert_string_equal(ask(db,
                            "SELECT help FROM \"columns\" WHERE \"table\"='relations' AND "
                            "\"column\"='polarity'",
                            out),
                        "-1 conflict, 0 neutral, 1 cooperation");
    assert_string_equal(ask(db, "SELECT value FROM manifest_items WHERE key='seed'", out), "7");
    assert_string_equal(ask(db, "SELECT count(*) FROM dyad_by_month", out), "0");
    assert_string_equal(ask(db, "SELECT count(*) FROM relation_with_article", out), "0");
    assert_string_equal(ask(db, "SELECT count(*) FROM sqlite_schema WHERE type='view'", out), "10");
    sqlite3_close(db);
    drop(tables, n);
    t_ctx_free(ctx);
}

static void same_bytes(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk_table *tables[TABLES];
    size_t n = make(ctx, tables, true), na, nb;
    const char *dir = t_tmpdir(), *one = t_path(dir, "1.sqlite"), *two = t_path(dir, "2.sqlite");
    char *a, *b;
    (void)state;
    t_ok(ctx, bk_report_write_sqlite(ctx, one, tables, n, BK__STR("{}")));
    t_ok(ctx, bk_report_write_sqlite(ctx, two, tables, n, BK__STR("{}")));
    t_ok(ctx, bk_report_write_sqlite(ctx, two, tables, n, BK__STR("{}"))); /* in place */
    a = t_read(one, &na);
    b = t_read(two, &nb);
    assert_int_equal(na, nb);
    assert_memory_equal(a, b, na);
    free(a);
    free(b);
    drop(tables, n);
    t_ctx_free(ctx);
}

static void without(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk_table *tables[TABLES];
    size_t n = make(ctx, tables, false);
    const char *dir = t_tmpdir(), *path = t_path(dir, "s.sqlite");
    char out[256];
    sqlite3 *db;
    (void)state;
    t_ok(ctx, bk_report_write_sqlite(ctx, path, tables, n, (bk_str){NULL, 0}));
    assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    assert_string_equal(
        ask(db, "SELECT count(*) FROM sqlite_schema WHERE name LIKE 'articles_fts%'", out), "0");
    sqlite3_close(db);
    t_ok(ctx, bk_report_write_sqlite(ctx, path, NULL, 0, (bk_str){NULL, 0})); /* no table at all */
    assert_int_equal(bk_report_write_sqlite(ctx, dir, tables, n, BK__STR("{}")), BK_EIO);
    assert_int_equal(bk_report_write_sqlite(ctx, "no/such/x.sqlite", tables, n, BK__STR("{}")),
                     BK_EIO);
    drop(tables, n);
    t_ctx_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(contents),
        cmocka_unit_test(same_bytes),
        cmocka_unit_test(without),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
