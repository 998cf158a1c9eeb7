/* test_alloc_report.c - each allocation failed in turn: tables and what is written from them. */
#include <bingkai/report.h>

#include <stdio.h>
#include <string.h>

#include "support/support.h"

static char dir[600];

/* Every table of the schema with a few rows of plain cells. */
static bk_status fill(bk_table *t, int rows)
{
    const bk_table_spec *spec = bk_table_spec_of(t);
    bk_cell cells[64];
    bk_status st = BK_OK;
    assert_true(spec->n <= 64);
    for (int r = 0; r < rows && st == BK_OK; r++) {
        for (size_t c = 0; c < spec->n; c++) {
            bk_str json = {"{\"a\":1}", 7}, text = {"=teks\t\"dua\"\n", 12};
            switch (spec->cols[c].type) {
            case BK_COL_TEXT:
                cells[c] = BK_CELL_STR(text);
                break;
            case BK_COL_JSON:
                cells[c] = BK_CELL_STR(json);
                break;
            case BK_COL_REAL:
                cells[c] = BK_CELL_REAL(0.5 + r);
                break;
            case BK_COL_INT:
            case BK_COL_DATE:
                cells[c] = BK_CELL_INT(r);
            }
            if ((r + (int)c) % 7 == 6)
                cells[c] = BK_CELL_NULL;
        }
        st = bk_table_add(t, cells);
    }
    return st;
}

static bk_status write_all(bk_ctx *ctx, void *user)
{
    size_t n, made = 0;
    const bk_table_spec *specs = bk_schema(&n);
    bk_table *tables[64];
    bk_status st = BK_OK;
    (void)user;
    assert_true(n <= 64);
    for (; made < n && st == BK_OK; made++) {
        tables[made] = NULL;
        st = bk_table_new(ctx, &tables[made], &specs[made]);
        if (st == BK_OK)
            st = fill(tables[made], 5);
        if (st == BK_OK)
            st = bk_table_write_tsv(tables[made], t_path(dir, "a.tsv"));
        if (st == BK_OK)
            st = bk_table_write_jsonl(tables[made], t_path(dir, "a.jsonl"));
    }
    if (st == BK_OK)
        st = bk_report_write_sqlite(ctx, t_path(dir, "a.sqlite"), tables, n, (bk_str){"{}", 2});
    while (made > 0)
        bk_table_free(tables[--made]);
    return st;
}

static void test_tables(void **state)
{
    (void)state;
    t_fail_each(write_all, NULL, 1, 60);
}

static int setup(void **state)
{
    (void)state;
    snprintf(dir, sizeof dir, "%s", t_tmpdir());
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    t_rmdir(dir);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_tables)};
    return cmocka_run_group_tests_name("alloc_report", tests, setup, teardown);
}
