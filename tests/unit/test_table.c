/* test_table.c - cells come back, TSV and JSON lines are escaped, whole or not at all. */
#include "report/table.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "support/support.h"

static const bk_col cols[] = {
    {"name", BK_COL_TEXT, "", "Name", 0},      {"n", BK_COL_INT, "", "Count", 0},
    {"x", BK_COL_REAL, "share", "Share", 0},   {"at", BK_COL_DATE, "UTC", "When", 0},
    {"evidence", BK_COL_JSON, "", "Words", 0},
};
static const bk_table_spec spec = {"t", "A table", cols, 5, "name n"};

static void add(bk_ctx *ctx, bk_table *t, bk_str name, int64_t n, double x, int64_t at,
                const char *json)
{
    bk_cell row[5] = {BK_CELL_STR(name), BK_CELL_INT(n), BK_CELL_REAL(x), BK_CELL_INT(at),
                      BK_CELL_STR(bk__str(json))};
    t_ok(ctx, bk_table_add(t, row));
}

static void cells(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk_table *t;
    bk_cell none[5] = {BK_CELL_NULL, BK_CELL_NULL, BK_CELL_NULL, BK_CELL_NULL, BK_CELL_NULL};
    (void)state;
    t_ok(ctx, bk_table_new(ctx, &t, &spec));
    assert_int_equal(bk_table_rows(t), 0);
    assert_true(bk_table_cell(t, 0, 0).null);
    add(ctx, t, BK__STR("a\0b"), INT64_MIN, 0.1, 0, "[]");
    t_ok(ctx, bk_table_add(t, none));
    add(ctx, t, BK__STR(""), INT64_MAX, NAN, -1, NULL);
    assert_int_equal(bk_table_rows(t), 3);
    assert_ptr_equal(bk_table_spec_of(t), &spec);
    assert_true(bk__str_eq(bk_table_cell(t, 0, 0).s, BK__STR("a\0b")));
    assert_true(bk_table_cell(t, 0, 1).i == INT64_MIN);
    assert_true(bk_table_cell(t, 0, 2).x == 0.1);
    for (size_t c = 0; c < 5; c++)
        assert_true(bk_table_cell(t, 1, c).null);
    assert_false(bk_table_cell(t, 2, 0).null);
    assert_int_equal(bk_table_cell(t, 2, 0).s.n, 0);
    assert_true(bk_table_cell(t, 2, 2).null);
    assert_true(bk_table_cell(t, 2, 4).null);
    assert_true(bk_table_cell(t, 3, 0).null);
    assert_true(bk_table_cell(t, -1, 0).null);
    assert_true(bk_table_cell(t, 0, 9).null);
    bk_table_free(t);
    bk_table_free(NULL);
    assert_int_equal(bk_table_new(ctx, &t, NULL), BK_EINVAL);
    assert_null(t);
    t_ctx_free(ctx);
}

static void many(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk_table *t;
    char name[32];
    (void)state;
    t_ok(ctx, bk_table_new(ctx, &t, &spec));
    for (int i = 0; i < 200000; i++) {
        snprintf(name, sizeof name, "row %d", i);
        add(ctx, t, bk__str(name), i, i / 2.0, i, "[\"x\"]");
    }
    assert_true(bk__str_eq(bk_table_cell(t, 199999, 0).s, BK__STR("row 199999")));
    assert_true(bk_table_cell(t, 100001, 2).x == 50000.5);
    bk_table_free(t);
    t_ctx_free(ctx);
}

static bk_table *sample(bk_ctx *ctx)
{
    bk_table *t;
    t_ok(ctx, bk_table_new(ctx, &t, &spec));
    add(ctx, t, BK__STR("=1+1"), -5, 0.1, 1644192000, "[\"a\\nb\"]");
    add(ctx, t, BK__STR("a\tb\nc\\d\r"), 0, NAN, 1644192001, "{broken");
    add(ctx, t, BK__STR("\"q\" <b>"), 1, -1e-9, 0, "[1,\n2]");
    return t;
}

static void tsv(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk_table *t = sample(ctx);
    const char *path = t_path(t_tmpdir(), "t.tsv");
    char *got;
    (void)state;
    t_ok(ctx, bk_table_write_tsv(t, path));
    got = t_read(path, NULL);
    assert_string_equal(got, "name\tn\tx\tat\tevidence\n"
                             "'=1+1\t-5\t0.1\t2022-02-07\t[\"a\\\\nb\"]\n"
                             "a\\tb\\nc\\\\d\\r\t0\t\t2022-02-07T00:00:01Z\t{broken\n"
                             "\"q\" <b>\t1\t-1e-09\t1970-01-01\t[1,\\n2]\n");
    free(got);
    assert_int_equal(bk_table_write_tsv(t, "no/such/folder/t.tsv"), BK_EIO);
    bk_table_free(t);
    t_ctx_free(ctx);
}

static void defused(void **state)
{
    static const char *const danger[] = {"=x", "+1", "-1", "@a", "\tx", "\nx", "\rx"};
    bk_ctx *ctx = t_ctx(1);
    bk_table *t;
    const char *path = t_path(t_tmpdir(), "d.tsv");
    char *got, *line;
    (void)state;
    t_ok(ctx, bk_table_new(ctx, &t, &spec));
    for (size_t i = 0; i < sizeof danger / sizeof *danger; i++)
        add(ctx, t, bk__str(danger[i]), -1, -1, 0, NULL);
    t_ok(ctx, bk_table_write_tsv(t, path));
    line = got = t_read(path, NULL);
    for (size_t i = 0; i < sizeof danger / sizeof *danger; i++) {
        line = strchr(line, '\n') + 1;
        assert_true(*line == '\'');
    }
    free(got);
    bk_table_free(t);
    t_ctx_free(ctx);
}

static void jsonl(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk_table *t = sample(ctx);
    const char *path = t_path(t_tmpdir(), "t.jsonl");
    char *got;
    (void)state;
    t_ok(ctx, bk_table_write_jsonl(t, path));
    got = t_read(path, NULL);
    assert_string_equal(got,
                        "{\"name\":\"=1+1\",\"n\":-5,\"x\":0.1,\"at\":\"2022-02-07\",\"evidence\":"
                        "[\"a\\nb\"]}\n"
                        "{\"name\":\"a\\tb\\nc\\\\d\\r\",\"n\":0,\"x\":null,\"at\":"
                        "\"2022-02-07T00:00:01Z\",\"evidence\":\"{broken\"}\n"
                        "{\"name\":\"\\\"q\\\" <b>\",\"n\":1,\"x\":-1e-09,\"at\":\"1970-01-01\","
                        "\"evidence\":[1, 2]}\n");
    free(got);
    bk_table_free(t);
    t_ctx_free(ctx);
}

static bk_status fill(bk_ctx *ctx, void *user)
{
    bk_table *t;
    bk_status st = bk_table_new(ctx, &t, &spec);
    (void)user;
    for (int i = 0; i < 40 && st == BK_OK; i++) {
        bk_cell row[5] = {BK_CELL_STR(BK__STR("some words in a cell")), BK_CELL_INT(1),
                          BK_CELL_REAL(1), BK_CELL_INT(2), BK_CELL_STR(BK__STR("[]"))};
        int64_t before = bk_table_rows(t);
        st = bk_table_add(t, row);
        assert_int_equal(bk_table_rows(t), before + (st == BK_OK));
    }
    bk_table_free(t);
    return st;
}

static void no_memory(void **state)
{
    (void)state;
    t_fail_each(fill, NULL, 1, 200);
}

static bk_status after_two(void *user, const char *bytes, size_t n)
{
    int *calls = user;
    assert_int_equal(bytes[n - 1], '\n');
    return ++*calls == 2 ? BK_ECANCEL : BK_OK;
}

/* A writer that stops is called no more, and its status comes back. */
static void stopped(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk_table *t;
    int calls = 0;
    (void)state;
    t_ok(ctx, bk_table_new(ctx, &t, &spec));
    for (int i = 0; i < 3; i++)
        add(ctx, t, BK__STR("a"), i, 0, 0, "[]");
    assert_int_equal(bk_table_tsv(t, after_two, &calls), BK_ECANCEL);
    assert_int_equal(calls, 2);
    calls = 0;
    assert_int_equal(bk_table_jsonl(t, after_two, &calls), BK_ECANCEL);
    assert_int_equal(calls, 2);
    bk_table_free(t);
    t_ctx_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells),   cmocka_unit_test(many),  cmocka_unit_test(tsv),
        cmocka_unit_test(defused), cmocka_unit_test(jsonl), cmocka_unit_test(no_memory),
        cmocka_unit_test(stopped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
