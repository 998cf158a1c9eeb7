/* tsv.c - a table as tab-separated text: a header row of names, then a line a row.
 *
 * In text a tab, a line break and a backslash are written \t \n \r \\; null is an empty cell. A
 * text cell that begins with = + - @ or a tab or line break gets an apostrophe in front, since
 * spreadsheets run such cells as formulas. Times are ISO 8601, numbers read back exactly. */
#include "base/date.h"
#include "report/table.h"

static bk_status put_text(bk__buf *b, bk_str s, bool defuse)
{
    static const char special[] = "\t\n\r\\", letter[] = "tnr\\";
    bk_status st = BK_OK;
    size_t from = 0;
    if (defuse && s.n > 0 && s.p[0] && strchr("=+-@\t\r\n", s.p[0]))
        st = bk__buf_byte(b, '\'');
    for (size_t i = 0; i < s.n && st == BK_OK; i++) {
        const char *at = s.p[i] ? strchr(special, s.p[i]) : NULL;
        char escaped[2] = {'\\', at ? letter[at - special] : '0'};
        if (!at && s.p[i])
            continue;
        st = bk__buf_add(b, (bk_str){s.p + from, i - from});
        if (st == BK_OK)
            st = bk__buf_add(b, (bk_str){escaped, 2});
        from = i + 1;
    }
    if (st == BK_OK && s.n > from)
        st = bk__buf_add(b, (bk_str){s.p + from, s.n - from});
    return st;
}

static bk_status put_cell(bk__buf *b, bk_col_type type, bk_cell cell)
{
    char iso[24];
    if (cell.null)
        return BK_OK;
    switch (type) {
    case BK_COL_INT:
        return bk__buf_print(b, "%lld", (long long)cell.i);
    case BK_COL_REAL:
        return bk__buf_real(b, cell.x);
    case BK_COL_DATE:
        return bk__buf_add(b, bk__date_iso(cell.i, iso));
    default:
        return put_text(b, cell.s, type == BK_COL_TEXT);
    }
}

static bk_status put_row(bk__buf *b, const bk_table *t, int64_t row)
{
    const bk_table_spec *spec = bk_table_spec_of(t);
    bk_status st = BK_OK;
    for (size_t c = 0; c < spec->n && st == BK_OK; c++) {
        st = put_cell(b, spec->cols[c].type, bk_table_cell(t, row, c));
        if (st == BK_OK)
            st = bk__buf_byte(b, c + 1 < spec->n ? '\t' : '\n');
    }
    return st;
}

bk_status bk_table_tsv(const bk_table *t, bk_write_fn *write, void *user)
{
    const bk_table_spec *spec = bk_table_spec_of(t);
    bk_status st = BK_OK;
    bk__buf b;
    bk__buf_init(&b, bk__table_ctx(t));
    for (size_t c = 0; c < spec->n && st == BK_OK; c++)
        st = bk__buf_print(&b, "%s%c", spec->cols[c].name, c + 1 < spec->n ? '\t' : '\n');
    for (int64_t r = 0; r < bk_table_rows(t) && st == BK_OK; r++) {
        st = write(user, b.p, b.n);
        b.n = 0;
        if (st == BK_OK)
            st = put_row(&b, t, r);
    }
    if (st == BK_OK)
        st = write(user, b.p, b.n);
    bk__buf_clear(&b);
    return st;
}

bk_status bk_table_write_tsv(const bk_table *t, const char *path)
{
    return bk__table_write(t, path, bk_table_tsv);
}
